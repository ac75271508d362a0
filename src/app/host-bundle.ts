import { bundleNameOf, releaseIn, requireBundle } from '../agent/bundles.ts';
import { architectureOf } from '../machine/architecture.ts';
import type { MachineFacts } from '../machine/facts.ts';
import type { LocalFile, PushedFile } from '../ports-scripts.ts';
import { EXIT, Problem } from '../problem.ts';
import type { HostChange } from '../rollout/host-run.ts';
import type { Target } from '../target/target.ts';
import { conflict, said, type WrapperValues } from './host-parameters.ts';
import type { Turn } from './host-run.ts';
import { refuseFailed, type Wrapping } from './host-wrapper.ts';

export interface BundleFlags {
  readonly bundle?: string | undefined;
  readonly push?: boolean | undefined;
  readonly release?: string | undefined;
  readonly sha256?: string | undefined;
  readonly signer?: string | undefined;
}

/** Which file installs the agent on one machine, where it lies, and by what it is known. */
export interface BundleChoice {
  /** Path on this machine, or https address. */
  readonly source: string;
  /** As its maker calls it. */
  readonly name: string;
  /** As far as it is known. */
  readonly release?: string;
  readonly sha256?: string;
  readonly pinnedBy?: string;
  /** It comes from this machine, over ssh. */
  readonly pushed: boolean;
}

const IS_URL = /^https:\/\//i;
const IS_OTHER_URL = /^[a-z][a-z0-9+.-]+:\/\//i;

/** What is wrong with the flags by themselves. Throws AZMON-BUNDLE-ADDRESS, AZMON-FLAG-CONFLICT (2). */
export function refuseBundleFlags({ bundle, release, sha256, signer }: BundleFlags): void {
  if (bundle !== undefined && !IS_URL.test(bundle) && IS_OTHER_URL.test(bundle)) throw notHttps();
  if (bundle !== undefined && release !== undefined)
    throw conflict('--release picks one of the bundles that azmon knows, and --bundle names another');
  if (sha256 !== undefined && signer !== undefined)
    throw conflict('--sha256 and --signer both say by what the package is known');
}

const notHttps = (): Problem =>
  new Problem({
    code: 'AZMON-BUNDLE-ADDRESS',
    exit: EXIT.usage,
    message: 'the bundle is not fetched from there',
    why: 'what is fetched is run as root: only https tells whose it is on the way',
    fix: [{ text: 'give an https address, or a file of this machine' }],
  });

/** The bundle for a machine. Throws AZMON-BUNDLE-NONE (4) where there is none for its architecture. */
export function chooseBundle(
  flags: BundleFlags,
  target: Pick<Target, 'kind'>,
  system: 'linux' | 'windows',
  facts: MachineFacts | undefined,
  pathOf: (path: string) => string,
): BundleChoice {
  const pinned = flags.sha256 === undefined ? {} : { sha256: flags.sha256, pinnedBy: '--sha256' };
  const isFar = target.kind !== 'local';
  if (flags.bundle === undefined) {
    const known = requireBundle(system, machineWord(system, facts), flags.release);
    const { name, url, version, sha256, source } = known;
    return {
      ...{ name, source: url, pushed: flags.push === true && isFar },
      ...(version === undefined ? {} : { release: version }),
      ...(sha256 === undefined ? {} : { sha256, pinnedBy: `azmon's table: ${source ?? 'measured'}` }),
      ...pinned,
    };
  }
  const isFile = !IS_URL.test(flags.bundle);
  const name = bundleNameOf(flags.bundle);
  const release = releaseIn(name);
  return {
    ...{ name, source: isFile ? pathOf(flags.bundle) : flags.bundle, pushed: isFar && (isFile || flags.push === true) },
    ...(release === undefined ? {} : { release }),
    ...pinned,
  };
}

/** Programs decide, not the kernel; `x86` is what Windows calls 32 bits. */
function machineWord(system: 'linux' | 'windows', facts: MachineFacts | undefined): string {
  const machine = facts?.['kernel.machine'] ?? undefined;
  if (system === 'windows') return machine ?? 'AMD64';
  const userland = facts === undefined ? undefined : architectureOf(facts)?.userland;
  if (userland === undefined) return machine ?? 'x86_64';
  return userland === 'x86' ? 'i686' : userland;
}

/** Where the wrapper finds it. */
export const bundleValues = (
  { source, name, release, sha256 }: BundleChoice,
  { signer }: BundleFlags,
  path = source,
): WrapperValues =>
  said({
    ...{ AZMON_BUNDLE: path, AZMON_BUNDLE_NAME: name, AZMON_SHA256: sha256, AZMON_SIGNER: signer },
    AZMON_RELEASE: release,
  });

/** What is told of it. */
export const bundleShown = ({ name, sha256, pinnedBy, pushed }: BundleChoice): NonNullable<HostChange['bundle']> => ({
  ...{ name, pushed },
  ...(sha256 === undefined ? {} : { sha256 }),
  ...(pinnedBy === undefined ? {} : { pinnedBy }),
});

/** Files that were fetched here for machines that have no way out: each once, whatever the number of machines. */
export class Fetched {
  readonly #files = new Map<string, Promise<LocalFile>>();

  file(source: string, { hosts }: Wrapping, { step, signal }: Turn): Promise<LocalFile> {
    const file = this.#files.get(source) ?? hosts.downloads.file(source, { signal, progress: progressOf(step) });
    this.#files.set(source, file);
    return file;
  }

  /** Takes away what was fetched. */
  async remove(): Promise<void> {
    const files = await Promise.allSettled(this.#files.values());
    await Promise.allSettled(files.flatMap((one) => (one.status === 'fulfilled' ? [one.value.remove()] : [])));
  }
}

const MB = 1_000_000;
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

/**
 * Brings the bundle to a machine without a way out, once its hash is known to be right here. Throws as the downloads do, and what the
 * wrapper itself would say of a hash that is missing or wrong.
 */
export async function pushBundle(
  chosen: BundleChoice,
  { signer }: BundleFlags,
  at: { readonly target: Target; readonly system: 'linux' | 'windows'; readonly fetched: Fetched },
  turn: Turn,
  wrapping: Wrapping,
): Promise<{ readonly choice: BundleChoice; readonly pushed: PushedFile }> {
  const { hosts, timeoutMs } = wrapping;
  const { step, signal } = turn;
  step(IS_URL.test(chosen.source) ? `fetching ${chosen.name} here` : `reading ${chosen.name}`);
  const file = await at.fetched.file(chosen.source, wrapping, turn);
  const choice = chosen.sha256 === undefined ? await besideIt(chosen, wrapping, signal) : chosen;
  const wrong =
    choice.sha256 === undefined ? (signer === undefined ? 'hash-missing' : undefined) : hashOf(choice, file);
  if (wrong !== undefined) refuseHash(wrong, choice, file, at.system, turn, wrapping);
  step(`pushing ${choice.name} (${Math.ceil(file.bytes / MB)} MB)`);
  const name = choice.name.replaceAll(/[^\w.-]/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'bundle';
  const pushed = await hosts.transport.push(at.target, { file: file.path, name, system: at.system, timeoutMs, signal });
  return { choice: { ...choice, sha256: choice.sha256 ?? file.sha256 }, pushed };
}

const hashOf = ({ sha256 }: BundleChoice, file: LocalFile): 'hash-wrong' | undefined =>
  sha256 === file.sha256 ? undefined : 'hash-wrong';

/** The maker writes the hashes of a bundle into a file beside it. */
async function besideIt(chosen: BundleChoice, { hosts }: Wrapping, signal: AbortSignal): Promise<BundleChoice> {
  const text = await hosts.downloads.text(`${chosen.source}.sha256sums`, signal);
  const sha256 = text === undefined ? undefined : hashIn(text, chosen.name);
  return sha256 === undefined ? chosen : { ...chosen, sha256, pinnedBy: 'the .sha256sums beside it' };
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

/** In the wrapper's own words, as if it had measured the file there. */
function refuseHash(
  word: 'hash-missing' | 'hash-wrong',
  { name, sha256, pinnedBy }: BundleChoice,
  file: LocalFile,
  system: 'linux' | 'windows',
  turn: Turn,
  wrapping: Wrapping,
): void {
  const text = word === 'hash-wrong' ? `${name} has another hash than ${sha256}` : `no hash is known of ${name}`;
  refuseFailed(
    {
      ...{ system, plan: [], steps: [], said: [], recovered: [], undone: [], left: [], ledger: [], logs: [] },
      failure: { word, text },
      measured: { sha256: file.sha256, bytes: file.bytes },
      ...{ result: 'failed', complete: true },
    },
    { system, verb: 'install', context: { bundle: name, sha256Said: pinnedBy === '--sha256' } },
    turn,
    wrapping,
  );
}
