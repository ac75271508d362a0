import type { AzureLook } from '../../src/machine/azure-look.ts';
import type { AzureVm, VmExtension } from '../../src/target/azure-vm.ts';
import type { PolicyAssignment } from '../../src/target/scope.ts';
import { vm } from '../support/azure-fake.ts';

/** A machine that nothing speaks against, seen by somebody who may do everything. */
export function look(part: Partial<AzureVm> = {}, more: Partial<Omit<AzureLook, 'vm'>> = {}): AzureLook {
  const offered = { value: ['9.9.9'] };
  return {
    vm: vm(part),
    locks: { value: [] },
    permissions: { value: [{ actions: ['*'], notActions: [] }] },
    policies: { value: [] },
    providers: {
      'Microsoft.Compute': { value: 'Registered' },
      'Microsoft.Insights': { value: 'Registered' },
      'Microsoft.OperationalInsights': { value: 'Registered' },
    },
    versions: {
      'microsoft.enterprisecloud.monitoring/omsagentforlinux': offered,
      'microsoft.enterprisecloud.monitoring/microsoftmonitoringagent': offered,
      'microsoft.azure.monitor/azuremonitorlinuxagent': offered,
      'microsoft.azure.monitor/azuremonitorwindowsagent': offered,
    },
    ...more,
  };
}

export const UNREAD = { unread: 'the service did not answer' };

export const legacy = (part: Partial<VmExtension> = {}): VmExtension => ({
  name: 'OmsAgentForLinux',
  publisher: 'Microsoft.EnterpriseCloud.Monitoring',
  type: 'OmsAgentForLinux',
  version: '1.13',
  installedVersion: '1.17.1',
  provisioning: 'Succeeded',
  settings: {},
  statuses: [],
  ...part,
});

export const successor = (part: Partial<VmExtension> = {}): VmExtension =>
  legacy({
    name: 'AzureMonitorLinuxAgent',
    publisher: 'Microsoft.Azure.Monitor',
    type: 'AzureMonitorLinuxAgent',
    version: '1.36',
    installedVersion: '1.36.3',
    ...part,
  });

export const assignment = (title: string, part: Partial<PolicyAssignment> = {}): PolicyAssignment => ({
  id: `/subscriptions/s/providers/Microsoft.Authorization/policyAssignments/${title}`,
  name: title,
  title,
  scope: '/subscriptions/s',
  definitions: ['/subscriptions/s/providers/Microsoft.Authorization/policyDefinitions/own'],
  enforced: true,
  excluded: [],
  ...part,
});
