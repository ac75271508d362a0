import type { ExitName } from '../../problem.ts';

/** What each exit code means. An exit code without its words does not compile. */
export const EXIT_TEXT: Readonly<Record<ExitName, string>> = {
  ok: 'all that was asked for is true; also "nothing to do" and "passed, maybe with warnings"',
  internal: 'a mistake of azmon itself, or an error that nobody foresaw',
  usage: 'wrong flag, argument, configuration or input file; nothing was touched',
  auth: 'not signed in, a login was refused, a host key changed, or a permission is missing',
  'not-ready': 'a prerequisite is not met: impossible, refused, unlisted, not-ready or undetermined',
  warnings: 'there are warnings; only with --strict',
  partial: 'of several targets some are done and some are not',
  failed: 'the operation failed on the target, or on all of them',
  unverified: 'deployed, but no data was seen within the wait',
  pending: 'still running, or put off because the machine is stopped; can be resumed',
  conflict: 'another workspace or agent is there and --replace was not given',
  'not-found': 'no such workspace, machine or subscription',
  unavailable: 'network, throttling or a fault of the service, after retries; also a machine that cannot be reached',
  declined: 'a question was answered with no, or could not be asked',
  interrupted: 'ended by Ctrl+C (SIGINT)',
  terminated: 'ended by SIGTERM',
};

/** The code of a run with several targets. Its summary line says which targets brought it about. */
export const SEVERAL_TARGETS: readonly string[] = [
  'With several targets a command that only reads ends with the worst of their codes, in this order: 130, 143, 1, 3, 12, 7, 4, 10, 11, 2, 13, 8, 9, 6, 5, 0.',
  'A command that changes machines (install, remove) ends with 0 where all are as wanted; 6 where some are and some failed; 8 or 9 where nothing failed and that is all that is missing; otherwise with the worst. 130 and 143 speak of the whole run, whatever was done before.',
];
