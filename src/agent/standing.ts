import type { LinuxSystem, System, WindowsSystem } from '../machine/system.ts';
import { isNewerServer } from '../machine/windows-system.ts';
import { compareVersions } from '../version.ts';
import type { LinuxEntry, Support, SupportList, WindowsEntry } from './agent.ts';
import { type Listing, listedName, listingOf } from './listing.ts';
import { oncePerSystem } from './once-per-system.ts';
import { windowsListing } from './windows-listing.ts';

/** Where a system stands with an agent's published lists on a day. `list` is the one that decided. */
export type Standing =
  | { readonly kind: 'listed' | 'ambiguous' | 'later' | 'newer'; readonly list: SupportList }
  /** `dropped`: an older edition of a living list named it. */
  | { readonly kind: 'version' | 'distro' | 'dropped'; readonly list: SupportList }
  /** Nothing had been published by then. */
  | { readonly kind: 'no-list' }
  /** The system was not observed. */
  | { readonly kind: 'unknown' };

/** Lists count from their own date: an earlier as-of knows nothing of them. */
export const standingOf: (support: Support, system: System, asOf: string) => Standing = oncePerSystem(workOut);

function workOut(support: Support, system: System, asOf: string): Standing {
  if (system.family === 'windows' && system.readings !== undefined) return ofReadings(support, system.readings, asOf);
  if (isUnobserved(system)) return { kind: 'unknown' };
  const known = knownLists(support.lists, asOf);
  const base = baseOf(support, asOf);
  if (base === undefined) return { kind: 'no-list' };
  const listing = readList(base, system);
  if (listing === 'listed' || listing === 'ambiguous') return { kind: listing, list: base };
  const other = known.findLast((list) => list.id !== base.id && readList(list, system) === 'listed');
  if (other !== undefined) return { kind: other.date > base.date ? 'later' : 'dropped', list: other };
  if (!support.closed && isNewer(base, system)) return { kind: 'newer', list: base };
  return { kind: listing, list: base };
}

/** A machine that may be a server or a client stands where both would; where they would not, it is not known where. */
function ofReadings(support: Support, readings: NonNullable<WindowsSystem['readings']>, asOf: string): Standing {
  const [server, client] = readings.map((reading) => standingOf(support, reading, asOf));
  return server !== undefined && server.kind === client?.kind ? server : { kind: 'unknown' };
}

/** The list that an agent was held to on a day; undefined before its first. */
export function baseOf(support: Support, asOf: string): SupportList | undefined {
  const known = knownLists(support.lists, asOf);
  return support.base === 'first' ? known[0] : known.at(-1);
}

/** The lists that had been published by a day, oldest first, with the rows that still hold. */
export function knownLists(lists: readonly SupportList[], asOf: string): readonly SupportList[] {
  return lists.filter(({ date }) => date <= asOf).map((list) => asItStands(list, asOf));
}

function asItStands(list: SupportList, asOf: string): SupportList {
  const holds = ({ until }: WindowsEntry): boolean => until === undefined || asOf <= until;
  return list.windows.every(holds) ? list : { ...list, windows: list.windows.filter(holds) };
}

/** How one list answers for a system. */
function readList(list: SupportList, system: System): Listing {
  return system.family === 'linux' ? listingOf(list.linux, system) : windowsListing(list.windows, system);
}

/** Nothing told what system it is: another matter than a system that nobody lists. */
export function isUnobserved(system: System): boolean {
  if (system.id !== 'unknown') return false;
  return system.family === 'windows' ? system.build === 0 || system.readings !== undefined : system.source === '';
}

/** A version behind the newest listed one of a listed distribution: our list ages. */
export function isNewer(list: SupportList, system: System): boolean {
  return system.family === 'linux' ? isBeyond(list.linux, system) : list.windows.length > 0 && isNewerServer(system);
}

function isBeyond(entries: readonly LinuxEntry[], system: LinuxSystem): boolean {
  const versions = entries.filter(({ distro }) => distro === listedName(system)).flatMap((entry) => entry.versions);
  if (versions.length === 0 || system.version === '' || system.variant === 'stream') return false;
  return versions.every((version) => compareVersions(system.version, version) > 0);
}
