import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LedgerEntry, parseLedgerLine, runsIn } from '../../src/manage/ledger.ts';

const entry = (part: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ seq: 4, at: '2026-11-22T17:00:00Z', run: 'r-1', by: 'ops@ci-7', do: 'install', kind: 'path' },
  ...{ what: '/etc/cron.d/omsagent', before: 'absent' },
  ...part,
});
const line = (value: unknown): string => JSON.stringify(value);

describe('a line', () => {
  test('of the documentation', () =>
    expect(
      parseLedgerLine(
        '{"v":1,"seq":4,"at":"2026-11-22T17:00:00Z","run":"r-1","by":"ops@ci-7","do":"install","kind":"path","what":"/etc/cron.d/omsagent","before":"absent"}',
      ),
    ).toEqual(entry()));

  test('keeps known fields only', () => expect(parseLedgerLine(line({ v: 1, ...entry(), key: 'x' }))).toEqual(entry()));

  test.for<[string, unknown]>([
    ['another version', { v: 2, ...entry() }],
    ['no version', entry()],
    ['a number for a text', { v: 1, ...entry(), what: 4 }],
    ['a text for a number', { v: 1, ...entry(), seq: '4' }],
    ['below nothing', { v: 1, ...entry(), seq: -1 }],
    ['half a number', { v: 1, ...entry(), seq: 1.5 }],
    ['a field missing', { v: 1, ...entry(), before: undefined }],
    ['longer than any path', { v: 1, ...entry({ what: 'x'.repeat(9000) }) }],
    ['null', null],
    ['a list', [1]],
    ['a text', 'x'],
  ])('%s is none', ([, value]) => expect(parseLedgerLine(line(value))).toBe(undefined));

  test('of any text: never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        parseLedgerLine(text);
      }),
    );
  });
});

describe('runs', () => {
  test('in the order in which they began, and whether they came to their end', () =>
    expect(
      runsIn([
        entry({ seq: 5, run: 'b', kind: 'begin', do: 'set-proxy' }),
        entry({ seq: 2, run: 'a' }),
        entry({ seq: 3, run: 'a', kind: 'end' }),
        entry({ seq: 1, run: 'a', kind: 'begin', at: 'first' }),
      ]),
    ).toEqual([
      { run: 'a', verb: 'install', at: 'first', ended: true },
      { run: 'b', verb: 'set-proxy', at: '2026-11-22T17:00:00Z', ended: false },
    ]));
  test('none', () => expect(runsIn([])).toEqual([]));
});
