import type { WindowsSystem } from '../machine/system.ts';
import type { WindowsEntry } from './agent.ts';
import type { Listing } from './listing.ts';

/** A list that names Windows 8 leaves open whether 8.1 is meant. */
const OPEN: Readonly<Record<string, string>> = { '8.1': '8' };

/** Reads a list for a Windows system: version, edition, service pack and architecture all count, as the lists name them. */
export function windowsListing(entries: readonly WindowsEntry[], system: WindowsSystem): Listing {
  if (entries.length === 0) return 'distro';
  if (entries.some((entry) => takesWindows(entry, system))) return 'listed';
  const named = Object.hasOwn(OPEN, system.id) ? OPEN[system.id] : undefined;
  const open = named !== undefined && entries.some((entry) => takesWindows(entry, { ...system, id: named }));
  return open ? 'ambiguous' : 'version';
}

/** Whether a row of a list takes a system. */
export function takesWindows(entry: WindowsEntry, system: WindowsSystem): boolean {
  return (
    entry.id === system.id &&
    (entry.editions === undefined || entry.editions.includes(system.edition)) &&
    system.servicePack >= (entry.servicePack ?? 0) &&
    (entry.core !== false || !system.core) &&
    (system.architecture === '' || entry.architectures.some((architecture) => architecture === system.architecture))
  );
}
