import { describe, expect, test } from 'vitest';
import type { MachineStatus } from '../../src/manage/machine-state.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import type { Cause } from '../../src/report/causes.ts';
import { detail, fixLines } from '../../src/report/check-words.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { noticeLines, problemLines } from '../../src/report/problem.ts';
import { statusTable } from '../../src/report/status-table.ts';

const NARROW = { ...PLAIN, width: 80 };
const LONG =
  'Azure refuses to put, change or remove an extension on a machine that does not run (409 OperationNotAllowed), whatever it is.';
const COMMAND = `az role assignment create --role Reader --scope /subscriptions/0a000000-0000-4000-8000-000000000001`;

const widest = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));

describe('a terminal of 80 columns', () => {
  test('a detail goes on under itself', () => {
    const lines = detail('why', LONG, NARROW);
    expect(lines.length).toBe(2);
    expect(widest(lines)).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/^ {10}\S/);
    expect(lines.map((line) => line.slice(10)).join(' ')).toBe(LONG);
  });

  test('of an error texts are wrapped, and commands stay whole', () => {
    const fix = [{ text: LONG }, { text: 'grants it', command: COMMAND }];
    const lines = problemLines(new Problem({ code: 'AZMON-X', exit: EXIT.auth, message: 'm', why: LONG, fix }), NARROW);
    expect(widest(lines.filter((line) => !line.includes('az role')))).toBeLessThanOrEqual(80);
    expect(lines.join('\n')).toContain(COMMAND);
  });

  test('a warning too', () => {
    const lines = noticeLines({ message: LONG, code: 'AZMON-X' }, NARROW);
    expect(widest(lines)).toBeLessThanOrEqual(80);
    expect(lines.join(' ')).toBe(`Warning: ${LONG} (AZMON-X)`);
  });

  const machine = (name: string, more: Partial<MachineStatus>): MachineStatus => ({
    ...{ target: `/x/${name}`, name, system: 'windows', systemName: 'Windows Server 2012 R2 Datacenter' },
    ...{ state: 'none', agents: [], ...more },
  });
  const fleet = [machine('defender-01', { state: 'held', reason: LONG }), machine('win-01', {})];

  test('a table of machines leaves columns out, and tells the reason below', () => {
    const lines = statusTable(fleet, new Map(), { ...NARROW, width: 60 });
    expect(widest(lines)).toBeLessThanOrEqual(60);
    expect(lines[0]).toMatch(/state +machine +workspace +last record/);
    expect(lines[1]).toMatch(/^! held +defender-01 +- +-$/);
    expect(
      lines
        .slice(2, -1)
        .map((line) => line.trim())
        .join(' '),
    ).toBe(LONG);
  });
});

test('in a pipe nothing is wrapped and nothing left out', () => {
  expect(detail('why', LONG, PLAIN)).toHaveLength(1);
  const lines = statusTable(
    [{ ...{ target: 'x', name: 'x', system: 'linux', state: 'held', reason: LONG }, agents: [] }],
    new Map(),
    PLAIN,
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('agents');
  expect(lines[1]).toContain(LONG);
});

describe('a command that helps looks at the machine in question', () => {
  const command = 'azmon check --agent azure-monitor';
  const id =
    '/subscriptions/0a000000-0000-4000-8000-000000000001/resourceGroups/app/providers/Microsoft.Compute/virtualMachines/web';
  const cause = (targets: readonly string[], typed = command): Cause => ({
    ...{
      id: 'support.listed',
      title: 't',
      cause: 'c',
      why: 'w',
      docs: 'd',
      agents: [],
      targets,
      severity: 'warn',
      status: 'fail',
    },
    ...{ verdict: 'reserved', fixes: [{ fix: { text: 't', command: typed }, count: targets.length }] },
  });
  test.for<[string, Cause, string]>([
    ['in Azure', cause(['azure:web-01']), 'azmon check azure:web-01 --agent azure-monitor'],
    ['by its resource id', cause([id]), 'azmon check azure:app/web --agent azure-monitor'],
    ['by its facts', cause(['facts:web.facts']), 'azmon check --facts web.facts --agent azure-monitor'],
    ['this one', cause(['local']), command],
    ['several', cause(['azure:a', 'azure:b']), command],
    ['another command', cause(['azure:a'], 'apt-get install curl'), 'apt-get install curl'],
  ])('%s', ([, one, expected]) => expect(fixLines(one, PLAIN).at(-1)?.trim()).toBe(expected));
});
