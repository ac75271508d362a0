import { AGENTS } from '../agent/index.ts';
import { ageText } from '../manage/age.ts';
import type { MachineStatus, Presence } from '../manage/machine-state.ts';
import { printable } from '../printable.ts';
import { nameIn } from '../target/resource-id.ts';
import { detail } from './check-words.ts';
import type { Paint } from './paint.ts';
import { STATE_WORDS, stateDress } from './status-words.ts';
import { utcText } from './utc.ts';

/** One machine in detail: its state, and what is known of each generation on it. `names`: of workspaces by GUID. */
export function statusOne(one: MachineStatus, names: ReadonlyMap<string, string>, paint: Paint): string[] {
  const { sign, dress } = stateDress(one.state, paint);
  const about = [KINDS[one.kind ?? 'vm'], one.location, one.power, connectedBy(one)]
    .filter((part) => part !== undefined)
    .join(', ');
  return [
    `${paint.strong(printable(one.name))}  ${printable(one.systemName ?? one.system)}${about === '' ? '' : paint.dim(`  ${printable(about)}`)}`,
    '',
    `${dress(sign)} ${dress(one.state)}  ${STATE_WORDS[one.state]}`,
    ...detail('why', one.reason === undefined ? undefined : printable(one.reason), paint),
    ...(one.holds ?? []).flatMap(({ name, why }) => detail('', `${name}: ${printable(why)}`, paint)),
    ...one.agents.flatMap((presence) => ['', ...presenceLines(presence, names, paint)]),
  ];
}

const KINDS: Readonly<Record<NonNullable<MachineStatus['kind']> | 'vm', string | undefined>> = {
  vm: undefined,
  arc: 'Azure Arc',
  'scale-set': 'scale set',
};

const connectedBy = ({ arc }: MachineStatus): string | undefined =>
  arc?.agentVersion === undefined ? undefined : `Connected Machine agent ${arc.agentVersion}`;

function presenceLines(presence: Presence, names: ReadonlyMap<string, string>, paint: Paint): string[] {
  const { agent, extension, workspaces, rules, lastRecordAgeMs, lastRecord, version, category } = presence;
  const known = workspaces.map((id) => (names.has(id) ? `${names.get(id)} (${id})` : id));
  return [
    `  ${AGENTS[agent].title}${version === undefined ? '' : ` ${printable(version)}`}`,
    ...wide(
      'extension',
      extension === undefined
        ? 'none: put there by hand, or taken off since'
        : `${extension.name} ${extension.version}, ${extension.state}`,
      paint,
    ),
    ...wide('workspace', known.join(', '), paint),
    ...wide('rules', rules.map(nameIn).join(', '), paint),
    ...wide(
      'record',
      lastRecordAgeMs === undefined
        ? 'none was found'
        : `${ageText(lastRecordAgeMs)} ago (${lastRecord === undefined ? '' : `${utcText(lastRecord)}, `}${category ?? ''})`,
      paint,
    ),
  ];
}

const wide = (label: string, text: string, paint: Paint): string[] =>
  text === '' ? [] : [`    ${paint.dim(label.padEnd(11))}${printable(text)}`];
