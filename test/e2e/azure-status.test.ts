import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fleet, tour } from '../../src/sandbox/fleet.ts';
import { serviceMark } from '../../src/verify/service-mark.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';

/** `azmon status` and `azmon verify` as they are built, against an Azure on this machine. */
const folder = mkdtempSync(join(tmpdir(), 'azmon-status-'));
const open: TestSandbox[] = [];
let azure: TestSandbox;
beforeAll(async () => {
  azure = await opened({ machines: 30 });
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function opened(options: Parameters<typeof sandbox>[0]): Promise<TestSandbox> {
  const one = await sandbox(options);
  open.push(one);
  return one;
}

interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In every subscription that can be seen. */
function azmonAt(at: TestSandbox, argv: readonly string[], stdin = ''): Promise<Ran> {
  const { AZURE_SUBSCRIPTION_ID: _, ...env } = at.env;
  const child = spawn(process.execPath, [join(ROOT, 'bin/run.js'), ...argv], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  child.stdin.end(stdin);
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, stdout, stderr })));
}
const azmon = (...argv: string[]): Promise<Ran> => azmonAt(azure, argv);

interface Row {
  readonly target: string;
  readonly name: string;
  readonly state: string;
  readonly agent?: string;
  readonly proof?: { readonly state: string; readonly latencyMs?: number; readonly broken?: { readonly link: string } };
}
interface Envelope {
  readonly status: string;
  readonly exitCode: number;
  readonly result: {
    readonly targets: readonly Row[];
    readonly sources: readonly { readonly source: string; readonly read: boolean; readonly why?: string }[];
    readonly summary: { readonly total: number; readonly states: Record<string, number> };
  };
  readonly warnings: readonly { readonly code: string }[];
  readonly errors: readonly { readonly code: string; readonly target?: string }[];
}
const json = ({ stdout }: Ran): Envelope => JSON.parse(stdout) as Envelope;
const states = (rows: readonly Row[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ name, state }) => [name, state]));

describe('azmon status', () => {
  test('the dozen machines of the tour, each in its state', async () => {
    const at = await opened({ state: tour(Date.now()) });
    const answer = json(await azmonAt(at, ['status', '--json']));
    expect(answer.exitCode).toBe(0);
    expect(states(answer.result.targets)).toEqual({
      ...{ 'web-01': 'none', 'web-02': 'none', 'win-01': 'none', 'stopped-01': 'none', 'debian-01': 'none' },
      ...{ 'oms-01': 'legacy-reporting', 'silent-01': 'legacy-silent', 'both-01': 'both', 'ama-01': 'successor' },
      ...{ 'norule-01': 'successor-without-rule', 'stranded-01': 'stranded', 'scom-01': 'held' },
    });
    expect(answer.warnings.map(({ code }) => code)).toContain('AZMON-RETIRED');
  });

  test('a thousand machines, in pages, each once', async () => {
    const state = fleet({ machines: 1500, now: Date.now() });
    const at = await opened({ state });
    const answer = json(await azmonAt(at, ['status', '--json']));
    const sealed = state.subscriptions.find(({ name }) => name === 'Contoso Sealed')?.id;
    const all = [...Object.values(state.machines), ...Object.values(state.scaleSets ?? {})];
    const seen = all.filter(({ subscription }) => subscription !== sealed);
    expect(seen.length).toBeGreaterThan(1000);
    expect(new Set(answer.result.targets.map(({ target }) => target.toLowerCase()))).toEqual(
      new Set(seen.map(({ id }) => id.toLowerCase())),
    );
    expect(answer.result.targets).toHaveLength(seen.length);
    const wanted: Readonly<Record<string, string>> = {
      mma: 'legacy-reporting',
      ama: 'successor',
      norule: 'successor-without-rule',
      scom: 'held',
      defender: 'held',
      policed: 'held',
      both: 'both',
      web: 'none',
    };
    const wrong = answer.result.targets.filter(({ name, state }) => {
      const kind = wanted[name.replace(/-\d+$/, '')];
      return kind !== undefined && kind !== state;
    });
    expect(wrong).toEqual([]);
  });

  test('text: the states, how many, what could not be read, what to do next', async () => {
    const { exit, stdout, stderr } = await azmon('status');
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^x legacy-silent +silent-01 .*last record 9 days ago$/m);
    expect(stdout).toMatch(/^ {2}\+ +\d+ +successor /m);
    expect(stdout).toMatch(/Heartbeat of logs-private .*from this network/);
    expect(stdout).toContain('azmon status --in-state legacy-silent --json | azmon verify --file -');
    expect(stderr).toMatch(/AZMON-STATUS-UNREAD/);
  });

  test.for([
    [['check']],
    [['verify']],
    [['status']],
    [['install', 'extension', '--default-rule', '--workspace', 'logs-westeurope']],
    [['remove', 'extension', '--yes']],
  ] as const)('an answer without a machine, handed on: %s has nothing to do', async ([argv]) => {
    const { stdout } = await azmon('status', '--in-state', 'no-arc', '--json');
    const ran = await azmonAt(azure, [...argv, '--file', '-'], stdout);
    expect(ran).toEqual({ exit: 0, stdout: 'nothing to do: no machine was handed on\nexit code 0 (ok)\n', stderr: '' });
  });

  test('one machine in detail', async () => {
    const { exit, stdout } = await azmon('status', 'azure:both-01');
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^! both {2}/m);
    expect(stdout).toMatch(/Log Analytics agent[\s\S]*Azure Monitor Agent[\s\S]*rules +base-/);
  });

  test.for<[title: string, argv: string[], exit: number, code?: string]>([
    ['a workspace without rights does not fail the rest', [], 0],
    ['but counts with --strict', ['--strict'], 5],
    ['a named workspace that lets this network not in', ['--workspace', 'logs-private'], 12, 'AZMON-AZURE-PRIVATE'],
    [
      'a named subscription whose machines may not be read',
      ['--subscription', 'Contoso Sealed'],
      3,
      'AZMON-AZURE-FORBIDDEN',
    ],
    ['a workspace that is not there', ['--workspace', 'logs-gone'], 11, 'AZMON-WORKSPACE-UNKNOWN'],
    ['a subscription that is not there', ['--subscription', 'Nowhere'], 11, 'AZMON-SUBSCRIPTION-UNKNOWN'],
    ['a machine that is not there', ['azure:gone-99'], 11, 'AZMON-TARGET-NOT-FOUND'],
    ['one of two that is not there', ['azure:web-01', 'azure:gone-99'], 11, 'AZMON-TARGET-NOT-FOUND'],
    ['a machine by ssh', ['ssh://web-01'], 2, 'AZMON-STATUS-TARGET'],
    ['a state that is none', ['--in-state', 'broken'], 2, 'AZMON-FLAG-VALUE'],
  ])('%s', async ([, argv, exit, code]) => {
    const ran = await azmon('status', ...argv, '--json');
    expect(ran.exit).toBe(exit);
    const answer = json(ran);
    expect(answer.exitCode).toBe(exit);
    if (code !== undefined) expect(answer.errors.map((error) => error.code)).toContain(code);
  });

  test('by workspace and by state only those are shown, and all are counted', async () => {
    const other = json(await azmon('status', '--workspace', 'logs-other', '--json'));
    expect(states(other.result.targets)).toEqual({ 'other-01': 'legacy-reporting' });
    const silent = json(await azmon('status', '--in-state', 'legacy-silent,stranded', '--json'));
    expect(new Set(Object.values(states(silent.result.targets)))).toEqual(new Set(['legacy-silent', 'stranded']));
    expect(silent.result.summary.total).toBeGreaterThan(25);
  });

  test('its JSON and its NDJSON are target files', async () => {
    const [one, lines] = await Promise.all([
      azmon('status', '--in-state', 'legacy-silent', '--json'),
      azmon('status', '--in-state', 'legacy-silent', '-o', 'ndjson'),
    ]);
    const names = json(one).result.targets.map(({ target }) => target);
    expect(names.length).toBeGreaterThan(1);
    expect(
      lines.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).event),
    ).toContain('target.finished');
    const path = join(folder, 'fleet.json');
    writeFileSync(path, one.stdout);
    for (const [argv, stdin] of [
      [['status', '--file', path, '--json'], ''],
      [['status', '--file', '-', '--json'], lines.stdout],
      [['verify', '--file', '-', '--verify', 'none', '--json'], one.stdout],
      [['check', '--file', '-', '--no-probe', '--json'], lines.stdout],
    ] as const) {
      const { result, errors } = json(await azmonAt(azure, argv, stdin));
      expect(errors).toEqual([]);
      expect(new Set(result.targets.map(({ target }) => target.toLowerCase()))).toEqual(
        new Set(names.map((name) => name.toLowerCase())),
      );
    }
  });
});

describe('azmon verify', () => {
  test.for<[title: string, argv: string[], exit: number, proofs: string[]]>([
    ['a healthy machine answers at once', ['azure:oms-01'], 0, ['reporting']],
    ['each generation by itself', ['azure:both-01'], 0, ['reporting', 'reporting']],
    ['one generation', ['azure:both-01', '--agent', 'azure-monitor'], 0, ['reporting']],
    ['a silent one', ['azure:silent-01', '--verify-timeout', '1s'], 8, ['silent retired-upload']],
    [
      'the same before the shut-down',
      ['azure:silent-01', '--verify-timeout', '1s', '--as-of', '2026-01-01'],
      8,
      ['silent unknown'],
    ],
    ['one without an agent', ['azure:web-01'], 8, ['silent extension']],
    ['one whose key was wrong', ['azure:failed-01'], 8, ['silent key']],
    ['one without a rule', ['azure:norule-01'], 8, ['silent rule']],
    ['one that is stopped', ['azure:stopped-01'], 8, ['silent agent']],
    ['in another workspace than its own', ['azure:oms-01', '--workspace', 'logs-other'], 8, ['silent key']],
    ['in its own by name', ['azure:oms-01', '--workspace', 'logs-westeurope'], 0, ['reporting']],
    ['as far as the agent says', ['azure:oms-01', '--verify', 'connected'], 0, ['connected']],
    ['two at once, the worse counts', ['azure:oms-01', 'azure:web-01'], 8, ['reporting', 'silent extension']],
    ['by its computer name', ['ssh://oms-01.corp', '--workspace', 'logs-westeurope'], 0, ['reporting']],
  ])('%s', async ([, argv, exit, proofs]) => {
    const ran = await azmon('verify', ...argv, '--json');
    const { result, exitCode } = json(ran);
    const told = result.targets.map(({ proof }) => [proof?.state, proof?.broken?.link].filter(Boolean).join(' '));
    expect(told).toEqual(proofs);
    expect([ran.exit, exitCode]).toEqual([exit, exit]);
  });

  test.for<[string, string[], number, string]>([
    ['no machine', [], 2, 'AZMON-TARGET-MISSING'],
    ['one that is not there', ['azure:gone-99'], 11, 'AZMON-TARGET-NOT-FOUND'],
    ['a workspace that is not there', ['azure:oms-01', '--workspace', 'logs-gone'], 11, 'AZMON-WORKSPACE-UNKNOWN'],
    [
      'a workspace that lets this network not in',
      ['azure:oms-01', '--workspace', 'logs-private'],
      12,
      'AZMON-AZURE-PRIVATE',
    ],
    ['a time that is none', ['azure:oms-01', '--since', 'yesterday'], 2, 'AZMON-SINCE'],
    ['a machine by ssh without a workspace', ['ssh://oms-01'], 2, 'AZMON-STATUS-TARGET'],
  ])('%s: an error of its own', async ([, argv, exit, code]) => {
    const ran = await azmon('verify', ...argv, '--json');
    expect(json(ran).errors.map((error) => error.code)).toEqual([code]);
    expect(ran.exit).toBe(exit);
  });

  test('a record on its way is waited for, and the time it took is measured', async () => {
    const at = await opened({ state: tour(Date.now()), settings: { heartbeatDelayMs: 3_000 } });
    const machine = Object.values(at.state.machines).find(({ name }) => name === 'norule-01')?.id ?? '';
    const rule = Object.values(at.state.rules).find(({ name }) => name === 'base-linux-westeurope')?.id ?? '';
    const { logs, rules } = at.azure();
    const workspace = Object.values(at.state.workspaces).find(({ name }) => name === 'logs-westeurope');
    const mark = await serviceMark(logs, [workspace?.customerId ?? '']);
    await rules.associate(machine, 'ours', rule);
    const ran = await azmonAt(at, ['verify', 'azure:norule-01', '--since', mark, '--json']);
    const [one] = json(ran).result.targets;
    expect(one).toMatchObject({ agent: 'azure-monitor', proof: { state: 'reporting' } });
    const { latencyMs = 0 } = one?.proof ?? {};
    expect(latencyMs).toBeGreaterThanOrEqual(2_900);
    expect(latencyMs).toBeLessThan(10_000);
  });

  test('text: a line for each machine, the link with evidence and fix below it', async () => {
    const { stdout } = await azmon('verify', 'azure:oms-01', 'azure:norule-01');
    expect(stdout).toMatch(
      /^\+ azure:oms-01 +Log Analytics agent {2}reporting: record of \S+Z, taken in after [\d.]+ s \(oms-01/m,
    );
    expect(stdout).toMatch(/^x azure:norule-01 .*silent: no record[\s\S]*link +the data collection rule[\s\S]*fix /m);
    expect(stdout).toMatch(/^2 machines: 1 reporting, 1 silent\nexit code 8 \(unverified\)$/m);
  });
});
