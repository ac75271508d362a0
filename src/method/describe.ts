import type { Action, ActionKind, PutExtension } from './action.ts';
import { shortName } from './short-name.ts';

type Of<K extends ActionKind> = Extract<Action, { kind: K }>;

/** `+` makes something, `~` changes it, `-` takes it off. */
const LINES: { readonly [K in ActionKind]: (action: Of<K>) => string } = {
  'put-extension': (put) =>
    `${sign(put.change)} put extension ${put.name}${put.name === put.type ? '' : ` (${put.type})`} ${put.version}${where(put)}`,
  'delete-extension': ({ name }) => `- delete extension ${name}`,
  'add-identity': () => '+ add a system-assigned identity',
  'put-rule': ({ change, rule }) => `${sign(change)} put data collection rule ${shortName(rule)}`,
  associate: ({ name, rule }) => `+ associate rule ${shortName(rule)} as ${name}`,
  dissociate: ({ name }) => `- remove association ${name}`,
  'upgrade-instances': ({ instances }) => `~ upgrade ${listed(instances)} to the newest model of the scale set`,
  start: () => '~ start the machine',
  stop: ({ to }) => `~ ${to === 'deallocated' ? 'stop and deallocate' : 'stop'} the machine again`,
};

/** One line for people: `+ put extension OmsAgentForLinux 1.13 (workspace 1111...): it is not installed`. Holds no secret. */
export function describeAction(action: Action): string {
  const line = LINES[action.kind] as (action: Action) => string;
  return `${line(action)}: ${action.why}`;
}

/** Numbers of instances in one line; of many the first ones. */
function listed(instances: readonly string[]): string {
  const shown = instances.slice(0, NAMED).join(', ');
  const rest = instances.length - NAMED;
  return `${instances.length === 1 ? 'instance' : 'instances'} ${shown}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const NAMED = 12;

const sign = (change: 'create' | 'update'): string => (change === 'create' ? '+' : '~');

function where({ settings }: PutExtension): string {
  return typeof settings.workspaceId === 'string' ? ` (workspace ${settings.workspaceId})` : '';
}
