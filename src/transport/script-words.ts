import { printable } from '../printable.ts';
import { EXIT, type Fix, type ProblemDetails } from '../problem.ts';
import { ASK } from './launch.ts';
import { NO_SUDO } from './launch-script.ts';

type Words = Omit<ProblemDetails, 'target'>;

/** The words for a script that did not run, or whose answer was lost; the same whichever way the machine was reached. */

export const cancelled = (began: boolean): Words => ({
  code: 'AZMON-CANCELLED',
  exit: EXIT.interrupted,
  message: 'the change of the machine was cancelled',
  why: began
    ? 'the script was ended before it had cleaned up; what it had begun is undone by the next run'
    : 'nothing was begun',
});

export const timedOut = (seconds: number): Words => ({
  code: 'AZMON-RUN-TIMEOUT',
  exit: EXIT.failed,
  message: 'the script on the machine took too long',
  why: `it was ended after ${seconds} s; what it had begun is undone, now or by the next run`,
  fix: [{ text: 'see what the machine is busy with, then run the same command again' }],
  retryable: true,
});

export const flooded = (): Words => ({
  code: 'AZMON-RUN-FLOOD',
  exit: EXIT.failed,
  message: 'the script on the machine printed too much',
  why: 'it was ended: what it printed is more than azmon takes',
  fix: [{ text: 'ask for fewer lines of the logs' }],
});

export const noShellHere = (shell: string): Words => ({
  code: 'AZMON-RUN-SHELL',
  exit: EXIT.failed,
  message: 'the script could not be started on this machine',
  why: `${shell} was not found`,
  fix: [{ text: 'see that PATH names the folder of the system’s own programs' }],
});

export const lost = (why: string): Words => ({
  code: 'AZMON-RUN-LOST',
  exit: EXIT.unavailable,
  message: 'the connection broke while the script ran on the machine',
  why: `${why}; the script was told to end, and what it had begun is undone, now or by the next run`,
  fix: [{ text: 'run the same command again: it finds out how the machine is' }],
  retryable: true,
});

const sudo = (code: string, message: string, why: string, fix: readonly Fix[]): Words => ({
  ...{ code, exit: EXIT.auth, message, why, fix },
});

/** Why nobody became root, by what sudo said; undefined where sudo has nothing to do with it. */
export function sudoWords(stderr: string): Words | undefined {
  const found = SUDO.find(([pattern]) => pattern.test(stderr));
  if (found !== undefined) return found[1](stderr);
  return /^sudo: /m.test(stderr) ? sudoDenied(stderr) : undefined;
}

const sudoDenied = (stderr: string): Words =>
  sudo('AZMON-SUDO-DENIED', 'sudo on the machine does not serve this user', `it says: ${lastOf(stderr)}`, [
    { text: 'log in as a user who may run everything by sudo, or as root' },
    { text: 'or let root allow it: a line "USER ALL=(ALL) ALL" in a file of /etc/sudoers.d, written by visudo -f' },
  ]);

const sudoWrong = (): Words =>
  sudo(
    'AZMON-SUDO-WRONG',
    'the password for sudo is wrong',
    'it was tried once only: more tries would lock the account',
    [{ text: 'run the same command again; the password is that of the user who logs in there, not that of root' }],
  );

/** In this order: what sudo says at a wrong password comes before what it says about the rights of the user. */
const SUDO: readonly (readonly [RegExp, (stderr: string) => Words])[] = [
  [
    new RegExp(`^${NO_SUDO}`, 'm'),
    () =>
      sudo(
        'AZMON-SUDO-MISSING',
        'the user is not root, and there is no sudo on the machine',
        'only root may change it',
        [{ text: 'log in as root: ssh://root@HOST' }, { text: 'or install sudo there, and allow it to the user' }],
      ),
  ],
  [
    /must have a tty/,
    () =>
      sudo('AZMON-SUDO-TTY', 'sudo on the machine works in a terminal only', 'its settings say requiretty', [
        { text: 'let root lift that for the user: a line "Defaults:USER !requiretty" in a file of /etc/sudoers.d' },
        { text: 'or log in as root' },
      ]),
  ],
  [/not in the sudoers|not allowed to (?:execute|run)|may not run sudo/, sudoDenied],
  [/incorrect password|try again|no password was provided/, sudoWrong],
  [new RegExp(`${ASK}[^]*${ASK}`), sudoWrong],
  [
    /password is required/,
    () =>
      sudo('AZMON-SUDO-PASSWORD', 'sudo on the machine wants a password', 'none was given, and nobody could be asked', [
        { text: 'run azmon in a terminal: it asks once, for all machines, and hands it over on stdin' },
        { text: 'or allow sudo without a password: "USER ALL=(ALL) NOPASSWD: ALL" in a file of /etc/sudoers.d' },
      ]),
  ],
];

function lastOf(stderr: string): string {
  const lines = stderr.replaceAll(ASK, '').split('\n');
  return (
    lines
      .map((line) => printable(line).trim())
      .filter((line) => line !== '')
      .at(-1) ?? 'nothing'
  );
}
