import { EXIT, type ExitCode, worstExit } from '../problem.ts';

/** All that was wanted is true of the machine; with --strict a warning beside it. */
const AS_WANTED: readonly ExitCode[] = [EXIT.ok, EXIT.warnings];
/** Nothing went wrong, and something is still missing. */
const OUTSTANDING: readonly ExitCode[] = [EXIT.unverified, EXIT.pending];
/** These speak of the whole run, whatever was done before. */
const WHOLE_RUN: readonly ExitCode[] = [EXIT.interrupted, EXIT.terminated];

/**
 * The exit code of a command that changes machines. One machine: its code. Several: 0 all as wanted, 6 some as wanted and some
 * failed, 8 or 9 when that is all that is missing, otherwise the worst.
 */
export function changingExit(codes: Iterable<ExitCode>): ExitCode {
  const all = [...codes];
  const worst = worstExit(all);
  if (WHOLE_RUN.includes(worst)) return worst;
  const failed = all.some((code) => !AS_WANTED.includes(code) && !OUTSTANDING.includes(code));
  return failed && all.some((code) => AS_WANTED.includes(code)) ? EXIT.partial : worst;
}
