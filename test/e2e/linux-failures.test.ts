import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { agentBundle } from '../support/linux-agent/bundle.ts';
import type { AgentWorld } from '../support/linux-agent/world.ts';
import { ADMIN_PASSWORD, setFaults } from '../support/linux-host.ts';
import {
  connection,
  KEY,
  type LinuxStage,
  linuxStage,
  OTHER_KEY,
  SECRETS,
  SQUID,
  STAGE_NEEDS,
  servedFiles,
  TINYPROXY,
  UNKNOWN,
  urlOf,
  WRONG_KEY,
  WS,
} from '../support/linux-host-stage.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import type { SshHost } from '../support/sshd.ts';

/** What can go wrong has a word and a code of its own each, nothing of it is secret, and afterwards the machine is as it was. */
interface Row {
  readonly title: string;
  readonly code: string;
  readonly word: string;
  readonly exit: number;
  /** Without it the bundle is pushed. */
  readonly bundle?: string;
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workspace?: string;
  readonly source?: { readonly source: string; readonly exit: number };
  /** What the other program said. */
  readonly said?: RegExp;
  /** What azmon says of the cause. */
  readonly why?: RegExp;
  readonly fix?: RegExp;
  /** Run on the machine before and after. */
  readonly before?: string;
  readonly after?: string;
  readonly faults?: readonly string[];
  readonly service?: Parameters<AgentWorld['set']>[0];
}

const bundle = agentBundle();
const WRONG_PASSWORD = 'wr0ng-pass';
const wrong = (proxy: string): string => proxy.replace(/:[^:@/]*@/, `:${WRONG_PASSWORD}@`);
const curl = (exit: number) => ({ source: 'curl', exit });
const omsadmin = (exit: number) => ({ source: 'omsadmin', exit });

const FETCHING: readonly Row[] = [
  {
    ...{ title: 'a name that does not exist', code: 'AZMON-HOST-FETCH-DNS', word: 'fetch-dns', exit: 12 },
    ...{ bundle: 'https://nowhere.example/x.sh', source: curl(6) },
  },
  {
    ...{ title: 'a connection that is refused', code: 'AZMON-HOST-FETCH-CONNECT', word: 'fetch-connect', exit: 12 },
    ...{ bundle: 'https://proxy.example:444/x.sh', source: curl(7) },
  },
  {
    ...{ title: 'an address of nothing', code: 'AZMON-HOST-FETCH-HTTP', word: 'fetch-http', exit: 12 },
    ...{ bundle: urlOf('missing.sh'), why: /404/ },
  },
  {
    ...{ title: 'a proxy of no name', code: 'AZMON-HOST-FETCH-PROXY', word: 'fetch-proxy', exit: 12 },
    ...{ bundle: urlOf(bundle.name), env: { AZMON_PROXY: 'http://nobody.example:3128' } },
  },
  {
    ...{ title: 'the wrong login at squid', code: 'AZMON-HOST-FETCH-PROXY-LOGIN', word: 'fetch-proxy-login', exit: 12 },
    ...{ bundle: urlOf(bundle.name), env: { AZMON_PROXY: wrong(SQUID) }, why: /407/ },
  },
  {
    ...{ title: 'the wrong login at tinyproxy', code: 'AZMON-HOST-FETCH-PROXY-LOGIN', word: 'fetch-proxy-login' },
    ...{ exit: 12, bundle: urlOf(bundle.name), env: { AZMON_PROXY: wrong(TINYPROXY) }, why: /401/ },
  },
  {
    ...{ title: 'a download that breaks off', code: 'AZMON-HOST-TRUNCATED', word: 'truncated', exit: 12 },
    ...{ bundle: urlOf('cut.sh'), source: curl(18) },
  },
  {
    ...{ title: 'a download that is too short', code: 'AZMON-HOST-HASH-WRONG', word: 'hash-wrong', exit: 7 },
    bundle: urlOf('short.sh'),
  },
];

const LOCK = [
  'import fcntl, time',
  'f = open("/var/lib/dpkg/lock-frontend", "w")',
  'fcntl.lockf(f, fcntl.LOCK_EX)',
  'open("/run/locked", "w").write(open("/proc/self/stat").read().split()[0])',
  'time.sleep(1000)',
].join('; ');

const MACHINE: readonly Row[] = [
  {
    ...{ title: 'a disk that is full', code: 'AZMON-HOST-DISK-FULL', word: 'disk-full', exit: 7 },
    // What the look before it would stop.
    words: ['--ignore', 'disk.space'],
    before: 'mount -t tmpfs -o size=8k,mode=755 tmpfs /opt',
    after: 'umount /opt',
    why: /\/opt/,
  },
  {
    ...{
      title: 'a package lock that is held for ever',
      code: 'AZMON-HOST-PACKAGE-LOCK',
      word: 'package-lock',
      exit: 9,
    },
    words: ['--lock-wait', '2s'],
    before: `setsid python2 -c '${LOCK}' </dev/null >/dev/null 2>&1 & while [ ! -s /run/locked ]; do sleep 0.05; done`,
    after: 'kill -9 "$(cat /run/locked)"; rm /run/locked',
    why: /python2 \(pid \d+\)/,
  },
  {
    ...{ title: 'a bundle that fails', code: 'AZMON-HOST-PREREQUISITE', word: 'bundle-failed', exit: 4 },
    faults: [
      'bundle-exit=55',
      'bundle-says=Error: This system does not have a supported version of OpenSSL installed.',
    ],
    source: { source: 'bundle', exit: 55 },
  },
  {
    ...{ title: 'a package that fails', code: 'AZMON-HOST-BUNDLE-FAILED', word: 'bundle-failed', exit: 7 },
    faults: ['postinst-fails=omsagent'],
    source: { source: 'bundle', exit: 17 },
  },
];

const CONNECTING: readonly Row[] = [
  {
    ...{ title: 'a key that is rejected', code: 'AZMON-HOST-KEY-REFUSED', word: 'onboard-failed', exit: 7 },
    env: { AZMON_WORKSPACE_KEY: WRONG_KEY },
    source: omsadmin(5),
    said: /HTTP code 403, Reason: InvalidWorkspaceKey/,
  },
  {
    ...{ title: 'the key of another workspace', code: 'AZMON-HOST-KEY-REFUSED', word: 'onboard-failed', exit: 7 },
    env: { AZMON_WORKSPACE_KEY: OTHER_KEY },
    source: omsadmin(5),
  },
  {
    ...{ title: 'a workspace that does not exist', code: 'AZMON-HOST-UNREACHED', word: 'onboard-failed', exit: 12 },
    workspace: UNKNOWN,
    source: omsadmin(7),
    said: /Error resolving host/,
  },
  {
    ...{ title: 'a clock that is off', code: 'AZMON-HOST-REQUEST-REFUSED', word: 'onboard-failed', exit: 7 },
    service: { skewMs: 3_600_000 },
    source: omsadmin(5),
    said: /HTTP code 403, Reason: \./,
    fix: /clock|time/,
  },
  {
    ...{ title: 'a service that is ill', code: 'AZMON-HOST-SERVICE', word: 'onboard-failed', exit: 12 },
    service: { registration: { status: 503 } },
    source: omsadmin(6),
    said: /HTTP code 503/,
  },
  {
    ...{ title: 'the wrong login at the proxy', code: 'AZMON-HOST-PROXY', word: 'onboard-failed', exit: 12 },
    env: { AZMON_PROXY: wrong(SQUID) },
    source: omsadmin(8),
    said: /curl returned 56/,
  },
];

describeWith(STAGE_NEEDS)('what can go wrong on a Linux machine', { timeout: 180_000 }, () => {
  let stage: LinuxStage;
  let host: SshHost;
  let before: MachineState;

  beforeAll(async () => {
    stage = await linuxStage();
    host = await stage.host('fails');
    before = stateOf(host);
  });
  afterAll(() => stage?.stop());
  afterEach(() => {
    setFaults(host);
    expect(changes(before, stateOf(host))).toEqual([]);
    expect(filesHolding(host.root, [...SECRETS, WRONG_PASSWORD])).toEqual([]);
    expect(host.run('ls -d /run/azmon* 2>/dev/null || true')).toBe('');
  });

  const install = (user: string, words: readonly string[], env: NodeJS.ProcessEnv = {}, input = '') =>
    stage.azmon(
      [
        ...['install', 'linux', `ssh://${user}@fails`, '--ignore', 'init.system', '--offline', '--verify', 'connected'],
        ...['--json', '--debug', ...words],
      ],
      { AZMON_WORKSPACE_KEY: KEY, ...env },
      { input },
    );

  const fails = async (row: Row): Promise<void> => {
    await stage.world.set({ files: servedFiles(stage.lan, bundle), ...row.service });
    setFaults(host, ...(row.faults ?? []));
    host.run(row.before ?? 'true');
    const { exit, target, stdout, stderr } = await install(
      'root',
      [
        ...['--workspace-id', row.workspace ?? WS, '--bundle', row.bundle ?? bundle.path, '--sha256', bundle.sha256],
        ...(row.words ?? []),
      ],
      row.env,
    );
    host.run(row.after ?? 'true');
    expect([target?.error?.code, target?.failure?.word, exit, target?.state], stdout).toEqual([
      ...[row.code, row.word, row.exit, 'failed'],
    ]);
    expect(target.failure).toMatchObject({ ...row.source });
    expect(target.left).toEqual([]);
    if (row.why !== undefined) expect(target.error.cause).toMatch(row.why);
    if (row.said !== undefined) expect(target.failure.said).toMatch(row.said);
    expect(JSON.stringify(target.error.fix)).toMatch(row.fix ?? /"text"/);
    for (const secret of [...SECRETS, WRONG_PASSWORD]) expect(stdout + stderr).not.toContain(secret);
  };

  describe('fetching the bundle', () => {
    it.for(FETCHING.map((row) => [row.title, row] as const))('%s', ([, row]) => fails(row));

    it('no hash that is known', async () => {
      await stage.world.set({ files: servedFiles(stage.lan, bundle) });
      const ran = await stage.run(host, {
        ...{ AZMON_DO: 'install', AZMON_BUNDLE: urlOf('unknown.sh'), AZMON_BUNDLE_NAME: 'unknown.sh' },
        ...connection(),
      });
      expect([ran.exit, ran.run.failure?.word, ran.run.measured?.sha256]).toEqual([7, 'hash-missing', bundle.sha256]);
    });
  });

  describe('on the machine', () => {
    it.for(MACHINE.map((row) => [row.title, row] as const))('%s', ([, row]) => fails(row));
  });

  describe('connecting', () => {
    it.for(CONNECTING.map((row) => [row.title, row] as const))('%s', ([, row]) => fails(row));
  });

  describe('becoming root', () => {
    const words = ['--workspace-id', WS, '--bundle', bundle.path, '--sha256', bundle.sha256];
    const PASSWORD_FROM_STDIN = ['--sudo-password-file', '-'];

    it.for([
      ['a user who may not', 'tester', [], ''],
      ['a user whose password is not given', 'admin', [], ''],
      ['a wrong password', 'admin', PASSWORD_FROM_STDIN, 'not the password\n'],
    ] as const)('%s', async ([, user, more, input]) => {
      const { exit, target, stdout } = await install(user, [...words, ...more], {}, input);
      expect([exit, target?.state], stdout).toEqual([3, 'failed']);
      expect(target.error.code).toMatch(/^AZMON-(HOST-NOT-ROOT|SUDO.*|SSH-SUDO.*)$/);
      expect(stdout).not.toContain('not the password');
    });

    it.for([
      ['without a password', 'ops', [], ''],
      ['with the password', 'admin', PASSWORD_FROM_STDIN, `${ADMIN_PASSWORD}\n`],
    ] as const)('%s', async ([, user, more, input]) => {
      const { exit, target, stdout, stderr } = await install(user, [...words, ...more], {}, input);
      expect([exit, target?.state], stdout).toEqual([0, 'changed']);
      expect(stdout + stderr).not.toContain(ADMIN_PASSWORD);
      const removed = await stage.azmon(
        ['remove', 'linux', `ssh://${user}@fails`, '--yes', '--json', ...more],
        {},
        { input },
      );
      expect([removed.exit, removed.target?.state], removed.stdout).toEqual([0, 'removed']);
    });
  });
});
