import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { MachineFacts } from '../../src/machine/facts.ts';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { linuxProbe } from '../../src/machine/probe-script.ts';

export const TEMPLATE: string = readFileSync(new URL('../../templates/probe/linux.sh', import.meta.url), 'utf8');

/** A made-up machine: a folder with BusyBox in it that the probe is locked into, and whatever else a case puts there. */
export interface World {
  readonly path: string;
  /** Content by path; a text that begins with `#!` becomes a program, `-> x` a link to x, and a path that ends in / a folder. */
  put(files: Readonly<Record<string, string>>): void;
  /** Nothing tells the C library any more, though programs still run with it. */
  hideLibc(): void;
  /** Inode of a file, as the kernel's table of locks names it. */
  inode(path: string): number;
  look(how?: Look): Seen;
  /** What is run in it, without parameters. */
  script(): string;
  remove(): void;
}

export interface Look {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Look as this user; 0 is root. */
  readonly user?: number;
  /** With the kernel's own /proc in it, mounted for this one process only: nothing stays mounted when the world is removed. */
  readonly proc?: boolean;
}

export interface Seen {
  readonly output: string;
  readonly stderr: string;
  readonly facts: MachineFacts;
  readonly complete: boolean;
  readonly unreadable: readonly unknown[];
  readonly seconds: number;
}

const PATH = '/sbin:/bin:/usr/sbin:/usr/bin';

export function makeWorld(): World {
  const path = mkdtempSync(join(tmpdir(), 'azmon-world-'));
  chmodSync(path, 0o755);
  for (const folder of ['bin', 'sbin', 'etc', 'dev', 'usr/bin', 'usr/lib', 'var', 'opt', 'proc'])
    mkdirSync(join(path, folder), { recursive: true });
  installBusyBox(path);
  return {
    path,
    put: (files) => {
      for (const [name, content] of Object.entries(files)) place(join(path, name), content);
    },
    hideLibc: () => {
      execFileSync('find', [path, '-name', 'libc.so.6', '-exec', 'chmod', '644', '{}', '+']);
    },
    inode: (name) => statSync(join(path, name)).ino,
    script: () => TEMPLATE,
    look: (how = {}) => lookIn(path, how),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Debian's BusyBox wants its libraries, and links to find its own applets by. Its package tools would only stand in the way. */
function installBusyBox(path: string): void {
  const program = '/usr/bin/busybox';
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const file of [program, ...libraries]) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    execFileSync('cp', ['-L', file, join(path, file)]);
  }
  symlinkSync('/usr/bin/busybox', join(path, 'bin/busybox'));
  execFileSync('chroot', [path, '/bin/busybox', '--install', '-s', '/bin']);
  for (const applet of ['rpm', 'rpm2cpio', 'dpkg', 'dpkg-deb']) rmSync(join(path, 'bin', applet), { force: true });
  execFileSync('mknod', ['-m', '666', join(path, 'dev/null'), 'c', '1', '3']);
}

function place(path: string, content: string): void {
  if (path.endsWith('/')) {
    mkdirSync(path, { recursive: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  if (content.startsWith('-> ')) symlinkSync(content.slice(3), path);
  else writeFileSync(path, content, { mode: content.startsWith('#!') ? 0o755 : 0o644 });
}

function lookIn(path: string, { parameters = {}, env = {}, user = 0, proc = false }: Look): Seen {
  const startedAt = Date.now();
  const enter = `exec chroot --userspec=${user}:${user} '${path}' /bin/sh -s`;
  const mounted = ['unshare', '--mount', 'sh', '-c', `mount -t proc proc '${path}/proc' && ${enter}`];
  const [program = '', ...args] = proc ? mounted : ['sh', '-c', enter];
  const { stdout, stderr } = spawnSync(program, args, {
    input: linuxProbe(TEMPLATE, parameters),
    env: { PATH, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { output: stdout, stderr, seconds: (Date.now() - startedAt) / 1000, ...parseProbeOutput(stdout) };
}
