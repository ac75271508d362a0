import type { System } from '../machine/system.ts';
import { hasVersionPrefix } from '../version.ts';
import { listedName } from './listing.ts';

/** The last day of the maker's regular support, and of what it sells or gives beyond (LTS, ESM, LTSS, extended). */
export interface EndOfSupport {
  readonly end: string;
  readonly extended?: string;
}

type Row = readonly [prefix: string, end: string, extended?: string];

/**
 * By the maker's id and version. Source: the public end-of-life data set (endoflife.date); the makers' own pages were not read.
 * Where only a month is known, its last day stands. SLES counts by service pack.
 */
const DATES: Readonly<Record<string, readonly Row[]>> = {
  almalinux: [
    ['8', '2029-03-01'],
    ['9', '2032-05-31'],
    ['10', '2035-05-31'],
  ],
  amzn: [
    ['2016', '2020-12-31', '2023-12-31'],
    ['2017', '2020-12-31', '2023-12-31'],
    ['2018', '2020-12-31', '2023-12-31'],
    ['2', '2026-06-30'],
  ],
  centos: [
    ['5', '2017-03-31'],
    ['6', '2020-11-30'],
    ['7', '2024-06-30'],
    ['8', '2021-12-31'],
  ],
  debian: [
    ['6', '2014-05-31', '2016-02-29'],
    ['7', '2016-04-25', '2018-05-31'],
    ['8', '2018-06-17', '2020-06-30'],
    ['9', '2020-07-18', '2022-07-01'],
    ['10', '2022-09-10', '2024-06-30'],
    ['11', '2024-08-14', '2026-08-31'],
    ['12', '2026-06-10', '2028-06-10'],
  ],
  ol: [
    ['6', '2021-03-31', '2024-12-31'],
    ['7', '2024-12-31', '2028-06-30'],
    ['8', '2029-07-31'],
    ['9', '2032-06-30'],
  ],
  rhel: [
    ['5', '2017-03-31', '2020-11-30'],
    ['6', '2020-11-30', '2024-06-30'],
    ['7', '2024-06-30', '2029-05-31'],
    ['8', '2029-05-31'],
    ['9', '2032-05-31'],
  ],
  rocky: [
    ['8', '2029-05-31'],
    ['9', '2032-05-31'],
  ],
  sles: [
    ['11.4', '2019-03-31', '2022-03-31'],
    ['12.0', '2016-06-30', '2019-07-01'],
    ['12.1', '2017-05-31', '2020-05-31'],
    ['12.2', '2018-03-31', '2021-03-31'],
    ['12.3', '2019-06-30', '2022-06-30'],
    ['12.4', '2020-06-30', '2023-06-30'],
    ['12.5', '2024-10-31', '2027-10-31'],
    ['15.0', '2019-12-31', '2022-12-31'],
    ['15.1', '2021-01-31', '2024-01-31'],
    ['15.2', '2021-12-31', '2024-12-31'],
    ['15.3', '2022-12-31', '2025-12-31'],
    ['15.4', '2023-12-31', '2026-12-31'],
    ['15.5', '2024-12-31', '2027-12-31'],
    ['15.6', '2025-12-31'],
    ['15.7', '2031-07-31'],
  ],
  ubuntu: [
    ['12.04', '2017-04-28', '2019-04-26'],
    ['14.04', '2019-04-02', '2024-04-02'],
    ['16.04', '2021-04-02', '2026-04-02'],
    ['18.04', '2023-05-31', '2028-04-01'],
    ['18.10', '2019-07-18'],
    ['19.04', '2020-01-23'],
    ['19.10', '2020-07-06'],
    ['20.04', '2025-05-31', '2030-04-02'],
    ['20.10', '2021-07-22'],
    ['22.04', '2027-04-30', '2032-04-09'],
    ['22.10', '2023-07-20'],
    ['23.04', '2024-01-20'],
    ['23.10', '2024-07-12'],
    ['24.04', '2029-05-31', '2036-05-31'],
    ['24.10', '2025-07-10'],
    ['25.04', '2026-01-17'],
    ['25.10', '2026-07-01'],
    ['26.04', '2031-04-30', '2036-04-30'],
  ],
};

/** undefined: no date is known for that system. */
export function endOfSupport(system: System): EndOfSupport | undefined {
  if (system.family !== 'linux' || system.variant === 'stream') return undefined;
  return endOfVersion(listedName(system), system.version);
}

/** As `endOfSupport`, for a version that no machine stands for. */
export function endOfVersion(distro: string, version: string): EndOfSupport | undefined {
  const dates = Object.hasOwn(DATES, distro) ? DATES[distro] : undefined;
  const row = dates?.find(([prefix]) => hasVersionPrefix(version, prefix));
  if (row === undefined) return undefined;
  const [, end, extended] = row;
  return { end, ...(extended === undefined ? {} : { extended }) };
}
