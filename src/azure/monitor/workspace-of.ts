import type { Workspace } from '@azure/arm-operationalinsights';
import type { AzureWorkspace } from '../../target/azure-workspace.ts';
import { armId } from '../wire/arm-id.ts';

/** Azure's account of a workspace in azmon's words. */
export function workspaceOf(one: Workspace): AzureWorkspace {
  const { subscription, group, name } = armId(one.id ?? '');
  const cap = one.workspaceCapping;
  const dailyCapGb = cap?.dailyQuotaGb;
  const sku = one.sku?.name;
  const created = one.createdDate;
  return {
    ...{ id: one.id ?? '', key: (one.id ?? '').toLowerCase(), subscription, group, name: one.name ?? name },
    location: one.location,
    workspaceId: (one.customerId ?? '').toLowerCase(),
    provisioning: one.provisioningState ?? 'Unknown',
    keysRefused: one.features?.disableLocalAuth === true,
    publicIngestion: isOpen(one.publicNetworkAccessForIngestion),
    publicQuery: isOpen(one.publicNetworkAccessForQuery),
    tags: one.tags ?? {},
    ...(sku === undefined ? {} : { sku }),
    ...(one.retentionInDays === undefined ? {} : { retentionDays: one.retentionInDays }),
    // -1 stands for no cap.
    ...(dailyCapGb === undefined || dailyCapGb < 0 ? {} : { dailyCapGb }),
    ...(cap?.dataIngestionStatus === undefined ? {} : { ingestionStatus: cap.dataIngestionStatus }),
    ...(created === undefined || Number.isNaN(created.getTime()) ? {} : { createdAt: created.toISOString() }),
  };
}

const isOpen = (access: string | undefined): boolean => access === undefined || access === 'Enabled';
