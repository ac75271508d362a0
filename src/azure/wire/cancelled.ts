import { EXIT, Problem } from '../../problem.ts';

/** What an aborted signal means: the Problem it was aborted with, or that somebody stopped the run. */
export function cancelled(signal: AbortSignal): Problem {
  return signal.reason instanceof Problem
    ? signal.reason
    : new Problem({ code: 'AZMON-CANCELLED', exit: EXIT.interrupted, message: 'the run was cancelled' });
}
