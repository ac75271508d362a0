import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { Held, Inspected } from '../workspace/inspect.ts';
import type { Paint } from './paint.ts';
import { utcText } from './utc.ts';

/** `azmon workspace show`: the workspace, and the credentials that an agent would be given. Never the key. Pure. */
export const inspectedLines = ({ workspaceId, workspace, from, held }: Inspected, paint: Paint): string[] => [
  ...(workspace === undefined ? unseen(workspaceId, paint) : workspaceLines(workspace, paint)),
  '',
  paint.strong('Credentials of the Log Analytics agent'),
  ...fields([['id', `${workspaceId}  ${paint.dim(`from ${from.text}`)}`]], paint),
  keyLine(held, paint),
];

/** A workspace by itself, as after `azmon workspace create`. */
export const workspaceLines = (one: AzureWorkspace, paint: Paint): string[] => [
  `${paint.strong(one.name)}  ${one.location}  ${one.provisioning === 'Succeeded' ? '' : paint.warn(one.provisioning)}`.trimEnd(),
  ...fields(
    [
      ['workspace id', one.workspaceId],
      ['resource', one.id],
      ['sku', one.sku],
      ['data kept', one.retentionDays === undefined ? undefined : `${one.retentionDays} days`],
      [
        'keys',
        one.keysRefused ? paint.warn('refused: local authentication is switched off (disableLocalAuth)') : 'taken',
      ],
      ['ingestion', one.publicIngestion ? 'from anywhere' : paint.warn('over private link only')],
      ['query', one.publicQuery ? 'from anywhere' : paint.warn('over private link only')],
      ['daily cap', one.dailyCapGb === undefined ? undefined : `${one.dailyCapGb} GB${cap(one, paint)}`],
      ['created', one.createdAt === undefined ? undefined : utcText(one.createdAt)],
      ['tags', tags(one)],
    ],
    paint,
  ),
];

const unseen = (workspaceId: string, paint: Paint): string[] => [
  `${paint.strong(workspaceId)}  ${paint.dim('only its id is known')}`,
];

const cap = ({ ingestionStatus }: AzureWorkspace, paint: Paint): string =>
  ingestionStatus === 'OverQuota' ? paint.warn(', reached: nothing more is taken in today') : '';

const tags = ({ tags: all }: AzureWorkspace): string | undefined =>
  Object.keys(all).length === 0
    ? undefined
    : Object.entries(all)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ');

const WIDTH = 12;

const fields = (rows: readonly (readonly [string, string | undefined])[], paint: Paint): string[] =>
  rows.flatMap(([label, value]) => (value === undefined ? [] : [`  ${paint.dim(label.padEnd(WIDTH))}  ${value}`]));

function keyLine(held: Held, paint: Paint): string {
  const { sign, dress, text } = KEY_WORDS[held.state](held as never, paint);
  return `  ${paint.dim('key'.padEnd(WIDTH))}  ${dress(`${sign} ${text}`)}${'from' in held ? paint.dim(`  from ${held.from.text}`) : ''}`;
}

interface Told {
  readonly sign: string;
  readonly dress: (text: string) => string;
  readonly text: string;
}

const KEY_WORDS: { [S in Held['state']]: (held: Extract<Held, { state: S }>, paint: Paint) => Told } = {
  verified: ({ which }, { symbols, good }) => ({
    ...{ sign: symbols.pass, dress: good },
    text: `verified: it is the ${which} key of the workspace`,
  }),
  'form-only': ({ why }, { symbols, warn }) => ({
    ...{ sign: symbols.unknown, dress: warn },
    text: `form only, not verified: ${why}`,
  }),
  mismatch: (_, { symbols, bad }) => ({
    ...{ sign: symbols.fail, dress: bad },
    text: 'does not belong to this workspace',
  }),
  refused: (_, { symbols, warn }) => ({
    ...{ sign: symbols.warn, dress: warn },
    text: 'none would do: the workspace refuses keys; the Azure Monitor Agent needs none',
  }),
  none: ({ problem }, { symbols, warn }) => ({
    ...{ sign: symbols.warn, dress: warn },
    text: `none was given, and it could not be looked up: ${problem.message}`,
  }),
};
