import { query } from './query.ts';

/**
 * Every query that azmon sends to Resource Graph. They project `id` and sort by it, without which the service does not page
 * (docs "Work with large data sets"). Resource Graph lags behind: what was just written is read from the resource itself.
 */
const MACHINE = `project id, name, type, location, subscriptionId, resourceGroup,
    os = tostring(properties.storageProfile.osDisk.osType),
    arcOs = tostring(properties.osType),
    power = tostring(properties.extended.instanceView.powerState.code),
    osName = coalesce(tostring(properties.extended.instanceView.osName), tostring(properties.osName)),
    osVersion = coalesce(tostring(properties.extended.instanceView.osVersion), tostring(properties.osVersion)),
    computerName = coalesce(tostring(properties.extended.instanceView.computerName), tostring(properties.osProfile.computerName)),
    image = strcat(tostring(properties.storageProfile.imageReference.publisher), ':', tostring(properties.storageProfile.imageReference.offer), ':', tostring(properties.storageProfile.imageReference.sku)),
    vmId = tostring(properties.vmId),
    identity = tostring(identity.type),
    arcStatus = tostring(properties.status),
    arcAgent = tostring(properties.agentVersion),
    arcSku = tostring(properties.osSku)
| order by id asc`;

/** Machines of one kind by name, in any group. `type` is that of target/machine-kind.ts. */
export const MACHINES_NAMED = query<{ type: string; name: string }>(
  'machines-named',
  `resources
| where type =~ '{type}' and name =~ '{name}'
| ${MACHINE}`,
);

/** Every virtual machine, Azure Arc machine and scale set of the scope; of a scale set it tells no more than that it is there. */
export const ALL_MACHINES = query<Record<string, never>>(
  'all-machines',
  `resources
| where type in~ ('microsoft.compute/virtualmachines', 'microsoft.hybridcompute/machines', 'microsoft.compute/virtualmachinescalesets')
| ${MACHINE}`,
);

/** Agents of both generations, by publisher. */
export const AGENT_EXTENSIONS = query<Record<string, never>>(
  'agent-extensions',
  `resources
| where type in~ ('microsoft.compute/virtualmachines/extensions', 'microsoft.hybridcompute/machines/extensions')
| where properties.publisher in~ ('Microsoft.EnterpriseCloud.Monitoring', 'Microsoft.Azure.Monitor')
| project id, name, publisher = tostring(properties.publisher), extensionType = tostring(properties.type),
    state = tostring(properties.provisioningState), version = tostring(properties.typeHandlerVersion),
    workspaceId = tostring(properties.settings.workspaceId)
| order by id asc`,
);

export const RULE_ASSOCIATIONS = query<Record<string, never>>(
  'rule-associations',
  `insightsresources
| where type =~ 'microsoft.insights/datacollectionruleassociations'
| project id, name, rule = tostring(properties.dataCollectionRuleId)
| order by id asc`,
);

export const WORKSPACES = query<Record<string, never>>(
  'workspaces',
  `resources
| where type =~ 'microsoft.operationalinsights/workspaces'
| project id, name, location, subscriptionId, resourceGroup, workspaceId = tostring(properties.customerId)
| order by id asc`,
);

export const WORKSPACES_NAMED = query<{ name: string }>(
  'workspaces-named',
  `resources
| where type =~ 'microsoft.operationalinsights/workspaces' and name =~ '{name}'
| project id, name, location, subscriptionId, resourceGroup, workspaceId = tostring(properties.customerId)
| order by id asc`,
);

/** By the GUID that agents use. */
export const WORKSPACE_BY_ID = query<{ workspaceId: string }>(
  'workspace-by-id',
  `resources
| where type =~ 'microsoft.operationalinsights/workspaces' and tostring(properties.customerId) =~ '{workspaceId}'
| project id, name, location, subscriptionId, resourceGroup, workspaceId = tostring(properties.customerId)
| order by id asc`,
);

export const GRAPH_QUERIES = [
  MACHINES_NAMED,
  ALL_MACHINES,
  AGENT_EXTENSIONS,
  RULE_ASSOCIATIONS,
  WORKSPACES,
  WORKSPACES_NAMED,
  WORKSPACE_BY_ID,
] as const;
