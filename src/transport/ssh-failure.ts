import { EXIT, type ExitCode, type Fix, Problem, type ProblemDetails } from '../problem.ts';
import type { ChildEnd } from './child.ts';
import type { SshOptions, SshTarget } from './ssh-arguments.ts';

/** What is known about a failed attempt. */
interface Failure {
  readonly end: ChildEnd;
  readonly target: SshTarget;
  readonly options: Pick<SshOptions, 'configFile'>;
}

type Words = Omit<ProblemDetails, 'target' | 'code'> & { readonly code: string };

/**
 * Why a look over ssh brought no complete answer, as a Problem of that target; undefined where the probe ran and was cut off in the
 * middle. ssh ends with 255 for nearly everything, a remote command killed by a signal included, so its messages decide (English: LC_ALL=C).
 */
export function sshProblem(failure: Failure): Problem | undefined {
  const { end, target } = failure;
  const words = byEnd(failure) ?? (end.exitCode === 255 ? byMessage(failure) : byShell(failure));
  return words && new Problem({ ...words, target: target.key });
}

function byEnd({ end, target }: Failure): Words | undefined {
  if (end.ended === 'missing') return MISSING;
  if (end.ended === 'flood')
    return failed('AZMON-PROBE-FLOOD', `${target.key} printed too much`, 'more than a probe ever prints');
  if (end.ended !== 'timeout') return undefined;
  const seconds = Math.round((end.finishedAt - end.startedAt) / 1000);
  if (end.stdout === '') return unreachable(target, `nothing came back within ${seconds} s`);
  return failed('AZMON-PROBE-TIMEOUT', `the look at ${target.key} took too long`, `it was ended after ${seconds} s`);
}

/** A message of ssh on the way to the machine itself, or to a jump host (then ssh speaks of port 65535 of an unknown host). */
function byMessage(failure: Failure): Words | undefined {
  const { stderr, stdout } = failure.end;
  const known = MESSAGES.find(([pattern]) => pattern.test(stderr));
  const words = known?.[1](failure, known[0].exec(stderr) as RegExpExecArray);
  if (words !== undefined) return /UNKNOWN port 65535/.test(stderr) ? onTheWay(failure, words) : words;
  return stdout === '' ? unclassified(failure) : undefined;
}

const MESSAGES: readonly (readonly [RegExp, (failure: Failure, match: RegExpExecArray) => Words])[] = [
  [
    /Bad configuration option|bad configuration options|Bad owner or permissions on|Can't open user config file/,
    badConfig,
  ],
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for \S+ has changed|REVOKED HOST KEY/, hostKeyChanged],
  [/Host key verification failed|No \S+ host key is known/, hostKeyUnknown],
  [/Permission denied \(|Too many authentication failures|No supported authentication methods/, loginRefused],
  [/no matching (.+?) found\. Their offer: ?(\S*)/, noCommonAlgorithm],
  [/Could not resolve hostname ([^:\s]+)/, ({ target }) => unreachable(target, 'its name does not resolve')],
  [/stdio forwarding failed|open failed: (?:connect failed|administratively prohibited)/, jumpCannotReach],
  [
    /Connection refused/,
    ({ target }) => unreachable(target, 'it refused the connection: no ssh server listens on that port'),
  ],
  [/timed out|Timeout, server/, ({ target }) => unreachable(target, 'it did not answer in time')],
  [/No route to host|Network is unreachable/, ({ target }) => unreachable(target, 'there is no route to it')],
  [
    /kex_exchange_identification|banner exchange|Connection (?:closed|reset) by (?!remote host)|^Connection reset/m,
    ({ target }) => unreachable(target, 'it closed the connection before the login'),
  ],
];

/** The same words, said of the jump host. */
function onTheWay({ target }: Failure, words: Words): Words {
  if (words.code === 'AZMON-SSH-JUMP') return words;
  return {
    ...words,
    code: 'AZMON-SSH-JUMP',
    message: `${target.key} was not reached: the jump host (or proxy command) before it failed`,
    why: `of the jump host: ${words.why ?? words.message}`,
    fix:
      words.code === 'AZMON-SSH-HOST-KEY'
        ? (words.fix ?? [])
        : [{ text: 'try the jump host alone; ProxyJump or ProxyCommand of your ssh configuration names it' }],
  };
}

const MISSING: Words = {
  code: 'AZMON-SSH-MISSING',
  exit: EXIT.usage,
  message: 'there is no ssh on this machine',
  why: "azmon uses the system's OpenSSH client, and found no ssh in PATH",
  fix: [
    { text: 'install it (Debian, Ubuntu)', command: 'apt-get install -y openssh-client' },
    { text: 'install it (Red Hat, CentOS, Oracle)', command: 'yum install -y openssh-clients' },
  ],
};

function badConfig({ options }: Failure): Words {
  return {
    code: 'AZMON-SSH-CONFIG',
    exit: EXIT.usage,
    message: 'ssh cannot use its configuration',
    why: `ssh refuses ${options.configFile ?? 'the configuration of this user'}`,
    fix: [{ text: 'let ssh tell what is wrong', command: sshByHand(options, '-G localhost') }],
  };
}

function hostKeyChanged({ end, target, options }: Failure): Words {
  const name = /Host key for (\S+) has changed/.exec(end.stderr)?.[1] ?? nameInKnownHosts(target);
  const file = /Offending \S+ key in (.+):\d+/.exec(end.stderr)?.[1];
  const forget = `ssh-keygen ${file === undefined ? '' : `-f ${quoted(file)} `}-R ${quoted(name)}`;
  return {
    code: 'AZMON-SSH-HOST-KEY',
    exit: EXIT.auth,
    message: `the host key of ${target.key} is not the one that is known`,
    why: 'the machine was set up anew, its address now belongs to another one, or somebody stands in between',
    fix: [
      {
        text: 'ask whoever runs the machine for its fingerprint; only if the new key is right, forget the old one',
        command: forget,
      },
      {
        text: 'then connect once by hand and compare the fingerprint',
        command: sshByHand(options, destination(target)),
      },
    ],
  };
}

function hostKeyUnknown({ target, options }: Failure): Words {
  return {
    code: 'AZMON-SSH-HOST-KEY',
    exit: EXIT.auth,
    message: `the host key of ${target.key} is not known`,
    why: 'nobody has connected to it from here before, and azmon does not trust a key that nobody has compared',
    fix: [
      { text: 'connect once by hand and compare the fingerprint', command: sshByHand(options, destination(target)) },
    ],
  };
}

function loginRefused({ end, target, options }: Failure): Words {
  const methods = /Permission denied \(([\w,-]+)\)/.exec(end.stderr)?.[1];
  return {
    code: 'AZMON-SSH-LOGIN',
    exit: EXIT.auth,
    message: `${target.key} refused the login`,
    why:
      methods === undefined
        ? 'no key of this user was accepted'
        : `it accepts ${methods}, and nothing that was offered fitted`,
    fix: [
      { text: 'see which user and keys ssh offers', command: sshByHand(options, `-v ${destination(target)} true`) },
      { text: 'give the machine your key', command: `ssh-copy-id ${destination(target)}` },
    ],
  };
}

/** Systems of the agent's era offer what today's clients have switched off. */
function noCommonAlgorithm({ target }: Failure, [, what = '', offer = '']: RegExpExecArray): Words {
  const option = Object.entries(ALGORITHMS).find(([word]) => what.includes(word))?.[1];
  const host = `Host ${target.host}\n  ${option} +${offer}`;
  return {
    code: 'AZMON-SSH-ALGORITHM',
    exit: EXIT.unavailable,
    message: `${target.key} and this ssh have no ${what} in common`,
    why:
      offer === ''
        ? 'the machine offers none'
        : `the machine offers only ${offer}, which this ssh does not take by default`,
    fix: option === undefined || offer === '' ? [] : [{ text: `allow it for this machine in ~/.ssh/config: ${host}` }],
  };
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  'host key': 'HostKeyAlgorithms',
  'key exchange': 'KexAlgorithms',
  cipher: 'Ciphers',
  MAC: 'MACs',
};

function jumpCannotReach({ end, target }: Failure): Words {
  const why = /open failed: (.+)/.exec(end.stderr)?.[1];
  return {
    code: 'AZMON-SSH-JUMP',
    exit: EXIT.unavailable,
    message: `the jump host was reached, but it cannot reach ${target.key}`,
    why: `the jump host says: ${clean(why ?? 'forwarding failed')}`,
    fix: [
      {
        text: 'check name and port of the machine as the jump host sees them, and that the jump host allows forwarding',
      },
    ],
    retryable: true,
  };
}

function unreachable(target: SshTarget, why: string): Words {
  return {
    code: 'AZMON-SSH-UNREACHABLE',
    exit: EXIT.unavailable,
    message: `${target.key} was not reached`,
    why,
    fix: [
      {
        text: 'look at it from where it can be reached, or there: send it the script, and judge what it prints',
        command: 'azmon probe linux',
      },
    ],
    retryable: true,
  };
}

/** ssh's last line, and only when nothing of ours had run yet. */
function unclassified({ end, target }: Failure): Words | undefined {
  const last = end.stderr
    .split('\n')
    .map(clean)
    .filter((line) => line !== '')
    .at(-1);
  if (last === undefined || /^Connection to .* closed by remote host/.test(last)) return undefined;
  return {
    code: 'AZMON-SSH-FAILED',
    exit: EXIT.unavailable,
    message: `ssh could not look at ${target.key}`,
    why: `ssh says: ${last}`,
  };
}

/** ssh worked, but what it started there was no shell, or the shell ended before the probe did. */
function byShell({ end, target }: Failure): Words | undefined {
  if (WINDOWS.test(end.stderr)) return windowsThere(target);
  if (/azmon-password:/.test(end.stderr) || /^sudo: /m.test(end.stderr)) return sudoRefused(target, end.stderr);
  if (end.stdout !== '') return undefined;
  return failed(
    'AZMON-SSH-SHELL',
    `the login on ${target.key} worked, but no shell could be started there`,
    `the login shell ended with ${end.exitCode ?? 'a signal'}: the account may be locked to one program (false, nologin, git, sftp)`,
    [{ text: 'use an account whose login shell is a shell', command: 'getent passwd <user>' }],
  );
}

const WINDOWS =
  /is not recognized as (?:an internal or external command|the name of a cmdlet|a name of a cmdlet)|CommandNotFoundException/;

const windowsThere = (target: SshTarget): Words =>
  failed('AZMON-SSH-WINDOWS', `${target.key} runs Windows`, 'over ssh azmon looks at Linux machines only', [
    {
      text: 'run this script on the machine, and hand what it prints to azmon check --facts',
      command: 'azmon probe windows',
    },
  ]);

function sudoRefused(target: SshTarget, stderr: string): Words {
  const wrong = stderr.split('azmon-password:').length > 2;
  const said = stderr
    .replaceAll('azmon-password:', '')
    .split('\n')
    .map(clean)
    .filter((line) => line !== '')
    .at(-1);
  return {
    code: 'AZMON-SSH-SUDO',
    exit: EXIT.auth as ExitCode,
    message: `sudo on ${target.key} refused the password`,
    why: wrong ? 'it is not the password of the user who logs in there' : `it says: ${said ?? 'nothing'}`,
    fix: [{ text: 'leave out --sudo: the look then runs as the user who logs in, and knows a little less' }],
  };
}

function failed(code: string, message: string, why: string, fix: readonly Fix[] = []): Words {
  return { code, exit: EXIT.failed, message, why, fix };
}

function destination(target: SshTarget): string {
  const port = target.port === undefined ? '' : `-p ${target.port} `;
  return `${port}${quoted(target.user === undefined ? target.host : `${target.user}@${target.host}`)}`;
}

const nameInKnownHosts = ({ host, port }: SshTarget): string =>
  port === undefined || port === 22 ? host : `[${host}]:${port}`;

const sshByHand = ({ configFile }: Pick<SshOptions, 'configFile'>, rest: string): string =>
  `ssh ${configFile === undefined ? '' : `-F ${quoted(configFile)} `}${rest}`;

const quoted = (word: string): string => (/^[\w.@%+:/=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const clean = (line: string): string => line.replace(/\p{Cc}/gu, ' ').trim();
