import type { Agent } from '../agent/agent.ts';
import { type HostContext, hostProblem } from '../manage/host-problem.ts';
import { parseWrapperOutput, WrapperReader } from '../manage/wrapper-output.ts';
import type { WrapperRun } from '../manage/wrapper-run.ts';
import type { ScriptRequest } from '../ports-scripts.ts';
import type { Target } from '../target/target.ts';
import type { SudoPassword } from './host-look.ts';
import { said, together, type WrapperValues, withoutKeys, YES, yesIf } from './host-parameters.ts';
import type { Turn } from './host-run.ts';
import type { Hosts } from './wiring.ts';

/** What all runs of the wrapper in one run of azmon have in common. */
export interface Wrapping {
  readonly hosts: Hosts;
  readonly sudo: SudoPassword;
  readonly agent: Agent;
  /** Id of azmon's run. */
  readonly run: string;
  /** `azmon install linux` */
  readonly words: string;
  /** The same with the flags that were typed. */
  readonly typed: string;
  readonly timeoutMs: number;
  /** Lines of other programs are told too. */
  readonly verbose: boolean;
}

export interface WrapperAsked {
  /** The machine itself, where Azure names it otherwise than the user. */
  readonly target: Target;
  readonly system: 'linux' | 'windows';
  readonly verb: string;
  readonly dryRun: boolean;
  readonly values: WrapperValues;
  readonly context?: Partial<Pick<HostContext, 'bundle' | 'sha256Said' | 'workspaceId'>>;
}

/** As much as logs of an agent are at most. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Runs the wrapper on one machine and reads what it prints; what it came to stands in the turn's draft, whatever happens. Throws what the
 * transport throws, and the Problem that its failure means.
 */
export async function runWrapper(asked: WrapperAsked, turn: Turn, wrapping: Wrapping): Promise<WrapperRun> {
  const { draft } = turn;
  const reader = new WrapperReader();
  draft.system = asked.system;
  try {
    const { output } = await wrapping.hosts.transport.run(asked.target, requestOf(asked, turn, wrapping, reader));
    draft.wrapper = parseWrapperOutput(output);
  } catch (error) {
    draft.wrapper = reader.result();
    throw error;
  }
  refuseFailed(draft.wrapper, asked, turn, wrapping);
  return draft.wrapper;
}

function requestOf(
  { system, verb, dryRun, values }: WrapperAsked,
  { step, signal }: Turn,
  { hosts, sudo, run, timeoutMs, verbose }: Wrapping,
  reader: WrapperReader,
): ScriptRequest {
  const { linux, windows } = hosts.wrappers;
  const about = said({ AZMON_DO: verb, AZMON_RUN: run, AZMON_BY: hosts.by, AZMON_LINES: YES });
  return {
    ...{ linux, windows, system, timeoutMs, signal, sudo: sudo.request, maxBytes: MAX_BYTES },
    ...together(about, said({ AZMON_DRY_RUN: yesIf(dryRun) }), dryRun ? withoutKeys(values) : values),
    line(text) {
      const event = reader.take(text);
      if (event !== undefined && (event.kind !== 'say' || verbose)) step(event.text);
    },
  };
}

/** Verbs that come to nothing but what they show. */
const LOOKS: readonly string[] = ['show', 'logs'];

/** Throws what the wrapper's failure means. */
export function refuseFailed(
  run: WrapperRun,
  { system, verb, context }: Pick<WrapperAsked, 'system' | 'verb' | 'context'>,
  { machine }: Turn,
  { agent, words, typed }: Wrapping,
): void {
  // What does not say what came of it broke off, whatever its last line is.
  const told = run.result === undefined && !LOOKS.includes(verb) ? { ...run, complete: false } : run;
  const problem = hostProblem(told, {
    ...{ target: machine.key, system, verb, agent, words, typed: `${typed} ${machine.key}` },
    ...context,
  });
  if (problem !== undefined) throw problem;
}
