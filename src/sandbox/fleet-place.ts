import { guid, hashed, workspaceKey } from './fleet-seed.ts';
import type { SandboxGroup, SandboxRule, SandboxState, SandboxSubscription, SandboxWorkspace } from './state.ts';

/** Where the fleet stands: a tenant with its subscriptions, workspaces and rules, and no machine yet. */

export const TENANT = '0c0ffee0-0000-4000-8000-000000000000';
export const SUBSCRIPTIONS = {
  production: { id: '0a000000-0000-4000-8000-000000000001', name: 'Contoso Production', state: 'Enabled' },
  test: { id: '0b000000-0000-4000-8000-000000000002', name: 'Contoso Test', state: 'Enabled' },
  /** One that the caller sees and has no rights in. */
  sealed: { id: '0c000000-0000-4000-8000-000000000003', name: 'Contoso Sealed', state: 'Enabled' },
} as const satisfies Record<string, SandboxSubscription>;
export type SubscriptionWord = keyof typeof SUBSCRIPTIONS;

const DAY = 86_400_000;
const REGIONS = ['westeurope', 'northeurope', 'eastus'] as const;
export type Region = (typeof REGIONS)[number] | 'newzealandnorth';

/** The rooms of the tenant for machines of `now`: everything but the machines themselves. */
export function emptyPlace(now: number, words: readonly SubscriptionWord[]): SandboxState {
  const state: SandboxState = {
    version: 1,
    tenant: TENANT,
    subscriptions: words.map((word) => SUBSCRIPTIONS[word]),
    groups: {},
    machines: {},
    scaleSets: {},
    workspaces: {},
    rules: {},
    associations: {},
    locks: [],
    policies: [],
    providers: {},
    permissions: {},
    vault: {},
  };
  addWorkspaces(state, now, words);
  addRules(state);
  const key = state.workspaces[workspaceId('production', 'logs-westeurope').toLowerCase()]?.primaryKey;
  if (key !== undefined) state.vault['workspace-key'] = key;
  if (words.includes('sealed'))
    state.permissions[`/subscriptions/${SUBSCRIPTIONS.sealed.id}`] = { actions: [], notActions: [] };
  return state;
}

/** Makes the group where it is not there yet. */
export function groupOf(
  state: SandboxState,
  subscription: SubscriptionWord,
  name: string,
  location: string,
): SandboxGroup {
  const id = `/subscriptions/${SUBSCRIPTIONS[subscription].id}/resourceGroups/${name}`;
  const group = state.groups[id.toLowerCase()] ?? { id, name, location, tags: {} };
  state.groups[id.toLowerCase()] = group;
  return group;
}

export const workspaceId = (subscription: SubscriptionWord, name: string): string =>
  `/subscriptions/${SUBSCRIPTIONS[subscription].id}/resourceGroups/monitoring/providers/Microsoft.OperationalInsights/workspaces/${name}`;

type Odd = Partial<Pick<SandboxWorkspace, 'localAuthDisabled' | 'publicQuery' | 'dailyCapGb' | 'overQuota'>>;

/** Name, region, and what is odd about it. The region's own workspaces come first. */
const WORKSPACES: readonly (readonly [SubscriptionWord, string, Region, Odd?])[] = [
  ...REGIONS.map((region) => ['production', `logs-${region}`, region] as const),
  ['production', 'logs-other', 'westeurope'],
  ['production', 'logs-keyless', 'westeurope', { localAuthDisabled: true }],
  ['production', 'logs-full', 'westeurope', { dailyCapGb: 1, overQuota: true }],
  ['production', 'logs-private', 'northeurope', { publicQuery: false }],
  ['test', 'logs-test', 'westeurope'],
  ['sealed', 'logs-sealed', 'westeurope'],
];

function addWorkspaces(state: SandboxState, now: number, words: readonly SubscriptionWord[]): void {
  for (const [word, name, location, odd] of WORKSPACES.filter(([of]) => words.includes(of))) {
    const id = workspaceId(word, name);
    groupOf(state, word, 'monitoring', 'westeurope');
    state.workspaces[id.toLowerCase()] = {
      id,
      subscription: SUBSCRIPTIONS[word].id,
      group: 'monitoring',
      name,
      location,
      customerId: guid(hashed(`customer ${name}`)),
      createdAt: now - 900 * DAY,
      readyAt: now - 900 * DAY,
      primaryKey: workspaceKey(`primary ${name}`),
      secondaryKey: workspaceKey(`secondary ${name}`),
      sku: 'PerGB2018',
      retentionDays: 30,
      localAuthDisabled: false,
      publicIngestion: true,
      publicQuery: true,
      tags: {},
      ...odd,
    };
  }
}

export const ruleId = (name: string): string =>
  `/subscriptions/${SUBSCRIPTIONS.production.id}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/${name}`;

/** One for each system and region, and one that VM insights owns. */
function addRules(state: SandboxState): void {
  for (const region of REGIONS) {
    addRule(state, `base-linux-${region}`, region, 'Linux', {
      performanceCounters: [counters(['Processor(*)\\% Processor Time', 'Memory(*)\\% Used Memory'], 'Microsoft-Perf')],
      syslog: [
        {
          name: 'syslog',
          streams: ['Microsoft-Syslog'],
          facilityNames: ['auth', 'daemon'],
          logLevels: ['Warning', 'Error', 'Critical', 'Alert', 'Emergency'],
        },
      ],
    });
    addRule(state, `base-windows-${region}`, region, 'Windows', {
      performanceCounters: [
        counters(['\\Processor(_Total)\\% Processor Time', '\\Memory\\Available Bytes'], 'Microsoft-Perf'),
      ],
      windowsEventLogs: [
        {
          name: 'events',
          streams: ['Microsoft-Event'],
          xPathQueries: ['System!*[System[(Level=1 or Level=2 or Level=3)]]'],
        },
      ],
    });
  }
  const insights = counters(['\\VmInsights\\DetailedMetrics'], 'Microsoft-InsightsMetrics');
  addRule(state, 'MSVMI-logs-westeurope', 'westeurope', undefined, { performanceCounters: [insights] }, 'VMInsights');
}

const counters = (counterSpecifiers: readonly string[], stream: string): Record<string, unknown> => ({
  name: 'counters',
  streams: [stream],
  samplingFrequencyInSeconds: 60,
  counterSpecifiers,
});

function addRule(
  state: SandboxState,
  name: string,
  location: Region,
  kind: SandboxRule['kind'],
  dataSources: Record<string, readonly Record<string, unknown>[]>,
  provisionedBy?: string,
): void {
  const id = ruleId(name);
  const streams = Object.values(dataSources).flatMap((sources) =>
    sources.flatMap(({ streams }) => streams as string[]),
  );
  state.rules[id.toLowerCase()] = {
    id,
    subscription: SUBSCRIPTIONS.production.id,
    group: 'monitoring',
    name,
    immutableId: `dcr-${hashed(name).hex(32)}`,
    location,
    ...(kind === undefined ? {} : { kind }),
    tags: {},
    properties: {
      dataSources,
      destinations: {
        logAnalytics: [{ name: 'workspace', workspaceResourceId: workspaceId('production', `logs-${location}`) }],
      },
      dataFlows: [{ streams, destinations: ['workspace'] }],
    },
    ...(provisionedBy === undefined ? {} : { provisionedBy }),
  };
}
