import type { Agent } from '../agent/agent.ts';
import { EXIT, Problem } from '../problem.ts';
import { type AgentState, type ConnectedWorkspace, isRegistered } from './agent-state.ts';

/** What is asked of an agent that is there. */
export interface AgentWish {
  readonly agent: Agent;
  /** The target's key. */
  readonly target: string;
  /** `azmon agent add-workspace` */
  readonly words: string;
  /** GUID, lower case. */
  readonly workspaceId?: string | undefined;
  /** Of a management group. */
  readonly group?: string | undefined;
  /** --replace: the other workspace is left first. */
  readonly replace?: boolean | undefined;
}

/** The verbs of the wrapper that change an agent. */
export type ChangingVerb =
  | 'install'
  | 'remove'
  | 'add-workspace'
  | 'remove-workspace'
  | 'set-workspace'
  | 'set-proxy'
  | 'clear-proxy'
  | 'restart'
  | 'add-group'
  | 'remove-group'
  | 'upgrade';

type Limit = (state: AgentState, wish: AgentWish) => Problem | undefined;

/** In this order; the first that stands in the way is told. A restart changes nothing. */
const LIMITS: Readonly<Record<ChangingVerb, readonly Limit[]>> = {
  install: [managed, otherWorkspace],
  remove: [managed],
  'add-workspace': [absent, managed, oneOnly, room, sameThrough],
  'remove-workspace': [absent, managed, unknownWorkspace, onlyThrough],
  'set-workspace': [absent, managed],
  'set-proxy': [absent, managed],
  'clear-proxy': [absent, managed],
  restart: [absent],
  'add-group': [absent],
  'remove-group': [absent, unknownGroup],
  upgrade: [absent, managed],
};

/**
 * Throws a Problem where the change is beyond what the agent takes, before anything is touched: 10 for one workspace on Linux and four on
 * Windows, for what a VM extension manages, for a second workspace of one management group; 11 for what is not there.
 * Source: docs "Log Analytics agent overview", 2020-02-04.
 */
export function refuseBeyond(verb: string, state: AgentState, wish: AgentWish): void {
  const limits = Object.hasOwn(LIMITS, verb) ? LIMITS[verb as ChangingVerb] : [];
  for (const limit of limits) {
    const problem = limit(state, wish);
    if (problem !== undefined) throw problem.on(wish.target);
  }
}

function absent({ installed, system }: AgentState, { agent, target }: AgentWish): Problem | undefined {
  if (installed) return undefined;
  return new Problem({
    code: 'AZMON-HOST-NO-AGENT',
    exit: EXIT['not-found'],
    message: `there is no ${agent.title} on the machine`,
    fix: [{ text: 'install it', command: `azmon install ${system} ${target} --workspace-id GUID` }],
  });
}

/** What is changed by hand, the extension changes back at its next run. */
function managed({ extension, system }: AgentState, { agent, words }: AgentWish): Problem | undefined {
  if (extension !== true) return undefined;
  const { type } = agent.extension[system];
  const remove = words.startsWith('azmon remove');
  return new Problem({
    code: 'AZMON-AGENT-MANAGED',
    exit: EXIT.conflict,
    message: 'a VM extension manages the agent of this machine, and would change back what is changed by hand',
    why: `the extension ${type} is on the machine`,
    fix: [
      {
        text: 'let azmon change it through the extension: the machine by its name in Azure',
        command: remove
          ? 'azmon remove extension azure:NAME'
          : 'azmon install extension azure:NAME --workspace NAME --replace',
      },
    ],
  });
}

const most = ({ byHand }: Agent, { system }: AgentState): number =>
  byHand.state === 'here' ? byHand[system].workspaces : 1;

/** Workspaces that the agent itself is connected to; what a management group brings takes no place. */
const direct = ({ workspaces }: AgentState): readonly ConnectedWorkspace[] =>
  workspaces.filter(({ through, status }) => through === undefined && status !== 'failure');

const others = (state: AgentState, { workspaceId }: AgentWish): readonly ConnectedWorkspace[] =>
  direct(state).filter(({ id }) => id !== workspaceId);

/** An install puts the agent to one workspace; a Windows agent may keep those that it has. */
function otherWorkspace(state: AgentState, wish: AgentWish): Problem | undefined {
  const [other] = others(state, wish);
  if (other === undefined || wish.replace === true || wish.workspaceId === undefined) return undefined;
  if (direct(state).some(({ id }) => id === wish.workspaceId)) return undefined;
  const several = most(wish.agent, state) > 1;
  return new Problem({
    code: 'AZMON-WORKSPACE-CONFLICT',
    exit: EXIT.conflict,
    message: `the machine reports to workspace ${other.id}, not to ${wish.workspaceId}`,
    why: several
      ? 'its agent can report to both, or change over'
      : 'its agent can report to one workspace only, and the way of its maker silently leaves it where it is',
    fix: [
      ...(several
        ? [
            {
              text: 'report to both',
              command: `azmon agent add-workspace ${wish.target} --workspace-id ${wish.workspaceId}`,
            },
          ]
        : []),
      { text: 'leave that one and report to the new one', command: `${wish.words} ${wish.target} --replace` },
    ],
  });
}

/** The Linux agent is connected to one workspace; adding the one it has is no addition. */
function oneOnly(state: AgentState, wish: AgentWish): Problem | undefined {
  if (most(wish.agent, state) > 1) return undefined;
  const [other] = others(state, wish);
  return new Problem({
    code: 'AZMON-WORKSPACE-LIMIT',
    exit: EXIT.conflict,
    message: 'the Linux agent reports to a single workspace: none can be added',
    ...(other === undefined ? {} : { why: `it reports to ${other.id}` }),
    fix: [
      {
        text: 'set it to the workspace; the one that it has is left',
        command: `azmon agent set-workspace ${wish.target} --workspace-id ${wish.workspaceId ?? 'GUID'}`,
      },
    ],
  });
}

function room(state: AgentState, wish: AgentWish): Problem | undefined {
  const limit = most(wish.agent, state);
  const taken = others(state, wish);
  if (taken.length < limit) return undefined;
  return new Problem({
    code: 'AZMON-WORKSPACE-LIMIT',
    exit: EXIT.conflict,
    message: `the agent takes ${limit} workspaces, and has as many`,
    why: taken.map(({ id, text }) => (text === '' ? id : `${id} (${text})`)).join(', '),
    fix: [
      {
        text: 'take one of them off first',
        command: `azmon agent remove-workspace ${wish.target} --workspace-id ${taken[0]?.id ?? 'GUID'}`,
      },
    ],
  });
}

/** Reported to directly as well, every record would be stored and paid for twice. */
function sameThrough({ groups }: AgentState, { workspaceId }: AgentWish): Problem | undefined {
  const group = groups.find(({ workspace }) => workspace !== undefined && workspace === workspaceId);
  if (group === undefined) return undefined;
  return new Problem({
    code: 'AZMON-WORKSPACE-THROUGH-GROUP',
    exit: EXIT.conflict,
    message: `the machine reports to workspace ${workspaceId} already, through the management group ${group.name}`,
    why: 'a management group is connected to one workspace; connected directly as well, what both collect is stored and paid for twice',
    fix: [{ text: 'leave it as it is, or name another workspace' }],
  });
}

function unknownWorkspace({ workspaces }: AgentState, { workspaceId, target }: AgentWish): Problem | undefined {
  if (workspaceId === undefined || workspaces.some(({ id }) => id === workspaceId)) return undefined;
  const there = workspaces.map(({ id }) => id).join(', ');
  return new Problem({
    code: 'AZMON-HOST-WORKSPACE-UNKNOWN',
    exit: EXIT['not-found'],
    message: `the agent does not know workspace ${workspaceId}`,
    why: there === '' ? 'it is connected to none' : `it is connected to ${there}`,
    fix: [{ text: 'see what is there', command: `azmon agent show ${target}` }],
  });
}

function onlyThrough({ workspaces }: AgentState, { workspaceId, target }: AgentWish): Problem | undefined {
  const found = workspaces.find(({ id }) => id === workspaceId);
  if (found?.through === undefined) return undefined;
  return new Problem({
    code: 'AZMON-WORKSPACE-THROUGH-GROUP',
    exit: EXIT.conflict,
    message: `the machine reports to workspace ${found.id} through the management group ${found.through}`,
    why: 'the group is connected to the workspace, not this agent',
    fix: [
      { text: 'take the computer out of what the group sends there, in the console of Operations Manager' },
      { text: 'or leave the group', command: `azmon agent remove-group ${target} --management-group ${found.through}` },
    ],
  });
}

/** On Linux the port is open or it is not, whichever group comes in by it. */
function unknownGroup({ system, groups }: AgentState, { group, target }: AgentWish): Problem | undefined {
  const isIn = groups.some(({ name }) => system === 'linux' || name.toLowerCase() === group?.toLowerCase());
  if (isIn || (system === 'windows' && group === undefined)) return undefined;
  const there = groups.map(({ name }) => name).join(', ');
  return new Problem({
    code: 'AZMON-HOST-GROUP-UNKNOWN',
    exit: EXIT['not-found'],
    message:
      system === 'linux'
        ? 'the agent is not open to Operations Manager'
        : 'the agent belongs to no management group of that name',
    ...(there === '' ? {} : { why: `it belongs to ${there}` }),
    fix: [{ text: 'see what is there', command: `azmon agent show ${target}` }],
  });
}

/** Whether it is connected to a workspace, by its agent's own words. */
export const isConnectedTo = ({ workspaces }: AgentState, workspaceId: string): boolean =>
  workspaces.some((one) => one.id === workspaceId && isRegistered(one));
