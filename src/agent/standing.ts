import type { LinuxSystem, System } from '../machine/system.ts';
import { isNewerServer } from '../machine/windows-system.ts';
import { compareVersions } from '../version.ts';
import type { LinuxEntry, Support, SupportList } from './agent.ts';
import { type Listing, listedName, listingOf } from './listing.ts';
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
export function standingOf(support: Support, system: System, asOf: string): Standing {
  if (isUnobserved(system)) return { kind: 'unknown' };
  const known = knownLists(support.lists, asOf);
  const base = baseOf(support, asOf);
  if (base === undefined) return { kind: 'no-list' };
  const listing = readList(base, system);
  if (listing === 'listed' || listing === 'ambiguous') return { kind: listing, list: base };
  const other = known.findLast((list) => list !== base && readList(list, system) === 'listed');
  if (other !== undefined) return { kind: other.date > base.date ? 'later' : 'dropped', list: other };
  if (!support.closed && isNewer(base, system)) return { kind: 'newer', list: base };
  return { kind: listing, list: base };
}

/** The list that an agent was held to on a day; undefined before its first. */
export function baseOf(support: Support, asOf: string): SupportList | undefined {
  const known = knownLists(support.lists, asOf);
  return support.base === 'first' ? known[0] : known.at(-1);
}

/** The lists that had been published by a day, oldest first. */
export function knownLists(lists: readonly SupportList[], asOf: string): readonly SupportList[] {
  return lists.filter(({ date }) => date <= asOf);
}

/** How one list answers for a system. */
export function readList(list: SupportList, system: System): Listing {
  return system.family === 'linux' ? listingOf(list.linux, system) : windowsListing(list.windows, system);
}

/** Nothing told what system it is: another matter than a system that nobody lists. */
export function isUnobserved(system: System): boolean {
  return system.id === 'unknown' && (system.family === 'windows' ? system.build === 0 : system.source === '');
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
