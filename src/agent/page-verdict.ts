import type { System } from '../machine/system.ts';
import { type Listing, listingOf } from './listing.ts';
import { LINUX_PAGE_2020 } from './supported-linux.ts';
import { WINDOWS_PAGE_2020 } from './supported-windows.ts';
import { windowsListing } from './windows-listing.ts';

/** What the page of 2020-02-04 says of a system. */
export type PageVerdict = 'supported' | 'unsupported-version' | 'unsupported-distro' | 'ambiguous';

const VERDICTS: Readonly<Record<Listing, PageVerdict>> = {
  listed: 'supported',
  ambiguous: 'ambiguous',
  version: 'unsupported-version',
  distro: 'unsupported-distro',
};

/** The page's verdict by name and version only, whatever the date: no architecture, no end of support, no requirement counts. */
export function pageVerdict(system: System): PageVerdict {
  const listing =
    system.family === 'windows' ? windowsListing(WINDOWS_PAGE_2020, system) : listingOf(LINUX_PAGE_2020, system);
  return VERDICTS[listing];
}
