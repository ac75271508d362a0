import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../ports.ts';
import { Problem } from '../problem.ts';
import { CHECK_PATH, fileFailure, fileProblem, isFolder } from './file-problems.ts';
import { streamOf } from './stream.ts';

/** Facts and lists of machines are small; what is larger was given by mistake. */
const LIMIT_BYTES = 50 * 1024 * 1024;

export interface FilesOptions {
  /** What `-` reads; opened when first read. */
  readonly stdin: () => AsyncIterable<string | Uint8Array>;
  readonly limitBytes?: number;
}

/** Files of this machine. Every failure is a Problem (2) that names the path: AZMON-FILE-MISSING, -DIRECTORY, -DENIED, -LARGE, -READ, -STDIN. */
export function diskFiles(options: FilesOptions): Files {
  const limit = options.limitBytes ?? LIMIT_BYTES;
  let stdinTaken = false;
  return {
    async read(path) {
      if (path !== '-') return readPath(path, limit);
      if (stdinTaken)
        throw fileProblem('AZMON-FILE-STDIN', 'stdin is wanted twice', {
          why: 'it can be read only once',
          fix: [{ text: 'give - once only, and files for the rest' }],
        });
      stdinTaken = true;
      return decode(await collect(options.stdin(), 'stdin', limit));
    },
    async list(path) {
      if (path === '-') return [path];
      return attempt(path, () => (statSync(path).isDirectory() ? listFolder(path) : [path]));
    },
  };
}

/** Regular files are read in one go: ten thousand facts files would spend seconds in asynchronous opens. Pipes (`<(...)`) are streamed. */
async function readPath(path: string, limit: number): Promise<string> {
  const stats = attempt(path, () => statSync(path));
  if (stats.isDirectory()) throw isFolder(path);
  if (stats.size > limit) throw tooLarge(path, limit);
  // Files of /proc are regular too and claim to be empty, but they can be read in one go like any other.
  if (stats.isFile()) return decode(attempt(path, () => readFileSync(path)));
  return decode(await streamed(path, limit));
}

async function streamed(path: string, limit: number): Promise<Buffer> {
  try {
    return await collect(streamOf(path), path, limit);
  } catch (error) {
    throw error instanceof Problem ? error : fileFailure(path, error);
  }
}

async function collect(stream: AsyncIterable<string | Uint8Array>, name: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > limit) throw tooLarge(name, limit);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Windows PowerShell 5 redirects (`>`) in UTF-16; everything else is UTF-8, with or without a byte order mark. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

function listFolder(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && isFile(entry))
    .map(({ name }) => join(path, name))
    .sort();
}

/** Links that lead nowhere stay in the list: reading them gives the error that names them. */
function isFile(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.isFile() ?? true;
}

function attempt<T>(path: string, act: () => T): T {
  if (path === '')
    throw fileProblem('AZMON-FILE-MISSING', 'a file without a name does not exist', { fix: [CHECK_PATH] });
  try {
    return act();
  } catch (error) {
    throw fileFailure(path, error);
  }
}

const tooLarge = (path: string, limit: number): Problem =>
  fileProblem('AZMON-FILE-LARGE', `${path} is too large`, {
    why: `facts and lists of machines have at most ${Math.floor(limit / 1024 / 1024)} MB`,
    fix: [{ text: 'check that it is the right file, or split it' }],
  });
