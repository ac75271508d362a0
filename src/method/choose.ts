import type { Agent, AgentId } from '../agent/agent.ts';

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

/** Throws a Problem (2): flags that contradict each other, or nothing to choose by and nobody to ask (with the command for each). */
export function chooseAgent(_wish: AgentWish): AgentChoice {
  throw new Error('to be written');
}
