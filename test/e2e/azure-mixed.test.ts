import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';

/** Virtual machines, Azure Arc machines and scale sets by the built command, against an Azure on this machine. */
const folder = mkdtempSync(join(tmpdir(), 'azmon-mixed-'));
let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 100 });
});
afterAll(async () => {
  await azure.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In every subscription that can be seen. */
function azmon(line: string): Promise<Ran> {
  const { AZURE_SUBSCRIPTION_ID: _, ...around } = azure.env;
  const child = spawn(process.execPath, [join(ROOT, 'bin/run.js'), ...line.split(' ')], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C.UTF-8', ...around },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (data) => {
      said[stream] += data;
    });
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, ...said })));
}

interface Target {
  readonly name: string;
  readonly state: string;
  readonly exitCode: number;
  readonly kind?: string;
  readonly actions: readonly {
    readonly kind: string;
    readonly state: string;
    readonly instances?: readonly string[];
  }[];
  readonly instances?: readonly { readonly name: string; readonly extension: string; readonly latestModel?: boolean }[];
  readonly outstanding?: { readonly instances: readonly string[] };
  readonly proof?: {
    readonly state: string;
    readonly instances?: { readonly running: number; readonly reporting: number };
  };
  readonly error?: { readonly code: string };
}

async function ran(
  line: string,
): Promise<{ exit: number | null; targets: readonly Target[]; next?: { command: string } }> {
  const { exit, stdout } = await azmon(`${line} --json`);
  const { result } = JSON.parse(stdout);
  return { exit, ...result };
}

const ends = (targets: readonly Target[]): Record<string, string> =>
  Object.fromEntries(
    targets.map(({ name, state, error }) => [name, error === undefined ? state : `${state} ${error.code}`]),
  );

const RULE = '--default-rule --workspace logs-westeurope';

/** One file with every kind of machine, in every state. */
function mixed(): string {
  const path = join(folder, 'mixed.csv');
  const targets = [
    'azure:web-01',
    'arc:arc-01',
    'arc:arc-gone-01',
    'azure:stopped-01',
    'vmss:set-auto-01',
    'vmss:set-manual-01',
  ];
  writeFileSync(path, `${['target', ...targets, 'vmss:sets-westeurope/set-flexible-01'].join('\n')}\n`);
  return path;
}

describe('one file with a VM, a scale set, an Arc machine and stopped machines', () => {
  test('each is reported by its own state, and the exit code says that something is missing', async () => {
    const { exit, targets, next } = await ran(`install extension --file ${mixed()} ${RULE}`);
    const { 'web-01': web, 'arc-01': arc, 'set-auto-01': auto, ...others } = ends(targets);
    expect({ web, arc, auto }).toEqual({ web: 'verified', arc: 'verified', auto: 'verified' });
    expect(others).toMatchObject({
      'arc-gone-01': 'deferred AZMON-ARC-DISCONNECTED',
      'stopped-01': 'deferred AZMON-MACHINE-STOPPED',
      'set-manual-01': 'pending',
      'set-flexible-01': 'changed',
    });
    expect(exit).toBe(9);
    expect(next?.command).toContain('--upgrade-instances');
    const flexible = targets.filter(({ name }) => name.startsWith('flex-'));
    expect(flexible.length).toBeGreaterThan(0);
    expect(new Set(flexible.map(({ state }) => state))).toEqual(new Set(['verified']));
  });

  test('a second run changes nothing', async () => {
    const before = azure.exchanges.length;
    const { exit, targets } = await ran(`install extension --file ${mixed()} ${RULE}`);
    expect(exit).toBe(9);
    expect(targets.flatMap(({ actions }) => actions ?? [])).toEqual([]);
    const sent = azure.exchanges.slice(before).filter(({ method }) => ['PUT', 'PATCH', 'DELETE'].includes(method));
    expect(sent).toEqual([]);
  });

  test('with the flag the instances follow, so many at a time, and are proven one by one', async () => {
    const { exit, targets } = await ran(
      `install extension vmss:set-manual-01 ${RULE} --upgrade-instances --upgrade-batch 2`,
    );
    const [set] = targets;
    expect(set?.actions.map(({ kind, instances, state }) => [kind, instances?.length, state])).toEqual([
      ['upgrade-instances', 2, 'done'],
      ['upgrade-instances', 1, 'done'],
    ]);
    expect(set?.proof).toMatchObject({ state: 'reporting', instances: { running: 3, reporting: 3 } });
    expect(new Set(set?.instances?.map(({ extension }) => extension))).toEqual(new Set(['Succeeded']));
    expect(exit).toBe(0);
  });

  test('what is done is unchanged everywhere', async () => {
    const line = `install extension azure:web-01 arc:arc-01 vmss:set-auto-01 vmss:set-manual-01 ${RULE}`;
    const { exit, targets } = await ran(line);
    expect(new Set(Object.values(ends(targets)))).toEqual(new Set(['unchanged']));
    expect(exit).toBe(0);
  });

  test('status sums up a set, and tells how an Arc machine is connected', async () => {
    const { targets } = await ran('status vmss:set-manual-01 vmss:set-behind-01 arc:arc-01 arc:arc-gone-01');
    expect(targets).toMatchObject([
      { name: 'set-manual-01', kind: 'scale-set', state: 'successor', instances: { all: 3, reporting: 3, behind: 0 } },
      { name: 'set-behind-01', kind: 'scale-set', state: 'none', instances: { all: 3, reporting: 0, behind: 3 } },
      { name: 'arc-01', kind: 'arc', state: 'successor', arc: { status: 'Connected' } },
      { name: 'arc-gone-01', kind: 'arc', state: 'none', arc: { status: 'Disconnected' } },
    ]);
  });

  test('verify counts the instances, and names the silent ones with the link that is broken', async () => {
    const { exit, stdout } = await azmon('verify vmss:set-manual-01 vmss:set-behind-01 arc:arc-01');
    expect(stdout).toMatch(/set-manual-01 .*reporting: 3 of 3 instances report/);
    expect(stdout).toMatch(/set-behind-01 .*silent: 0 of 3 instances report/);
    expect(stdout).toMatch(/on +set-behind-01_0, set-behind-01_1, set-behind-01_2/);
    expect(stdout).toContain('--upgrade-instances');
    expect(exit).toBe(8);
  });

  test('removal takes the same ways', async () => {
    const { targets } = await ran('remove extension arc:arc-01 vmss:set-auto-01 vmss:set-manual-01 --yes');
    expect(ends(targets)).toEqual({ 'arc-01': 'removed', 'set-auto-01': 'removed', 'set-manual-01': 'pending' });
    const again = await ran(
      'remove extension arc:arc-01 vmss:set-auto-01 vmss:set-manual-01 --yes --upgrade-instances',
    );
    expect(ends(again.targets)).toEqual({
      'arc-01': 'unchanged',
      'set-auto-01': 'unchanged',
      'set-manual-01': 'removed',
    });
    expect(again.exit).toBe(0);
  });
});

describe('check', () => {
  /** The sign before each check. */
  const check = async (target: string): Promise<Record<string, string>> => {
    const { stdout } = await azmon(`check ${target} --agent azure-monitor --only cloud -v`);
    return Object.fromEntries(
      [...stdout.matchAll(/^ +. (\w+) +(cloud\.[a-z-]+) /gm)].map(([, word, id]) => [id, word]),
    );
  };

  test('an Arc machine: connection in place of power, and a look inside', async () => {
    const found = await check('arc:arc-01');
    expect(found).toMatchObject({ 'cloud.arc-connected': 'pass', 'cloud.provider': 'pass', 'cloud.probe': 'pass' });
    expect(Object.keys(found)).not.toContain('cloud.power');
    const { exit, stdout } = await azmon('check arc:arc-gone-01 --agent azure-monitor --only cloud');
    expect(stdout).toContain('not connected to Azure Arc  cloud.arc-connected');
    expect(exit).toBe(4);
  });

  test('a scale set: from outside only', async () => {
    const found = await check('vmss:set-rolling-01');
    expect(found).toMatchObject({ 'cloud.region': 'pass', 'cloud.rights': 'pass', 'cloud.provisioning': 'pass' });
    expect(Object.keys(found)).not.toContain('cloud.vm-agent');
  });
});

test.each(['local', 'ssh://root@nobody.invalid'])('the successor comes to %s by Azure Arc only', async (target) => {
  const { exit, stderr } = await azmon(`install extension ${target} ${RULE}`);
  expect(exit).toBe(4);
  expect(stderr).toContain('AZMON-NEEDS-ARC');
  expect(stderr).toContain('azcmagent connect');
  expect((await azmon(`install extension ${target} --workspace logs-westeurope --agent log-analytics`)).exit).toBe(2);
});
