import { expect, test } from 'vitest';
import { closing, type Outcome } from '../support/reporter.ts';

const PASSED: Outcome = { state: 'passed', names: ['a', 'b'] };
const FAILED: Outcome = { state: 'failed', names: ['a', 'c'] };
const SKIPPED: Outcome = { state: 'skipped', names: ['hosts [skipped: apt-get install squid; run as root]', 'd'] };

test.for([
  [[PASSED], 0, '1 passed, 0 failed'],
  [[PASSED, FAILED, PASSED], 0, '2 passed, 1 failed'],
  [[PASSED, SKIPPED, SKIPPED], 0, '1 passed, 0 failed, 2 skipped'],
  [[{ ...PASSED, state: 'pending' }], 0, '0 passed, 1 failed'],
  [[PASSED], 2, '1 passed, 2 failed'],
  [[], 0, '0 passed, 0 failed'],
] as const)('%j with %i errors outside tests ends with: %s', ([results, unhandled, line]) => {
  expect(closing(results, unhandled).at(-1)).toBe(line);
});

test('a suite that was left out is named once, with the way to have it', () => {
  expect(closing([SKIPPED, SKIPPED], 0)).toContain('  hosts: apt-get install squid; run as root');
  expect(closing([SKIPPED, SKIPPED], 0).filter((line) => line.startsWith('  '))).toHaveLength(1);
});
