import { printable } from '../printable.ts';
import { EXIT, type Fix, type ProblemDetails } from '../problem.ts';
import type { ChildEnd } from './child.ts';
import type { SshOptions, SshTarget } from './ssh-arguments.ts';

/** What is known about a failed attempt. */
export interface Failure {
  readonly end: ChildEnd;
  readonly target: SshTarget;
  readonly options: Pick<SshOptions, 'configFile'>;
}

/** The words for each way in which a look over ssh fails; whose target it is stands beside them. */
export type Words = Omit<ProblemDetails, 'target'>;

export const sshMissing = (): Words => ({
  code: 'AZMON-SSH-MISSING',
  exit: EXIT.usage,
  message: 'there is no ssh on this machine',
  why: "azmon uses the system's OpenSSH client, and found no ssh in PATH",
  fix: [
    { text: 'install it (Debian, Ubuntu)', command: 'apt-get install -y openssh-client' },
    { text: 'install it (Red Hat, CentOS, Oracle)', command: 'yum install -y openssh-clients' },
  ],
});

export const badConfig = ({ options }: Failure): Words => ({
  code: 'AZMON-SSH-CONFIG',
  exit: EXIT.usage,
  message: 'ssh cannot use its configuration',
  why: `ssh refuses ${options.configFile ?? 'the configuration of this user'}`,
  fix: [{ text: 'let ssh tell what is wrong', command: sshByHand(options, '-G localhost') }],
});

export const unreachable = (why: string): Words => ({
  code: 'AZMON-SSH-UNREACHABLE',
  exit: EXIT.unavailable,
  message: 'the machine was not reached',
  why,
  fix: [
    {
      text: 'where it cannot be reached from here, run this script on it and hand what it prints to azmon check --facts',
      command: 'azmon probe linux',
    },
  ],
  retryable: true,
});

export const notKnown = (lastLine: string): Words => ({
  code: 'AZMON-SSH-FAILED',
  exit: EXIT.unavailable,
  message: 'ssh could not look at the machine',
  why: `ssh says: ${lastLine}`,
});

export function hostKeyChanged({ end, target, options }: Failure): Words {
  const name = /Host key for (\S+) has changed/.exec(end.stderr)?.[1] ?? nameInKnownHosts(target);
  const file = /Offending \S+ key in (.+):\d+/.exec(end.stderr)?.[1];
  const forget = `ssh-keygen ${file === undefined ? '' : `-f ${quoted(file)} `}-R ${quoted(name)}`;
  return {
    code: 'AZMON-SSH-HOST-KEY',
    exit: EXIT.auth,
    message: 'the host key is not the one that is known',
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

export const hostKeyUnknown = ({ target, options }: Failure): Words => ({
  code: 'AZMON-SSH-HOST-KEY',
  exit: EXIT.auth,
  message: 'the host key is not known',
  why: 'nobody has connected to the machine from here before, and azmon does not trust a key that nobody has compared',
  fix: [{ text: 'connect once by hand and compare the fingerprint', command: sshByHand(options, destination(target)) }],
});

export function loginRefused({ end, target, options }: Failure): Words {
  const methods = /Permission denied \(([\w,-]+)\)/.exec(end.stderr)?.[1];
  return {
    code: 'AZMON-SSH-LOGIN',
    exit: EXIT.auth,
    message: 'the machine refused the login',
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
export function noCommonAlgorithm({ target }: Failure, [, what = '', offer = '']: RegExpExecArray): Words {
  const option = Object.entries(ALGORITHMS).find(([word]) => what.includes(word))?.[1];
  const lines = `Host ${target.host}  ${option} +${offer}`;
  return {
    code: 'AZMON-SSH-ALGORITHM',
    exit: EXIT.unavailable,
    message: `the machine and this ssh have no ${what} in common`,
    why:
      offer === ''
        ? 'the machine offers none'
        : `the machine offers only ${offer}, which this ssh does not take by default`,
    fix: option === undefined || offer === '' ? [] : [{ text: `allow it for this machine in ~/.ssh/config: ${lines}` }],
  };
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  'host key': 'HostKeyAlgorithms',
  'key exchange': 'KexAlgorithms',
  cipher: 'Ciphers',
  MAC: 'MACs',
};

export const jumpCannotReach = ({ end }: Failure): Words => ({
  code: 'AZMON-SSH-JUMP',
  exit: EXIT.unavailable,
  message: 'the jump host was reached, but it cannot reach the machine',
  why: `the jump host says: ${clean(/open failed: (.+)/.exec(end.stderr)?.[1] ?? 'forwarding failed')}`,
  fix: [
    { text: 'check name and port of the machine as the jump host sees them, and that the jump host allows forwarding' },
  ],
  retryable: true,
});

/** The same failure, but of the jump host or proxy command on the way. */
export function ofJumpHost(failed: Words): Words {
  if (failed.code === 'AZMON-SSH-JUMP') return failed;
  const alone = [{ text: 'try the jump host alone; ProxyJump or ProxyCommand of your ssh configuration names it' }];
  return {
    ...failed,
    code: 'AZMON-SSH-JUMP',
    message: 'the machine was not reached: the jump host (or proxy command) before it failed',
    why: `of the jump host: ${failed.why ?? failed.message}`,
    fix: failed.code === 'AZMON-SSH-HOST-KEY' ? (failed.fix ?? alone) : alone,
  };
}

export const flood = (): Words =>
  failed('AZMON-PROBE-FLOOD', 'the machine printed too much', 'more than a probe ever prints');

export const tookTooLong = (seconds: number): Words =>
  failed('AZMON-PROBE-TIMEOUT', 'the look took too long', `it was ended after ${seconds} s`);

export const windowsThere = (): Words =>
  failed('AZMON-SSH-WINDOWS', 'the machine runs Windows', 'over ssh azmon looks at Linux machines only', [
    {
      text: 'run this script on the machine, and hand what it prints to azmon check --facts',
      command: 'azmon probe windows',
    },
  ]);

export const noShell = (exitCode: number | undefined): Words =>
  failed(
    'AZMON-SSH-SHELL',
    'the login worked, but no shell could be started on the machine',
    `the login shell ended with ${exitCode ?? 'a signal'}: the account may be locked to one program (false, nologin, git, sftp)`,
    [{ text: 'use an account whose login shell is a shell' }],
  );

export function sudoRefused(stderr: string): Words {
  const questions = stderr.split('azmon-password:').length - 1;
  const said = lastLine(stderr.replaceAll('azmon-password:', '')) ?? 'nothing';
  return {
    code: 'AZMON-SSH-SUDO',
    exit: EXIT.auth,
    message: 'sudo on the machine refused',
    why: questions > 1 ? 'the password is not that of the user who logs in there' : `it says: ${said}`,
    fix: [{ text: 'leave out --sudo: the look then runs as the user who logs in, and knows a little less' }],
  };
}

/** The last line that holds anything, fit to be shown. */
export const lastLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map(clean)
    .filter((line) => line !== '')
    .at(-1);

const failed = (code: string, message: string, why: string, fix: readonly Fix[] = []): Words => ({
  ...{ code, exit: EXIT.failed, message, why, fix },
});

function destination(target: SshTarget): string {
  const port = target.port === undefined ? '' : `-p ${target.port} `;
  return `${port}${quoted(target.user === undefined ? target.host : `${target.user}@${target.host}`)}`;
}

const nameInKnownHosts = ({ host, port }: SshTarget): string =>
  port === undefined || port === 22 ? host : `[${host}]:${port}`;

const sshByHand = ({ configFile }: Failure['options'], rest: string): string =>
  `ssh ${configFile === undefined ? '' : `-F ${quoted(configFile)} `}${rest}`;

const quoted = (word: string): string => (/^[\w.@%+:/=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const clean = (line: string): string => printable(line).trim();
