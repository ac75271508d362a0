import { EXIT, Problem } from '../problem.ts';
import type { Failure, Words } from './ssh-words.ts';
import * as words from './ssh-words.ts';

/**
 * Why a look over ssh brought no complete answer, as a Problem of that target; undefined where the probe ran and was cut off in the
 * middle. ssh ends with 255 for nearly everything, a remote command killed by a signal included, so its messages decide (English: LC_ALL=C).
 */
export function sshProblem(failure: Failure): Problem | undefined {
  const found = wordsOf(failure);
  return found && new Problem({ ...found, target: failure.target.key });
}

const wordsOf = (failure: Failure): Words | undefined =>
  byEnd(failure) ?? (failure.end.exitCode === 255 ? byMessage(failure) : byShell(failure));

/** The same for a script that was to change the machine, and did not begin. */
export function changeWords(failure: Failure, system: 'linux' | 'windows' = 'linux'): Words | undefined {
  const found = wordsOf(failure);
  return found && { ...found, ...change(system)[found.code] };
}

/** Where a look has other words. */
const change = (system: 'linux' | 'windows'): Readonly<Record<string, Partial<Words>>> => ({
  'AZMON-SSH-UNREACHABLE': {
    fix: [
      {
        text: 'where it cannot be reached from here, print the script and run it on the machine',
        command: `azmon install ${system} --script`,
      },
    ],
  },
  'AZMON-SSH-FAILED': { message: 'ssh could not run anything on the machine' },
  'AZMON-SSH-WINDOWS': {
    exit: EXIT.usage,
    why: 'this is the way to Linux machines',
    fix: [
      { text: 'the command for Windows goes over ssh too', command: 'azmon install windows' },
      { text: 'or print the script and run it on the machine', command: 'azmon install windows --script' },
    ],
  },
});

function byEnd({ end }: Failure): Words | undefined {
  if (end.ended === 'missing') return words.sshMissing();
  if (end.ended === 'flood') return words.flood();
  if (end.ended !== 'timeout') return undefined;
  const seconds = Math.round((end.finishedAt - end.startedAt) / 1000);
  return end.stdout === '' ? words.unreachable(`nothing came back within ${seconds} s`) : words.tookTooLong(seconds);
}

/** A message of ssh on the way to the machine itself, or to a jump host (then ssh speaks of port 65535 of an unknown host). */
function byMessage(failure: Failure): Words | undefined {
  const { stderr, stdout } = failure.end;
  for (const [pattern, told] of MESSAGES) {
    const match = pattern.exec(stderr);
    if (match === null) continue;
    return /UNKNOWN port 65535/.test(stderr) ? words.ofJumpHost(told(failure, match)) : told(failure, match);
  }
  return stdout === '' ? unclassified(stderr) : undefined;
}

type Told = (failure: Failure, match: RegExpExecArray) => Words;
const cannotReach =
  (why: string): Told =>
  () =>
    words.unreachable(why);

/** In this order: a changed host key also "failed verification", and a refused login also "closed the connection". */
const MESSAGES: readonly (readonly [RegExp, Told])[] = [
  [/Bad configuration option|Bad owner or permissions on|Can't open user config file/, words.badConfig],
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for \S+ has changed|REVOKED HOST KEY/, words.hostKeyChanged],
  [/Host key verification failed|No \S+ host key is known/, words.hostKeyUnknown],
  [/Permission denied \(|Too many authentication failures|No supported authentication methods/, words.loginRefused],
  [/no matching (.+?) found\. Their offer: ?(\S*)/, words.noCommonAlgorithm],
  [/Could not resolve hostname/, cannotReach('its name does not resolve')],
  [/stdio forwarding failed|open failed: (?:connect failed|administratively prohibited)/, words.jumpCannotReach],
  [/Connection refused/, cannotReach('it refused the connection: no ssh server listens on that port')],
  [/timed out|Timeout, server/, cannotReach('it did not answer in time')],
  [/No route to host|Network is unreachable/, cannotReach('there is no route to it')],
  [
    /kex_exchange_identification|banner exchange|Connection (?:closed|reset) by (?!remote host)/,
    cannotReach('it closed the connection before the login'),
  ],
];

/** ssh's last line, and only when nothing of ours had run yet. */
function unclassified(stderr: string): Words | undefined {
  const last = words.lastLine(stderr);
  return last === undefined || /^Connection to .* closed by remote host/.test(last) ? undefined : words.notKnown(last);
}

/** ssh worked, but what it started there was no shell, or the shell ended before the probe did. */
function byShell({ end }: Failure): Words | undefined {
  if (WINDOWS.test(end.stderr)) return words.windowsThere();
  if (/azmon-password:|^sudo: /m.test(end.stderr)) return words.sudoRefused(end.stderr);
  return end.stdout === '' ? words.noShell(end.exitCode) : undefined;
}

/** What cmd.exe and PowerShell answer to `exec`. */
const WINDOWS = /is not recognized as (?:an internal or external command|the name of a cmdlet|a name of a cmdlet)/;
