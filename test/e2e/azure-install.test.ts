import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';

/** `azmon install extension` and `azmon remove extension` as they are built, against an Azure on this machine. */
const folder = mkdtempSync(join(tmpdir(), 'azmon-install-'));
const open: TestSandbox[] = [];
let azure: TestSandbox;
beforeAll(async () => {
  azure = await opened();
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function opened(faults: readonly Fault[] = []): Promise<TestSandbox> {
  const one = await sandbox({ machines: 66, faults });
  open.push(one);
  return one;
}

interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Playing {
  readonly at?: TestSandbox;
  readonly env?: Readonly<Record<string, string>>;
  /** What is done to the child as soon as its stderr says so. */
  readonly when?: { readonly says: RegExp; readonly act: (child: ChildProcess) => void };
}

/** In every subscription that can be seen. */
function azmon(line: string, { at = azure, env = {}, when }: Playing = {}): Promise<Ran> {
  const { AZURE_SUBSCRIPTION_ID: _, ...around } = at.env;
  const child = spawn(process.execPath, [join(ROOT, 'bin/run.js'), ...line.split(' ')], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C.UTF-8', ...around, ...env },
  });
  let [stdout, stderr, done] = ['', '', false];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
    if (done || when === undefined || !when.says.test(stderr)) return;
    done = true;
    when.act(child);
  });
  child.stdin.end();
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, stdout, stderr })));
}

interface Target {
  readonly name: string;
  readonly state: string;
  readonly exitCode: number;
  readonly agent?: string;
  readonly verdict?: string;
  readonly actions: readonly (Readonly<Record<string, unknown>> & { readonly kind: string; readonly state: string })[];
  readonly proof?: { readonly state: string };
  readonly error?: { readonly code: string; readonly cause?: string };
}

const targetsOf = ({ stdout }: Ran): readonly Target[] => JSON.parse(stdout).result.targets;
const errorsOf = ({ stdout }: Ran): readonly { readonly code: string }[] => JSON.parse(stdout).errors;

/** Requests that change a machine or what belongs to it. */
const writesOn = (machine: string, at = azure): readonly string[] =>
  at.exchanges
    .filter(({ method, url }) => method !== 'GET' && new RegExp(`/virtualMachines/${machine}[/?]`, 'i').test(url))
    .filter(({ url }) => !/runCommand/i.test(url))
    .map(
      ({ method, url }) => `${method} ${new URL(url, at.origin).pathname.replace(/^.*virtualMachines\/[^/]+\/?/i, '')}`,
    );

const RULE = '--workspace logs-westeurope --default-rule';
const KEY = '--workspace logs-westeurope --agent log-analytics';
const QUICK = '--verify-timeout 3s --json';

describe('a first install, and a second', () => {
  test.for([
    ['web-02', RULE, 'azure-monitor'],
    ['win-01', RULE, 'azure-monitor'],
    ['web-04', KEY, 'log-analytics'],
    ['win-02', KEY, 'log-analytics'],
  ] as const)('%s %s', async ([machine, flags, agent]) => {
    const first = await azmon(`install extension azure:${machine} ${flags} --json`);
    expect(targetsOf(first)).toMatchObject([{ state: 'verified', exitCode: 0, agent, proof: { state: 'reporting' } }]);
    const before = writesOn(machine);
    expect(before.some((line) => /^PUT extensions\//.test(line))).toBe(true);
    const second = await azmon(`install extension azure:${machine} ${flags} --json`);
    expect(targetsOf(second)).toMatchObject([{ state: 'unchanged', exitCode: 0, actions: [] }]);
    expect(writesOn(machine)).toEqual(before);
  });

  test('a dry run names the very changes of the real run', async () => {
    const dry = await azmon(`install extension azure:debian-01 ${RULE} --dry-run --json`);
    expect(writesOn('debian-01')).toEqual([]);
    const real = await azmon(`install extension azure:debian-01 ${RULE} --json`);
    const plain = (ran: Ran) => targetsOf(ran)[0]?.actions.map(({ state: _, ...action }) => action);
    expect(plain(dry)).toEqual(plain(real));
    expect([dry.exit, real.exit]).toEqual([0, 0]);
  });
});

describe('what does not end as wanted', () => {
  test.for([
    ['stopped', 'azure:stopped-01', RULE, 9, 'deferred', 'AZMON-MACHINE-STOPPED'],
    ['another workspace', 'azure:other-01', KEY, 10, 'failed', 'AZMON-WORKSPACE-CONFLICT'],
    ['a system the handler refuses', 'azure:stranded-01', RULE, 4, 'failed', 'AZMON-MACHINE-NOT-READY'],
    ['a lock', 'azure:locked-01', RULE, 4, 'failed', 'AZMON-MACHINE-LOCKED'],
    ['a policy that denies it', 'azure:fenced-01', KEY, 4, 'failed', 'AZMON-MACHINE-NOT-READY'],
    ['no VM agent', 'azure:agentless-01', RULE, 4, 'failed', 'AZMON-MACHINE-NOT-READY'],
    ['it takes no extensions', 'azure:barred-01', RULE, 4, 'failed', 'AZMON-MACHINE-NOT-READY'],
    ['a region without the extension', 'azure:newregion-01', KEY, 4, 'failed', 'AZMON-MACHINE-NOT-READY'],
  ] as const)('%s: nothing is sent', async ([, target, flags, exit, state, code]) => {
    const ran = await azmon(`install extension ${target} ${flags} --json`);
    expect(targetsOf(ran)).toMatchObject([{ state, exitCode: exit, error: { code } }]);
    expect(ran.exit).toBe(exit);
    expect(writesOn(target.slice('azure:'.length))).toEqual([]);
  });

  test.for([
    ['an unknown machine', 'azure:nope', 11, 'AZMON-TARGET-NOT-FOUND'],
    ['an id in a subscription that is not seen', ID_ELSEWHERE(), 11, undefined],
    ['an id that is none', '/subscriptions/nope', 2, 'AZMON-TARGET-ID'],
    ['this machine', 'local', 4, 'AZMON-NEEDS-ARC'],
  ] as const)('%s', async ([, target, exit, code]) => {
    const ran = await azmon(`install extension ${target} ${RULE} --json`);
    expect(ran.exit).toBe(exit);
    const [error] = errorsOf(ran);
    if (code !== undefined) expect(error?.code).toBe(code);
    expect(errorsOf(ran)).toHaveLength(1);
  });

  test.for([
    ['a workspace alone, and no terminal', 'azure:web-01 --workspace logs-westeurope', 2, 'AZMON-AGENT-UNCLEAR'],
    ['a flag that is none', 'azure:web-01 --workspaec x', 2, 'AZMON-FLAG-UNKNOWN'],
    ['an unknown workspace', 'azure:web-01 --workspace nope --default-rule', 11, 'AZMON-WORKSPACE-UNKNOWN'],
    ['a workspace that takes no keys', 'azure:web-01 --workspace logs-keyless --agent log-analytics', 10, undefined],
    ['no machine', '--workspace logs-westeurope --default-rule', 2, 'AZMON-TARGET-MISSING'],
  ] as const)('%s ends the run before it begins', async ([, rest, exit, code]) => {
    const before = writesOn('web-01');
    const ran = await azmon(`install extension ${rest} --json`);
    if (code !== undefined) expect(errorsOf(ran).map((error) => error.code)).toEqual([code]);
    if (code !== undefined) expect(ran.exit).toBe(exit);
    expect(ran.exit).not.toBe(0);
    expect(writesOn('web-01')).toEqual(before);
  });

  test('a network that lets nothing out: installed, and no record arrives', async () => {
    const ran = await azmon(`install extension azure:blocked-01 ${RULE} ${QUICK}`);
    expect(targetsOf(ran)).toMatchObject([{ state: 'unverified', exitCode: 8, proof: { state: 'silent' } }]);
    expect(ran.exit).toBe(8);
  });

  test('as asked already, and silent: 8, and nothing is sent', async () => {
    const ran = await azmon(`install extension azure:silent-01 ${KEY} ${QUICK}`);
    expect(targetsOf(ran)).toMatchObject([{ state: 'unverified', actions: [], proof: { state: 'silent' } }]);
    expect([ran.exit, writesOn('silent-01')]).toEqual([8, []]);
  });
});

/** A well-formed id of a machine in a subscription that nobody here sees. */
function ID_ELSEWHERE(): string {
  const subscription = '0f000000-0000-4000-8000-00000000ffff';
  return `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web-01`;
}

describe('asked for it', () => {
  test('--start-stopped starts, proves, and puts the machine back as it was', async () => {
    const ran = await azmon(`install extension azure:deallocated-01 ${RULE} --start-stopped --json`);
    expect(targetsOf(ran)).toMatchObject([{ state: 'verified', proof: { state: 'reporting' } }]);
    const machine = Object.values(azure.state.machines).find(({ name }) => name === 'deallocated-01');
    expect(machine?.power).toBe('deallocated');
    expect(writesOn('deallocated-01').map((line) => line.split(' ')[1])).toEqual(
      expect.arrayContaining(['start', 'deallocate']),
    );
  });

  test('--replace takes a machine away from another workspace', async () => {
    const ran = await azmon(`install extension azure:other-01 ${KEY} --replace --json`);
    expect(targetsOf(ran)).toMatchObject([{ state: 'verified', exitCode: 0 }]);
  });

  test('--probe looks inside first', async () => {
    const before = azure.exchanges.length;
    const ran = await azmon(`install extension azure:ama-01 ${RULE} --probe --no-verify --json`);
    expect(azure.exchanges.slice(before).some(({ url }) => /runCommand/i.test(url))).toBe(true);
    expect(targetsOf(ran)[0]?.state).toMatch(/unchanged|changed/);
  });

  test('--no-wait comes back at once: started, 9', async () => {
    const ran = await azmon(`install extension azure:norule-01 ${KEY} --no-wait --json`);
    expect(targetsOf(ran)).toMatchObject([{ state: 'started', exitCode: 9 }]);
  });
});

describe('several machines', () => {
  test('each has its own ending, and the exit code says partial', async () => {
    const names = ['web-03', 'stopped-01', 'oms-02', 'nope', 'fenced-02'];
    const ran = await azmon(`install extension ${names.map((name) => `azure:${name}`).join(' ')} ${KEY} --json`);
    expect(targetsOf(ran).map(({ name, state, exitCode }) => [name, state, exitCode])).toEqual([
      ['web-03', 'verified', 0],
      ['stopped-01', 'deferred', 9],
      ['oms-02', 'failed', 10],
      ['azure:nope', 'failed', 11],
      ['fenced-02', 'failed', 4],
    ]);
    expect(ran.exit).toBe(6);
  });

  test('NDJSON tells each as it goes, the envelope last', async () => {
    const { stdout } = await azmon(`install extension azure:web-01 azure:web-02 ${RULE} --dry-run -o ndjson`);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ event }) => event === 'target.finished')).toHaveLength(2);
    expect(lines.at(-1)).toMatchObject({ schema: 'azmon/v1', command: 'install extension', exitCode: 0 });
  });
});

describe('trouble in mid-operation', () => {
  test('the handler fails: its code in words, and what was done is told', async () => {
    const at = await opened([{ kind: 'extension', machine: 'web-01', exitCode: 52 }]);
    const ran = await azmon(`install extension azure:web-01 ${RULE} --json`, { at });
    expect(targetsOf(ran)).toMatchObject([{ state: 'failed', exitCode: 7, error: { code: 'AZMON-EXTENSION-FAILED' } }]);
    expect(targetsOf(ran)[0]?.actions.map(({ state }) => state)).toContain('failed');
    expect(targetsOf(ran)[0]?.actions.map(({ state }) => state)).toContain('done');
  });

  test('a connection cut once is taken up again', async () => {
    const at = await opened([{ kind: 'cut', method: 'GET', path: '/operations/', times: 1 }]);
    const ran = await azmon(`install extension azure:web-01 ${RULE} --json`, { at });
    expect(targetsOf(ran)).toMatchObject([{ state: 'verified' }]);
  });

  test('a connection that stays cut: sent, its end not seen within the time there is, 9', async () => {
    const at = await opened([{ kind: 'cut', method: 'GET', path: '/operations/' }]);
    const ran = await azmon(`install extension azure:web-01 ${KEY} --timeout 4s --json`, { at });
    expect(targetsOf(ran)).toMatchObject([{ state: 'started', exitCode: 9, actions: [{ state: 'begun' }] }]);
    expect([ran.exit, errorsOf(ran)[0]?.code]).toEqual([9, 'AZMON-AZURE-TIMEOUT']);
  });

  test('a put that never gets through: 12', async () => {
    const at = await opened([{ kind: 'cut', method: 'PUT', path: '/extensions/' }]);
    const ran = await azmon(`install extension azure:web-01 ${KEY} --json`, { at });
    expect(targetsOf(ran)).toMatchObject([{ state: 'failed', exitCode: 12, actions: [{ state: 'begun' }] }]);
    expect(ran.exit).toBe(12);
  });

  test('a sign-in that does not come: 3, and nothing is sent', async () => {
    const at = await opened();
    const env = { IDENTITY_HEADER: 'wrong', AZURE_CLIENT_SECRET: 'wrong', AZMON_AUTH: 'environment' };
    const ran = await azmon(`install extension azure:web-01 ${KEY} --json`, { at, env });
    expect([ran.exit, writesOn('web-01', at)]).toEqual([3, []]);
  });

  test.skipIf(process.platform === 'win32')(
    'Ctrl+C: what was begun is told, and nothing further is begun',
    async () => {
      const at = await opened([{ kind: 'stuck', machine: 'web-01' }]);
      const ran = await azmon(`install extension azure:web-01 azure:win-01 ${RULE} --concurrency 1`, {
        at,
        env: { AZMON_VERBOSE: 'yes' },
        when: { says: STILL, act: (child) => child.kill('SIGINT') },
      });
      expect(ran.exit).toBe(130);
      expect(ran.stdout).toContain('2 machines: 2 failed');
      expect(ran.stdout).toContain('nothing was begun');
      expect(writesOn('win-01', at)).toEqual([]);
    },
  );
  test.skipIf(process.platform === 'win32').for(['SIGINT', 'SIGTERM'] as const)(
    '%s: a machine that was started for it is stopped again',
    async (signal) => {
      const at = await opened([{ kind: 'stuck', method: 'PUT', machine: 'stopped-01' }]);
      const power = () => Object.values(at.state.machines).find(({ name }) => name === 'stopped-01')?.power;
      const before = power();
      const ran = await azmon(`install extension azure:stopped-01 ${RULE} --start-stopped`, {
        at,
        when: { says: /: \+ put extension/, act: (child) => child.kill(signal) },
      });
      expect(before).toMatch(/stopped|deallocated/);
      expect([power(), ran.exit]).toEqual([before, signal === 'SIGINT' ? 130 : 143]);
      expect(ran.stdout).toMatch(/machine again: .* {2}done/);
    },
  );
  const STILL = /still at work on web-01 \(\+ put extension/;
});

describe('removing', () => {
  test('without a terminal it is not done unless told so; then it is, once', async () => {
    const asked = await azmon('remove extension azure:oms-01 --json');
    expect([asked.exit, errorsOf(asked)[0]?.code, writesOn('oms-01')]).toEqual([13, 'AZMON-DECLINED', []]);
    const removed = await azmon('remove extension azure:oms-01 --yes --json');
    expect(targetsOf(removed)).toMatchObject([
      { state: 'removed', actions: [{ kind: 'delete-extension', state: 'done' }] },
    ]);
    const before = writesOn('oms-01');
    const again = await azmon('remove extension azure:oms-01 --json');
    expect(targetsOf(again)).toMatchObject([{ state: 'unchanged' }]);
    expect(writesOn('oms-01')).toEqual(before);
  });

  test.for([
    ['both generations', 'both-01', 2, 'AZMON-AGENT-BOTH'],
    ['Operations Manager', 'scom-01', 10, 'AZMON-REMOVAL-STOPPED'],
    ['Defender on 2012 R2', 'defender-01', 10, 'AZMON-REMOVAL-STOPPED'],
    ['a policy that puts it back', 'policed-01', 10, 'AZMON-REMOVAL-STOPPED'],
  ] as const)('%s stops it', async ([, machine, exit, code]) => {
    const ran = await azmon(`remove extension azure:${machine} --yes --json`);
    expect(targetsOf(ran)).toMatchObject([{ state: 'failed', exitCode: exit, error: { code } }]);
    expect([ran.exit, writesOn(machine)]).toEqual([exit, []]);
  });
});

describeWith({ commands: { script: 'bsdutils' } })('at a terminal', () => {
  /** Types the answer when the question appears. */
  function typed(line: string, question: RegExp, answer: string): Promise<{ exit: number | null; seen: string }> {
    const { AZURE_SUBSCRIPTION_ID: _, ...around } = azure.env;
    const child = spawn(
      'script',
      ['-qec', `'${process.execPath}' '${join(ROOT, 'bin/run.js')}' ${line}`, '/dev/null'],
      {
        env: { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm', AZMON_NON_INTERACTIVE: '0', ...around },
      },
    );
    let [seen, done] = ['', false];
    child.stdout.on('data', (data) => {
      seen += data;
      if (done || !question.test(seen)) return;
      done = true;
      child.stdin.write(answer);
    });
    return new Promise((resolve) =>
      child.on('close', (exit) => resolve({ exit, seen: stripVTControlCharacters(seen) })),
    );
  }

  test.for([
    ['\r', 13, 'AZMON-DECLINED'],
    ['n\r', 13, 'AZMON-DECLINED'],
    ['\u0003', 130, 'AZMON-CANCELLED'],
    ['y\r', 0, 'removed'],
  ] as const)('a removal shows what goes and asks: %j ends with %i', async ([answer, exit, said]) => {
    const asked = await typed('remove extension azure:mma-03', /Remove the Log Analytics agent from mma-03\?/, answer);
    expect(asked.exit).toBe(exit);
    expect(asked.seen).toContain('- delete extension');
    expect(asked.seen).toContain(said);
  });

  test('a workspace alone asks which agent, and recommends the one that can run', async () => {
    const line = 'install extension azure:win-06 --workspace logs-westeurope --dry-run';
    const asked = await typed(line, /Which agent\?.*recommended/s, '\r');
    expect(asked.exit).toBe(0);
    expect(asked.seen).toContain('Azure Monitor Agent (recommended)');
    expect(asked.seen).toContain('+ put extension AzureMonitorWindowsAgent');
  });

  test('where the successor cannot run, its forerunner is recommended', async () => {
    const line = 'install extension azure:stranded-02 --workspace logs-westeurope --dry-run';
    const asked = await typed(line, /Which agent\?.*recommended/s, '\u0003');
    expect(asked.exit).toBe(130);
    expect(asked.seen).toContain('Log Analytics agent (recommended)');
  });
});

test('no key is in any output, whatever its form', async () => {
  const key = azure.state.workspaces[Object.keys(azure.state.workspaces)[0] ?? '']?.primaryKey ?? '';
  expect(key.length).toBeGreaterThan(40);
  writeFileSync(join(folder, 'key.txt'), `${key}\n`, { mode: 0o600 });
  for (const form of ['', '--json', '-o ndjson', '--debug', '--dry-run --json']) {
    const ran = await azmon(
      `install extension azure:win-03 --workspace logs-westeurope --workspace-key-file ${join(folder, 'key.txt')} ${form}`.trim(),
      { env: { DEBUG: '*', AZMON_WORKSPACE_KEY: key } },
    );
    for (const canary of [key, encodeURIComponent(key), Buffer.from(key).toString('base64')])
      expect(`${ran.stdout}${ran.stderr}`).not.toContain(canary);
    expect(ran.exit).toBe(0);
  }
}, 60_000);
