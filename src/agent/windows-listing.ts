import type { WindowsSystem } from '../machine/system.ts';
import type { WindowsEntry } from './agent.ts';
import type { Listing } from './listing.ts';
import { takesWindows } from './takes-windows.ts';

/** A list that names Windows 8 leaves open whether 8.1 is meant, which had been out for seven years when the page was written. */
const OPEN_VERSIONS: Readonly<Record<string, string>> = { '8.1': '8' };

/** Editions of which the lists' words leave open whether they are meant: kinds of Pro and Enterprise under names of their own. */
const OPEN_EDITIONS: readonly string[] = [
  '',
  'ProfessionalWorkstation',
  'ProfessionalWorkstationN',
  'IoTEnterprise',
  'IoTEnterpriseS',
];

/** Reads a list for a Windows: version, edition and service pack count; architecture is a question of its own. */
export function windowsListing(entries: readonly WindowsEntry[], system: WindowsSystem): Listing {
  if (system.readings !== undefined) return ofReadings(entries, system.readings);
  if (system.id === 'unknown') return 'distro';
  if (entries.some((entry) => takesWindows(entry, system))) return 'listed';
  const asListed = { ...system, id: namedAs(system) };
  if (asListed.id !== system.id && entries.some((entry) => takesWindows(entry, asListed))) return 'ambiguous';
  const rows = entries.filter(({ id }) => id === asListed.id);
  const open = OPEN_EDITIONS.includes(system.edition) && rows.some(({ editions }) => editions !== undefined);
  return open ? 'ambiguous' : 'version';
}

/** A machine that may be a server or a client: the list tells where it says the same of both. */
function ofReadings(entries: readonly WindowsEntry[], readings: NonNullable<WindowsSystem['readings']>): Listing {
  const [server, client] = readings.map((reading) => windowsListing(entries, reading));
  return server !== undefined && server === client ? server : 'ambiguous';
}

/** The rows of a list that name a Windows, or the version it may be meant by. */
export function windowsRowsFor(entries: readonly WindowsEntry[], system: WindowsSystem): readonly WindowsEntry[] {
  const asListed = { ...system, id: namedAs(system) };
  return entries.filter((entry) => takesWindows(entry, system) || takesWindows(entry, asListed));
}

const namedAs = ({ id }: WindowsSystem): string => (Object.hasOwn(OPEN_VERSIONS, id) ? (OPEN_VERSIONS[id] ?? id) : id);
