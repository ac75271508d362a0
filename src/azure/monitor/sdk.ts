/** The operations of @azure/arm-operationalinsights in use. */
export { createOperationalInsightsManagement } from '@azure/arm-operationalinsights/api';
export { getSharedKeys } from '@azure/arm-operationalinsights/api/sharedKeys';
export {
  createOrUpdate as putWorkspace,
  get as getWorkspace,
  list as listWorkspaces,
} from '@azure/arm-operationalinsights/api/workspaces';
