import { bundleNameOf } from '../agent/bundles.ts';
import { hostProblem } from '../manage/host-problem.ts';
import type { WrapperRun } from '../manage/wrapper-run.ts';
import type { Downloads, LocalFile } from '../ports-scripts.ts';
import { Problem } from '../problem.ts';
import { type BundleChoice, type BundleFlags, IS_URL, type Pin, pinOf } from './host-bundle.ts';
import type { Wrapping } from './host-wrapper.ts';

interface Waiting {
  readonly step: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Files of this machine, or fetched to it for machines that have no way out: each once, whatever the number of machines. */
export class Fetched {
  readonly #files = new Map<string, Promise<LocalFile>>();
  readonly #downloads: Downloads;

  constructor(downloads: Downloads) {
    this.#downloads = downloads;
  }

  file(source: string, { step, signal }: Waiting): Promise<LocalFile> {
    const file = this.#files.get(source) ?? this.#downloads.file(source, { signal, progress: progressOf(step) });
    this.#files.set(source, file);
    return file;
  }

  /** The maker writes the hashes of a bundle into a file beside it. */
  async pinBeside(source: string, name: string, signal: AbortSignal): Promise<Pin | undefined> {
    const text = await this.#downloads.text(`${source}.sha256sums`, signal);
    const sha256 = text === undefined ? undefined : hashIn(text, name);
    return sha256 === undefined ? undefined : { sha256, pinnedBy: 'the .sha256sums beside it' };
  }

  /** Takes away what was fetched. */
  async remove(): Promise<void> {
    const files = await Promise.allSettled(this.#files.values());
    await Promise.allSettled(files.flatMap((one) => (one.status === 'fulfilled' ? [one.value.remove()] : [])));
  }
}

export const MB = 1_000_000;
const SHOWN_EACH = 20 * MB;

/** A line for every twenty megabytes. */
function progressOf(step: (text: string) => void): (bytes: number, of?: number) => void {
  let next = SHOWN_EACH;
  return (bytes, of) => {
    if (bytes < next) return;
    next = bytes + SHOWN_EACH;
    step(`fetching: ${Math.floor(bytes / MB)} MB${of === undefined ? '' : ` of ${Math.ceil(of / MB)} MB`}`);
  };
}

/** The line that names the file; a file with one hash alone speaks of this one. */
export function hashIn(text: string, name: string): string | undefined {
  const lines = text.split('\n').flatMap((line) => {
    const [, hash, file = ''] = /^\s*([0-9a-f]{64})(?:\s+\*?(.*?))?\s*$/i.exec(line) ?? [];
    return hash === undefined ? [] : [{ hash: hash.toLowerCase(), file: file.replace(/^.*[/\\]/, '') }];
  });
  const [only, second] = lines;
  const named = lines.find(({ file }) => file === name);
  if (named !== undefined) return named.hash;
  return second === undefined && only?.file === '' ? only.hash : undefined;
}

export interface HashOf {
  readonly system: 'linux' | 'windows';
  readonly verb: string;
  /** For people: the target, as it is typed. */
  readonly target: string;
}

/** In the wrapper's own words, as if it had measured the file there: throws AZMON-HOST-HASH-WRONG and AZMON-HOST-HASH-MISSING (7). */
export function refuseHash(
  { name, sha256, pinnedBy }: Pick<BundleChoice, 'name' | 'sha256' | 'pinnedBy'>,
  file: LocalFile,
  { signer }: BundleFlags,
  of: HashOf,
  { agent, words, typed }: Wrapping,
): void {
  if (sha256 === file.sha256 || (sha256 === undefined && signer !== undefined)) return;
  const failure =
    sha256 === undefined
      ? { word: 'hash-missing', text: '' }
      : { word: 'hash-wrong', text: `${name} has the hash ${file.sha256}, and ${pinnedBy} says ${sha256}` };
  const run: WrapperRun = {
    ...{ system: of.system, plan: [], steps: [], said: [], recovered: [], undone: [], left: [], ledger: [], logs: [] },
    ...{ failure, measured: { sha256: file.sha256, bytes: file.bytes }, result: 'failed', complete: true },
  };
  const context = {
    ...of,
    agent,
    words,
    typed: `${typed} ${of.target}`,
    bundle: name,
    sha256Said: pinnedBy === '--sha256',
  };
  const problem = hostProblem(run, context);
  if (problem !== undefined) throw problem;
}

/**
 * A bundle that is a file here is measured before any machine is looked at. Throws AZMON-FILE-* (2), and as `refuseHash`. A folder can only
 * be used where it lies, by the Windows setup.
 */
export async function pinOfFile(
  flags: BundleFlags,
  fetched: Fetched,
  of: HashOf & { readonly allHere: boolean },
  waiting: Waiting,
  wrapping: Wrapping,
): Promise<Pin | undefined> {
  if (flags.bundle === undefined || IS_URL.test(flags.bundle)) return undefined;
  const source = flags.bundle;
  const name = bundleNameOf(source);
  try {
    const file = await fetched.file(source, waiting);
    const pin = pinOf(flags) ?? (await fetched.pinBeside(source, name, waiting.signal));
    refuseHash({ name, ...pin }, file, flags, of, wrapping);
    return pin;
  } catch (error) {
    const isFolder = error instanceof Problem && error.code === 'AZMON-FILE-DIRECTORY';
    if (isFolder && of.system === 'windows' && of.allHere) return undefined;
    throw error;
  }
}
