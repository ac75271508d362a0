import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real hosts and Wine take seconds; the unit tests take milliseconds.
    testTimeout: 60_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    reporters: ['default', './test/support/reporter.ts'],
  },
});
