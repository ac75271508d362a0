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
