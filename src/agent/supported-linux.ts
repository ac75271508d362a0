import type { LinuxEntry } from './agent.ts';
import { rows } from './rows.ts';

/**
 * The Linux systems that each published list names for the Log Analytics agent, by the maker's id.
 * `8` means every minor release of 8; `15.0` the first release of 15 only, where a list names service packs one by one.
 */

/** The page, 2020-02-04. It allows 32 bits for Ubuntu 14.04 only. */
export const LINUX_PAGE_2020: readonly LinuxEntry[] = [
  ...rows(['x86', 'x86_64'], { ubuntu: '14.04' }),
  ...rows(['x86_64'], {
    amzn: '2017.09',
    centos: '6 7',
    ol: '6 7',
    rhel: '6 7 8',
    debian: '8 9',
    ubuntu: '16.04 18.04',
    sles: '12 15',
  }),
];

/** 2021-07-22: x86 for none any more; of SLES 15 the first release and SP1 only, Debian 10 for the successor only. */
export const LINUX_DOCS_2021: readonly LinuxEntry[] = rows(['x86_64'], {
  amzn: '2017.09',
  centos: '6 7 8',
  ol: '6 7 8',
  rhel: '6 7 8',
  debian: '8 9',
  ubuntu: '14.04 16.04 18.04 20.04',
  sles: '12 15.0 15.1',
});

/** 2023-07-19: the sixes are gone, Red Hat 8 wants Python 2 under the name python. */
export const LINUX_DOCS_2023: readonly LinuxEntry[] = rows(['x86_64'], {
  almalinux: '8',
  amzn: '2017.09 2',
  centos: '7 8',
  ol: '7 8',
  rhel: '7 8',
  debian: '8 9 10',
  rocky: '8',
  ubuntu: '14.04 16.04 18.04 20.04',
  sles: '12 15.0 15.1',
});

/** README of release 1.19.0, 2024-03-28. Its 32-bit rows stand for the frozen build 1.12.15. */
export const LINUX_README_2024: readonly LinuxEntry[] = [
  ...rows(['x86_64'], {
    almalinux: '8 9',
    amzn: '2017.09',
    centos: '7 8',
    ol: '7 8',
    rhel: '7 8 9',
    debian: '8 9 10 11',
    rocky: '8 9',
    ubuntu: '14.04 16.04 18.04 20.04 22.04',
    sles: '12 15',
  }),
  ...rows(['x86'], { centos: '6', ol: '6', rhel: '6', debian: '8 9', ubuntu: '14.04 16.04' }),
];
