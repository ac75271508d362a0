/** The client of @azure/arm-compute; its package opens no way to single operations. */
export { ComputeManagementClient } from '@azure/arm-compute';
