import type { WindowsEntry } from './agent.ts';

const x64 = ['AMD64'] as const;
/** The page names 64 bits for 2008 alone, and there is a 32-bit package. */
const x64OrX86 = ['AMD64', 'x86'] as const;
const x64OrArm = ['AMD64', 'ARM64'] as const;

/** "Enterprise" by EditionID: with the variants for Europe and Korea (N), of long-term servicing (S), and for evaluation. */
const ENTERPRISE = [
  'Enterprise',
  'EnterpriseN',
  'EnterpriseS',
  'EnterpriseSN',
  'EnterpriseEval',
  'EnterpriseNEval',
  'EnterpriseSEval',
  'EnterpriseSNEval',
];
/** "Pro" by EditionID; WMC is 8 Pro with Media Center. */
const PRO = ['Professional', 'ProfessionalN', 'ProfessionalWMC'];
const MULTI_SESSION = ['ServerRdsh'];

const server = (id: string, more: Partial<WindowsEntry> = {}): WindowsEntry => ({ id, architectures: x64, ...more });
const client = (id: string, more: Partial<WindowsEntry> = {}): WindowsEntry => ({
  id,
  architectures: x64OrX86,
  ...more,
});

/** Log Analytics agent overview, 2020-02-04, "Supported Windows operating systems". It says nothing of Server Core. */
export const WINDOWS_PAGE_2020: readonly WindowsEntry[] = [
  server('2019'),
  server('2016'),
  server('1709'),
  server('1803'),
  server('2012'),
  server('2012-r2'),
  server('2008', { servicePack: 2 }),
  server('2008-r2'),
  client('10', { editions: [...ENTERPRISE, ...PRO, ...MULTI_SESSION] }),
  client('8', { editions: [...ENTERPRISE, ...PRO] }),
  client('7', { servicePack: 1 }),
];

/** Overview of Azure Monitor agents, 2021-07-22: 2008 R2 with its service pack, no Core of 2016 and 2019, 32 bits nowhere. */
export const WINDOWS_DOCS_2021: readonly WindowsEntry[] = WINDOWS_PAGE_2020.map((entry) => ({
  ...entry,
  architectures: x64,
  ...(entry.id === '2008-r2' ? { servicePack: 1 } : {}),
  ...(entry.id === '2016' || entry.id === '2019' ? { core: false } : {}),
}));

/** Image lists of the built-in policies and documentation of 2022 and 2023: Server 2022 came in, nothing went. */
export const WINDOWS_LATER_2023: readonly WindowsEntry[] = [server('2022'), ...WINDOWS_DOCS_2021];

/**
 * Azure Monitor Agent supported operating systems, March 2025. 2012 R2 only with Extended Security Updates,
 * so until those end. Clients: multi-session by
 * the extension, devices from Windows 10 1803 on by an installer of their own. Server 2025 is named without its Core.
 */
export const WINDOWS_AMA_2025: readonly WindowsEntry[] = [
  server('2025', { core: false }),
  server('2022'),
  server('2019'),
  server('2016'),
  server('2012-r2', { until: '2026-10-13' }),
  server('azure-local'),
  client('11', { architectures: x64OrArm }),
  client('10', { architectures: x64, minimumBuild: 17134 }),
];
