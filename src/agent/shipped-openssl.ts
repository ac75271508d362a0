import type { LinuxSystem } from '../machine/system.ts';
import { hasVersionPrefix } from '../version.ts';
import { listedName } from './listing.ts';

type Row = readonly [prefix: string, openssl: string];

const EL: readonly Row[] = [
  ['5', '0.9.8e'],
  ['6', '1.0.1e'],
  ['7', '1.0.2k'],
  ['8', '1.1.1'],
  ['9.0', '3.0.1'],
  ['9.1', '3.0.1'],
  ['9.2', '3.0.7'],
  ['9.3', '3.0.7'],
  ['9.4', '3.0.7'],
  ['9', '3.2.2'],
  ['10', '3.2.2'],
];

/**
 * The newest OpenSSL that a version of a distribution has from its own sources; the first row that fits counts.
 * Red Hat and CentOS 6.0 to 6.4 came with 1.0.0, which an update replaces. Checked for Ubuntu 16.04 to 22.04, Debian 11 and
 * SLES 15 SP6; general knowledge for the rest, which is why a measured version always goes before this table.
 */
const SHIPPED: Readonly<Record<string, readonly Row[]>> = {
  almalinux: EL,
  centos: EL,
  ol: EL,
  rhel: EL,
  rocky: EL,
  amzn: [
    ['2023', '3.0.8'],
    ['2', '1.0.2k'],
    ['2017', '1.0.2k'],
    ['2018', '1.0.2k'],
  ],
  debian: [
    ['6', '0.9.8o'],
    ['7', '1.0.1e'],
    ['8', '1.0.1t'],
    ['9', '1.1.0l'],
    ['10', '1.1.1'],
    ['11', '1.1.1w'],
    ['12', '3.0'],
    ['13', '3.5'],
  ],
  sles: [
    ['11', '0.9.8j'],
    ['12', '1.0.2p'],
    ['15.0', '1.1.0i'],
    ['15.1', '1.1.0i'],
    ['15.2', '1.1.1d'],
    ['15.3', '1.1.1d'],
    ['15.4', '1.1.1l'],
    ['15.5', '1.1.1l'],
    ['15', '3.1.4'],
    ['16', '3.5'],
  ],
  ubuntu: [
    ['12.04', '1.0.1'],
    ['14.04', '1.0.1f'],
    ['16.04', '1.0.2g'],
    ['18.04', '1.1.1'],
    ['20.04', '1.1.1f'],
    ['22.04', '3.0.2'],
    ['24.04', '3.0.13'],
    ['26.04', '3.5'],
  ],
};

/** undefined: not known for that system. */
export function shippedOpenssl(system: LinuxSystem): string | undefined {
  const name = listedName(system);
  const rows = Object.hasOwn(SHIPPED, name) ? SHIPPED[name] : undefined;
  return rows?.find(([prefix]) => hasVersionPrefix(system.version, prefix))?.[1];
}
