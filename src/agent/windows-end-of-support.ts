import type { WindowsSystem } from '../machine/system.ts';
import type { EndOfSupport } from './end-of-support.ts';

type Row = readonly [end: string, extended?: string];

/**
 * Last days of free security updates (the fixed policy's extended support), and of Extended Security Updates for machines outside Azure.
 * Source: servers, Windows 7, 8.1 and 10 from 1803 to 21H2 by the public end-of-life data set (endoflife.date, which follows the
 * Microsoft Lifecycle pages); the other clients are general knowledge of that calendar and were not looked up again.
 * Updates for 2008 and 2008 R2 in Azure went on until 2024-01-09.
 */
const BY_ID: Readonly<Record<string, Row>> = {
  xp: ['2014-04-08'],
  vista: ['2017-04-11'],
  '7': ['2020-01-14', '2023-01-10'],
  '8': ['2016-01-12'],
  '8.1': ['2023-01-10'],
  '2003': ['2015-07-14'],
  '2008': ['2020-01-14', '2023-01-10'],
  '2008-r2': ['2020-01-14', '2023-01-10'],
  '2012': ['2023-10-10', '2026-10-13'],
  '2012-r2': ['2023-10-10', '2026-10-13'],
  '2016': ['2027-01-12', '2030-01-12'],
  '1709': ['2019-04-09'],
  '1803': ['2019-11-12'],
  '2019': ['2029-01-09'],
  '1903': ['2020-12-08'],
  '1909': ['2021-05-11'],
  '2004': ['2021-12-14'],
  '20h2': ['2022-08-09'],
  '2022': ['2031-10-14'],
  '23h2': ['2025-10-24'],
  '2025': ['2034-10-10'],
};

/** Windows 10 and 11 end by release and edition. Source: Microsoft, Windows 10 and Windows 11 release information. */
interface Release {
  /** Home and Pro. */
  readonly home: Row;
  /** Enterprise and Education, multi-session included. */
  readonly enterprise: Row;
  /** The release of long-term servicing, where there is one. */
  readonly longTerm?: Row;
  /** The same as a device of its own kind (IoT Enterprise). */
  readonly longTermIot?: Row;
}

const each = (end: string, extended?: string): Release => {
  const row: Row = extended === undefined ? [end] : [end, extended];
  return { home: row, enterprise: row };
};
const split = (home: string, enterprise: string): Release => ({ home: [home], enterprise: [enterprise] });

const BY_BUILD: Readonly<Record<number, Release>> = {
  10240: { ...each('2017-05-09'), longTerm: ['2025-10-14'] },
  10586: each('2017-10-10'),
  14393: { ...split('2018-04-10', '2019-04-09'), longTerm: ['2026-10-13'] },
  15063: split('2018-10-09', '2019-10-08'),
  16299: split('2019-04-09', '2020-10-13'),
  17134: split('2019-11-12', '2021-05-11'),
  17763: { ...split('2020-11-10', '2021-05-11'), longTerm: ['2029-01-09'] },
  18362: each('2020-12-08'),
  18363: split('2021-05-11', '2022-05-10'),
  19041: each('2021-12-14'),
  19042: split('2022-05-10', '2023-05-09'),
  19043: each('2022-12-13'),
  19044: { ...split('2023-06-13', '2024-06-11'), longTerm: ['2027-01-12'], longTermIot: ['2032-01-13'] },
  19045: each('2025-10-14', '2028-10-10'),
  22000: split('2023-10-10', '2024-10-08'),
  22621: split('2024-10-08', '2025-10-14'),
  22631: split('2025-11-11', '2026-11-10'),
  26100: { ...split('2026-10-13', '2027-10-12'), longTerm: ['2029-10-09'], longTermIot: ['2034-10-10'] },
  26200: split('2027-10-12', '2028-10-10'),
};

/** undefined: no date is known, as for Windows whose next release is not in the table yet, or that has no end of its own. */
export function windowsEndOfSupport({ id, build, edition }: WindowsSystem): EndOfSupport | undefined {
  const row =
    id === '10' || id === '11' ? rowOf(BY_BUILD[build], edition) : Object.hasOwn(BY_ID, id) ? BY_ID[id] : undefined;
  if (row === undefined) return undefined;
  const [end, extended] = row;
  return { end, ...(extended === undefined ? {} : { extended }) };
}

function rowOf(release: Release | undefined, edition: string): Row | undefined {
  if (/^IoTEnterpriseS/i.test(edition)) return release?.longTermIot ?? release?.longTerm ?? release?.enterprise;
  if (/^EnterpriseS/i.test(edition)) return release?.longTerm ?? release?.enterprise;
  return /^(Enterprise|Education|IoTEnterprise|ServerRdsh)/i.test(edition) ? release?.enterprise : release?.home;
}
