import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WINE_NEEDS } from './wine.ts';

export const WINDOWS_SSHD_NEEDS = {
  root: true,
  commands: { ...WINE_NEEDS.commands, ssh: 'openssh-client', sshd: 'openssh-server', unshare: 'util-linux' },
} as const;

const SFTP = '/usr/lib/openssh/sftp-server';
/** What sftp-server needs to start in a root of its own. */
const SHARED = ['usr', 'lib', 'lib64', 'dev', 'etc'];

export interface WindowsSshd {
  /** For ssh -F; the host is called `win`. */
  readonly config: string;
  /** The home of the login, as Linux sees it. */
  readonly home: string;
  /** Commands that came, in order; `sftp` for a session of files. */
  readonly asked: () => string[];
  readonly stop: () => Promise<void>;
}

/**
 * The OpenSSH server of a Windows, as far as Wine goes: a real sshd on a port of its own of 127.0.0.1, that hands every command to the
 * cmd.exe of a Wine prefix, as the server of Windows does with its default shell, and shows its drive as /C:/ by sftp. No PowerShell.
 */
export async function openWindowsSshd(drive: string): Promise<WindowsSshd> {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-winssh-'));
  const file = (name: string, text: string, mode = 0o600): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode });
    chmodSync(path, mode);
    return path;
  };
  for (const name of ['host', 'key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  const home = join(drive, 'users', 'ops');
  mkdirSync(home, { recursive: true });
  const log = file('asked', '');
  const shell = file('shell', shellText(folder, drive, home, log), 0o700);
  const port = await freePort();
  const settings = file('sshd_config', settingsText(folder, port, shell));
  mkdirSync('/run/sshd', { recursive: true });
  const server = spawn('/usr/sbin/sshd', ['-D', '-f', settings], { stdio: 'ignore' });
  await answers(port);
  const known = file('known_hosts', `[127.0.0.1]:${port} ${readFileSync(join(folder, 'host.pub'), 'utf8')}`);
  const config = file(
    'config',
    [
      ...['Host win', '  HostName 127.0.0.1', `  Port ${port}`, '  User root', `  IdentityFile ${join(folder, 'key')}`],
      ...[
        '  IdentitiesOnly yes',
        '  IdentityAgent none',
        `  UserKnownHostsFile ${known}`,
        '  StrictHostKeyChecking yes',
        '',
      ],
    ].join('\n'),
  );
  return {
    ...{ config, home },
    asked: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    async stop() {
      const gone = new Promise((end) => server.once('exit', end));
      server.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const settingsText = (folder: string, port: number, shell: string): string =>
  [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${join(folder, 'host')}`, 'PidFile none', 'UsePAM no'],
    ...[`AuthorizedKeysFile ${join(folder, 'key.pub')}`, 'PermitRootLogin yes', 'StrictModes no', 'LogLevel QUIET'],
    ...['PasswordAuthentication no', 'Subsystem sftp azmon-sftp', `ForceCommand ${shell}`, ''],
  ].join('\n');

/** sshd hands a command on by a variable, before any shell has acted on what stands in it. */
function shellText(folder: string, drive: string, home: string, log: string): string {
  const view = join(folder, 'view');
  const binds = SHARED.filter((name) => existsSync(`/${name}`)).map(
    (name) => `mkdir -p ${view}/${name}; mount --rbind /${name} ${view}/${name}`,
  );
  const sets = Object.entries(wineOf(drive)).map(([name, value]) => `export ${name}='${value}'`);
  return [
    '#!/bin/bash',
    'case $SSH_ORIGINAL_COMMAND in',
    '  azmon-sftp)',
    `    echo sftp >>${log}`,
    `    exec unshare --mount --propagation private sh -c 'mkdir -p ${view}/C:; ${binds.join('; ')}; mount --bind ${drive} ${view}/C:`,
    `      exec chroot ${view} ${SFTP} -d /C:/users/ops' ;;`,
    'esac',
    `printf '%s\\n' "$SSH_ORIGINAL_COMMAND" >>${log}`,
    ...sets,
    `cd ${home} || exit 9`,
    // A cmd within a cmd loses the exit code here, not on Windows: the words are those of one. Nothing in them is acted upon.
    'set -f',
    `exec $(setarch -R true 2>/dev/null && echo setarch -R) /usr/lib/wine/wine64 cmd /d /c \${SSH_ORIGINAL_COMMAND#cmd /d /c }`,
    '',
  ].join('\n');
}

/** As the Wine that made the drive runs. */
const wineOf = (drive: string): Readonly<Record<string, string>> => ({
  ...{ WINEPREFIX: dirname(drive), HOME: dirname(dirname(drive)), WINESERVER: '/usr/lib/wine/wineserver64' },
  ...{ WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree=;mshtml=', LANG: 'C.UTF-8' },
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await new Promise((said) => connect(port, '127.0.0.1', () => said(true)).on('error', () => said(false))))
      return;
    await sleep(50);
  }
  throw new Error(`no sshd answers on ${port}`);
}
