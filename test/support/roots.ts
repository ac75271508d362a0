import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Suite = 'bullseye' | 'bookworm' | 'trixie';
export const SUITES: Readonly<Record<Suite, string>> = {
  bullseye: 'Debian 11',
  bookworm: 'Debian 12',
  trixie: 'Debian 13',
};

const cache = (): string => process.env.AZMON_ROOTS || join(tmpdir(), 'azmon-roots');

/**
 * A copy of its own of a minimal Debian system with packages added; removed by `remove`. The base (and the base with these packages) is
 * kept in the cache folder, made under a lock and renamed when it is whole, so that several test files may ask for it at once.
 */
export function copyRoot(suite: Suite, packages: readonly string[] = []): { path: string; remove: () => void } {
  const base = baseRoot(suite, packages);
  const folder = mkdtempSync(join(cache(), 'host-'));
  const path = join(folder, 'root');
  execFileSync('cp', ['-a', '--reflink=auto', base, path]);
  // One file system only: what is still mounted in there belongs to somebody else.
  return { path, remove: () => void execFileSync('rm', ['-rf', '--one-file-system', folder]) };
}

/** Runs a command line in a root, with this machine's network; returns its stdout. */
export function inRoot(root: string, command: string): string {
  return execFileSync('chroot', [root, '/bin/sh', '-c', command], {
    encoding: 'utf8',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive', HOME: '/root' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 16 * 1024 * 1024,
  });
}

function baseRoot(suite: Suite, packages: readonly string[]): string {
  mkdirSync(cache(), { recursive: true });
  const base = join(cache(), suite);
  make(base, `debootstrap --variant=minbase ${suite} ${base}.partial`);
  if (packages.length === 0) return base;
  const name = createHash('sha256')
    .update([...packages].sort().join(' '))
    .digest('hex')
    .slice(0, 12);
  const added = `${base}+${name}`;
  make(added, `cp -a --reflink=auto ${base} ${added}.partial && ${installing(`${added}.partial`, packages)}`);
  return added;
}

/** Nothing may start while it is installed, and files need not be safe against a power cut. */
const installing = (root: string, packages: readonly string[]): string =>
  [
    `printf '#!/bin/sh\\nexit 101\\n' > ${root}/usr/sbin/policy-rc.d`,
    `chmod 755 ${root}/usr/sbin/policy-rc.d`,
    `echo force-unsafe-io > ${root}/etc/dpkg/dpkg.cfg.d/unsafe-io`,
    `cp -L /etc/resolv.conf ${root}/etc/resolv.conf`,
    `DEBIAN_FRONTEND=noninteractive chroot ${root} apt-get -qq update`,
    `DEBIAN_FRONTEND=noninteractive chroot ${root} apt-get -qq install -y --no-install-recommends ${packages.join(' ')}`,
    `rm ${root}/usr/sbin/policy-rc.d`,
  ].join(' && ');

function make(path: string, command: string): void {
  const whole = `test -d ${path} || { rm -rf --one-file-system ${path}.partial && { ${command}; } >${path}.log 2>&1 && mv ${path}.partial ${path}; }`;
  try {
    execFileSync('flock', [`${path}.lock`, 'sh', '-c', whole], { stdio: 'ignore' });
  } catch (cause) {
    throw new Error(`the root ${path} could not be made; see ${path}.log`, { cause });
  }
}
