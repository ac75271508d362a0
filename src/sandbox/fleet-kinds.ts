import type { FleetProfile } from './fleet-images.ts';
import type { Region, SubscriptionWord } from './fleet-place.ts';
import type { SandboxAgentRecord, SandboxExtension, SandboxLock, SandboxMachine, SandboxPolicy } from './state.ts';

/** What a machine of some kind is given when it is made; times in milliseconds, before `now`. */
export interface Site {
  readonly now: number;
  readonly system: 'linux' | 'windows';
  /** GUID of the workspace of the machine's region, and of one that nobody expects. */
  readonly workspace: string;
  readonly otherWorkspace: string;
}

/** Everything about a kind of machine that is not drawn by lot. */
export interface Kind {
  /** First half of its name: what is the matter with it. */
  readonly name: string;
  /** How many of a large fleet, in parts of the sum. */
  readonly weight: number;
  readonly profiles: readonly FleetProfile[];
  readonly region?: Region;
  readonly subscription?: SubscriptionWord;
  /** A group of its own, by its first word. */
  readonly group?: string;
  readonly machine?: Partial<Pick<SandboxMachine, 'power' | 'vmAgent' | 'extensionsAllowed' | 'networkBlocked'>>;
  /** Has the successor, which wants an identity. */
  readonly identity?: true;
  /** Came by Azure Arc: its Connected Machine agent is heard, or has not been for as many days. */
  readonly arc?: 'connected' | { readonly goneDays: number };
  /** Belongs to the flexible scale set of its region. */
  readonly flexible?: true;
  /** Associated with the base rule of its region. */
  readonly rule?: true;
  readonly lock?: SandboxLock['level'];
  extensions?(site: Site): readonly SandboxExtension[];
  records?(site: Site): readonly SandboxAgentRecord[];
}

const DAY = 86_400_000;

/** The Log Analytics agent as it was put there years ago, by whatever name its installer chose. */
function legacy(site: Site, more: Partial<SandboxExtension> = {}): SandboxExtension {
  const linux = site.system === 'linux';
  return {
    name: linux ? 'OmsAgentForLinux' : 'MicrosoftMonitoringAgent',
    publisher: 'Microsoft.EnterpriseCloud.Monitoring',
    type: linux ? 'OmsAgentForLinux' : 'MicrosoftMonitoringAgent',
    version: linux ? '1.13' : '1.0',
    installedVersion: linux ? '1.17.1' : '1.0.18076.0',
    autoUpgradeMinor: true,
    settings: { workspaceId: site.workspace },
    protectedNames: ['workspaceKey'],
    tags: {},
    provisioning: 'Succeeded',
    workingSince: site.now - 700 * DAY,
    workspaceId: site.workspace,
    ...more,
  };
}

export function successor(site: Site): SandboxExtension {
  const linux = site.system === 'linux';
  return {
    name: linux ? 'AzureMonitorLinuxAgent' : 'AzureMonitorWindowsAgent',
    publisher: 'Microsoft.Azure.Monitor',
    type: linux ? 'AzureMonitorLinuxAgent' : 'AzureMonitorWindowsAgent',
    version: linux ? '1.36' : '1.1',
    installedVersion: linux ? '1.36.3' : '1.39.0.0',
    autoUpgradeMinor: true,
    automaticUpgrade: true,
    settings: {},
    protectedNames: [],
    tags: {},
    provisioning: 'Succeeded',
    workingSince: site.now - 60 * DAY,
  };
}

/** Its handler ended with 53: what became of a wrong key. */
const failed = (site: Site): SandboxExtension => {
  const { workingSince: _, workspaceId: __, ...rest } = legacy(site);
  const message =
    'Enable failed with exit code 53 Installation failed due to incorrect workspace key. Please check if the workspace key is correct.';
  return { ...rest, provisioning: 'Failed', code: 53, message };
};

const viaManagementGroup = (site: Site): SandboxAgentRecord => ({
  category: 'SCOM Agent',
  workspaceId: site.workspace,
  managementGroup: 'CONTOSO-MG',
  since: site.now - 1200 * DAY,
  version: '10.20.18076.0',
});

const MODERN = ['ubuntu-22.04', 'rhel-8', 'windows-2022', 'sles-15', 'windows-2019'] as const;
const NEITHER = ['ubuntu-18.04', 'windows-2019', 'rhel-7', 'windows-2016'] as const;

/** An instance of a scale set with flexible orchestration: a virtual machine like any other. */
const FLEXIBLE: Kind = { name: 'flex', weight: 1, profiles: ['ubuntu-22.04'], group: 'sets', flexible: true };

/** The kinds in the order in which a fleet gets its first machine of each. */
export const KINDS: readonly Kind[] = [
  { name: 'web', weight: 14, profiles: ['ubuntu-22.04'] },
  { name: 'win', weight: 12, profiles: ['windows-2022'] },
  {
    name: 'oms',
    weight: 14,
    profiles: ['ubuntu-18.04', 'rhel-7', 'sles-12', 'centos-7'],
    extensions: (site) => [legacy(site)],
  },
  {
    name: 'mma',
    weight: 10,
    profiles: ['windows-2019'],
    extensions: (site) => [legacy(site, { name: 'MMAExtension' })],
  },
  {
    name: 'silent',
    weight: 8,
    profiles: NEITHER,
    extensions: (site) => [legacy(site, { silentSince: site.now - 9 * DAY })],
  },
  {
    name: 'both',
    weight: 5,
    profiles: ['windows-2019', 'rhel-8'],
    identity: true,
    rule: true,
    extensions: (site) => [legacy(site), successor(site)],
  },
  { name: 'ama', weight: 14, profiles: MODERN, identity: true, rule: true, extensions: (site) => [successor(site)] },
  { name: 'norule', weight: 4, profiles: MODERN, identity: true, extensions: (site) => [successor(site)] },
  {
    name: 'stranded',
    weight: 3,
    profiles: ['centos-6', 'windows-2008-r2'],
    extensions: (site) => [legacy(site, { silentSince: site.now - 9 * DAY })],
  },
  {
    name: 'scom',
    weight: 1,
    profiles: ['windows-2019'],
    extensions: (site) => [legacy(site)],
    records: (site) => [viaManagementGroup(site)],
  },
  { name: 'defender', weight: 1, profiles: ['windows-2012-r2', 'windows-2016'], extensions: (site) => [legacy(site)] },
  { name: 'stopped', weight: 2, profiles: ['rhel-8', 'windows-2022'], machine: { power: 'stopped' } },
  { name: 'failed', weight: 2, profiles: ['ubuntu-18.04'], extensions: (site) => [failed(site)] },
  { name: 'debian', weight: 2, profiles: ['debian-11-no-alias'] },
  {
    name: 'other',
    weight: 1,
    profiles: ['ubuntu-18.04', 'windows-2019'],
    extensions: (site) => [
      legacy(site, {
        name: 'OMSExtension',
        settings: { workspaceId: site.otherWorkspace },
        workspaceId: site.otherWorkspace,
      }),
    ],
  },
  { name: 'locked', weight: 1, profiles: ['ubuntu-22.04'], lock: 'ReadOnly' },
  { name: 'policed', weight: 1, profiles: ['ubuntu-18.04'], group: 'policed', extensions: (site) => [legacy(site)] },
  { name: 'fenced', weight: 1, profiles: ['rhel-7'], group: 'fenced' },
  { name: 'blocked', weight: 1, profiles: ['ubuntu-22.04'], machine: { networkBlocked: true } },
  { name: 'hidden', weight: 1, profiles: ['ubuntu-22.04'], subscription: 'sealed' },
  { name: 'deallocated', weight: 3, profiles: ['ubuntu-22.04', 'windows-2022'], machine: { power: 'deallocated' } },
  { name: 'agentless', weight: 1, profiles: ['rhel-8'], machine: { vmAgent: 'absent' } },
  { name: 'mute', weight: 1, profiles: ['sles-15', 'windows-2016'], machine: { vmAgent: 'not-ready' } },
  { name: 'test', weight: 2, profiles: MODERN, subscription: 'test' },
  {
    name: 'guarded',
    weight: 1,
    profiles: ['windows-2019'],
    lock: 'CanNotDelete',
    extensions: (site) => [legacy(site)],
  },
  { name: 'barred', weight: 1, profiles: ['windows-2022'], machine: { extensionsAllowed: false } },
  { name: 'newregion', weight: 1, profiles: ['ubuntu-22.04'], region: 'newzealandnorth' },
  { name: 'amazon', weight: 1, profiles: ['amazon-2'] },
];

/** The other kinds of machine that Azure manages, in the order in which larger fleets get them, again and again. */
export const OTHER_KINDS: readonly Kind[] = [
  { name: 'arc', weight: 1, profiles: ['ubuntu-22.04', 'windows-2022'], group: 'hybrid', arc: 'connected' },
  { name: 'arc-gone', weight: 1, profiles: ['windows-2019', 'rhel-8'], group: 'hybrid', arc: { goneDays: 12 } },
  FLEXIBLE,
  FLEXIBLE,
  {
    ...{ name: 'arc-oms', weight: 1, profiles: ['centos-7', 'windows-2016'], group: 'hybrid', arc: 'connected' },
    extensions: (site) => [legacy(site)],
  },
  {
    ...{ name: 'arc-ama', weight: 1, profiles: ['windows-2022', 'rhel-8'], group: 'hybrid', arc: 'connected' },
    rule: true,
    extensions: (site) => [successor(site)],
  },
];

/** A dozen machines in different states: what the tour walks through. */
export const TOUR: readonly (readonly [kind: string, profile: FleetProfile])[] = [
  ['web', 'ubuntu-22.04'],
  ['web', 'rhel-8'],
  ['win', 'windows-2022'],
  ['oms', 'ubuntu-18.04'],
  ['silent', 'windows-2019'],
  ['both', 'windows-2019'],
  ['ama', 'sles-15'],
  ['norule', 'ubuntu-22.04'],
  ['stranded', 'centos-6'],
  ['scom', 'windows-2019'],
  ['stopped', 'rhel-8'],
  ['debian', 'debian-11-no-alias'],
];

/**
 * Policies by the first word of the group they stand on. Definitions: built-in "[Deprecated]: Deploy Log Analytics extension to Linux VMs",
 * and "The legacy Log Analytics extension should not be installed on Linux virtual machines" (Azure/azure-policy).
 */
export const GROUP_POLICIES: Readonly<Record<string, (workspace: string) => Omit<SandboxPolicy, 'scope'>>> = {
  policed: (workspace) => ({
    name: 'deploy-log-analytics-linux',
    title: 'Deploy the Log Analytics agent on Linux machines',
    definition: '053d3325-282c-4e5c-b944-24faffd30d77',
    effect: 'DeployIfNotExists',
    parameters: { logAnalytics: { value: workspace } },
  }),
  fenced: () => ({
    name: 'no-legacy-agent-linux',
    title: 'The legacy Log Analytics extension must not be installed',
    definition: 'd4b065e2-fbda-4461-a42c-b0346aeb12a0',
    effect: 'Deny',
    parameters: { effect: { value: 'Deny' } },
  }),
};
