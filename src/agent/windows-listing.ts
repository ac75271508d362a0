import type { WindowsSystem } from '../machine/system.ts';
import type { WindowsEntry } from './agent.ts';
import type { Listing } from './listing.ts';
import { OPEN_EDITIONS } from './supported-windows.ts';
import { takesWindows } from './takes-windows.ts';

/** A list that names Windows 8 leaves open whether 8.1 is meant. */
const OPEN_VERSIONS: Readonly<Record<string, string>> = { '8.1': '8' };

/** Reads a list for a Windows: version, edition and service pack count; architecture is a question of its own. */
export function windowsListing(entries: readonly WindowsEntry[], system: WindowsSystem): Listing {
  if (system.id === 'unknown') return 'distro';
  if (entries.some((entry) => takesWindows(entry, system))) return 'listed';
  const asListed = { ...system, id: namedAs(system) };
  if (asListed.id !== system.id && entries.some((entry) => takesWindows(entry, asListed))) return 'ambiguous';
  const rows = entries.filter(({ id }) => id === asListed.id);
  const open = OPEN_EDITIONS.includes(system.edition) && rows.some(({ editions }) => editions !== undefined);
  return open ? 'ambiguous' : 'version';
}

/** The rows of a list that name a Windows, or the version it may be meant by. */
export function windowsRowsFor(entries: readonly WindowsEntry[], system: WindowsSystem): readonly WindowsEntry[] {
  const asListed = { ...system, id: namedAs(system) };
  return entries.filter((entry) => takesWindows(entry, system) || takesWindows(entry, asListed));
}

const namedAs = ({ id }: WindowsSystem): string => (Object.hasOwn(OPEN_VERSIONS, id) ? (OPEN_VERSIONS[id] ?? id) : id);
