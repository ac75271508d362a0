import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyRoot, inRoot, type Suite } from './roots.ts';

/** Debian packages that suites with these hosts need, for describeWith. */
export const SSHD_NEEDS = {
  root: true,
  commands: {
    debootstrap: 'debootstrap',
    ssh: 'openssh-client',
    ip: 'iproute2',
    nsenter: 'util-linux',
    flock: 'util-linux',
  },
} as const;

export interface HostOptions {
  readonly suite: Suite;
  readonly packages?: readonly string[];
  /** Run in the root before sshd starts. */
  readonly prepare?: string;
}

/** A Debian system of its own (network, processes, mounts, name) with a real sshd; root and the user `tester` log in by key. */
export interface SshHost {
  readonly name: string;
  readonly address: string;
  readonly root: string;
  /** Process outside that holds all processes of the host: its first child is process 1 inside. */
  readonly pid: number;
  /** Runs a command line on the host, in its own namespaces. */
  readonly run: (command: string) => string;
}

/** A few hosts on one bridge, and what an ssh client needs to reach them by name (-F `config`). */
export interface Lan {
  readonly config: string;
  readonly knownHosts: string;
  readonly folder: string;
  /** Device of the bridge, and the first three parts of its addresses: for what stands beside the hosts. */
  readonly bridge: string;
  readonly subnet: string;
  readonly start: (name: string, options: HostOptions) => Promise<SshHost>;
  readonly stop: () => Promise<void>;
}

/** Makes the bridge; `stop` ends and removes everything that was made here, and nothing else. */
export function openLan(): Lan {
  const lan = new BridgedLan();
  return {
    config: lan.config,
    knownHosts: lan.knownHosts,
    folder: lan.folder,
    bridge: lan.id,
    subnet: lan.subnet,
    start: (name, options) => lan.start(name, options),
    stop: () => lan.stop(),
  };
}

class BridgedLan {
  /** Names of network devices have at most 15 characters; the process id keeps parallel test files apart. */
  readonly id = `azm${process.pid.toString(36)}`;
  readonly subnet = `10.${200 + (process.pid % 50)}.${Math.floor(process.pid / 50) % 250}`;
  readonly folder = mkdtempSync(join(tmpdir(), 'azmon-lan-'));
  readonly config = join(this.folder, 'config');
  readonly knownHosts = join(this.folder, 'known_hosts');
  readonly #undo: (() => unknown)[] = [];
  #count = 0;

  constructor() {
    this.#undo.push(() => rmSync(this.folder, { recursive: true, force: true }));
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(this.folder, 'key')]);
    writeFileSync(this.knownHosts, '');
    writeFileSync(this.config, '');
    ip('link', 'add', this.id, 'type', 'bridge');
    this.#undo.push(() => ip('link', 'del', this.id));
    ip('addr', 'add', `${this.subnet}.1/24`, 'dev', this.id);
    ip('link', 'set', this.id, 'up');
  }

  async start(name: string, options: HostOptions): Promise<SshHost> {
    this.#count += 1;
    const address = `${this.subnet}.${this.#count + 1}`;
    const copy = copyRoot(options.suite, ['openssh-server', ...(options.packages ?? [])]);
    this.#undo.push(copy.remove);
    this.#prepare(copy.path, name, options.prepare);
    const namespace = `${this.id}-${this.#count}`;
    this.#plugIn(namespace, address);
    const pid = this.#boot(copy.path, name, namespace);
    await answers(address);
    this.#introduce(name, address, copy.path);
    const run = (command: string) =>
      execFileSync(
        'nsenter',
        [`--target=${firstChild(pid)}`, '--mount', '--pid', '--net', '--uts', 'chroot', copy.path, 'sh', '-c', command],
        {
          encoding: 'utf8',
        },
      );
    return { name, address, root: copy.path, pid, run };
  }

  #prepare(root: string, name: string, prepare = 'true'): void {
    const key = readFileSync(join(this.folder, 'key.pub'), 'utf8');
    writeFileSync(join(root, 'etc/hosts'), `127.0.0.1 localhost ${name}\n`);
    writeFileSync(join(root, 'etc/hostname'), `${name}\n`);
    inRoot(
      root,
      'rm -f /etc/ssh/ssh_host_*; ssh-keygen -A; useradd -m -s /bin/bash tester; usermod -p "*" tester; usermod -p "*" root',
    );
    for (const home of ['root', 'home/tester']) {
      mkdirSync(join(root, home, '.ssh'), { mode: 0o700 });
      writeFileSync(join(root, home, '.ssh/authorized_keys'), key, { mode: 0o600 });
    }
    inRoot(root, `chown -R tester:tester /home/tester; ${prepare}`);
  }

  #plugIn(namespace: string, address: string): void {
    const device = namespace.replace('-', 'v');
    ip('netns', 'add', namespace);
    this.#undo.push(() => ip('netns', 'del', namespace));
    ip('link', 'add', device, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    ip('link', 'set', device, 'master', this.id, 'up');
    ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
    ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  }

  /** unshare ignores SIGTERM; killing it outright ends all processes and mounts of the host. */
  #boot(root: string, name: string, namespace: string): number {
    const boot = [
      'mount --make-rprivate /',
      `hostname ${name}`,
      `mount -t proc proc ${root}/proc`,
      `mount -t tmpfs tmpfs ${root}/run`,
      `mkdir ${root}/run/sshd`,
      `exec chroot ${root} /usr/sbin/sshd -D -o UsePAM=no -o PasswordAuthentication=no -o LogLevel=QUIET`,
    ].join(' && ');
    const child = spawn(
      'nsenter',
      [
        `--net=/run/netns/${namespace}`,
        'unshare',
        '--mount',
        '--pid',
        '--uts',
        '--ipc',
        '--fork',
        '--kill-child=KILL',
        'sh',
        '-c',
        boot,
      ],
      { detached: true, stdio: 'ignore' },
    );
    const pid = child.pid as number;
    this.#undo.push(async () => {
      const inner = firstChild(pid);
      child.kill('SIGKILL');
      await gone([String(pid), inner]);
    });
    return pid;
  }

  #introduce(name: string, address: string, root: string): void {
    const keys = readdirSync(join(root, 'etc/ssh')).filter((file) => file.endsWith('.pub'));
    for (const file of keys) {
      const [type, key] = readFileSync(join(root, 'etc/ssh', file), 'utf8').split(' ');
      appendFileSync(this.knownHosts, `${address} ${type} ${key}\n`);
    }
    appendFileSync(this.config, `Host ${name}\n  HostName ${address}\n`);
    appendFileSync(this.config, this.common('*').replace('Host *', `Host ${name} ${address}`));
  }

  common(pattern: string): string {
    return [
      `Host ${pattern}`,
      `  IdentityFile ${join(this.folder, 'key')}`,
      '  IdentitiesOnly yes',
      '  IdentityAgent none',
      `  UserKnownHostsFile ${this.knownHosts}`,
      '  GlobalKnownHostsFile /dev/null',
      '  StrictHostKeyChecking yes',
      '',
    ].join('\n');
  }

  async stop(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });

const firstChild = (pid: number): string =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0] ?? '';

/** Waits until killed processes are gone, their mounts with them: the root below could not be removed before. */
async function gone(pids: readonly string[]): Promise<void> {
  const left = () => pids.filter((pid) => pid !== '' && existsSync(`/proc/${pid}`));
  for (let attempt = 0; left().length > 0; attempt += 1) {
    if (attempt > 1200) throw new Error(`processes ${left().join(' ')} did not end`);
    await sleep(25);
  }
}

async function answers(address: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await greets(address)) return;
    await sleep(50);
  }
  throw new Error(`no ssh server answers on ${address}`);
}

const greets = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: address, port: 22, timeout: 500 });
    const end = (greeted: boolean) => {
      socket.destroy();
      resolve(greeted);
    };
    socket
      .once('data', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
      .once('close', () => end(false));
  });
