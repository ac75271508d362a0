import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Downloads, LocalFile } from '../ports-scripts.ts';
import { cancelledFetch, diskFailure, tooLargeText } from './download-problems.ts';
import { type Answer, addressOf, type FetchOptions, fetchFrom } from './download-request.ts';
import { fileFailure, fileProblem, isFolder } from './file-problems.ts';

/** Lists of hashes are small; what is larger was named by mistake. */
const MOST_TEXT = 1024 * 1024;

type Progress = (bytes: number, of?: number) => void;

/**
 * Fetches files to this machine. Throws AZMON-FETCH-* (download-problems.ts) for addresses, AZMON-FILE-MISSING, -DIRECTORY, -DENIED and
 * -READ (2) for paths, AZMON-CANCELLED (130); whatever happens, nothing of a file that did not come whole is left.
 */
export function downloads(options: FetchOptions): Downloads {
  return {
    file: (source, { signal, progress = () => {} }) =>
      isAddress(source) ? fetched(source, options, progress, signal) : measured(source, progress, signal),
    text: (source, signal) => (isAddress(source) ? textAt(source, options, signal) : textIn(source)),
  };
}

/** `C:\folder` is a path. */
const isAddress = (source: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(source);

async function fetched(
  address: string,
  options: FetchOptions,
  progress: Progress,
  signal?: AbortSignal,
): Promise<LocalFile> {
  const name = nameIn(address);
  // Made with the mode 0700.
  const folder = await mkdtemp(join(tmpdir(), 'azmon-')).catch((error: unknown) => {
    throw diskFailure(error);
  });
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, name);
    const taken = await fetchFrom(address, options, signal, (answer) => save(answer, path, progress));
    return { path, ...taken, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The last part of its path, as a name that every system takes. */
function nameIn(address: string): string {
  const last = addressOf(address).pathname.split('/').at(-1) ?? '';
  return last.replaceAll(/[^A-Za-z0-9._-]/g, '-').replace(/^[.-]+/, '') || 'download';
}

async function save(
  { body, of }: Answer,
  path: string,
  progress: Progress,
): Promise<{ bytes: number; sha256: string }> {
  const file = await onDisk(() => open(path, 'wx', 0o600));
  try {
    return await written(body, file, (bytes) => progress(bytes, of));
  } finally {
    await file.close();
  }
}

async function written(body: AsyncIterable<Uint8Array>, file: FileHandle, progress: Progress) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of body) {
    hash.update(piece);
    await onDisk(() => file.appendFile(piece));
    bytes += piece.length;
    progress(bytes);
  }
  await onDisk(() => file.sync());
  return { bytes, sha256: hash.digest('hex') };
}

async function onDisk<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw diskFailure(error);
  }
}

async function measured(path: string, progress: Progress, signal?: AbortSignal): Promise<LocalFile> {
  const of = await sizeOf(path);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path, { signal })) {
      hash.update(piece);
      bytes += piece.length;
      progress(bytes, of);
    }
  } catch (error) {
    throw signal?.aborted === true ? cancelledFetch() : fileFailure(path, error);
  }
  return { path, bytes, sha256: hash.digest('hex'), remove: async () => {} };
}

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch((error: unknown) => {
    throw fileFailure(path, error);
  });
  if (stats.isDirectory()) throw isFolder(path);
  return stats.size;
}

function textAt(address: string, options: FetchOptions, signal?: AbortSignal): Promise<string | undefined> {
  return fetchFrom(
    address,
    options,
    signal,
    async ({ body }) => {
      const pieces: Uint8Array[] = [];
      let bytes = 0;
      for await (const piece of body) {
        bytes += piece.length;
        if (bytes > MOST_TEXT) throw tooLargeText(address);
        pieces.push(piece);
      }
      return new TextDecoder().decode(Buffer.concat(pieces));
    },
    async () => undefined,
  );
}

async function textIn(path: string): Promise<string | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  if (stats.isDirectory()) throw isFolder(path);
  if (stats.size > MOST_TEXT)
    throw fileProblem('AZMON-FILE-LARGE', `${path} is too large`, {
      why: 'a list of hashes has at most 1 MB',
      fix: [{ text: 'check that it is the right file' }],
    });
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw fileFailure(path, error);
  });
}
