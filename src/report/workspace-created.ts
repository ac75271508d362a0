import type { WorkspacePut } from '../ports.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { Paint } from './paint.ts';
import { workspaceRecord } from './workspace-json.ts';
import { workspaceLines } from './workspace-text.ts';

/** What became of `azmon workspace create`. */
export type Made =
  | { readonly change: 'created' | 'unchanged'; readonly workspace: AzureWorkspace }
  | { readonly change: 'planned'; readonly put: WorkspacePut };

export const createdResult = (made: Made): object =>
  made.change === 'planned'
    ? { change: made.change, put: { ...made.put } }
    : { change: made.change, workspace: workspaceRecord(made.workspace) };

export function createdLines(made: Made, paint: Paint): string[] {
  if (made.change === 'planned') return planned(made.put, paint);
  const sign = made.change === 'created' ? paint.good(`${paint.symbols.pass} created`) : paint.dim('= unchanged');
  return [sign, ...workspaceLines(made.workspace, paint)];
}

const planned = ({ name, location, group, subscription, retentionDays }: WorkspacePut, paint: Paint): string[] => [
  `+ ${paint.strong(name)}  ${location}`,
  `  ${paint.dim('resource group'.padEnd(14))}  ${group}`,
  `  ${paint.dim('subscription'.padEnd(14))}  ${subscription}`,
  `  ${paint.dim('data kept'.padEnd(14))}  ${retentionDays} days`,
  paint.dim('dry run: nothing was sent'),
];
