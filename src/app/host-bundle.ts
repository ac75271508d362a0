import { bundleNameOf, releaseIn, requireBundle } from '../agent/bundles.ts';
import { architectureOf } from '../machine/architecture.ts';
import type { MachineFacts } from '../machine/facts.ts';
import { EXIT, Problem } from '../problem.ts';
import type { HostChange } from '../rollout/host-run.ts';
import type { Target } from '../target/target.ts';
import { conflict, said, type WrapperValues } from './host-parameters.ts';

export interface BundleFlags {
  readonly bundle?: string | undefined;
  readonly push?: boolean | undefined;
  readonly release?: string | undefined;
  readonly sha256?: string | undefined;
  readonly signer?: string | undefined;
}

/** Which file installs the agent on one machine, where it lies, and by what it is known. */
export interface BundleChoice {
  /** Path on this machine as it was typed, or https address. */
  readonly source: string;
  /** The same for a wrapper that runs elsewhere: the whole path. */
  readonly place: string;
  /** As its maker calls it. */
  readonly name: string;
  /** As far as it is known. */
  readonly release?: string;
  readonly sha256?: string;
  readonly pinnedBy?: string;
  /** It comes from this machine, over ssh. */
  readonly pushed: boolean;
}

/** The hash that a file must have, and who says so. */
export interface Pin {
  readonly sha256: string;
  readonly pinnedBy: string;
}

export const pinOf = ({ sha256 }: BundleFlags): Pin | undefined =>
  sha256 === undefined ? undefined : { sha256, pinnedBy: '--sha256' };

export const IS_URL = /^https:\/\//i;
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
  ofFile: Pin | undefined = undefined,
): BundleChoice {
  const pinned = pinOf(flags) ?? ofFile ?? {};
  const isFar = target.kind !== 'local';
  if (flags.bundle === undefined) {
    const known = requireBundle(system, machineWord(system, facts), flags.release);
    const { name, url, version, sha256, source } = known;
    return {
      ...{ name, source: url, place: url, pushed: flags.push === true && isFar },
      ...(version === undefined ? {} : { release: version }),
      ...(sha256 === undefined ? {} : { sha256, pinnedBy: `azmon's table: ${source ?? 'measured'}` }),
      ...pinned,
    };
  }
  const isFile = !IS_URL.test(flags.bundle);
  const name = bundleNameOf(flags.bundle);
  const release = releaseIn(name);
  return {
    ...{ name, source: flags.bundle, place: isFile ? pathOf(flags.bundle) : flags.bundle },
    pushed: isFar && (isFile || flags.push === true),
    ...(release === undefined ? {} : { release }),
    ...pinned,
  };
}

/** Programs decide, not the kernel; `x86` is what Windows calls 32 bits. */
function machineWord(system: 'linux' | 'windows', facts: MachineFacts | undefined): string {
  if (system === 'windows') return facts?.['windows.architecture'] ?? 'AMD64';
  const machine = facts?.['kernel.machine'] ?? undefined;
  const userland = facts === undefined ? undefined : architectureOf(facts)?.userland;
  if (userland === undefined) return machine ?? 'x86_64';
  return userland === 'x86' ? 'i686' : userland;
}

/** Where the wrapper finds it. */
export const bundleValues = (
  { place, name, release, sha256 }: BundleChoice,
  { signer }: BundleFlags,
  path = place,
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
