import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchFor } from '../support/canary.ts';
import { agentBundle } from '../support/linux-agent/bundle.ts';
import { ADMIN_PASSWORD } from '../support/linux-host.ts';
import { type Sampler, sample } from '../support/linux-host-sampler.ts';
import {
  type AzmonRan,
  KEY,
  type LinuxStage,
  LOGIN,
  linuxStage,
  OTHER,
  OTHER_KEY,
  SQUID,
  STAGE_NEEDS,
  TINYPROXY,
  WRONG_KEY,
  WS,
} from '../support/linux-host-stage.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import type { SshHost } from '../support/sshd.ts';
import { STRACE } from '../support/strace.ts';

/** Whose arguments and environment are seen: every program that is started, at full length. */
const WATCH = ['-f', '--seccomp-bpf', '-v', '-s', '65535', '-e', 'signal=none', '-e', 'trace=execve'];
const TEXTS = [KEY, OTHER_KEY, WRONG_KEY, LOGIN.password, ADMIN_PASSWORD];
const search = searchFor(...TEXTS);
/** The agent's own tool hands its proxy to curl so, whoever starts it: the one place that azmon cannot help. */
const AGENTS_OWN = /execve\("(\/usr)?\/s?bin\/curl", \["curl", "--header", "x-ms-Date: /;

/**
 * A second sshd of the machine that is traced from its start, as `ssh traced`: only so the trace costs next to nothing. It forbids new
 * privileges to everything below it, so sudo is used by the other door.
 */
async function tracedDoor({ lan }: LinuxStage, host: SshHost, file: string): Promise<ChildProcess> {
  const inner = readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8').trim();
  const door = ['nsenter', `--target=${inner}`, '--mount', '--pid', '--net', '--uts', 'chroot', host.root];
  const sshd = ['/usr/sbin/sshd', '-D', '-p', '2222', '-o', 'UsePAM=no', '-o', 'LogLevel=QUIET', '-o', 'PidFile=none'];
  const child = spawn('strace', [...WATCH, '-o', file, ...door, ...sshd], { stdio: 'ignore', detached: true });
  const [first = ''] = readFileSync(lan.config, 'utf8')
    .split(/^(?=Host )/m)
    .slice(1);
  const common = first.split('\n').slice(1).join('\n');
  writeFileSync(
    lan.config,
    `Host traced\n  HostName ${host.address}\n  Port 2222\n  HostKeyAlias ${host.address}\n${common}\n${readFileSync(lan.config, 'utf8')}`,
  );
  for (let tries = 0; tries < 200 && !(await answers(host.address)); tries++) await setTimeout(50);
  return child;
}

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(2222, address, () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describeWith({ ...STAGE_NEEDS, commands: { ...STAGE_NEEDS.commands, ...STRACE } })(
  'the secrets of a Linux machine',
  () => {
    let stage: LinuxStage;
    let host: SshHost;
    let before: MachineState;
    let home: string;
    let trace: string;
    let tracer: ChildProcess;
    let sampler: Sampler;
    const ran: AzmonRan[] = [];
    const traces: string[] = [];

    beforeAll(async () => {
      stage = await linuxStage();
      host = await stage.host('secrets');
      before = stateOf(host);
      home = join(stage.lan.folder, 'home');
      mkdirSync(home);
      trace = join(stage.lan.folder, 'machine.trace');
      tracer = await tracedDoor(stage, host, trace);
      sampler = await sample(host, TEXTS);
    });
    afterAll(async () => {
      tracer?.kill('SIGKILL');
      await stage?.stop();
    });

    const azmon = async (words: readonly string[], env: NodeJS.ProcessEnv): Promise<AzmonRan> => {
      const file = join(stage.lan.folder, `azmon-${traces.length}.trace`);
      traces.push(file);
      const one = await stage.azmon(
        [...words, '--debug', '--sudo-password-file', '-'],
        { HOME: home, ...env },
        { input: `${ADMIN_PASSWORD}\n`, before: ['strace', ...WATCH, '-o', file] },
      );
      ran.push(one);
      return one;
    };
    const bundle = agentBundle();
    const install = (env: NodeJS.ProcessEnv, id: string, ...more: string[]) =>
      azmon(
        [
          ...['install', 'linux', 'ssh://root@traced', '--workspace-id', id, '--bundle', bundle.path],
          ...['--sha256', bundle.sha256, '--ignore', 'init.system', '--offline', '--verify', 'connected', ...more],
        ],
        env,
      );

    it('are used by a whole life of an agent', async () => {
      const rejected = await install({ AZMON_WORKSPACE_KEY: WRONG_KEY }, WS, '--json');
      expect(rejected.target?.error?.code, rejected.stdout).toBe('AZMON-HOST-KEY-REFUSED');
      const installed = await install({ AZMON_WORKSPACE_KEY: KEY, AZMON_PROXY: SQUID }, WS, '-v');
      expect(installed.exit, installed.stderr).toBe(0);
      const replaced = await install({ AZMON_WORKSPACE_KEY: OTHER_KEY, AZMON_PROXY: SQUID }, OTHER, '--replace', '-v');
      expect(replaced.exit, replaced.stderr).toBe(0);
      for (const words of [
        ['agent', 'set-proxy'],
        ['agent', 'show', '--json'],
        ['agent', 'logs', '-v'],
      ]) {
        const env = words[1] === 'set-proxy' ? { AZMON_PROXY: TINYPROXY } : {};
        const one = await azmon([...words, 'ssh://root@traced'], env);
        expect(one.exit, one.stderr).toBe(0);
      }
      // The agent's own file, and how it was before the last change of it, for root alone.
      const [kept, ...others] = filesHolding(host.root, TEXTS).reverse();
      expect([others, kept]).toEqual([
        ['/etc/opt/microsoft/omsagent/proxy.conf'],
        expect.stringMatching(/^\/var\/lib\/azmon\/before\/\d+$/),
      ]);
      expect(host.run('stat -c %a /var/lib/azmon /var/lib/azmon/before').split('\n')).toEqual(['700', '700', '']);
    }, 240_000);

    it('are used with sudo and its password too', async () => {
      const [show, removed] = [
        await azmon(['agent', 'show', 'ssh://admin@secrets', '-v'], {}),
        await azmon(['remove', 'linux', 'ssh://admin@secrets', '--yes', '-v'], {}),
      ];
      expect([show.exit, removed.exit], show.stderr + removed.stderr).toEqual([0, 0]);
    }, 240_000);

    it('were on no command line and in no environment there', async () => {
      const lines = readFileSync(trace, 'utf8').split('\n');
      // What was to be seen was seen, and the search finds what is there.
      for (const program of ['dpkg', 'curl', 'omsadmin.sh', 'openssl'])
        expect(lines.some((line) => line.includes('execve(') && line.includes(program))).toBe(true);
      const holding = lines.filter((line) => search.in(line).length > 0);
      expect(holding.filter((line) => AGENTS_OWN.test(line)).length).toBeGreaterThan(0);
      expect(holding.filter((line) => !AGENTS_OWN.test(line))).toEqual([]);
      // Of the agent's own, too: the password of the proxy, and no key.
      const which = holding.flatMap((line) => search.in(line).map((form) => form.slice(0, 'secret 4'.length)));
      expect([...new Set(which)]).toEqual(['secret 4']);
    });

    it('were in no process there for anybody to see', async () => {
      const { hits, seen } = await sampler.stop();
      expect(seen).toBeGreaterThan(100);
      expect(hits.filter((line) => !/^cmdline 3 curl --header x-ms-Date: /.test(line))).toEqual([]);
    });

    it('were handed by azmon to none of its children, and said by it nowhere', () => {
      for (const file of traces) {
        const lines = readFileSync(file, 'utf8').split('\n');
        expect(lines.slice(1).some((line) => line.includes('"ssh"'))).toBe(true);
        expect(lines.slice(1).filter((line) => search.in(line).length > 0)).toEqual([]);
      }
      for (const { stdout, stderr } of ran) expect(search.in(stdout + stderr)).toEqual([]);
      expect(search.inFiles(home)).toEqual([]);
    });

    it('are nowhere on the disk of the machine afterwards', () => {
      expect(filesHolding(host.root, TEXTS)).toEqual([]);
      expect(changes(before, stateOf(host))).toEqual([]);
    });
  },
);
