import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { inRoot, SUITES, type Suite } from '../support/roots.ts';
import { snapshot } from '../support/snapshot.ts';
import { type Lan, openLan, SSHD_NEEDS, type SshHost } from '../support/sshd.ts';

const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const NAMES: Readonly<Record<Suite, string>> = { bullseye: 'deb11', bookworm: 'deb12', trixie: 'deb13' };

/** `broken` logs in to a shell that kills the connection once the probe has said a few lines. */
const PREPARE = [
  `printf '#!/bin/sh\\nsh -s | { head -n 12; kill -9 $PPID; }\\n' > /usr/local/bin/broken-shell; chmod 755 /usr/local/bin/broken-shell`,
  "useradd -m -s /bin/bash admin; echo 'admin:Pa55w0rd' | chpasswd",
  'useradd -m -p "*" -s /usr/local/bin/broken-shell broken; useradd -m -p "*" -s /bin/false locked; useradd -m -p "*" -s /bin/bash ops',
  'for u in broken locked ops admin; do cp -a /home/tester/.ssh /home/$u/; chown -R $u:$u /home/$u; done',
  'echo "ops ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/ops; echo "admin ALL=(ALL) ALL" > /etc/sudoers.d/admin',
].join('\n');

interface Answer {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

describeWith(SSHD_NEEDS)('azmon check over ssh', () => {
  let lan: Lan;
  const hosts = {} as Record<Suite, SshHost>;

  beforeAll(async () => {
    lan = openLan();
    for (const suite of Object.keys(SUITES) as Suite[]) {
      const packages = suite === 'bullseye' ? ['sudo', 'python2'] : ['sudo'];
      hosts[suite] = await lan.start(NAMES[suite], { suite, packages, prepare: PREPARE });
    }
  });
  afterAll(() => lan?.stop());

  function azmon(args: readonly string[], stdin = '', config = lan.config): Promise<Answer> {
    const env = { ...process.env, AZMON_SSH_CONFIG: config, AZMON_NON_INTERACTIVE: '1', NO_COLOR: '1' };
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [RUN, ...args],
        { env, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
      child.stdin?.end(stdin);
    });
  }

  /** The results of a run by target, and its exit code. */
  async function checked(args: readonly string[], stdin?: string, config?: string) {
    const { exit, stdout, stderr } = await azmon(['check', '--offline', '--json', ...args], stdin, config);
    if (stdout === '') throw new Error(stderr);
    const envelope = JSON.parse(stdout);
    // biome-ignore lint/suspicious/noExplicitAny: the answer is JSON, and each test says what it expects of it
    const targets: any[] = envelope.result?.targets ?? [];
    return { exit, envelope, of: Object.fromEntries(targets.map((one) => [one.target, one])) };
  }

  describe.each(Object.entries(SUITES) as [Suite, string][])('%s, %s', (suite, title) => {
    const target = `ssh://root@${NAMES[suite]}`;

    it('is recognised and judged for both generations', async () => {
      const { exit, of } = await checked([target]);
      const version = readFileSync(join(hosts[suite].root, 'etc/debian_version'), 'utf8').trim();
      expect(exit).toBe(4);
      expect(of[target]).toMatchObject({
        ...{ exitCode: 4, verdict: 'not-ready', page: 'unsupported-version' },
        system: { family: 'linux', id: 'debian' },
        generations: [{ agent: 'log-analytics' }, { agent: 'azure-monitor' }],
      });
      expect(`${title}.`).toContain(`Debian ${of[target].system.version.split('.')[0]}.`);
      expect(version).toContain(of[target].system.version.split('.')[0]);
    });

    it('tells in words what is missing', async () => {
      const { exit, stdout } = await azmon(['check', '--offline', target]);
      expect(exit).toBe(4);
      expect(stdout).toMatch(new RegExp(`^${target}  Debian GNU/Linux`, 'm'));
      expect(stdout).toMatch(/no openssl command|no curl/);
      expect(stdout).not.toContain('\u001b');
    });

    it('is not changed by the looks: as root, as a user, as a user who becomes root', async () => {
      const before = snapshot(hosts[suite].root);
      const logins: [string, string[]][] = [
        ['root', []],
        ['tester', ['--sudo']],
        ['ops', ['--sudo']],
      ];
      for (const [user, flags] of logins) {
        const { of } = await checked([`ssh://${user}@${NAMES[suite]}`, ...flags]);
        expect(Object.values(of)).toMatchObject([{ verdict: 'not-ready' }]);
      }
      expect(snapshot(hosts[suite].root)).toEqual(before);
    });
  });

  describe('Debian 11 with python2', () => {
    const ASK = ['-v', '--agent', 'log-analytics', '--only', 'python.alias', 'ssh://root@deb11'];
    const alias = async () => {
      const { exit, of } = await checked(ASK);
      const [finding] = of['ssh://root@deb11'].generations[0].findings;
      return { exit, finding };
    };

    it.each([0, 1])('lacks the command python, and fix %i that is printed helps', async (chosen) => {
      const { root } = hosts.bullseye;
      inRoot(root, 'apt-get -qq remove -y python-is-python2 >/dev/null 2>&1; rm -f /usr/bin/python');
      const before = await alias();
      expect(before).toMatchObject({
        exit: 4,
        finding: { id: 'python.alias', status: 'fail', cause: 'no command python' },
      });
      const command: string = before.finding.fix[chosen].command;
      expect((await azmon(['check', '--offline', ...ASK])).stdout).toContain(`  ${command}\n`);
      inRoot(root, command);
      const after = await alias();
      expect(after.finding).toMatchObject({ id: 'python.alias', status: 'pass' });
    });
  });

  describe('with --sudo', () => {
    it.each([
      ['a user whom sudo asks nothing looks as root', 'ops', ['--sudo'], 'root'],
      ['and as himself without the flag', 'ops', [], 'sudo without a password'],
      ['a user who would be asked looks as himself', 'tester', ['--sudo'], 'sudo with a password'],
    ])('%s', async (_title, user, flags, measured) => {
      const target = `ssh://${user}@deb12`;
      const { of } = await checked([target, ...flags, '-v', '--only', 'privilege.root', '--agent', 'log-analytics']);
      expect(of[target].generations[0].findings).toMatchObject([{ evidence: { measured } }]);
    });
  });

  describe('in a terminal', () => {
    const ASK = [
      'check',
      '--offline',
      '-v',
      '--only',
      'privilege.root',
      '--agent',
      'log-analytics',
      'ssh://admin@deb12',
    ];

    /** Runs azmon in a terminal of its own, and types the answer when the question appears. */
    function typed(args: readonly string[], question: RegExp, answer: string, config = lan.config): Promise<Answer> {
      const line = [process.execPath, RUN, ...args, '--ssh-config', config].join(' ');
      const env = { ...process.env, CI: '', AZMON_NON_INTERACTIVE: '0', TERM: 'xterm' };
      return new Promise((resolve) => {
        const child = spawn('script', ['-qec', line, '/dev/null'], { env });
        let seen = '';
        let answered = false;
        child.stdout.on('data', (chunk) => {
          seen += chunk;
          if (answered || !question.test(seen)) return;
          answered = true;
          child.stdin.write(answer);
        });
        child.on('close', (exit) => resolve({ exit: exit ?? -1, stdout: seen, stderr: '' }));
      });
    }

    it('asks for the password of sudo, shows nothing of it, and looks as root', async () => {
      const { exit, stdout } = await typed([...ASK, '--sudo'], /Password for sudo/, 'Pa55w0rd\r');
      expect(exit).toBe(0);
      expect(stdout).toMatch(/privilege\.root.*: root/);
      expect(stdout).not.toMatch(/Pa55|\*{3}/);
    });

    it('goes on without a password when none is given', async () => {
      const { stdout } = await typed([...ASK, '--sudo'], /Password for sudo/, '\r');
      expect(stdout).toMatch(/privilege\.root.*sudo with a password/);
    });

    it('ends with 130 when the question is left', async () => {
      expect((await typed([...ASK, '--sudo'], /Password for sudo/, '\u0003')).exit).toBe(130);
    });

    it('lets ssh ask whether a host key is right, when there is one machine', async () => {
      const config = join(lan.folder, 'config-ask');
      const settings = `UserKnownHostsFile ${join(lan.folder, 'asked')}\nStrictHostKeyChecking ask`;
      writeFileSync(config, `${settings}\nMatch all\nInclude ${lan.config}\n`);
      const { exit, stdout } = await typed(ASK, /\(yes\/no/, 'yes\r', config);
      expect(stdout).toMatch(/privilege\.root.*sudo with a password/);
      expect(exit).toBe(0);
    });
  });

  describe('what cannot be looked at has one clear error', () => {
    it.each([
      ['nobody listens', 'ssh://root@deb12:23', 12, 'AZMON-SSH-UNREACHABLE'],
      ['no such name', 'ssh://nosuch.invalid', 12, 'AZMON-SSH-UNREACHABLE'],
      ['a login that is refused', 'ssh://stranger@deb12', 3, 'AZMON-SSH-LOGIN'],
      ['no shell', 'ssh://locked@deb12', 7, 'AZMON-SSH-SHELL'],
      ['a connection that breaks off', 'ssh://broken@deb12', 7, 'AZMON-PROBE-INCOMPLETE'],
    ])('%s', async (_title, target, exit, code) => {
      const { envelope, ...rest } = await checked([target]);
      expect({ exit: rest.exit, code: envelope.exitCode }).toEqual({ exit, code: exit });
      expect(envelope.errors).toMatchObject([{ code, target }]);
      const { stdout, stderr } = await azmon(['check', '--offline', target]);
      expect(`${stdout}${stderr}`.split(code)).toHaveLength(2);
      expect(stderr).toContain(target);
    });

    it('a host key that is not the known one', async () => {
      const known = join(lan.folder, 'changed');
      const lines = readFileSync(lan.knownHosts, 'utf8').split('\n');
      const wrong = lines.filter((line) => line.startsWith(`${hosts.bullseye.address} `));
      writeFileSync(
        known,
        wrong.map((line) => `${line.replace(hosts.bullseye.address, hosts.bookworm.address)}\n`).join(''),
      );
      const config = join(lan.folder, 'config-changed');
      writeFileSync(config, `UserKnownHostsFile ${known}\nInclude ${lan.config}\n`);
      const { exit, envelope } = await checked(['ssh://root@deb12'], '', config);
      expect(exit).toBe(3);
      expect(envelope.errors).toMatchObject([
        { code: 'AZMON-SSH-HOST-KEY', fix: [{ command: expect.stringMatching(/^ssh-keygen .*-R /) }, {}] },
      ]);
    });

    it('a target that cannot be read', async () => {
      const { exit, stderr } = await azmon(['check', 'ssh://ops:Pa55w0rd@deb12']);
      expect(exit).toBe(2);
      expect(stderr).toContain('AZMON-TARGET-SSH');
      expect(stderr).not.toContain('Pa55w0rd');
    });
  });

  describe('a list with a broken row', () => {
    const CSV = [
      'target,agent,site',
      'ssh://root@deb11,log-analytics,Berlin',
      'web-01,,Berlin',
      'ssh://root@deb12:23,,Paris',
      'ssh://root@deb13,azure-monitor,Paris',
      'ssh://tester@deb12,,Rome',
    ].join('\n');

    it.each(['file', 'stdin'])('from %s: the others get their results, each its own', async (source) => {
      const path = join(lan.folder, 'machines.csv');
      writeFileSync(path, CSV);
      const { exit, envelope, of } = await (source === 'file'
        ? checked(['--file', path])
        : checked(['--file', '-'], CSV));
      expect(exit).toBe(12);
      expect(of['ssh://root@deb11']).toMatchObject({
        system: { version: expect.stringMatching(/^11/) },
        labels: { site: 'Berlin' },
        generations: [{ agent: 'log-analytics' }],
      });
      expect(of['ssh://root@deb13']).toMatchObject({
        system: { version: expect.stringMatching(/^13/) },
        labels: { site: 'Paris' },
        generations: [{ agent: 'azure-monitor' }],
      });
      expect(of['ssh://tester@deb12']).toMatchObject({
        system: { version: expect.stringMatching(/^12/) },
        labels: { site: 'Rome' },
        generations: [{}, {}],
      });
      const codes: string[] = envelope.errors.map(({ code }: { code: string }) => code);
      expect(codes.sort()).toEqual(['AZMON-SSH-UNREACHABLE', 'AZMON-TARGET-UNKNOWN']);
      expect(JSON.stringify(envelope.errors)).toContain('line 3');
    });
  });
});
