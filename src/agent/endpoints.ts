import type { Endpoint } from './agent.ts';

/** The host that takes the data of both generations. */
const DATA: Endpoint = {
  id: 'ods',
  pattern: (cloud) => `*.ods.${cloud.workspaceDomain}`,
  host: (cloud, place) => ofWorkspace(place.workspaceId, `ods.${cloud.workspaceDomain}`),
  needs: '--workspace-id',
  severity: 'block',
  purpose: 'data is sent there',
};

/**
 * Where the Log Analytics agent talks to: one row for each row of the published firewall table (docs "Log Analytics agent
 * overview", Firewall requirements; other clouds: "Azure Government management"). The table asks for all four alike, so all
 * four block. A wildcard stands for the workspace's own host; storage for the account that holds the solution packs.
 */
export const LOG_ANALYTICS_ENDPOINTS: readonly Endpoint[] = [
  DATA,
  {
    id: 'oms',
    pattern: (cloud) => `*.oms.${cloud.workspaceDomain}`,
    host: (cloud, place) => ofWorkspace(place.workspaceId, `oms.${cloud.workspaceDomain}`),
    needs: '--workspace-id',
    severity: 'block',
    purpose: 'the agent registers and fetches its configuration there',
  },
  {
    id: 'blob',
    pattern: (cloud) => `*.${cloud.blobDomain}`,
    host: (cloud) => cloud.packHost,
    severity: 'block',
    purpose: 'solution packs come from there; custom logs and IIS logs go through storage',
  },
  {
    id: 'automation',
    pattern: (cloud) => `*.${cloud.automationDomain}`,
    host: (cloud, place) => ofWorkspace(place.workspaceId, `agentsvc.${cloud.automationDomain}`),
    needs: '--workspace-id',
    severity: 'block',
    purpose: 'the agent service of Azure Automation: Hybrid Runbook Worker, updates, change tracking',
  },
];

/**
 * Where the Azure Monitor Agent talks to. Source: docs "Azure Monitor Agent network configuration". Metrics only warn:
 * logs arrive without them.
 */
export const AZURE_MONITOR_ENDPOINTS: readonly Endpoint[] = [
  {
    id: 'control',
    pattern: (cloud) => `global.handler.control.${cloud.monitorDomain}`,
    host: (cloud) => `global.handler.control.${cloud.monitorDomain}`,
    severity: 'block',
    purpose: 'the control service, which every agent asks first',
  },
  {
    id: 'handler',
    pattern: (cloud) => `<region>.handler.control.${cloud.monitorDomain}`,
    host: (cloud, place) => ofRegion(place.region, `handler.control.${cloud.monitorDomain}`),
    needs: '--region',
    severity: 'block',
    purpose: 'data collection rules are fetched there',
  },
  DATA,
  {
    id: 'metrics',
    pattern: (cloud) => cloud.metricsHost,
    host: (cloud) => cloud.metricsHost,
    severity: 'warn',
    purpose: 'metrics are sent there; logs do without it',
  },
];

function ofWorkspace(workspaceId: string | undefined, suffix: string): string | undefined {
  return workspaceId === undefined ? undefined : `${workspaceId.toLowerCase()}.${suffix}`;
}

/** Takes `westeurope` and the portal's `West Europe`. */
function ofRegion(region: string | undefined, suffix: string): string | undefined {
  return region === undefined ? undefined : `${region.toLowerCase().replace(/[^a-z0-9]/g, '')}.${suffix}`;
}
