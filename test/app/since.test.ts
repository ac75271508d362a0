import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sinceOf } from '../../src/app/since.ts';
import { Problem } from '../../src/problem.ts';

test.for([
  [undefined, { lookBackMs: 900_000 }],
  ['10m', { lookBackMs: 600_000 }],
  [' 2h ', { lookBackMs: 7_200_000 }],
  ['2026-03-02T09:30:00Z', { since: '2026-03-02T09:30:00.000Z' }],
  ['2026-03-02T09:30Z', { since: '2026-03-02T09:30:00.000Z' }],
  ['2026-03-02T09:30:00.5+01:00', { since: '2026-03-02T08:30:00.500Z' }],
] as const)('%s', ([text, since]) => expect(sinceOf(text)).toEqual(since));

test.for([
  '',
  'yesterday',
  '2026-03-02',
  '2026-03-02T09:30:00',
  '2026-13-02T09:30:00Z',
  '10',
  '-5m',
  "2026-03-02T09:30:00Z' or 1",
])('%j is no time that could be meant', (text) =>
  expect(() => sinceOf(text)).toThrow(expect.objectContaining({ code: 'AZMON-SINCE', exit: 2 })),
);

test('any text is a time, an age, or refused without being repeated', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12 }), (text) => {
      try {
        sinceOf(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
        const { message, why, fix } = error as Problem;
        expect([message, why, ...fix.map((one) => one.text)].join(' ')).not.toContain(text);
      }
    }),
  );
});
