import type { Gate, LinuxArchitecture, LinuxEntry, SupportList } from './agent.ts';
import { rows } from './rows.ts';

/**
 * The tables of systems inside the VM extensions' own code, each as it stood from its day on. The extension reads the ID of
 * os-release, takes what begins with a name of its table, and compares the major version (for Ubuntu both numbers).
 * Source: the history of OmsAgent/omsagent.py, AzureMonitorAgent/agent.py and its supported_distros.py in Azure/azure-linux-extensions.
 */

/** This extension does not look at the architecture. */
const any: readonly LinuxArchitecture[] = ['x86_64', 'x86', 'aarch64'];

const table =
  (agent: string, source: string) =>
  (date: string, linux: readonly LinuxEntry[]): SupportList => ({
    id: `${agent}-handler-${date}`,
    date,
    title: `table of systems in the ${agent} extension`,
    source,
    linux,
    windows: [],
  });

const oms = table('OmsAgentForLinux', 'Azure/azure-linux-extensions, OmsAgent/omsagent.py');
const ama = table('AzureMonitorLinuxAgent', 'Azure/azure-linux-extensions, AzureMonitorAgent');

const OMS_2020 = { centos: '6 7', ol: '6 7', debian: '8 9', ubuntu: '14.04 16.04 18.04', sles: '12 15' };
const OMS_2022 = {
  rhel: '7 8',
  centos: '7 8',
  ol: '7 8',
  debian: '8 9 10',
  ubuntu: '14.04 16.04 18.04 20.04',
  sles: '12 15',
  rocky: '8',
  alma: '8',
  amzn: '2',
};

const OMS_TABLES: readonly SupportList[] = [
  oms('2020-02-04', rows(any, { ...OMS_2020, rhel: '6 7' })),
  oms('2020-03-13', rows(any, { ...OMS_2020, rhel: '6 7 8' })),
  oms('2020-08-06', rows(any, { ...OMS_2020, rhel: '6 7 8', centos: '6 7 8', ubuntu: '14.04 16.04 18.04 20.04' })),
  oms(
    '2020-11-09',
    rows(any, {
      ...OMS_2022,
      rhel: '6 7 8',
      centos: '6 7 8',
      ol: '6 7 8',
      debian: '8 9',
      rocky: '',
      alma: '',
      amzn: '',
    }),
  ),
  oms(
    '2021-07-27',
    rows(any, { ...OMS_2022, rhel: '6 7 8', centos: '6 7 8', ol: '6 7 8', debian: '8 9', rocky: '', alma: '' }),
  ),
  oms('2022-05-26', rows(any, { ...OMS_2022, rhel: '6 7 8', centos: '6 7 8', ol: '6 7 8' })),
  oms('2023-06-27', rows(any, OMS_2022)),
  oms('2023-10-02', rows(any, { ...OMS_2022, ubuntu: '14.04 16.04 18.04 20.04 22.04' })),
  oms('2023-10-23', rows(any, { ...OMS_2022, ubuntu: '14.04 16.04 18.04 20.04 22.04', rocky: '8 9', alma: '8 9' })),
  oms(
    '2023-11-06',
    rows(any, {
      ...OMS_2022,
      rhel: '7 8 9',
      debian: '8 9 10 11',
      ubuntu: '14.04 16.04 18.04 20.04 22.04',
      rocky: '8 9',
      alma: '8 9',
      opensuse: '15',
    }),
  ),
];

/** The table has no rule for Windows: that extension's code is not public. */
export const LOG_ANALYTICS_GATES: readonly Gate[] = [
  {
    id: 'oms-extension',
    methods: ['extension', 'template', 'vm-insights', 'auto-provisioning', 'policy'],
    refusal: 'the extension ends with exit 51, Unsupported operating system',
    lists: OMS_TABLES,
  },
];

const both = (
  x64: Readonly<Record<string, string>>,
  arm64: Readonly<Record<string, string>>,
): readonly LinuxEntry[] => [...rows(['x86_64'], x64), ...rows(['aarch64'], arm64)];

const AMA_2023 = {
  rhel: '7 8 9',
  centos: '7 8',
  ol: '7 8',
  debian: '9 10 11',
  ubuntu: '16.04 18.04 20.04 22.04',
  sles: '12 15',
  mariner: '2',
  rocky: '8',
  alma: '8',
  opensuse: '15',
  amzn: '2',
};
const AMA_2023_ARM = {
  rhel: '8',
  ubuntu: '18.04 20.04',
  alma: '8',
  centos: '7',
  mariner: '2',
  sles: '15',
  debian: '11',
};
const AMA_2025 = {
  ...AMA_2023,
  ol: '7 8 9',
  debian: '9 10 11 12',
  ubuntu: '16.04 18.04 20.04 22.04 24.04',
  azurelinux: '3',
  rocky: '8 9',
  alma: '8 9',
  amzn: '2 2023',
};
const AMA_2025_ARM = { ...AMA_2023_ARM, ubuntu: '18.04 20.04 22.04 24.04', azurelinux: '3', rocky: '8 9' };
const AMA_2025_END = { ...AMA_2025, rhel: '7 8 9 10', debian: '9 10 11 12 13' };
const AMA_2025_END_ARM = { ...AMA_2025_ARM, rhel: '8 9 10', debian: '11 12 13' };
const { centos: _, ...AMA_2026 } = { ...AMA_2025_END, sles: '12 15 16' };
const { centos: __, ...AMA_2026_ARM } = { ...AMA_2025_END_ARM, sles: '15 16' };

const AMA_TABLES: readonly SupportList[] = [
  ama(
    '2021-07-22',
    rows(['x86_64'], {
      rhel: '6 7 8',
      centos: '6 7 8',
      ol: '6 7 8',
      debian: '8 9 10',
      ubuntu: '14.04 16.04 18.04 20.04',
      sles: '12 15',
    }),
  ),
  ama(
    '2022-06-01',
    both(
      {
        rhel: '7 8',
        centos: '7 8',
        ol: '7 8',
        debian: '9 10',
        ubuntu: '16.04 18.04 20.04 22.04',
        sles: '12 15',
        mariner: '2',
        rocky: '8',
        alma: '8',
      },
      { rhel: '8', ubuntu: '18.04 20.04', alma: '8', centos: '7' },
    ),
  ),
  ama('2023-07-19', both(AMA_2023, AMA_2023_ARM)),
  ama('2025-03-07', both(AMA_2025, AMA_2025_ARM)),
  ama('2025-05-22', both(AMA_2025, { ...AMA_2025_ARM, debian: '11 12' })),
  ama('2025-10-15', both({ ...AMA_2025, rhel: '7 8 9 10' }, { ...AMA_2025_ARM, rhel: '8 9 10', debian: '11 12' })),
  ama('2025-12-15', both(AMA_2025_END, AMA_2025_END_ARM)),
  ama('2026-03-06', both({ ...AMA_2025_END, sles: '12 15 16' }, { ...AMA_2025_END_ARM, sles: '15 16' })),
  // CentOS is gone.
  ama('2026-05-19', both(AMA_2026, AMA_2026_ARM)),
  // So is SLES 12.
  ama('2026-06-01', both({ ...AMA_2026, sles: '15 16' }, AMA_2026_ARM)),
  ama(
    '2026-08-06',
    both(
      {
        alma: '8 9 10',
        amzn: '2 2023',
        azurelinux: '3 4',
        mariner: '2',
        debian: '9 10 11 12 13',
        opensuse: '15',
        ol: '7 8 9 10',
        rhel: '7 8 9 10',
        rocky: '8 9 10',
        sles: '15 16',
        ubuntu: '16.04 18.04 20.04 22.04 24.04 26.04',
      },
      {
        alma: '8 10',
        azurelinux: '3 4',
        mariner: '2',
        debian: '11 12 13',
        ol: '10',
        rhel: '8 9 10',
        rocky: '8 9 10',
        sles: '15 16',
        ubuntu: '18.04 20.04 22.04 24.04 26.04',
      },
    ),
  ),
];

export const AZURE_MONITOR_GATES: readonly Gate[] = [
  {
    id: 'ama-extension',
    methods: ['extension', 'template', 'vm-insights', 'policy'],
    refusal: 'the extension ends with exit 51, Unsupported operating system',
    lists: AMA_TABLES,
  },
  {
    id: 'ama-client-installer',
    methods: ['windows'],
    refusal: 'the client installer is for Windows 10 and 11 devices only',
    lists: [
      {
        id: 'ama-client-installer-2023',
        date: '2023-07-19',
        title: 'Azure Monitor Agent client installer',
        source: 'Microsoft documentation, Install the Azure Monitor Agent on Windows client devices',
        linux: [],
        windows: [
          { id: '10', architectures: ['AMD64'] },
          { id: '11', architectures: ['AMD64', 'ARM64'] },
        ],
      },
    ],
  },
];
