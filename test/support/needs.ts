import { execFileSync } from 'node:child_process';
import { describe } from 'vitest';

/** Suites that were left out on this machine, with the way to have them: printed at the end of the run by test/support/reporter.ts. */
const found = (command: string): boolean => {
  try {
    execFileSync('/bin/sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/**
 * `describe` for a suite that needs something outside npm: Debian packages (command -> package), root, or the test data.
 * Where it is missing the suite is skipped and its title says what to do; with AZMON_NO_SKIP=1 (CI) it fails instead.
 */
export function describeWith(needs: {
  commands?: Record<string, string>;
  root?: boolean;
  data?: string | undefined | null;
}): typeof describe | typeof describe.skip {
  const missing = Object.entries(needs.commands ?? {})
    .filter(([command]) => !found(command))
    .map(([, pkg]) => pkg);
  const reasons: string[] = [];
  if (missing.length > 0) reasons.push(`apt-get install ${[...new Set(missing)].join(' ')}`);
  if (needs.root === true && process.getuid?.() !== 0) reasons.push('run as root');
  if ('data' in needs && (needs.data === undefined || needs.data === null))
    reasons.push('set AZMON_TEST_DATA (docs/contributing.md)');
  if (reasons.length === 0) return describe;
  const why = reasons.join('; ');
  if (process.env.AZMON_NO_SKIP === '1') throw new Error(`nothing may be skipped here: ${why}`);
  const skipped = (name: string, ...rest: unknown[]) =>
    (describe.skip as (n: string, ...r: unknown[]) => void)(`${name} [skipped: ${why}]`, ...rest);
  return skipped as unknown as typeof describe.skip;
}
