import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { agentBundle } from '../support/linux-agent/bundle.ts';
import type { AgentWorld } from '../support/linux-agent/world.ts';
import { setFaults } from '../support/linux-host.ts';
import {
  brought,
  connection,
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

/** What can go wrong has a word of its own each, and afterwards the machine is as it was. */
interface Row {
  readonly title: string;
  readonly word: string;
  readonly exit: number;
  readonly values?: Readonly<Record<string, string>>;
  readonly source?: { readonly source: string; readonly exit: number };
  readonly said?: RegExp;
  readonly text?: RegExp;
  /** Run on the machine before; what it prints is run after. */
  readonly before?: string;
  readonly after?: string;
  readonly faults?: readonly string[];
  readonly service?: Parameters<AgentWorld['set']>[0];
}

const bundle = agentBundle();
const fetched = (name: string, more: Record<string, string> = {}) => ({
  AZMON_BUNDLE: urlOf(name),
  AZMON_BUNDLE_NAME: name,
  AZMON_SHA256: bundle.sha256,
  ...more,
});
const wrong = (proxy: string): string => proxy.replace(/:[^:@/]*@/, ':wr0ng-pass@');

const FETCHING: readonly Row[] = [
  {
    title: 'a name that does not exist',
    word: 'fetch-dns',
    exit: 12,
    values: { ...fetched('x.sh'), AZMON_BUNDLE: 'https://nowhere.example/x.sh' },
    source: { source: 'curl', exit: 6 },
  },
  {
    title: 'a connection that is refused',
    word: 'fetch-connect',
    exit: 12,
    values: { ...fetched('x.sh'), AZMON_BUNDLE: 'https://proxy.example:444/x.sh' },
    source: { source: 'curl', exit: 7 },
  },
  { title: 'an address of nothing', word: 'fetch-http', exit: 12, values: fetched('missing.sh'), text: /404/ },
  {
    title: 'a proxy of no name',
    word: 'fetch-proxy',
    exit: 12,
    values: fetched(bundle.name, { AZMON_PROXY: 'http://nobody.example:3128' }),
  },
  {
    title: 'the wrong login at squid',
    word: 'fetch-proxy-login',
    exit: 12,
    values: fetched(bundle.name, { AZMON_PROXY: wrong(SQUID) }),
    text: /407/,
  },
  {
    title: 'the wrong login at tinyproxy',
    word: 'fetch-proxy-login',
    exit: 12,
    values: fetched(bundle.name, { AZMON_PROXY: wrong(TINYPROXY) }),
    text: /401/,
  },
  { title: 'a download that breaks off', word: 'truncated', exit: 12, values: fetched('cut.sh') },
  {
    title: 'a download that is too short',
    word: 'hash-wrong',
    exit: 7,
    values: fetched('short.sh', { AZMON_SHA256: '' }),
  },
  {
    title: 'another hash',
    word: 'hash-wrong',
    exit: 7,
    values: fetched(bundle.name, { AZMON_SHA256: 'ab'.repeat(32) }),
    text: new RegExp(bundle.sha256),
  },
  {
    title: 'no hash at all',
    word: 'hash-missing',
    exit: 7,
    values: fetched('unknown.sh', { AZMON_SHA256: '' }),
    text: new RegExp(bundle.sha256),
  },
  {
    title: 'a bundle that is not there',
    word: 'bundle-missing',
    exit: 2,
    values: { AZMON_BUNDLE: '/tmp/nothing.sh', AZMON_BUNDLE_NAME: 'nothing.sh' },
  },
];

const LOCK = [
  'import fcntl, time',
  'f = open("/var/lib/dpkg/lock-frontend", "w")',
  'fcntl.lockf(f, fcntl.LOCK_EX)',
  'open("/run/locked", "w").close()',
  'time.sleep(1000)',
].join('; ');

const MACHINE: readonly Row[] = [
  {
    title: 'a disk that is full',
    word: 'disk-full',
    exit: 7,
    before: 'mount -t tmpfs -o size=8k,mode=755 tmpfs /opt',
    after: 'umount /opt',
    source: { source: 'bundle', exit: 19 },
    text: /\/opt/,
  },
  {
    title: 'a package lock that is held for ever',
    word: 'package-lock',
    exit: 9,
    values: { AZMON_LOCK_WAIT: '2' },
    before: `setsid python2 -c '${LOCK}' </dev/null >/dev/null 2>&1 & while [ ! -e /run/locked ]; do sleep 0.05; done`,
    after: 'rm /run/locked; pkill -9 -x python2',
    text: /python2 \(pid \d+\)/,
  },
  {
    title: 'a bundle that fails',
    word: 'bundle-failed',
    exit: 7,
    faults: [
      'bundle-exit=55',
      'bundle-says=Error: This system does not have a supported version of OpenSSL installed.',
    ],
    source: { source: 'bundle', exit: 55 },
  },
  {
    title: 'a package that fails',
    word: 'bundle-failed',
    exit: 7,
    faults: ['postinst-fails=omsagent'],
    source: { source: 'bundle', exit: 17 },
  },
];

const CONNECTING: readonly Row[] = [
  {
    title: 'a key that is rejected',
    word: 'onboard-failed',
    exit: 7,
    values: connection(WS, WRONG_KEY),
    source: { source: 'omsadmin', exit: 5 },
    said: /HTTP code 403, Reason: InvalidWorkspaceKey/,
  },
  {
    title: 'the key of another workspace',
    word: 'onboard-failed',
    exit: 7,
    values: connection(WS, OTHER_KEY),
    source: { source: 'omsadmin', exit: 5 },
    said: /InvalidWorkspaceKey/,
  },
  {
    title: 'a workspace that does not exist',
    word: 'onboard-failed',
    exit: 12,
    values: connection(UNKNOWN),
    source: { source: 'omsadmin', exit: 7 },
    said: /Error resolving host/,
  },
  {
    title: 'a clock that is off',
    word: 'onboard-failed',
    exit: 7,
    service: { skewMs: 3_600_000 },
    source: { source: 'omsadmin', exit: 5 },
    said: /HTTP code 403, Reason: \./,
  },
  {
    title: 'a service that is ill',
    word: 'onboard-failed',
    exit: 7,
    service: { registration: { status: 503 } },
    source: { source: 'omsadmin', exit: 6 },
    said: /HTTP code 503/,
  },
  {
    title: 'the wrong login at the proxy',
    word: 'onboard-failed',
    exit: 12,
    values: { AZMON_PROXY: wrong(SQUID) },
    source: { source: 'omsadmin', exit: 8 },
    said: /curl returned 56/,
  },
];

describeWith(STAGE_NEEDS)('what can go wrong on a Linux machine', () => {
  let stage: LinuxStage;
  let host: SshHost;
  let before: MachineState;
  let local: Record<string, string>;

  beforeAll(async () => {
    stage = await linuxStage();
    host = await stage.host('fails');
    local = brought(stage.bring(host));
    before = stateOf(host);
  });
  afterAll(() => stage?.stop());
  afterEach(() => {
    setFaults(host);
    expect(changes(before, stateOf(host))).toEqual([]);
    expect(filesHolding(host.root, [...SECRETS, 'wr0ng-pass'])).toEqual([]);
    expect(host.run('ls -d /run/azmon* 2>/dev/null || true')).toBe('');
  });

  const fails = async (row: Row, values: Readonly<Record<string, string>>): Promise<void> => {
    await stage.world.set({ files: servedFiles(stage.lan, bundle), ...row.service });
    setFaults(host, ...(row.faults ?? []));
    host.run(row.before ?? 'true');
    const { exit, run, stdout, stderr } = await stage.run(host, {
      AZMON_DO: 'install',
      ...connection(),
      ...values,
      ...row.values,
    });
    host.run(row.after ?? 'true');
    expect([run.complete, run.failure?.word, exit, run.result], stdout).toEqual([true, row.word, row.exit, 'failed']);
    expect(run.failure).toMatchObject({ ...row.source });
    if (row.text !== undefined) expect(run.failure?.text).toMatch(row.text);
    if (row.said !== undefined) expect(run.failure?.said).toMatch(row.said);
    expect(run.left).toEqual([]);
    for (const secret of [...SECRETS, 'wr0ng-pass']) expect(stdout + stderr).not.toContain(secret);
  };

  describe('fetching the bundle', () => {
    it.for(FETCHING.map((row) => [row.title, row] as const))('%s', ([, row]) => fails(row, {}));
  });
  describe('on the machine', () => {
    it.for(MACHINE.map((row) => [row.title, row] as const))('%s', ([, row]) => fails(row, local));
  });
  describe('connecting', () => {
    it.for(CONNECTING.map((row) => [row.title, row] as const))('%s', ([, row]) => fails(row, local));
  });

  it.for(['tester', 'ops'])('%s is not root', async (user) => {
    const { exit, run } = await stage.run(host, { AZMON_DO: 'install', ...connection(), ...local }, { user });
    expect([exit, run.failure?.word]).toEqual([3, 'not-root']);
  });
});
