import type { Fix } from '../problem.ts';
import { type Evidence, notObserved, type Outcome, type Severity, type Subject } from './check.ts';

interface Failure {
  readonly measured?: string;
  readonly required?: string;
  readonly fix?: readonly Fix[];
  readonly severity?: Severity;
}

/** The machine is as it should be. */
export function pass(measured?: string, required?: string): Outcome {
  const evidence = evidenceOf(measured, required);
  return evidence === undefined ? { status: 'pass' } : { status: 'pass', evidence };
}

/** The machine is not as it should be; `cause` is a constant phrase, everything particular belongs into `measured`. */
export function fail(cause: string, { measured, required, fix, severity }: Failure = {}): Outcome {
  const evidence = evidenceOf(measured, required);
  return {
    status: 'fail',
    cause,
    ...(evidence === undefined ? {} : { evidence }),
    ...(fix === undefined ? {} : { fix }),
    ...(severity === undefined ? {} : { severity }),
  };
}

/** The question does not arise on this machine. */
export const skip = (reason: string): Outcome => ({ status: 'skip', reason });

/** As notObserved, for what only root can see: says so when the probe was not root. */
export function notSeen({ facts }: Subject, what: string): Outcome {
  const root = facts['user.id'] === undefined || facts['user.id'] === 0;
  return root ? notObserved(what) : { status: 'unknown', reason: `not observed: ${what} (needs root)` };
}

/** As notObserved, for what seldom goes wrong: it is said, and does not leave the verdict open. */
export const hardlySeen = (what: string): Outcome => ({
  status: 'unknown',
  reason: `not observed: ${what}`,
  severity: 'warn',
});

function evidenceOf(measured?: string, required?: string): Evidence | undefined {
  if (measured === undefined && required === undefined) return undefined;
  return { ...(measured === undefined ? {} : { measured }), ...(required === undefined ? {} : { required }) };
}
