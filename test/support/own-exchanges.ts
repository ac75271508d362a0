import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source.ts';

/** Before the first test: a folder of this run's own, named by its process; those of runs that have ended are removed. */
export default function ownExchanges(): void {
  const all = join(ROOT, 'node_modules/.cache/azmon/exchanges');
  const own = join(all, String(process.pid));
  mkdirSync(own, { recursive: true });
  for (const name of readdirSync(all)) if (!isRunning(name)) rmSync(join(all, name), { recursive: true, force: true });
  process.env.AZMON_TEST_EXCHANGES = own;
}

function isRunning(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}
