import type { Agent, AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import { EXIT, Problem } from '../problem.ts';

/** What the user said about the agent and where its data goes; true: given. */
export interface AgentWish {
  readonly agent?: AgentId | undefined;
  readonly workspace?: boolean | undefined;
  readonly workspaceId?: boolean | undefined;
  /** `flag`: asked for on the command line; `elsewhere`: it merely stands in the environment or a file. */
  readonly key?: 'flag' | 'elsewhere' | undefined;
  readonly rule?: boolean | undefined;
  readonly defaultRule?: boolean | undefined;
  /** Somebody can answer a question. */
  readonly interactive: boolean;
  /** Per machine: whether a generation can run on it; left out where not known. */
  readonly machines?: readonly Readonly<Partial<Record<AgentId, boolean>>>[] | undefined;
  /** The command as typed so far, without agent, workspace and rule: `azmon install extension web-01`. */
  readonly command: string;
}

export type AgentChoice =
  | {
      readonly agent: Agent;
      /** Where a rule is taken: the one given, or the default one. */
      readonly rule?: 'given' | 'default';
    }
  | { readonly ask: AgentQuestion };

export interface AgentQuestion {
  readonly message: string;
  /** Recommended first. Choosing one is the same as giving --agent (and --default-rule where it takes a rule). */
  readonly choices: readonly { readonly value: AgentId; readonly name: string; readonly description: string }[];
  readonly recommended: AgentId;
}

/**
 * Which generation is meant. A workspace id and key mean the one that takes them, a rule the one that takes a rule; a workspace alone
 * fits both: then a question, or without anybody to ask a Problem.
 * Throws a Problem (2): AZMON-FLAG-CONFLICT for flags that contradict each other, AZMON-AGENT-UNCLEAR with the command for each.
 */
export function chooseAgent(wish: AgentWish): AgentChoice {
  const byRule = wish.rule === true || wish.defaultRule === true;
  refuseContradictions(wish, byRule);
  if (byRule) return { agent: AGENTS[taking('rule')], rule: wish.rule === true ? 'given' : 'default' };
  if (wish.agent !== undefined) return chosen(AGENTS[wish.agent], wish);
  if (wish.key === 'flag' || (wish.workspaceId === true && wish.key !== undefined))
    return { agent: AGENTS[taking('workspace')] };
  const question = questionOf(wish);
  if (wish.interactive) return { ask: question };
  throw unclear(wish, question);
}

type Way = Agent['extension']['destination'];

const taking = (way: Way): AgentId =>
  (Object.keys(AGENTS) as AgentId[]).find((id) => AGENTS[id].extension.destination === way) as AgentId;

/** An agent was named and no rule. */
function chosen(agent: Agent, wish: AgentWish): AgentChoice {
  if (agent.extension.destination === 'workspace') return { agent };
  throw new Problem({
    code: 'AZMON-AGENT-RULE',
    exit: EXIT.usage,
    message: `the ${agent.title} needs a data collection rule`,
    why: 'the rule says what it collects and where that goes; a workspace alone does not',
    fix: [
      { text: 'the base set', command: `${commandFor(wish, agent)}` },
      { text: 'or a rule of your own: --rule with its resource id' },
    ],
  });
}

function refuseContradictions({ agent, key, rule, defaultRule }: AgentWish, byRule: boolean): void {
  const flag = rule === true ? '--rule' : '--default-rule';
  if (rule === true && defaultRule === true)
    throw conflict('--rule and --default-rule', 'a machine is tied to the one or to the other');
  if (byRule && agent !== undefined && AGENTS[agent].extension.destination !== 'rule')
    throw conflict(`--agent ${agent} and ${flag}`, `the ${AGENTS[agent].title} takes no data collection rule`);
  const takesRule = byRule || (agent !== undefined && AGENTS[agent].extension.destination === 'rule');
  if (takesRule && key === 'flag')
    throw conflict(
      `a workspace key and ${byRule ? flag : `--agent ${agent}`}`,
      `the ${AGENTS[taking('rule')].title} signs in with an identity of the machine and takes no key`,
    );
}

const conflict = (flags: string, why: string): Problem =>
  new Problem({
    code: 'AZMON-FLAG-CONFLICT',
    exit: EXIT.usage,
    message: `${flags} do not go together`,
    why,
    fix: [{ text: 'leave one of them out' }],
  });

function questionOf(wish: AgentWish): AgentQuestion {
  const ids = Object.keys(AGENTS) as AgentId[];
  const recommended = recommendedOf(ids, wish);
  const inOrder = [recommended, ...ids.filter((id) => id !== recommended)];
  return {
    message: 'Which agent?',
    choices: inOrder.map((value) => ({
      value,
      name: `${AGENTS[value].title}${value === recommended ? ' (recommended)' : ''}`,
      description: describe(AGENTS[value], wish),
    })),
    recommended,
  };
}

/** The successor, but where it is known to run on none of the machines and its forerunner on some. */
function recommendedOf(ids: readonly AgentId[], wish: AgentWish): AgentId {
  const forerunner = ids.find((id) => AGENTS[id].successor !== undefined) as AgentId;
  const successor = AGENTS[forerunner].successor ?? forerunner;
  const [stays, goes] = [countOf(successor, wish), countOf(forerunner, wish)];
  return stays.cannot > 0 && stays.can + stays.unknown === 0 && goes.cannot < goes.all ? forerunner : successor;
}

function countOf(
  id: AgentId,
  { machines = [] }: AgentWish,
): { all: number; can: number; cannot: number; unknown: number } {
  const can = machines.filter((one) => one[id] === true).length;
  const cannot = machines.filter((one) => one[id] === false).length;
  return { all: machines.length, can, cannot, unknown: machines.length - can - cannot };
}

function describe(agent: Agent, wish: AgentWish): string {
  const { all, cannot } = countOf(agent.id, wish);
  const way =
    agent.extension.destination === 'rule'
      ? 'a default rule with the base set, an identity of the machine, no key'
      : 'workspace id and key';
  const end = agent.retirement === undefined ? '' : `; retired on ${agent.retirement.date}`;
  const some =
    cannot === 0
      ? ''
      : `; does not run on ${cannot === all ? (all === 1 ? 'this machine' : 'these machines') : `${cannot} of ${all} machines`}`;
  return `${way}${end}${some}`;
}

function unclear(wish: AgentWish, { choices }: AgentQuestion): Problem {
  const placed = wish.workspace === true || wish.workspaceId === true;
  return new Problem({
    code: 'AZMON-AGENT-UNCLEAR',
    exit: EXIT.usage,
    message: placed ? 'a workspace alone does not say which agent is meant' : 'it is not said where the data goes',
    why: 'both agents send to a workspace: one takes its id and key, the other a data collection rule',
    fix: choices.map(({ value, name, description }) => ({
      text: `${name}: ${description}`,
      command: commandFor(wish, AGENTS[value]),
    })),
  });
}

/** The command for a generation, with the workspace as a word to fill in. */
const commandFor = ({ command, workspaceId }: AgentWish, agent: Agent): string => {
  const workspace = workspaceId === true ? '--workspace-id GUID' : '--workspace NAME';
  return agent.extension.destination === 'rule'
    ? `${command} ${workspace} --default-rule`
    : `${command} ${workspace} --agent ${agent.id}`;
};
