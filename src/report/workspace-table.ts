import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { Subscription } from '../target/scope.ts';
import type { Paint } from './paint.ts';

/** What a list of workspaces tells. */
export interface WorkspacesShown {
  readonly workspaces: readonly AzureWorkspace[];
  /** Those that were looked through. */
  readonly subscriptions: readonly Subscription[];
}

const COLUMNS: readonly { readonly title: string; readonly of: (one: AzureWorkspace, names: Names) => string }[] = [
  { title: 'NAME', of: ({ name }) => name },
  { title: 'REGION', of: ({ location }) => location },
  { title: 'WORKSPACE ID', of: ({ workspaceId }) => workspaceId },
  { title: 'SKU', of: ({ sku }) => sku ?? '?' },
  { title: 'DAYS', of: ({ retentionDays }) => String(retentionDays ?? '?') },
  { title: 'KEYS', of: ({ keysRefused }) => (keysRefused ? 'refused' : 'taken') },
  { title: 'PUBLIC', of: publicAccess },
  { title: 'GROUP', of: ({ group }) => group },
  { title: 'SUBSCRIPTION', of: ({ subscription }, names) => names.get(subscription.toLowerCase()) ?? subscription },
];

type Names = ReadonlyMap<string, string>;

/** `azmon workspace list`: a table, or a block for each where the table is wider than the terminal. Pure. */
export function workspaceTable({ workspaces, subscriptions }: WorkspacesShown, paint: Paint): string[] {
  const names = new Map(subscriptions.map(({ id, name }) => [id.toLowerCase(), name]));
  const rows = workspaces.map((one) => COLUMNS.map(({ of }) => of(one, names)));
  const lines = workspaces.length === 0 ? [] : [...table(rows, paint), ''];
  return [
    ...lines,
    `${paint.strong(counted(workspaces.length, 'workspace'))} in ${counted(subscriptions.length, 'subscription')}`,
  ];
}

function table(rows: readonly (readonly string[])[], paint: Paint): string[] {
  const titles = COLUMNS.map(({ title }) => title);
  const widths = titles.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  const width = widths.reduce((sum, one) => sum + one + 2, -2);
  if (paint.width !== undefined && width > paint.width) return rows.flatMap((row) => block(row, titles, paint));
  return [paint.dim(line(titles)), ...rows.map(line)];
}

const block = ([name = '', ...cells]: readonly string[], [, ...titles]: readonly string[], paint: Paint): string[] => [
  paint.strong(name),
  ...cells.map((cell, index) => `  ${paint.dim((titles[index] ?? '').toLowerCase().padEnd(12))}  ${cell}`),
];

/** What may come in from, and be asked from, the internet. */
export function publicAccess({ publicIngestion, publicQuery }: AzureWorkspace): string {
  if (publicIngestion) return publicQuery ? 'yes' : 'ingestion';
  return publicQuery ? 'query' : 'no';
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
