import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { makeWorld, TEMPLATE, type World } from './world.ts';

const HANGS = '#!/bin/sh\nsleep 321\n';
/** Its child keeps the pipe open after it is killed itself. */
const HANGS_WITH_CHILD = '#!/bin/sh\nsleep 321 &\nwait\n';
const sleepers = (): string => spawnSync('pgrep', ['-f', '^sleep 321$'], { encoding: 'utf8' }).stdout;

describeWith({ commands: { busybox: 'busybox', python3: 'python3', pgrep: 'procps' }, root: true })(
  'what the Linux probe puts up with',
  () => {
    let world: World;
    beforeEach(() => {
      world = makeWorld();
    });
    afterEach(() => world.remove());

    it.each([
      ['hangs', HANGS],
      ['hangs in a child', HANGS_WITH_CHILD],
      ['reads its input for ever', '#!/bin/sh\ncat\nread x\nsleep 321\n'],
    ])('a python that %s: it is left out, and nothing of it stays behind', (_title, program) => {
      world.put({ 'usr/bin/python': program });
      const { facts, complete, seconds } = world.look({ proc: true });
      expect([facts['python.path'], facts['python.version'], complete]).toEqual(['/usr/bin/python', undefined, true]);
      expect(seconds).toBeLessThan(13);
      expect(sleepers()).toBe('');
    });

    it('everything hangs: the whole look still ends within 25 seconds', () => {
      const names = ['python', 'python2', 'python3', 'openssl', 'curl', 'getconf', 'ldd', 'rpm', 'getent'];
      world.put(Object.fromEntries(names.map((name) => [`usr/bin/${name}`, HANGS_WITH_CHILD])));
      world.put({ 'bin/hostname': HANGS, 'bin/df': HANGS, 'sbin/ldconfig': HANGS });
      const { facts, complete, seconds } = world.look({ proc: true });
      expect(complete).toBe(true);
      expect(facts['openssl.path']).toBe('/usr/bin/openssl');
      expect(seconds).toBeLessThan(25);
      expect(sleepers()).toBe('');
    });

    it.each([
      ['dpkg', 'var/lib/dpkg/lock'],
      ['the frontend', 'var/lib/dpkg/lock-frontend'],
      ['the lists', 'var/lib/apt/lists/lock'],
      ['rpm', 'var/lib/rpm/.rpm.lock'],
    ])('the holder of the lock of %s is named', async (_title, file) => {
      world.put({ [file]: '' });
      const holder = await holdLock(join(world.path, file));
      try {
        expect(world.look({ proc: true }).facts['package.lock']).toBe(`/${file} ${holder.pid} python3`);
      } finally {
        holder.kill('SIGKILL');
      }
      expect(world.look({ proc: true }).facts['package.lock']).toBeNull();
    });

    it('a lock on another file of the same number does not count', () => {
      world.put({ 'var/lib/dpkg/lock': '', 'proc/900/status': 'Name:\tmariadbd\n', 'proc/900/fd/3': '-> /data/other' });
      world.put({ 'proc/locks': `1: POSIX  ADVISORY  WRITE 900 fe:00:${world.inode('var/lib/dpkg/lock')} 0 EOF\n` });
      expect(world.look().facts['package.lock']).toBeNull();
    });

    it('one who waits for a lock does not hold it', () => {
      world.put({ 'var/lib/dpkg/lock': '', 'proc/900/status': 'Name:\tapt-get\n', 'proc/901/status': 'Name:\tdpkg\n' });
      const inode = world.inode('var/lib/dpkg/lock');
      const locks = `1: -> POSIX  ADVISORY  WRITE 900 fe:00:${inode} 0 EOF\n1: POSIX  ADVISORY  WRITE 901 fe:00:${inode} 0 EOF\n`;
      world.put({ 'proc/locks': locks });
      expect(world.look().facts['package.lock']).toBe('/var/lib/dpkg/lock 901 dpkg');
    });

    describe('proxies are shown without their credentials', () => {
      it.each([
        ['http://proxy.example.com:3128', 'http://proxy.example.com:3128'],
        ['http://proxy.example.com:3128/', 'http://proxy.example.com:3128/'],
        ['proxy:8080', 'proxy:8080'],
        ['http://[2001:db8::1]:8080', 'http://[2001:db8::1]:8080'],
        ['http://user:canary@proxy:3128', 'http://***@proxy:3128'],
        ['http://user:can@ry:canary@proxy:3128', 'http://***@proxy:3128'],
        ['user:canary@proxy', '***@proxy'],
        ['socks5h://user:canary@proxy:1', 'socks5h://***@proxy:1'],
        ['http:/user:canary@proxy:3128', '***@proxy:3128'],
        ['http://user:canary', '***'],
        ['http://proxy:3128/?password=canary', '***'],
        ['http://user:\ncanary@proxy:3128', 'http://***@proxy:3128'],
        ['"http://user:canary@proxy:3128"', 'http://***@proxy:3128'],
        ['user canary', '***'],
      ])('%j', (value, shown) => {
        const { facts, output } = world.look({ env: { https_proxy: value } });
        expect(facts['proxy.seen']).toEqual([`environment:https_proxy ${shown}`]);
        expect(output).not.toContain('canary');
      });

      it.each([
        ['etc/environment', 'PATH=/bin\nhttps_proxy="http://user:canary@proxy:1"\n'],
        ['etc/profile.d/proxy.sh', 'export http_proxy=http://user:canary@proxy:1\n'],
        ['etc/apt/apt.conf.d/80proxy', 'Acquire::http::Proxy "http://user:canary@proxy:1";\n'],
        ['etc/yum.conf', '[main]\nproxy=http://user:canary@proxy:1\nproxy_password=canary\n'],
        ['etc/dnf/dnf.conf', '[main]\nproxy = http://proxy:1\nproxy_username=canary\n'],
        [
          'etc/sysconfig/proxy',
          'PROXY_ENABLED="yes"\nHTTP_PROXY="http://user:canary@proxy:1"\nNO_PROXY="localhost, 127.0.0.1"\n',
        ],
        ['etc/wgetrc', 'https_proxy = http://user:canary@proxy:1\n'],
        ['etc/waagent.conf', 'HttpProxy.Host=proxy\nHttpProxy.Port=1\n'],
      ])('in %s', (file, content) => {
        world.put({ [file]: content });
        const { facts, output } = world.look();
        expect(facts['proxy.seen']).toHaveLength(1);
        expect(facts['proxy.seen']?.[0]).toMatch(new RegExp(`^/${file} (http://)?(\\*\\*\\*@)?proxy(:1)?$`));
        expect(output).not.toContain('canary');
      });

      it('a setting that is empty, or None, is none', () => {
        world.put({ 'etc/waagent.conf': 'HttpProxy.Host=None\n', 'etc/sysconfig/proxy': 'HTTP_PROXY=""\n' });
        expect(world.look({ env: { http_proxy: '' } }).facts['proxy.seen']).toEqual([]);
      });
    });

    it('any login in front of a proxy is hidden', () => {
      const text = fc
        .string({ minLength: 4, maxLength: 12 })
        .filter((word) => !'http://***@proxy.example.com:3128'.includes(word));
      const scheme = fc.constantFrom('', 'http://', 'https://', 'socks5://');
      fc.assert(
        fc.property(fc.array(fc.tuple(scheme, text, text), { minLength: 20, maxLength: 20 }), (logins) => {
          const values = logins.map(
            ([prefix, user, password]) => `${prefix}${user}:${password}@proxy.example.com:3128\n`,
          );
          const masking = `${TEMPLATE.replace(/main\n$/, '')}while IFS= read -r value; do printf '%s' "$value" | mask; done <<'E-O-F'\n${values.join('')}E-O-F\n`;
          const shown = spawnSync('/bin/sh', ['-s'], { input: masking, encoding: 'utf8' }).stdout.split('\n');
          for (const [index, [, , password]] of logins.entries()) {
            expect(shown[index]).toMatch(/\*\*\*@proxy\.example\.com:3128$/);
            expect(shown[index]).not.toContain(password);
          }
        }),
        { numRuns: 15 },
      );
    });

    it('what is hidden from an ordinary user is left out', () => {
      const oms = 'etc/opt/microsoft/omsagent';
      world.put({
        'etc/cron.allow': 'root\n',
        'etc/security/access.conf': '-:ALL:ALL\n',
        [`${oms}/proxy.conf`]: 'http://proxy:1\n',
      });
      world.put({ 'var/lib/waagent/Microsoft.Azure.Diagnostics.LinuxDiagnostic-3/': '' });
      for (const path of ['etc/cron.allow', 'etc/security/access.conf', oms, 'var/lib/waagent'])
        chmodSync(join(world.path, path), 0o700);
      const keys = [
        'cron.restricted',
        'pam.deny-all',
        'oms.workspace',
        'oms.proxy',
        'oms.extension',
        'lad.present',
      ] as const;
      const seenBy = (user: number) => keys.filter((key) => world.look({ user }).facts[key] !== undefined);
      expect(seenBy(1000)).toEqual([]);
      expect(seenBy(0)).toEqual(keys);
    });

    it.each([
      ['by a parameter', { parameters: { AZMON_ENCODE: 'gzip' } }],
      ['by the environment', { env: { AZMON_ENCODE: 'gzip' } }],
    ])('is packed when asked to %s, and plain where nothing can pack', (_title, how) => {
      expect(world.look(how)).toMatchObject({
        complete: true,
        output: expect.stringMatching(/^azmon-probe-gzip:\S+:end\n$/),
      });
      rmSync(join(world.path, 'bin/base64'));
      expect(world.look(how)).toMatchObject({ complete: true, output: expect.stringMatching(/^probe\.version=1\n/) });
    });

    it('hands the proxy and its login to none of the programs it starts', () => {
      world.put({ 'usr/bin/python': '#!/bin/sh\nenv | grep -c canary\nexit 0\n' });
      const secrets = { AZMON_PROXY: 'http://canary:1', AZMON_PROXY_USER: 'canary:canary' };
      for (const how of [{ env: secrets }, { parameters: secrets }]) {
        expect(world.look(how).facts['python.version']).toBe('0');
        expect(world.look(how).output).not.toContain('canary');
      }
    });

    it('an environment that wants to lead it astray', () => {
      world.put({ 'evil/python': '#!/bin/sh\necho 9\n', 'evil/env': 'exit 1\n' });
      const env = {
        PATH: '/evil',
        ENV: '/evil/env',
        LC_ALL: 'xx',
        IFS: 'a',
        CDPATH: '/evil',
        LD_PRELOAD: '/evil/x.so',
      };
      const { facts, complete } = world.look({ env: { ...env, PATH: `${env.PATH}:/usr/bin:/usr/sbin:/bin` } });
      expect([complete, facts['python.path'], facts['os.family']]).toEqual([true, null, 'linux']);
    });

    it('no tools at all: still a beginning and an end', () => {
      const { stdout } = spawnSync(
        'chroot',
        [world.path, '/bin/busybox', 'sh', '-c', 'rm -f /bin/[!b]* /bin/b[!u]*; exec /bin/busybox sh -s'],
        {
          input: world.script(),
          encoding: 'utf8',
        },
      );
      expect(stdout).toMatch(/^probe\.version=1\nos\.family=linux\n[\s\S]*\nprobe\.end=ok\n$/);
    });
  },
);

/** A process that holds a lock as package managers do: by fcntl, which flock does not see. */
function holdLock(file: string): Promise<ChildProcess> {
  const program = join(file, '..', 'hold.py');
  writeFileSync(
    program,
    'import fcntl,sys,time\nf=open(sys.argv[1],"w")\nfcntl.lockf(f,fcntl.LOCK_EX)\nprint("held",flush=True)\ntime.sleep(60)\n',
  );
  const child: ChildProcess = spawn('python3', [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve) => child.stdout?.once('data', () => resolve(child)));
}
