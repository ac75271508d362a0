import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import { EXIT, type ExitCode, Problem } from '../../src/problem.ts';
import { deployText } from '../../src/report/deploy.ts';
import { deployCauses } from '../../src/report/deploy-causes.ts';
import { deployResult } from '../../src/report/deploy-json.ts';
import { timeWords } from '../../src/report/deploy-words.ts';
import { PLAIN } from '../../src/report/paint.ts';
import type { DeployedTarget, DeployRun, MachineChange } from '../../src/rollout/deploy-run.ts';
import type { TaskState } from '../../src/rollout/task.ts';
import { vm } from '../support/azure-fake.ts';

const machine = (
  name: string,
  state: TaskState,
  exit: ExitCode,
  change: Partial<MachineChange> = {},
): DeployedTarget => ({
  ...{ key: name, name, named: [`azure:${name}`], state, exit, durationMs: 4100 },
  change: { vm: vm({ name }), agent: AGENTS['azure-monitor'], actions: [], ...change },
  ...(change.problem === undefined ? {} : { problem: change.problem }),
});

const trouble = (name: string, code: string, fix: string): DeployedTarget =>
  machine(name, 'failed', EXIT.failed, {
    problem: new Problem({
      code,
      exit: EXIT.failed,
      message: `${name} says ${code}`,
      why: `about ${name}`,
      fix: [{ text: fix }],
    }),
  });

const run = (targets: readonly DeployedTarget[], part: Partial<DeployRun> = {}): DeployRun => ({
  ...{ verb: 'install', method: 'extension', dryRun: false, targets, exit: EXIT.partial, durationMs: 252_000 },
  ...part,
});
const text = (targets: readonly DeployedTarget[], part: Partial<DeployRun> = {}, verbose = false): readonly string[] =>
  deployText(run(targets, part), { paint: PLAIN, verbose });

describe('several machines', () => {
  const targets = [
    ...['a1', 'a2', 'a3', 'a4'].map((name) => trouble(name, 'AZMON-A', `mend ${name === 'a4' ? 'a4' : 'them'}`)),
    ...['b1', 'b2', 'b3'].map((name) => trouble(name, 'AZMON-B', 'mend b')),
    ...['c1', 'c2'].map((name) => trouble(name, 'AZMON-C', 'mend c')),
    trouble('d1', 'AZMON-D', 'mend d'),
    machine('ok-1', 'verified', EXIT.ok),
  ];

  test('messages that only differ by the machine are one cause', () => {
    expect(deployCauses(targets).map(({ code, cause, targets: on }) => [code, cause, on.length])).toEqual([
      ['AZMON-A', '... says AZMON-A', 4],
      ['AZMON-B', '... says AZMON-B', 3],
      ['AZMON-C', '... says AZMON-C', 2],
      ['AZMON-D', '... says AZMON-D', 1],
      [undefined, '', 1],
    ]);
  });

  test('a name that is a part of another word stays', () => {
    const one = machine('app', 'failed', EXIT.failed, {
      problem: new Problem({ code: 'AZMON-A', exit: EXIT.failed, message: 'app: the application, my-app and app' }),
    });
    expect(deployCauses([one])[0]?.cause).toBe('...: the application, my-app and ...');
  });

  test('the three biggest causes come first with one fix each; the table holds all', () => {
    const lines = text(targets).join('\n');
    const [head = '', table = ''] = lines.split('Machines\n');
    expect(head).toContain('4 machines: ... says AZMON-A');
    expect(head).toContain('fix   mend them');
    expect(head).not.toContain('mend a4');
    expect(head).not.toContain('AZMON-D');
    expect(table).toContain('d1');
    expect(table).toMatch(/verified +1\n +ok-1/);
  });

  test('-v tells all of them', () => {
    const lines = text(targets, {}, true).join('\n');
    expect(lines).toContain('mend a4');
    expect(lines).toContain('mend d');
  });

  test('it ends with the sum, the command that continues, and the exit code', () => {
    const next = { text: 'goes on', command: 'azmon install extension azure:a1' };
    expect(text(targets, { next }).slice(-3)).toEqual([
      '11 machines: 1 verified, 10 failed  4 min 12 s',
      'next  azmon install extension azure:a1   goes on',
      'exit code 6 (partial)',
    ]);
  });

  test('a hundred names are counted, and wrapped where somebody reads', () => {
    const many = Array.from({ length: 100 }, (_, index) => machine(`web-${index}`, 'verified', EXIT.ok));
    expect(text(many).join('\n')).toContain('and 88 more (-v names all)');
    const wide = deployText(run(many), { paint: { ...PLAIN, width: 60 }, verbose: true });
    expect(Math.max(...wide.filter((line) => line.includes('web-')).map((line) => line.length))).toBeLessThanOrEqual(
      60,
    );
  });
});

describe('one machine', () => {
  test('no record: the broken link, what shows it, what to do', () => {
    const broken = {
      link: 'rule',
      evidence: 'no rule is associated',
      fix: [{ text: 'associate one', command: 'azmon x' }],
    } as const;
    const lines = text([
      machine('web-01', 'unverified', EXIT.unverified, { proof: { state: 'silent', waitedMs: 900_000, broken } }),
    ]);
    expect(lines.join('\n')).toMatch(
      /no record within 15 min 0 s\n +link +the data collection rule\n +found +no rule.*\n +fix +associate one\n +azmon x/,
    );
  });

  test('never two blank lines in a row', () => {
    for (const state of ['verified', 'unchanged', 'failed', 'deferred', 'planned'] as const)
      expect(text([machine('web-01', state, EXIT.ok)]).join('\n')).not.toContain('\n\n\n');
  });

  test('what Azure does not know has no report: its error says all', () => {
    const problem = new Problem({ code: 'AZMON-X', exit: 11, message: 'm' });
    expect(
      text([{ ...{ key: 'azure:x', name: 'azure:x', named: [] }, state: 'failed', exit: 11, durationMs: 0, problem }]),
    ).toEqual([]);
  });
});

test('the result is plain data, and says of a key where it came from', () => {
  const key = {
    from: { source: 'environment', text: 'AZMON_WORKSPACE_KEY' },
    state: { state: 'verified', which: 'primary' },
  } as const;
  const destination = { kind: 'workspace', workspaceId: '1', cloud: 'public', name: 'logs-we', key } as const;
  const result = deployResult(run([machine('web-01', 'verified', EXIT.ok, { destination })]));
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expect(result).toMatchObject({
    targets: [
      { destination: { key: { source: 'environment', state: 'verified', which: 'primary' } }, agent: 'azure-monitor' },
    ],
    summary: { total: 1, states: { verified: 1 } },
  });
});

test.for([
  [0, '0.0 s'],
  [99_900, '99.9 s'],
  [100_000, '1 min 40 s'],
  [899_999, '15 min 0 s'],
] as const)('%i ms are %s', ([ms, words]) => expect(timeWords(ms)).toBe(words));
