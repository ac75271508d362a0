import type { SandboxWorkspace } from './state.ts';

/** A workspace as Azure's answers have it; `now` in milliseconds of the sandbox's clock. */
export function shownWorkspace(workspace: SandboxWorkspace, now: number): object {
  const { id, name, location, tags, createdAt } = workspace;
  const created = new Date(createdAt).toISOString();
  return {
    properties: {
      ...{ customerId: workspace.customerId, provisioningState: now < workspace.readyAt ? 'Creating' : 'Succeeded' },
      ...{ sku: { name: workspace.sku, lastSkuUpdate: created }, retentionInDays: workspace.retentionDays },
      features: {
        ...{ legacy: 0, searchVersion: 1, enableLogAccessUsingOnlyResourcePermissions: true },
        ...(workspace.localAuthDisabled ? { disableLocalAuth: true } : {}),
      },
      workspaceCapping: {
        // -1: none
        dailyQuotaGb: workspace.dailyCapGb ?? -1,
        quotaNextResetTime: new Date(midnightAfter(now)).toISOString(),
        dataIngestionStatus: workspace.overQuota === true ? 'OverQuota' : 'RespectQuota',
      },
      publicNetworkAccessForIngestion: workspace.publicIngestion ? 'Enabled' : 'Disabled',
      publicNetworkAccessForQuery: workspace.publicQuery ? 'Enabled' : 'Disabled',
      ...{ createdDate: created, modifiedDate: created },
    },
    ...{ location, id, name, type: 'Microsoft.OperationalInsights/workspaces', tags },
  };
}

const DAY = 86_400_000;

/** UTC: when daily caps begin anew. */
const midnightAfter = (now: number): number => Math.floor(now / DAY) * DAY + DAY;
