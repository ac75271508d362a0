import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Gathered, gather } from '../../src/machine/gather.ts';
import type { ProbeRequest } from '../../src/ports.ts';
import type { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { sshTransport } from '../../src/transport/ssh.ts';
import { describeWith } from '../support/needs.ts';
import { snapshot } from '../support/snapshot.ts';
import { type Lan, openLan, SSHD_NEEDS, type SshHost } from '../support/sshd.ts';

const PROBE = readFileSync(new URL('../../templates/probe/linux.sh', import.meta.url), 'utf8');
const PASSWORD = 'c0rrect horse$`"\\';
/** What stands for a probe where a test wants to see something in particular. */
const answering = (body: string): string => `printf 'probe.version=1\\n'\n${body}\nprintf 'probe.end=ok\\n'\n`;

const USERS = [
  // A password of `*`: keys are taken, passwords are not.
  ...['ops', 'locked', 'nologin', 'noisy', 'csh', 'posh'].map((name) => `useradd -m -p "*" -s /bin/bash ${name}`),
  `useradd -m -s /bin/bash admin && printf '%s\\n' 'admin:${PASSWORD.replaceAll("'", "'\\''")}' | chpasswd`,
  'usermod -s /bin/false locked; usermod -s /usr/sbin/nologin nologin; usermod -s /bin/csh csh; usermod -s /bin/posh posh',
  'for u in ops locked nologin noisy csh posh admin; do cp -a /home/tester/.ssh /home/$u/; chown -R $u:$u /home/$u; done',
  'echo "ops ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/ops; echo "admin ALL=(ALL) ALL" > /etc/sudoers.d/admin',
  `printf 'echo "Welcome!"; printf "os.family=windows\\\\nnoise without end"; echo careful >&2\\n' > /home/noisy/.bashrc`,
].join('\n');

describeWith(SSHD_NEEDS)('ssh', () => {
  let lan: Lan;
  let host: SshHost;
  let other: SshHost;

  beforeAll(async () => {
    lan = openLan();
    host = await lan.start('deb12', { suite: 'bookworm', packages: ['sudo', 'csh', 'posh'], prepare: USERS });
    other = await lan.start('deb11', { suite: 'bullseye', packages: ['sudo'] });
  });
  afterAll(() => lan?.stop());

  interface Look extends Partial<ProbeRequest> {
    readonly config?: string;
    readonly connectTimeoutS?: number;
    readonly path?: string;
  }

  function look(
    target: string,
    { config = lan.config, connectTimeoutS = 3, path, ...more }: Look = {},
  ): Promise<Gathered> {
    const env = path === undefined ? process.env : { ...process.env, PATH: path };
    const transport = sshTransport({ configFile: config, connectTimeoutS, interactive: false, env });
    const request = { linux: PROBE, windows: '', parameters: {}, secrets: {}, timeoutMs: 60_000, ...more };
    return gather(transport, parseTarget(target), request);
  }

  async function facts(target: string, more?: Look) {
    const seen = await look(target, more);
    if ('problem' in seen) throw seen.problem;
    return seen.facts;
  }

  async function problem(target: string, more?: Look): Promise<Problem> {
    const seen = await look(target, more);
    if ('problem' in seen) return seen.problem;
    throw new Error(`${target} was looked at`);
  }

  /** The client's configuration with something in front of it. */
  function configured(lines: string): string {
    const path = join(lan.folder, `config-${Math.random().toString(36).slice(2)}`);
    writeFileSync(path, `${lines}\nMatch all\nInclude ${lan.config}\n`);
    return path;
  }

  it('looks at a machine as root', async () => {
    const seen = await facts('ssh://root@deb12');
    expect(seen).toMatchObject({
      'os.family': 'linux',
      'user.id': 0,
      'host.name': 'deb12',
      'kernel.machine': 'x86_64',
    });
    expect(seen.release).toContain(
      '/etc/debian_version:12.15'.replace('12.15', readFileSync(join(host.root, 'etc/debian_version'), 'utf8').trim()),
    );
  });

  it('takes name, port and user from the target', async () => {
    expect((await facts(`ssh://tester@${host.address}:22`))['user.id']).toBe(1000);
  });

  it('keeps several machines apart, whichever answers first', async () => {
    const targets = ['ssh://root@deb12', 'ssh://root@deb11', 'ssh://tester@deb12', 'ssh://tester@deb11'];
    const names = await Promise.all(
      targets.map(async (target) => `${(await facts(target))['host.name']} ${(await facts(target))['user.id']}`),
    );
    expect(names).toEqual(['deb12 0', 'deb11 0', 'deb12 1000', 'deb11 1000']);
  });

  it('tells the time it took by the clock of azmon', async () => {
    const before = Date.now();
    const seen = (await look('ssh://root@deb12')) as Extract<Gathered, { facts: unknown }>;
    expect(seen.gathered.startedAt).toBeGreaterThanOrEqual(before);
    expect(seen.gathered.finishedAt).toBeLessThanOrEqual(Date.now());
    const middle = (seen.gathered.startedAt + seen.gathered.finishedAt) / 2000;
    expect(Math.abs((seen.facts['clock.now'] ?? 0) - middle)).toBeLessThan(10);
  });

  it.each(['tester', 'csh', 'posh', 'noisy'])('works with whatever login shell: %s', async (user) => {
    expect(await facts(`ssh://${user}@deb12`)).toMatchObject({ 'os.family': 'linux', 'host.name': 'deb12' });
  });

  it.each([
    ['locked', 'ended with 1'],
    ['nologin', 'ended with 1'],
  ])('says that there is no shell: %s', async (user, why) => {
    const refused = await problem(`ssh://${user}@deb12`);
    expect(refused).toMatchObject({ code: 'AZMON-SSH-SHELL', exit: 7, why: expect.stringContaining(why) });
  });

  it('without --sudo stays the user who logs in', async () => {
    expect(await facts('ssh://ops@deb12')).toMatchObject({ 'user.id': 1001, 'user.sudo': 'passwordless' });
  });

  it.each([
    ['root already', 'root@deb12', 0],
    ['sudo without a password', 'ops@deb12', 0],
    ['sudo wants a password and there is none', 'admin@deb12', 1007],
    ['not in the list of sudo', 'tester@deb12', 1000],
    ['csh and no sudo', 'csh@deb12', 1005],
  ])('with --sudo: %s', async (_title, login, uid) => {
    expect((await facts(`ssh://${login}`, { sudo: {} }))['user.id']).toBe(uid);
  });

  it.each([
    ['it is asked for', 'admin@deb12'],
    ['it is not needed', 'ops@deb12'],
    ['it is root already', 'root@deb12'],
  ])('with --sudo and a password: %s', async (_title, login) => {
    expect((await facts(`ssh://${login}`, { sudo: { password: new Secret(PASSWORD) } }))['user.id']).toBe(0);
  });

  it('tries a wrong sudo password once, and says so', async () => {
    host.run(
      ': > /var/log/sudo.log; echo "Defaults logfile=/var/log/sudo.log" > /etc/sudoers.d/log; chmod 440 /etc/sudoers.d/log',
    );
    const refused = await problem('ssh://admin@deb12', { sudo: { password: new Secret('Wr0ng') } });
    expect(refused).toMatchObject({ code: 'AZMON-SSH-SUDO', exit: 3 });
    const log = host.run('tr -s "[:space:]" " " < /var/log/sudo.log; rm /etc/sudoers.d/log /var/log/sudo.log');
    expect(log).toContain('1 incorrect password attempt');
    expect(JSON.stringify([refused.message, refused.why, refused.fix, log])).not.toMatch(/Wr0ng|probe/);
  });

  it('says when sudo does not serve the user, whatever the password', async () => {
    const refused = await problem('ssh://tester@deb12', { sudo: { password: new Secret(PASSWORD) } });
    expect(refused).toMatchObject({ code: 'AZMON-SSH-SUDO', exit: 3 });
  });

  it.each([
    ['parameters', { parameters: { AZMON_HOSTS: `Canary-81d a'b"c$d \\e` } }],
    ['secrets', { secrets: { AZMON_PROXY: new Secret(`Canary-81d a'b"c$d \\e`) } }],
    ['the password of sudo', { sudo: { password: new Secret(PASSWORD) } }],
  ])('no process can see %s', async (_title, more) => {
    const script =
      answering(`for f in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do tr '\\000' ' ' < $f; done | sed 's/^/release=/'
      printf '\\nrelease=value %s%s\\n' "\${AZMON_HOSTS-}" "\${AZMON_PROXY-}"`);
    const seen = (await facts('ssh://admin@deb12', { linux: script, ...more })).release ?? [];
    const values = seen.filter((line) => line.startsWith('value'));
    const world = seen.filter((line) => !line.startsWith('value'));
    expect(world.join()).toContain('sh -s');
    expect(world.join()).not.toMatch(/Canary-81d|c0rrect/);
    expect(values).toEqual(['sudo' in more ? 'value' : `value Canary-81d a'b"c$d \\e`]);
  });

  it('writes nothing on the machine, even where sudo takes a password', async () => {
    const before = snapshot(host.root);
    await facts('ssh://admin@deb12', { sudo: { password: new Secret(PASSWORD) } });
    await problem('ssh://admin@deb12', { sudo: { password: new Secret('Wr0ng') } });
    expect(snapshot(host.root)).toEqual(before);
  });

  it.each([
    ['nobody listens', 'ssh://deb12:23', {}, 'it refused the connection'],
    ['no such name', 'ssh://nosuch.invalid', {}, 'its name does not resolve'],
    ['nobody has the address', 'ssh://192.0.2.1', { connectTimeoutS: 1 }, ''],
  ])('unreachable: %s', async (_title, target, more, why) => {
    expect(await problem(target, more)).toMatchObject({
      ...{ code: 'AZMON-SSH-UNREACHABLE', exit: 12, retryable: true, target, why: expect.stringContaining(why) },
    });
  });

  it('unreachable: a machine that swallows everything', async () => {
    const address = `${host.address.replace(/\.\d+$/, '')}.99`;
    const device = /dev (\S+)/.exec(execFileSync('ip', ['route', 'get', address], { encoding: 'utf8' }))?.[1] as string;
    execFileSync('ip', ['neigh', 'replace', address, 'lladdr', '02:00:00:00:00:99', 'nud', 'permanent', 'dev', device]);
    expect(await problem(`ssh://${address}`, { connectTimeoutS: 1 })).toMatchObject({
      code: 'AZMON-SSH-UNREACHABLE',
      why: 'it did not answer in time',
    });
  });

  it('unreachable: something else listens on the port', async () => {
    const config = configured('Host odd\n  ProxyCommand printf "HTTP/1.1 400 Bad Request\\r\\n\\r\\n"');
    expect(await problem('ssh://odd', { config })).toMatchObject({ exit: 12 });
  });

  it('a login that is refused', async () => {
    const refused = await problem('ssh://stranger@deb12');
    expect(refused).toMatchObject({ code: 'AZMON-SSH-LOGIN', exit: 3, why: expect.stringContaining('publickey') });
    expect(refused.fix.at(-1)?.command).toBe('ssh-copy-id stranger@deb12');
  });

  it('a host key that changed: its fix forgets the old key, and then the new one is unknown', async () => {
    const known = join(lan.folder, 'known_hosts_changed');
    const wrong = readFileSync(lan.knownHosts, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${other.address} `));
    writeFileSync(known, wrong.map((line) => `${line.replace(other.address, host.address)}\n`).join(''));
    const config = configured(`UserKnownHostsFile ${known}`);
    const changed = await problem('ssh://root@deb12', { config });
    expect(changed).toMatchObject({
      code: 'AZMON-SSH-HOST-KEY',
      exit: 3,
      message: expect.stringContaining('is not the one'),
    });
    execFileSync('sh', ['-c', changed.fix[0]?.command as string], { stdio: 'ignore' });
    const unknown = await problem('ssh://root@deb12', { config });
    expect(unknown).toMatchObject({
      code: 'AZMON-SSH-HOST-KEY',
      exit: 3,
      message: expect.stringContaining('is not known'),
    });
    const byHand = `${unknown.fix[0]?.command?.replace('ssh ', 'ssh -o StrictHostKeyChecking=accept-new ')} true`;
    execFileSync('sh', ['-c', byHand], { stdio: 'ignore' });
    expect((await facts('ssh://root@deb12', { config }))['user.id']).toBe(0);
  });

  it.each([
    ['the probe is killed', 'kill -9 $$'],
    ['the connection is cut', 'kill -9 $(sed -n "s/^PPid:.//p" /proc/$PPID/status) $PPID'],
    ['the probe ends too early', 'exit 0'],
  ])('cut off in the middle: %s', async (_title, end) => {
    const cut = await problem('ssh://root@deb12', {
      linux: answering(`printf 'kernel.release=6\\n'; ${end}; sleep 1`),
    });
    expect(cut).toMatchObject({ code: 'AZMON-PROBE-INCOMPLETE', exit: 7, why: expect.stringContaining('2 facts') });
  });

  it('is ended when its time is up', async () => {
    const late = await problem('ssh://root@deb12', { linux: answering('sleep 30'), timeoutMs: 1500 });
    expect(late).toMatchObject({ code: 'AZMON-PROBE-TIMEOUT', exit: 7 });
  });

  it('is ended when the run is cancelled, and does not start afterwards', async () => {
    const control = new AbortController();
    setTimeout(() => control.abort(), 700);
    const startedAt = Date.now();
    expect(await problem('ssh://root@deb12', { linux: answering('sleep 30'), signal: control.signal })).toMatchObject({
      code: 'AZMON-CANCELLED',
      exit: 130,
    });
    expect(await problem('ssh://root@deb12', { signal: control.signal })).toMatchObject({
      code: 'AZMON-CANCELLED',
      exit: 130,
    });
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  });

  it('is ended when the machine does not stop talking', async () => {
    expect(
      await problem('ssh://root@deb12', { linux: answering('while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done') }),
    ).toMatchObject({
      code: 'AZMON-PROBE-FLOOD',
      exit: 7,
    });
  });

  it('has its answer even if something on the machine keeps the connection open', async () => {
    const seen = await facts('ssh://root@deb12', { linux: `${answering('')}sleep 60 &\n`, timeoutMs: 6000 });
    expect(seen['probe.version']).toBe(1);
  });

  it('goes through jump hosts', async () => {
    const config = configured('Host deb11\n  ProxyJump tester@deb12');
    const seen = await facts('ssh://root@deb11', {
      config,
      linux: answering('printf "host.name=%s\n" "$SSH_CONNECTION"'),
    });
    expect(seen['host.name']).toMatch(new RegExp(`^${host.address} .* ${other.address} 22$`));
  });

  it.each([
    ['refuses the login', 'stranger@deb12', 22, 3, 'of the jump host: it accepts publickey'],
    ['refuses the connection', 'tester@deb12:23', 22, 12, 'of the jump host: it refused the connection'],
    ['cannot reach the machine', 'tester@deb12', 23, 12, 'the jump host says: connect failed: Connection refused'],
  ])('tells a jump host from the machine behind it: the jump host %s', async (_title, jump, port, exit, why) => {
    const config = configured(`Host deb11\n  Port ${port}\n  ProxyJump ${jump}`);
    expect(await problem('ssh://root@deb11', { config })).toMatchObject({
      code: 'AZMON-SSH-JUMP',
      exit,
      why: expect.stringContaining(why),
    });
  });

  it.each([
    ['RemoteCommand tmux attach\n  RequestTTY force'],
    ['LocalForward 127.0.0.1:22 127.0.0.1:22\n  ExitOnForwardFailure yes'],
    ['LogLevel QUIET'],
    ['ControlMaster auto\n  ControlPath ~/.azmon-test-%C\n  ControlPersist 60'],
  ])('is not disturbed by the configuration of the user: %s', async (lines) => {
    const config = configured(`Host deb12\n  ${lines}`);
    expect((await facts('ssh://root@deb12', { config }))['user.id']).toBe(0);
    expect(await problem('ssh://stranger@deb12', { config })).toMatchObject({ code: 'AZMON-SSH-LOGIN' });
  });

  it('says when ssh refuses its configuration', async () => {
    expect(await problem('ssh://deb12', { config: configured('Nonsense yes') })).toMatchObject({
      code: 'AZMON-SSH-CONFIG',
      exit: 2,
    });
    expect(await problem('ssh://deb12', { config: join(lan.folder, 'missing') })).toMatchObject({
      code: 'AZMON-SSH-CONFIG',
      exit: 2,
    });
  });

  it('says when there is no ssh', async () => {
    expect(await problem('ssh://deb12', { path: '/nonexistent' })).toMatchObject({
      code: 'AZMON-SSH-MISSING',
      exit: 2,
    });
  });

  it('leaves no process behind', () => {
    const left = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((line) => line.startsWith('ssh ') && line.includes(lan.folder));
    expect(left).toEqual([]);
  });
});
