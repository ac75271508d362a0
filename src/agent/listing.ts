import type { LinuxSystem } from '../machine/system.ts';
import { hasVersionPrefix } from '../version.ts';
import type { LinuxEntry } from './agent.ts';

/**
 * How a list of systems answers for one: `listed`; `ambiguous`, where the list names the family and leaves open whether this
 * member counts (SLES for SAP, image-based systems); `version`, where only other versions are named; `distro`, where none is.
 */
export type Listing = 'listed' | 'ambiguous' | 'version' | 'distro';

/** Editions of which the lists never say whether they count as the distribution they are made from. */
const EDITIONS: Readonly<Record<string, string>> = { sles_sap: 'sles' };

/** Reads a list by name and version only; architecture is a question of its own. */
export function listingOf(entries: readonly LinuxEntry[], system: LinuxSystem): Listing {
  const named = entries.filter((entry) => entry.distro === listedName(system));
  if (named.length === 0) return 'distro';
  // CentOS Stream carries the name of CentOS and bare majors, and is another system.
  if (system.variant === 'stream' || !named.some((entry) => takes(entry, system.version))) return 'version';
  return isOpen(system) ? 'ambiguous' : 'listed';
}

/** The rows of a list that name a system; several when architectures differ between versions. */
export function rowsFor(entries: readonly LinuxEntry[], system: LinuxSystem): readonly LinuxEntry[] {
  if (system.variant === 'stream') return [];
  return entries.filter((entry) => entry.distro === listedName(system) && takes(entry, system.version));
}

/** Whether a row of a list takes a version. */
export function takes(entry: LinuxEntry, version: string): boolean {
  return entry.versions.some((prefix) => hasVersionPrefix(version, prefix));
}

/** The name under which a list would name a system. */
export function listedName(system: LinuxSystem): string {
  return EDITIONS[system.id] ?? system.id;
}

function isOpen(system: LinuxSystem): boolean {
  return system.id in EDITIONS || system.variant === 'atomic' || system.variant === 'coreos';
}
