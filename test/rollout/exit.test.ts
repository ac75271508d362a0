import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT, type ExitCode, worstExit } from '../../src/problem.ts';
import { changingExit } from '../../src/rollout/exit.ts';

const SINGLE = Object.values(EXIT).filter((code) => code !== EXIT.partial);

describe('the exit code of a command that changes machines', () => {
  test.for([
    ['nothing to do', [], 0],
    ['all as wanted', [0, 0, 0], 0],
    ['a warning that counts', [0, 5], 5],
    ['some as wanted, some failed', [0, 7], 6],
    ['some as wanted, some without rights', [0, 3, 0], 6],
    ['a warning counts as wanted', [5, 7], 6],
    ['a stopped machine among good ones', [0, 9], 9],
    ['no data yet from one', [0, 8], 8],
    ['both are all that is missing', [0, 9, 8], 8],
    ['some as wanted, one stopped, one failed', [0, 9, 7], 6],
    ['one stopped, one failed, none as wanted', [9, 7], 7],
    ['all failed alike', [7, 7], 7],
    ['all failed, by different causes', [4, 10, 12], 12],
    ['no rights weighs more than the network', [12, 3], 3],
    ['Ctrl+C in mid-run', [0, 7, 130], 130],
    ['SIGTERM in mid-run', [0, 143], 143],
    ['an own mistake among good ones', [0, 1], 6],
  ] as const)('%s: %j is %i', ([, codes, exit]) => expect(changingExit(codes)).toBe(exit));

  test.for(SINGLE)('one machine: its own code %i', (code) => expect(changingExit([code])).toBe(code));

  test('whatever the codes: order and number do not matter, 0 only if all are, a failure is never hidden', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<ExitCode>(...SINGLE), { minLength: 1, maxLength: 12 }), (codes) => {
        const exit = changingExit(codes);
        expect(changingExit([...codes].reverse())).toBe(exit);
        expect(changingExit([...codes, ...codes])).toBe(exit);
        expect(exit === EXIT.ok).toBe(codes.every((code) => code === EXIT.ok));
        expect([EXIT.partial, worstExit(codes)]).toContain(exit);
      }),
    );
  });
});
