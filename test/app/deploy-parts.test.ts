import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextCommand, type TypedRun } from '../../src/app/deploy-next.ts';
import { DeployRecord } from '../../src/app/deploy-record.ts';
import { typedCommand } from '../../src/app/typed-command.ts';
import type { Action } from '../../src/method/action.ts';
import { type ExitCode, Problem } from '../../src/problem.ts';
import type { ActionRecord, DeployedTarget, MachineChange } from '../../src/rollout/deploy-run.ts';
import type { TaskState } from '../../src/rollout/task.ts';
import { vm } from '../support/azure-fake.ts';

const DESTINATION = { kind: 'rule', rule: { id: '/r', name: 'r', kind: 'Linux' } } as const;
const HALF: readonly ActionRecord[] = [
  { action: { kind: 'add-identity', machine: '/vm', why: 'w' }, state: 'begun' },
  { action: { kind: 'associate', machine: '/vm', name: 'a', rule: '/r', why: 'w' }, state: 'not-done' },
];
const target = (
  name: string,
  state: TaskState,
  exit: ExitCode,
  code = 'AZMON-X',
  change: Partial<MachineChange> = { destination: DESTINATION },
): DeployedTarget => {
  const problem = state === 'failed' || state === 'deferred' ? new Problem({ code, exit, message: 'm' }) : undefined;
  return {
    ...{ key: name, name, named: [`azure:${name}`], state, exit, durationMs: 1 },
    change: { vm: vm({ name }), actions: [], ...change },
    ...(problem === undefined ? {} : { problem }),
  };
};

describe('the command that continues', () => {
  const typed: TypedRun = {
    words: 'azmon install extension',
    flags: { workspace: 'logs we', 'default-rule': true, json: true, subscription: ['a', 'b'], file: ['m.csv'] },
    given: ['workspace', 'default-rule', 'json', 'subscription', 'file'],
    targets: ['azure:a'],
    rowsSayMore: false,
  };
  const BASE = "azmon install extension --workspace 'logs we' --default-rule --subscription a --subscription b";
  const STOPPED = 'AZMON-MACHINE-STOPPED';
  const cases: readonly (readonly [string, readonly DeployedTarget[], string | undefined])[] = [
    ['all as wanted', [target('a', 'verified', 0)], undefined],
    ['one failed', [target('a', 'verified', 0), target('b', 'failed', 7)], `${BASE} azure:b`],
    ['no data yet', [target('a', 'unverified', 8)], 'azmon verify --subscription a --subscription b azure:a'],
    [
      'all was sent, its end not waited for',
      [target('a', 'started', 9)],
      'azmon verify --subscription a --subscription b azure:a',
    ],
    [
      'the time was over before all was sent',
      [target('a', 'started', 9, '', { destination: DESTINATION, actions: HALF })],
      `${BASE} azure:a`,
    ],
    ['a removal that was not waited for: no record will come', [target('a', 'started', 9, '', {})], `${BASE} azure:a`],
    ['a stopped one', [target('a', 'deferred', 9, STOPPED)], `${BASE} --start-stopped azure:a`],
    [
      'a stopped and a failed one',
      [target('a', 'deferred', 9, STOPPED), target('b', 'failed', 7)],
      `${BASE} azure:a azure:b`,
    ],
    ['another workspace: a person decides', [target('a', 'failed', 10)], undefined],
    ['not ready: a person mends it', [target('a', 'failed', 4), target('b', 'failed', 3)], undefined],
  ];
  test.for(cases)('%s', ([, targets, command]) => expect(nextCommand(targets, false, typed)?.command).toBe(command));

  test('after a dry run: the same without it', () =>
    expect(nextCommand([target('a', 'planned', 0)], true, typed)?.command).toBe(`${BASE} azure:a`));

  test('many machines, or rows that say more: the file again', () => {
    const many = Array.from({ length: 30 }, (_, index) => target(`m${index}`, 'failed', 7));
    const whole = `${BASE} --file m.csv azure:a`;
    expect(nextCommand(many, false, typed)?.command).toBe(whole);
    expect(nextCommand([target('b', 'failed', 7)], false, { ...typed, rowsSayMore: true })?.command).toBe(whole);
  });
});

describe('a command as it would be typed', () => {
  test.for([
    [{ wait: false }, '--no-wait'],
    [{ timeout: 900_000 }, '--timeout 15m'],
    [{ timeout: 1500 }, '--timeout 1500ms'],
    [{ 'verify-timeout': 3_600_000 }, '--verify-timeout 1h'],
    [{ concurrency: 3 }, '--concurrency 3'],
    [{ workspace: "it's" }, String.raw`--workspace 'it'\''s'`],
    [{ rule: undefined }, ''],
  ] as const)('%j is %s', ([flags, words]) =>
    expect(typedCommand('azmon x', flags, Object.keys(flags))).toBe(`azmon x ${words}`.trim()),
  );

  test('any value comes back as it was through a POSIX shell', () => {
    const unquoted = (text: string): string =>
      text.replaceAll(/'([^']*)'|\\(.)/g, (_, inside, escaped) => inside ?? escaped);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const line = typedCommand('a', { workspace: value }, ['workspace']);
        expect(unquoted(line.slice('a --workspace '.length))).toBe(value);
      }),
    );
  });
});

describe('what became of each action', () => {
  const actions = ['start', 'add-identity', 'stop'].map(
    (kind) => ({ kind, machine: 'm', why: 'w', ...(kind === 'stop' ? { to: 'stopped' } : {}) }) as Action,
  );
  const [first, second] = actions as [Action, Action];
  const states = (record: DeployRecord): readonly string[] => record.actions.map(({ state }) => state);

  test.for([
    [7, 'failed'],
    [3, 'failed'],
    [9, 'begun'],
    [12, 'begun'],
    [130, 'begun'],
  ] as const)('a failure with %i: %s', ([exit, state]) => {
    const record = new DeployRecord(actions);
    record.begin(first);
    record.done(first);
    record.begin(second);
    record.stopped(new Problem({ code: 'AZMON-X', exit, message: 'm' }));
    expect(states(record)).toEqual(['done', state, 'not-done']);
    expect([record.touched, record.complete]).toEqual([true, false]);
  });

  test('what was sent without waiting is not what failed', () => {
    const record = new DeployRecord(actions);
    record.begin(first);
    record.leave(first);
    record.begin(second);
    record.stopped(new Problem({ code: 'AZMON-X', exit: 7, message: 'm' }));
    expect(states(record)).toEqual(['begun', 'failed', 'not-done']);
  });

  test('nothing was begun', () => {
    const record = new DeployRecord(actions);
    expect([record.touched, states(record)]).toEqual([false, ['not-done', 'not-done', 'not-done']]);
  });
});
