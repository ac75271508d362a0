import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localFiles } from '../../src/disk/local-files.ts';
import type { ScriptRequest, ScriptRun } from '../../src/ports-scripts.ts';
import type { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { sshTransport } from '../../src/transport/ssh.ts';
import { describeWith } from '../support/needs.ts';
import { snapshot } from '../support/snapshot.ts';
import { type Lan, openLan, SSHD_NEEDS, type SshHost } from '../support/sshd.ts';

const PASSWORD = 'c0rrect horse$`"\\';
/** What stands for the wrapper where a test wants to see something in particular. */
const ending = (body: string): string => `#!/bin/sh\necho wrapper.version=1\n${body}\necho wrapper.end=ok\n`;
/** As the wrapper does: what it runs comes to its end, then it cleans up. */
const trapping = (before: string): string =>
  ending(`stop() { trap '' TERM PIPE; echo cleaning; sleep 1; rm -f /root/begun; echo cleaned >/root/ended; echo wrapper.end=ok; exit 130; }
  trap stop TERM PIPE; : >/root/begun; ${before}; echo begun; while :; do sleep 1; echo tick; done`);

const USERS = [
  ...['ops', 'csh', 'fish', 'noisy', 'old'].map((name) => `useradd -m -p "*" -s /bin/bash ${name}`),
  `useradd -m -s /bin/bash admin && printf '%s\\n' 'admin:${PASSWORD}' | chpasswd`,
  `printf '%s\\n' 'tester:${PASSWORD}' | chpasswd`,
  'usermod -s /bin/csh csh; usermod -s /usr/bin/fish fish',
  'for u in ops csh fish noisy old admin; do cp -a /home/tester/.ssh /home/$u/; chown -R $u:$u /home/$u; done',
  'for u in ops csh fish noisy old; do echo "$u ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/$u; done',
  'echo "Defaults:old requiretty" >> /etc/sudoers.d/old; echo "admin ALL=(ALL) ALL" > /etc/sudoers.d/admin',
  `printf 'printf "noise without end"; echo careful >&2\\n' > /home/noisy/.bashrc`,
].join('\n');

describeWith(SSHD_NEEDS)('scripts that change a machine, over ssh', () => {
  let lan: Lan;
  let host: SshHost;
  let bare: SshHost;
  let here: string;

  beforeAll(async () => {
    here = mkdtempSync(join(tmpdir(), 'azmon-push-'));
    lan = openLan();
    host = await lan.start('deb12', { suite: 'bookworm', packages: ['sudo', 'csh', 'fish'], prepare: USERS });
    bare = await lan.start('deb11', { suite: 'bullseye' });
  });
  afterAll(async () => {
    await lan?.stop();
    rmSync(here, { recursive: true, force: true });
  });

  const transport = () =>
    sshTransport({
      ...{ configFile: lan.config, connectTimeoutS: 3, interactive: false, env: process.env },
      files: localFiles(),
    });

  interface Seen {
    readonly run: ScriptRun;
    readonly lines: readonly string[];
  }

  async function change(target: string, linux: string, more: Partial<ScriptRequest> = {}): Promise<Seen> {
    const lines: string[] = [];
    const request = { linux, windows: '', parameters: {}, secrets: {}, timeoutMs: 60_000, sudo: {}, ...more };
    const line = (text: string) => {
      lines.push(text);
      more.line?.(text);
    };
    return { run: await transport().run(parseTarget(target), { ...request, line }), lines };
  }

  const failed = (target: string, linux: string, more?: Partial<ScriptRequest>): Promise<Problem> =>
    change(target, linux, more).then(
      ({ run }) => expect.fail(`it ran: ${JSON.stringify(run)}`),
      (error: Problem) => error,
    );

  /** Processes on the host by their command line, those of the tests themselves left out. */
  const running = (command: string): string =>
    host.run(`ps -eo args 2>/dev/null | grep -F '${command}' | grep -v grep || true`);

  const pidsOf = (command: string): string => `$(ps -eo pid,args | sed -n 's/^ *\\([0-9]*\\) ${command}/\\1/p')`;
  /** Ends the server's part of every connection of a user. */
  const cutOff = (user: string): string => `kill -9 ${pidsOf(`sshd: ${user}.*`)}`;

  const onHost = (path: string): boolean => existsSync(join(host.root, path));

  it.each([0, 2, 7, 12, 130, 255])('brings its exit code: %i', async (code) => {
    const { run } = await change('ssh://root@deb12', `#!/bin/sh\necho a\nexit ${code}\n`);
    expect(run).toMatchObject({ output: 'a\n', ...(code === 255 ? { exitCode: 255 } : { exitCode: code }) });
  });

  it.each([9, 15])('has none where signal %i ended it', async (signal) => {
    const { run } = await change('ssh://root@deb12', `echo a; kill -${signal} $$; sleep 5`);
    expect(run.output).toBe('a\n');
    expect(run.exitCode).toBeUndefined();
  });

  it('hands on every line when it comes, whole, whatever its end', async () => {
    const times: [string, number][] = [];
    const { run, lines } = await change(
      'ssh://root@deb12',
      `printf 'one\\r\\ntw'; sleep 1; printf 'o\\n\\303'; sleep 1; printf '\\274\\nlast'`,
      { line: (text) => void times.push([text, Date.now()]) },
    );
    expect(lines).toEqual(['one', 'two', 'ü', 'last']);
    expect(run.output).toBe('one\r\ntwo\nü\nlast');
    const [one = 0, two = 0, three = 0] = times.map(([, at]) => at);
    expect(two - one).toBeGreaterThan(700);
    expect(three - two).toBeGreaterThan(700);
  });

  it('brings a lot, and no more than was asked for', async () => {
    const { lines } = await change('ssh://root@deb12', 'seq 1 300000', { maxBytes: 4_000_000 });
    expect([lines.length, lines.at(-1)]).toEqual([300_000, '300000']);
    const flood = await failed('ssh://root@deb12', 'yes flooding-e1', { maxBytes: 100_000 });
    expect(flood).toMatchObject({ code: 'AZMON-RUN-FLOOD', exit: 7, target: 'ssh://root@deb12' });
  });

  it.each(['ops', 'csh', 'fish', 'noisy'])('runs as root by sudo, whatever the login shell: %s', async (user) => {
    const { run, lines } = await change(`ssh://${user}@deb12`, ending('id -u'));
    expect(lines).toEqual(['wrapper.version=1', '0', 'wrapper.end=ok']);
    expect(run.exitCode).toBe(0);
  });

  it.each([
    ['it is asked for', 'admin@deb12'],
    ['it is not needed', 'ops@deb12'],
    ['it is root already', 'root@deb12'],
    ['it is root already, and there is no sudo', 'root@deb11'],
  ])('runs as root with a password of sudo: %s', async (_title, login) => {
    const { lines } = await change(`ssh://${login}`, ending('id -u'), { sudo: { password: new Secret(PASSWORD) } });
    expect(lines).toContain('0');
  });

  it.each([
    ['a password is wanted', 'admin@deb12', {}, 'AZMON-SUDO-PASSWORD'],
    ['the password is wrong', 'admin@deb12', { password: new Secret('Wr0ng') }, 'AZMON-SUDO-WRONG'],
    ['not in sudoers', 'tester@deb12', { password: new Secret(PASSWORD) }, 'AZMON-SUDO-DENIED'],
    ['it wants a terminal', 'old@deb12', {}, 'AZMON-SUDO-TTY'],
    ['there is no sudo', 'tester@deb11', {}, 'AZMON-SUDO-MISSING'],
    ['there is no sudo for a password', 'tester@deb11', { password: new Secret(PASSWORD) }, 'AZMON-SUDO-MISSING'],
  ])('does not run where nobody becomes root: %s', async (_title, login, sudo, code) => {
    const refused = await failed(`ssh://${login}`, ending(': >/tmp/ran'), { sudo });
    expect(refused).toMatchObject({ code, exit: 3, target: `ssh://${login}` });
    expect(refused.fix.length).toBeGreaterThan(0);
    expect(JSON.stringify([refused.message, refused.why, refused.fix])).not.toMatch(/Wr0ng|c0rrect/);
    expect(onHost('/tmp/ran')).toBe(false);
  });

  it('tries a wrong password once', async () => {
    host.run(': >/var/log/sudo.log; echo "Defaults logfile=/var/log/sudo.log" >/etc/sudoers.d/log');
    await failed('ssh://admin@deb12', ending(''), { sudo: { password: new Secret('Wr0ng') } });
    expect(host.run('tr -s "[:space:]" " " </var/log/sudo.log; rm /etc/sudoers.d/log /var/log/sudo.log')).toContain(
      '1 incorrect password attempt',
    );
  });

  it.each([
    ['parameters', { parameters: { AZMON_FIX: `Canary-81d a'b"c$d \\e\nsecond line` } }, ''],
    ['secrets', { secrets: { AZMON_WORKSPACE_KEY: new Secret(`Canary-81d a'b"c$d \\e\nsecond line`) } }, ''],
    ['the password of sudo', { sudo: { password: new Secret(PASSWORD) } }, 'none'],
  ])('no process can see %s, and they come through', async (_title, more, none) => {
    const { lines } = await change(
      'ssh://admin@deb12',
      ending(`for f in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do tr '\\000' ' ' <$f; done
      printf '\\nvalue %s%s\\n' "\${AZMON_FIX-}" "\${AZMON_WORKSPACE_KEY-}"`),
      { sudo: { password: new Secret(PASSWORD) }, ...more },
    );
    const at = lines.findIndex((text) => text.startsWith('value '));
    expect(lines.slice(0, at).join()).toContain('sh -s');
    expect(lines.slice(0, at).join()).not.toMatch(/Canary-81d|c0rrect|second line/);
    expect(lines.slice(at, -1)).toEqual(none === 'none' ? ['value '] : [`value Canary-81d a'b"c$d \\e`, 'second line']);
  });

  it('leaves nothing on the machine', async () => {
    const before = snapshot(host.root);
    await change('ssh://admin@deb12', ending('id'), { sudo: { password: new Secret(PASSWORD) } });
    await failed('ssh://root@deb12', 'sleep 50', { timeoutMs: 1500 });
    expect(snapshot(host.root)).toEqual(before);
    expect(running('sh -s')).toBe('');
  });

  it.each(['root@deb11', 'root@deb12', 'ops@deb12', 'csh@deb12'])(
    'carries the wrapper as it ships: %s',
    async (login) => {
      const wrapper = readFileSync(new URL('../../templates/wrapper/linux.sh', import.meta.url), 'utf8');
      const parameters = { AZMON_DO: 'show', AZMON_LINES: 'yes', AZMON_RUN: 'a-run', AZMON_BY: "o'ps@ci" };
      const { lines } = await change(`ssh://${login}`, wrapper, { parameters });
      expect(lines[0]).toBe('wrapper.version=1');
      expect(lines).toContain('state.agent=none');
      expect(lines.at(-1)).toBe('wrapper.end=ok');
    },
  );

  it('the script has an end of its own on stdin: nothing that it starts waits there', async () => {
    const { lines } = await change(
      'ssh://root@deb12',
      ending('if read -r x; then echo "read $x"; else echo nothing; fi'),
    );
    expect(lines).toEqual(['wrapper.version=1', 'nothing', 'wrapper.end=ok']);
  });

  it('ends although a service that it started holds its output open, and lets that live', async () => {
    const startedAt = Date.now();
    const { run } = await change('ssh://root@deb12', `${ending('sleep 47.5 &')}exit 3\n`);
    expect(run.exitCode).toBe(3);
    expect(Date.now() - startedAt).toBeLessThan(40_000);
    await sleep(1500);
    expect(running('sleep 47.5')).toContain('sleep 47.5');
    host.run(`kill ${pidsOf('sleep 47.5$')}`);
  });

  it.each([
    ['root', 'root@deb12', {}],
    ['sudo', 'ops@deb12', {}],
    ['sudo with a password', 'admin@deb12', { password: new Secret(PASSWORD) }],
  ])('has time to clean up when the run is cancelled, and is heard until then: %s', async (_title, login, sudo) => {
    const control = new AbortController();
    const { run, lines } = await change(`ssh://${login}`, trapping(':'), {
      ...{ sudo, signal: control.signal },
      line: (text) => void (text === 'begun' && control.abort()),
    });
    expect(lines).toEqual(expect.arrayContaining(['begun', 'cleaning', 'wrapper.end=ok']));
    expect(run.exitCode).toBe(130);
    expect([onHost('/root/begun'), onHost('/root/ended')]).toEqual([false, true]);
    host.run('rm /root/ended');
  });

  it('cancelled before it begins, or where it does not clean up', async () => {
    const cancelled = { code: 'AZMON-CANCELLED', exit: 130 };
    expect(await failed('ssh://root@deb12', ending(''), { signal: AbortSignal.abort() })).toMatchObject(cancelled);
    const signal = AbortSignal.timeout(1500);
    expect(await failed('ssh://root@deb12', 'sleep 48.5', { signal })).toMatchObject(cancelled);
    expect(running('sleep 48.5')).toBe('');
  });

  it.each([
    ['root', 'root@deb12'],
    ['sudo', 'ops@deb12'],
  ])('ends with all that it started when its time is up: %s', async (_title, login) => {
    const late = await failed(`ssh://${login}`, 'echo x; (sleep 49.5; echo y) & sleep 49.5', { timeoutMs: 1500 });
    expect(late).toMatchObject({ code: 'AZMON-RUN-TIMEOUT', exit: 7, retryable: true });
    expect(running('sleep 49.5')).toBe('');
  });

  it('ends with what it runs where that does not end by itself', { timeout: 90_000 }, async () => {
    const startedAt = Date.now();
    const script = `trap 'echo cleaned >/root/ended; exit 130' TERM; sleep 50.5`;
    expect(await failed('ssh://root@deb12', script, { timeoutMs: 1000 })).toMatchObject({ code: 'AZMON-RUN-TIMEOUT' });
    expect(Date.now() - startedAt).toBeGreaterThan(19_000);
    expect([running('sleep 50.5'), onHost('/root/ended')]).toEqual(['', true]);
    host.run('rm /root/ended');
  });

  it.each([
    ['root', 'root@deb12'],
    ['sudo', 'ops@deb12'],
  ])('cleans up when the connection is cut, and that is told: %s', async (_title, login) => {
    const cut = cutOff(login.split('@')[0] as string);
    const lost = await failed(`ssh://${login}`, trapping('sleep 0.2'), {
      line: (text) => void (text === 'begun' && host.run(cut)),
    });
    expect(lost).toMatchObject({ code: 'AZMON-RUN-LOST', exit: 12, retryable: true });
    for (let tries = 0; tries < 50 && !onHost('/root/ended'); tries++) await sleep(100);
    expect([onHost('/root/begun'), onHost('/root/ended')]).toEqual([false, true]);
    host.run('rm /root/ended');
  });

  it('what is killed on the machine with all its family comes back as it stands', async () => {
    const { run } = await change('ssh://root@deb12', 'echo a; kill -9 0; sleep 5');
    expect(run).toMatchObject({ output: 'a\n' });
    expect(run.exitCode).toBeUndefined();
  });

  it.each([
    ['nobody listens', 'ssh://deb12:23', 'AZMON-SSH-UNREACHABLE', 12],
    ['the login is refused', 'ssh://stranger@deb12', 'AZMON-SSH-LOGIN', 3],
  ])('tells why it did not begin: %s', async (_title, target, code, exit) => {
    const refused = await failed(target, ending(''));
    expect(refused).toMatchObject({ code, exit, target });
    expect(JSON.stringify(refused.fix)).not.toMatch(/azmon (probe|check)/);
  });

  // --- copying ------------------------------------------------------------------------------------------------------

  const file = (bytes: Uint8Array): string => {
    const path = join(here, `bundle-${Math.random().toString(36).slice(2)}`);
    writeFileSync(path, bytes);
    return path;
  };
  /** So large that it is still under way when something happens to it; it takes no room here. */
  const large = (): string => {
    const path = file(new Uint8Array());
    truncateSync(path, 2_000_000_000);
    return path;
  };
  const push = (target: string, path: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
    transport().push(parseTarget(target), {
      ...{ file: path, name: 'omsagent-1.19.0-0.sh', system: 'linux', timeoutMs: 60_000, ...more },
    });
  const copies = (): string[] =>
    ['var/tmp', 'tmp'].flatMap((folder) =>
      readdirSync(join(host.root, folder)).filter((name) => name.startsWith('azmon-')),
    );

  it.each(['root', 'tester', 'csh', 'fish', 'noisy'])('copies a file of 5 MB for its user alone: %s', async (user) => {
    const content = randomBytes(5_000_000);
    const pushed = await push(`ssh://${user}@deb12`, file(content));
    expect(pushed.path).toMatch(/^\/var\/tmp\/azmon-\w+\/omsagent-1\.19\.0-0\.sh$/);
    expect(readFileSync(join(host.root, pushed.path)).equals(content)).toBe(true);
    const folder = pushed.path.replace(/\/[^/]+$/, '');
    expect(host.run(`stat -c '%a %U' ${folder} ${pushed.path}`)).toBe(`700 ${user}\n600 ${user}\n`);
    await pushed.remove();
    expect(copies()).toEqual([]);
  });

  it('takes away nothing but its own folder, and does not mind when that is gone', async () => {
    const [one, two] = [
      await push('ssh://root@deb12', file(randomBytes(10))),
      await push('ssh://root@deb12', file(randomBytes(0))),
    ];
    await one.remove();
    expect(copies()).toHaveLength(1);
    host.run('rm -rf /var/tmp/azmon-*');
    await two.remove();
    expect(copies()).toEqual([]);
  });

  it('a machine without room', async () => {
    host.run('mount -t tmpfs -o size=1m tmpfs /var/tmp');
    const full = await push('ssh://root@deb12', file(randomBytes(3_000_000))).catch((error: Problem) => error);
    const there = host.run('ls -A /var/tmp; umount /var/tmp');
    expect(full).toMatchObject({ code: 'AZMON-PUSH-SPACE', exit: 7, target: 'ssh://root@deb12' });
    expect(there).toBe('');
  });

  /** A part of it is there: what is said before the first of it has come, too. */
  const underWay = (): Promise<void> =>
    expect
      .poll(
        () =>
          ['var/tmp', 'tmp']
            .flatMap((folder) => copies().map((name) => join(host.root, folder, name, 'omsagent-1.19.0-0.sh')))
            .filter((path) => existsSync(path))
            .map((path) => statSync(path).size > 1_000_000),
        { timeout: 20_000, interval: 10 },
      )
      .toEqual([true]) as unknown as Promise<void>;

  it('a connection that is cut leaves nothing there', async () => {
    const cutting = push('ssh://ops@deb12', large()).catch((error: Problem) => error);
    await underWay();
    host.run(cutOff('ops'));
    expect(await cutting).toMatchObject({ code: 'AZMON-PUSH-LOST', exit: 12 });
    for (let tries = 0; tries < 50 && copies().length > 0; tries++) await sleep(100);
    expect(copies()).toEqual([]);
  });

  it('can be cancelled, and leaves nothing there', async () => {
    const control = new AbortController();
    const going = push('ssh://root@deb12', large(), { signal: control.signal }).catch((e: Problem) => e);
    await underWay();
    control.abort();
    expect(await going).toMatchObject({ code: 'AZMON-CANCELLED', exit: 130 });
    for (let tries = 0; tries < 50 && copies().length > 0; tries++) await sleep(100);
    expect(copies()).toEqual([]);
  });

  it.each([
    ['no such file', () => join(here, 'none'), 'AZMON-FILE-MISSING', 'ssh://root@deb12'],
    ['a folder', () => here, 'AZMON-FILE-DIRECTORY', 'ssh://root@deb12'],
    ['the login is refused', () => file(randomBytes(1)), 'AZMON-SSH-LOGIN', 'ssh://stranger@deb12'],
    ['nobody listens', () => file(randomBytes(1)), 'AZMON-SSH-UNREACHABLE', 'ssh://deb12:23'],
  ] as const)('is not copied: %s', async (_title, path, code, target) => {
    await expect(push(target, path())).rejects.toMatchObject({ code });
  });

  it('works on a bare Debian 11 too', async () => {
    const pushed = await push('ssh://tester@deb11', file(randomBytes(1000)));
    expect(existsSync(join(bare.root, pushed.path))).toBe(true);
    await pushed.remove();
    expect(existsSync(join(bare.root, pushed.path))).toBe(false);
  });
});
