import type { ScriptRequest, ScriptRun } from '../ports-scripts.ts';
import { Problem, type ProblemDetails } from '../problem.ts';
import type { ChildEnd, ChildSpec } from './child.ts';
import type { Heard } from './launch-script.ts';
import * as words from './script-words.ts';

/** A script that was started, and how that ended. */
export interface Ran {
  readonly end: ChildEnd;
  /** Of the script alone. */
  readonly output: string;
  readonly heard: Heard;
}

/** Why it did not run, or was lost, by the way the machine is reached; undefined: nothing is known of that. */
export type Failure = (ran: Ran) => Omit<ProblemDetails, 'target'> | undefined;

/** What came of it as it stands; throws the Problem of the target where it did not run, or nobody knows how it ended. */
export function scriptRun(ran: Ran, target: string, failure: Failure): ScriptRun {
  const wrong = whyNot(ran, failure);
  if (wrong !== undefined) throw new Problem({ ...wrong, target });
  const { startedAt, finishedAt } = ran.end;
  const status = exitOf(ran.heard.status);
  return { output: ran.output, startedAt, finishedAt, ...(status === undefined ? {} : { exitCode: status }) };
}

function whyNot(ran: Ran, failure: Failure): ReturnType<Failure> {
  const { end, heard, output } = ran;
  if (end.ended === 'timeout' && heard.stage !== 'login')
    return words.timedOut(Math.round((end.finishedAt - end.startedAt) / 1000));
  if (end.ended === 'flood') return words.flooded();
  if (isWhole(output)) return undefined;
  if (end.ended === 'cancelled') return words.cancelled(heard.stage === 'script' || heard.stage === 'ended');
  return heard.stage === 'ended' ? undefined : failure(ran);
}

/** The wrapper's last line. */
const isWhole = (output: string): boolean => /^wrapper\.end=ok\r?$/m.test(output);

/** A shell tells of a signal by 128 and its number; 130 is what the wrapper itself ends with when it was interrupted. */
export const exitOf = (status: number | undefined): number | undefined =>
  status === undefined || (status > 128 && status <= 128 + 64 && status !== 130) ? undefined : status;

export const limitsOf = (request: ScriptRequest): Pick<ChildSpec, 'timeoutMs' | 'signal' | 'maxBytes'> => ({
  ...{ timeoutMs: request.timeoutMs, signal: request.signal, maxBytes: request.maxBytes },
});
