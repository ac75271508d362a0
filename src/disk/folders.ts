import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Folders } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';

const EXECUTABLE = 0o755;
const PLAIN = 0o644;

/** Folders of files that hold no secret. */
export function diskFolders(): Folders {
  return {
    async write(folder, files, { overwrite, ownerOnly }) {
      const paths = files.map(({ path }) => join(folder, path));
      const there = paths.find((path) => existsSync(path));
      if (there !== undefined && !overwrite) throw exists(there);
      for (const [index, { text, executable }] of files.entries())
        writeOne(paths[index] as string, text, (executable === true ? EXECUTABLE : PLAIN) & maskOf(ownerOnly));
    },
  };
}

const maskOf = (ownerOnly: boolean | undefined): number => (ownerOnly === true ? 0o700 : 0o777);

function writeOne(path: string, text: string, mode: number): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: mode & 0o077 ? 0o777 : 0o700 });
    writeFileSync(path, text, { mode });
    // One that was there keeps its own mode.
    if ((mode & 0o077) === 0) chmodSync(path, mode);
  } catch (error) {
    throw failure(path, error as NodeJS.ErrnoException);
  }
}

const exists = (path: string): Problem =>
  new Problem({
    code: 'AZMON-FILE-EXISTS',
    exit: EXIT.usage,
    message: `${path} exists already`,
    why: 'nothing was written',
    fix: [{ text: 'name another folder, or write over its files with --force' }],
  });

function failure(path: string, cause: NodeJS.ErrnoException): Problem {
  const denied = cause.code === 'EACCES' || cause.code === 'EPERM';
  return new Problem({
    code: denied ? 'AZMON-FILE-DENIED' : 'AZMON-FILE-WRITE',
    exit: EXIT.usage,
    message: denied ? `${path} may not be written` : `${path} cannot be written`,
    why: `the system says ${cause.code ?? 'nothing more'}`,
    fix: [{ text: 'name a folder that you may write to' }],
    cause,
  });
}
