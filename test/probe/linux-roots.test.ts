import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MachineFacts } from '../../src/machine/facts.ts';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { describeWith } from '../support/needs.ts';
import { copyRoot, inRoot, type Suite } from '../support/roots.ts';
import { TEMPLATE } from './world.ts';

const FOUND = 'sh bash tar gzip sed awk grep which getconf ldconfig ldd su useradd dpkg';
/** Facts by suite that a minimal system of it must show. */
const MINIMAL: Readonly<Record<Suite, MachineFacts>> = {
  bullseye: { 'glibc.version': '2.31', 'tools.present': FOUND },
  bookworm: { 'glibc.version': '2.36', 'tools.present': FOUND },
  trixie: { 'glibc.version': '2.41', 'tools.present': FOUND },
};
const EVERYWHERE: MachineFacts = {
  'os.family': 'linux',
  'user.id': 0,
  'user.sudo': 'root',
  'userland.bits': 64,
  'musl.version': null,
  'python.path': null,
  'python3.path': null,
  'openssl.path': null,
  'curl.path': null,
  'curl.library': false,
  'pam.directory': true,
  'syslog.configured': null,
  'package.manager': 'apt-get',
  'package.tool': 'dpkg',
  'package.trouble': null,
  'oms.version': null,
  'date.nanoseconds': true,
};

/** Runs the probe in a root, with the kernel's tables in it or without them; every mount is gone with the process. */
function look(root: string, how: 'with /proc' | 'without /proc') {
  const command =
    how === 'with /proc'
      ? [
          'unshare',
          '--mount',
          '--pid',
          '--fork',
          'sh',
          '-c',
          `mount -t proc proc '${root}/proc' && exec chroot '${root}' sh -s`,
        ]
      : ['chroot', root, 'sh', '-s'];
  const [program = '', ...args] = command;
  const { stdout, stderr } = spawnSync(program, args, { input: TEMPLATE, encoding: 'utf8' });
  expect(stderr).toBe('');
  return parseProbeOutput(stdout);
}

/** Everything of a root that a write would change: names, modes, owners, sizes, times of content and of the entry itself. */
const snapshot = (root: string): string =>
  execFileSync('find', ['.', '-path', './proc', '-prune', '-o', '-printf', '%p %y %m %U %G %s %T@ %C@ %l\n'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });

const NEEDS = { commands: { debootstrap: 'debootstrap', unshare: 'util-linux', python3: 'python3' }, root: true };

describeWith(NEEDS)('the Linux probe in real systems', () => {
  describe.each(Object.keys(MINIMAL) as Suite[])('%s, minimal', (suite) => {
    let root: ReturnType<typeof copyRoot>;
    beforeAll(() => {
      root = copyRoot(suite);
    });
    afterAll(() => root.remove());

    it('shows what is there', () => {
      const { facts, complete, unreadable } = look(root.path, 'with /proc');
      expect({ complete, unreadable }).toEqual({ complete: true, unreadable: [] });
      expect(facts).toMatchObject({ ...EVERYWHERE, ...MINIMAL[suite], 'init.pid1': 'sh', 'syslog.running': null });
      const lines = readFileSync(join(root.path, 'etc/os-release'), 'utf8').trimEnd().split('\n');
      expect(facts.release).toEqual(expect.arrayContaining(lines.map((line) => `/etc/os-release:${line}`)));
    });

    it('without /proc leaves out what it could not see, and nothing else', () => {
      const { facts, complete } = look(root.path, 'without /proc');
      const all = Object.keys(look(root.path, 'with /proc').facts);
      expect(complete).toBe(true);
      expect(facts).toMatchObject({ ...EVERYWHERE, ...MINIMAL[suite] });
      expect(all.filter((key) => !(key in facts)).sort()).toEqual([
        'auditd.running',
        'container',
        'fips',
        'init.pid1',
        'memory.totalKb',
        'oms.running',
        'package.lock',
        'ports.used',
        'syslog.running',
        'wsl',
      ]);
    });

    it('changes nothing', () => {
      const before = snapshot(root.path);
      look(root.path, 'with /proc');
      expect(snapshot(root.path)).toBe(before);
    });
  });

  describe('bullseye with what the agent needs', () => {
    let root: ReturnType<typeof copyRoot>;
    beforeAll(() => {
      root = copyRoot('bullseye', ['python2', 'curl', 'openssl', 'gnupg', 'rsyslog', 'cron', 'sudo']);
    });
    afterAll(() => root.remove());

    it('shows Python 2 that is not called python, OpenSSL 1.1.1 and curl', () => {
      expect(look(root.path, 'with /proc').facts).toMatchObject({
        'python.path': null,
        'python2.path': '/usr/bin/python2.7',
        'python2.version': '2.7.18',
        'python2.ctypes': true,
        'openssl.path': '/usr/bin/openssl',
        'openssl.version': expect.stringMatching(/^OpenSSL 1\.1\.1\w/),
        'openssl.shared': true,
        'openssl.tls12': true,
        'curl.version': expect.stringMatching(/^curl 7\.74\.0 .*OpenSSL/),
        'curl.library': true,
        'syslog.configured': 'rsyslog',
      });
    });

    it('shows python once it has that name, and that minimal Python lacks ctypes', () => {
      inRoot(root.path, 'ln -s python2 /usr/bin/python');
      expect(look(root.path, 'with /proc').facts).toMatchObject({
        'python.path': '/usr/bin/python2.7',
        'python.ctypes': true,
      });
      inRoot(root.path, 'find /usr/lib/python2.7 -name "_ctypes*.so" -exec rm {} +');
      expect(look(root.path, 'with /proc').facts).toMatchObject({ 'python.version': '2.7.18', 'python.ctypes': false });
    });

    it('writes no compiled Python, not even as root', () => {
      inRoot(root.path, 'find / -xdev -name "*.pyc" -delete');
      const before = snapshot(root.path);
      look(root.path, 'with /proc');
      expect(snapshot(root.path)).toBe(before);
    });

    it('shows a package that is half installed', () => {
      const status = join(root.path, 'var/lib/dpkg/status');
      appendFileSync(
        status,
        '\nPackage: broken\nStatus: install ok half-configured\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n',
      );
      expect(look(root.path, 'with /proc').facts['package.trouble']).toMatch(
        /^The following packages are only half configured/,
      );
    });

    it('shows an agent that is installed, and one that is only half gone', () => {
      inRoot(
        root.path,
        `set -e; mkdir -p /tmp/p/DEBIAN /tmp/p/opt/microsoft/omsagent/bin /tmp/p/etc/opt/microsoft/omsagent/conf; cd /tmp
         printf 'Package: omsagent\\nVersion: 1.14.9-0\\nArchitecture: amd64\\nMaintainer: x\\nDescription: x\\n' > p/DEBIAN/control
         echo /etc/opt/microsoft/omsagent/conf/a > p/DEBIAN/conffiles; : > p/etc/opt/microsoft/omsagent/conf/a
         dpkg-deb -b p p.deb; dpkg -i p.deb; rm -r p p.deb`,
      );
      expect(look(root.path, 'with /proc').facts).toMatchObject({ 'oms.version': '1.14.9-0', 'oms.leftover': false });
      inRoot(root.path, 'dpkg --remove omsagent');
      expect(look(root.path, 'with /proc').facts).toMatchObject({ 'oms.version': null, 'oms.leftover': true });
    });
  });
});
