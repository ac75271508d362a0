import type { LinuxEntry, WindowsEntry } from './agent.ts';
import { rows } from './rows.ts';

/** What each published list names for the Azure Monitor Agent, the newest list of Windows systems excepted. */

/** 2021-07-22. */
export const LINUX_AMA_2021: readonly LinuxEntry[] = rows(['x86_64'], {
  centos: '7 8',
  ol: '7 8',
  rhel: '7 8',
  debian: '9 10',
  ubuntu: '16.04 18.04 20.04',
  sles: '12 15.0 15.1 15.2',
});

/** 2023-07-19; a footnote gives ARM64. */
export const LINUX_AMA_2023: readonly LinuxEntry[] = [
  ...rows(['x86_64'], {
    amzn: '2',
    centos: '8',
    ol: '7 8',
    rhel: '7 8 9',
    debian: '9 10',
    'opensuse-leap': '15',
    rocky: '8',
    ubuntu: '16.04 22.04',
    sles: '12 15.0 15.1 15.2 15.3',
  }),
  ...rows(['x86_64', 'aarch64'], {
    almalinux: '8',
    centos: '7',
    mariner: '2.0',
    rhel: '8.6 8.7 8.8 8.9 8.10',
    debian: '11',
    ubuntu: '18.04 20.04',
    sles: '15.4',
  }),
];

/** 2025-03-07, the newest published list; it says 9+ of Red Hat 9. */
export const LINUX_AMA_2025: readonly LinuxEntry[] = [
  ...rows(['x86_64'], {
    almalinux: '9',
    amzn: '2 2023',
    centos: '8',
    ol: '7 8 9',
    rhel: '7 8 9',
    debian: '9 10 12',
    'opensuse-leap': '15',
    rocky: '8 9',
    ubuntu: '16.04',
    sles: '12 15.0 15.1 15.2 15.3',
  }),
  ...rows(['x86_64', 'aarch64'], {
    almalinux: '8',
    azurelinux: '3.0',
    centos: '7',
    mariner: '2.0',
    rhel: '8.6 8.7 8.8 8.9 8.10',
    debian: '11',
    ubuntu: '18.04 20.04 22.04 24.04',
    sles: '15.4 15.5 15.6',
  }),
];

const SERVERS_2021 = ['2012', '2012-r2', '2016', '2019'];

const x64 = (ids: readonly string[]): readonly WindowsEntry[] => ids.map((id) => ({ id, architectures: ['AMD64'] }));

/** 2021-07-22: of Windows 10 only Enterprise, multi-session included, and Pro. */
export const WINDOWS_AMA_2021: readonly WindowsEntry[] = [
  ...x64(SERVERS_2021),
  { id: '2008-r2', servicePack: 1, architectures: ['AMD64'] },
  {
    id: '10',
    editions: [
      'Enterprise',
      'EnterpriseN',
      'EnterpriseS',
      'EnterpriseSN',
      'Professional',
      'ProfessionalN',
      'ServerRdsh',
    ],
    architectures: ['AMD64'],
  },
];

/** 2023-07-19: Server 2022 is new, and clients of every edition through the client installer. */
export const WINDOWS_AMA_2023: readonly WindowsEntry[] = [
  ...x64([...SERVERS_2021, '2022', '10']),
  { id: '2008-r2', servicePack: 1, architectures: ['AMD64'] },
  { id: '11', architectures: ['AMD64', 'ARM64'] },
];
