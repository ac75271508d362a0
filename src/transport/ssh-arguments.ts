import type { Target } from '../target/target.ts';

export type SshTarget = Extract<Target, { kind: 'ssh' }>;

export interface SshOptions {
  /** Used instead of the user's own configuration (ssh -F). */
  readonly configFile?: string | undefined;
  /** Somebody can answer ssh's questions (unknown host key, passphrase, password): one machine, started in a terminal. */
  readonly interactive: boolean;
  readonly connectTimeoutS: number;
}

/**
 * The command line of OpenSSH's client. The user's configuration stays in force (agent, known_hosts, jump hosts, aliases), except for
 * what would get between the script and its answer; what stands first on the command line wins over the files.
 */
export const sshArguments = (target: SshTarget, options: SshOptions, line: string): string[] =>
  sshCommand(target, options, remoteCommand(line));

/** The same for a command as it stands, for whatever shell is over there. */
export function sshCommand(target: SshTarget, options: SshOptions, command: string): string[] {
  const port = target.port === undefined ? [] : ['-p', String(target.port)];
  const user = target.user === undefined ? [] : ['-l', target.user];
  return [...common(options), '-T', ...settings(options), ...port, ...user, '--', target.host, command];
}

/** The command line of sftp, which has other letters for port and user; its commands come on stdin. What stands first wins over its `-b`. */
export function sftpArguments(target: SshTarget, options: SshOptions): string[] {
  const port = target.port === undefined ? [] : ['-o', `Port=${target.port}`];
  const user = target.user === undefined ? [] : ['-o', `User=${target.user}`];
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return [...common(options), ...settings(options), ...port, ...user, '-b', '-', '--', host];
}

const common = ({ configFile }: SshOptions): string[] => (configFile === undefined ? [] : ['-F', configFile]);

const settings = (options: SshOptions): string[] => settingsOf(options).flatMap((setting) => ['-o', setting]);

const settingsOf = (options: SshOptions): string[] => [
  `BatchMode=${options.interactive ? 'no' : 'yes'}`,
  `ConnectTimeout=${options.connectTimeoutS}`,
  'ServerAliveInterval=10',
  'ServerAliveCountMax=3',
  // Messages tell failures apart (every one of them exits with 255), so they must be there.
  'LogLevel=INFO',
  'RemoteCommand=none',
  // Forwardings of the configuration would collide when several machines are looked at; agent and X11 have no business there.
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'PermitLocalCommand=no',
  // An existing shared connection is used, but none is left behind: its process would hold our pipes open.
  'ControlMaster=no',
];

/** `exec` and single quotes mean the same in sh, csh and fish. */
function remoteCommand(line: string): string {
  return line === 'exec sh -s' ? line : `exec sh -c '${line}'`;
}
