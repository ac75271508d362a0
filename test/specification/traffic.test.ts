import { expect } from 'vitest';
import { recordedExchanges } from '../support/exchanges.ts';
import { describeWith } from '../support/needs.ts';
import { judge, SPECIFICATION } from '../support/specification.ts';

/**
 * Runs after all other test files (vitest.config.ts): every request that was sent to a sandbox in this run, and every answer, is held to
 * Microsoft's specification. Alone it has nothing to judge and fails.
 */
describeWith({ data: SPECIFICATION })('all traffic of the test run', (it) => {
  it("fits Microsoft's specification", async () => {
    const exchanges = recordedExchanges().flatMap((one) => one.exchanges);
    const { complaints, operations } = await judge(exchanges);
    expect(complaints).toEqual([]);
    expect(operations.size, 'operations that were matched; the other test files must have run').toBeGreaterThan(10);
  });
});
