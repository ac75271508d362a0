import type { AzureVm } from '../target/azure-vm.ts';

/**
 * What an Arc machine runs, as a VM agent would report it: osSku is a system's own title ("Ubuntu 20.04.6 LTS", "Windows Server 2019
 * Datacenter"); osVersion of Linux is that of its kernel. Nothing where the title does not tell. Total.
 */
export function osOfTitle(system: AzureVm['system'], osSku: string, osVersion: string): Pick<AzureVm, 'os'> {
  const title = osSku.trim();
  if (system === 'windows') return title === '' || osVersion === '' ? {} : { os: { name: title, version: osVersion } };
  const [, name, version, servicePack] = LINUX_TITLE.exec(title) ?? [];
  if (name === undefined || version === undefined) return {};
  return { os: { name: shortName(name), version: servicePack === undefined ? version : `${version}.${servicePack}` } };
}

/** SUSE counts service packs: 12 SP5 is 12.5 everywhere else. */
const LINUX_TITLE = /^(\D+?)\s*\b(\d+(?:\.\d+)*)\b(?:\s+SP\s?(\d+))?/i;

/** As a VM agent reports it: the distribution's id. The first that fits counts. */
const NAMES: readonly (readonly [title: RegExp, name: string])[] = [
  [/red hat/i, 'redhat'],
  [/oracle/i, 'oracle'],
  [/suse/i, 'suse'],
  [/amazon/i, 'amzn'],
  [/rocky/i, 'rocky'],
  [/alma/i, 'almalinux'],
];

const shortName = (title: string): string =>
  NAMES.find(([pattern]) => pattern.test(title))?.[1] ?? (title.split(/[\s/]/)[0] ?? '').toLowerCase();
