import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Test data that is not the project's own (release files of real systems, Microsoft's API specification, recorded answers)
 * lives outside the repository; AZMON_TEST_DATA names its folder. See docs/contributing.md.
 */
export function testData(...parts: string[]): string | undefined {
  const root = process.env.AZMON_TEST_DATA;
  if (root === undefined || root === '') return undefined;
  const path = join(root, ...parts);
  return existsSync(path) ? path : undefined;
}
