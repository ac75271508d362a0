import { defineConfig } from 'vitest/config';

const TRAFFIC = 'test/specification/traffic.test.ts';

export default defineConfig({
  test: {
    // Real hosts and Wine take seconds; the unit tests take milliseconds.
    testTimeout: 60_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    reporters: ['default', './test/support/reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: [TRAFFIC],
          globalSetup: './test/support/own-exchanges.ts',
          sequence: { groupOrder: 0 },
        },
      },
      // Judges what all the others sent and got: it comes last.
      { extends: true, test: { name: 'traffic', include: [TRAFFIC], sequence: { groupOrder: 1 } } },
    ],
  },
});
