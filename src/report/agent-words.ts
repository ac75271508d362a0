import { ageText } from '../manage/age.ts';
import type { AgentState, ConnectedWorkspace, ManagementGroup } from '../manage/agent-state.ts';
import { isRegistered } from '../manage/agent-state.ts';
import { printable } from '../printable.ts';
import type { Paint } from './paint.ts';
import { utcText } from './utc.ts';

/** A labelled line of an agent. Nothing where there is nothing to say. */
export const fact = (label: string, text: string | undefined, { dim }: Paint): string[] =>
  text === undefined || text === '' ? [] : [`  ${dim(label.padEnd(LABEL))}${printable(text)}`];

const LABEL = 13;

/** What the agent of a machine says of itself; `now`: milliseconds since 1970, for ages. `title`: of its generation. */
export function agentLines(state: AgentState, title: string, paint: Paint, now?: number): string[] {
  if (!state.installed)
    return [
      ...fact('agent', state.packages === 'half' ? `${title}: installed in part only` : `no ${title}`, paint),
      ...fact('restart', state.restart === true ? 'the system has to be restarted' : undefined, paint),
      ...beside(state, paint),
    ];
  return [
    ...fact('agent', `${title}${state.version === undefined ? '' : ` ${state.version}`}${half(state)}`, paint),
    ...fact('installed by', BY[whose(state)], paint),
    ...fact('service', state.service, paint),
    ...(state.workspaces.length === 0
      ? fact('workspace', 'none', paint)
      : state.workspaces.flatMap((one) => workspaceLines(one, paint, now))),
    ...state.groups.flatMap((group) => fact('group', groupWords(group), paint)),
    ...fact('proxy', state.proxy ?? 'none', paint),
    ...fact('reports as', state.host, paint),
    ...beside(state, paint),
  ];
}

const half = ({ packages }: AgentState): string => (packages === 'half' ? ', installed in part only' : '');

const whose = ({ extension, by }: AgentState): keyof typeof BY =>
  extension === true ? 'extension' : (by ?? 'unknown');

const BY = {
  azmon: 'azmon (its ledger is on the machine)',
  other: 'somebody else: azmon cannot promise the state before',
  extension: 'a VM extension, which manages it',
  unknown: '',
} as const;

const beside = ({ successor }: AgentState, paint: Paint): string[] =>
  fact('beside it', successor === undefined ? undefined : `Azure Monitor Agent ${successor}`, paint);

/** `Onboarded(OMSAgent Running)` of the agent stays as it is: people look for it in its documentation. */
export function workspaceWords({ id, status, text, through }: ConnectedWorkspace): string {
  const way = through === undefined ? '' : `, through the management group ${through}`;
  return `${id}  ${text === '' ? status : text}${way}`;
}

function workspaceLines(one: ConnectedWorkspace, paint: Paint, now: number | undefined): string[] {
  const { certificate, lastHeartbeat } = one;
  const dress = isRegistered(one) ? paint.good : paint.warn;
  const sign = isRegistered(one) ? paint.symbols.pass : paint.symbols.warn;
  const [line = ''] = fact('workspace', workspaceWords(one), paint);
  return [
    `${line}  ${dress(sign)}`,
    ...fact('', certificate === undefined ? undefined : certificateWords(certificate, now), paint),
    ...fact('', lastHeartbeat === undefined ? undefined : heartbeatWords(lastHeartbeat, now), paint),
  ];
}

/** It is told a month ahead. */
const SOON_MS = 30 * 86_400_000;

function certificateWords(at: string, now: number | undefined): string {
  const left = now === undefined ? undefined : Date.parse(at) - now;
  const words = `certificate until ${at.slice(0, 10)}`;
  if (left === undefined || left > SOON_MS) return words;
  return left < 0 ? `${words}: it has expired` : `${words}: ${ageText(left)} left`;
}

const heartbeatWords = (at: string, now: number | undefined): string =>
  `last heartbeat ${utcText(at)}${now === undefined ? '' : ` (${ageText(Math.max(0, now - Date.parse(at)))} ago)`}`;

export const groupWords = ({ name, server, workspace }: ManagementGroup): string =>
  [name, server, workspace === undefined ? undefined : `connected to workspace ${workspace}`]
    .filter((part) => part !== undefined)
    .join(', ');
