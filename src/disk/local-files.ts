import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalFiles } from '../ports-scripts.ts';
import { fileFailure, isFolder } from './file-problems.ts';

/** Files of this machine that are copied to others. Throws AZMON-FILE-MISSING, -DIRECTORY, -DENIED, -READ (2). */
export function localFiles(): LocalFiles {
  return {
    async measure(path) {
      const stats = await stat(path).catch((error: unknown) => {
        throw fileFailure(path, error);
      });
      if (stats.isDirectory()) throw isFolder(path);
      return { bytes: stats.size, content: () => createReadStream(path) };
    },
    async scratch(name, text) {
      // Made with the mode 0700.
      const folder = await mkdtemp(join(tmpdir(), 'azmon-'));
      const path = join(folder, name);
      await writeFile(path, text, { mode: 0o600 });
      return { path, remove: () => rm(folder, { recursive: true, force: true }) };
    },
  };
}
