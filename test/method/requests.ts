import { AGENTS } from '../../src/agent/index.ts';
import type { ExtensionOptions, ExtensionRequest, RemovalRequest } from '../../src/method/request.ts';
import type { AzureVm, VmExtension } from '../../src/target/azure-vm.ts';
import { SUBSCRIPTION, vm, WORKSPACE_GUID } from '../support/azure-fake.ts';

export const OTHER_GUID = '99999999-8888-7777-6666-555555555555';
export const RULE_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/base`;
export const USER_IDENTITY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ama`;

export const windowsVm = (part: Partial<AzureVm> = {}): AzureVm =>
  vm({
    name: 'sql-01',
    system: 'windows',
    image: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2019-Datacenter', version: 'latest' },
    os: { name: 'Windows Server 2019 Datacenter', version: '10.0.17763.5576' },
    ...part,
  });

const there = (publisher: string, type: string, version: string, part: Partial<VmExtension>): VmExtension => ({
  ...{ name: type, publisher, type, version, provisioning: 'Succeeded', autoUpgradeMinor: true },
  ...{ settings: {}, statuses: [], ...part },
});

/** Extensions that are there. */
export const oms = (part: Partial<VmExtension> = {}): VmExtension =>
  there('Microsoft.EnterpriseCloud.Monitoring', 'OmsAgentForLinux', '1.13', {
    settings: { workspaceId: WORKSPACE_GUID, stopOnMultipleConnections: true },
    ...part,
  });
export const mma = (part: Partial<VmExtension> = {}): VmExtension =>
  there('Microsoft.EnterpriseCloud.Monitoring', 'MicrosoftMonitoringAgent', '1.0', {
    settings: { workspaceId: WORKSPACE_GUID },
    ...part,
  });
export const amaLinux = (part: Partial<VmExtension> = {}): VmExtension =>
  there('Microsoft.Azure.Monitor', 'AzureMonitorLinuxAgent', '1.36', { automaticUpgrade: true, ...part });
export const amaWindows = (part: Partial<VmExtension> = {}): VmExtension =>
  there('Microsoft.Azure.Monitor', 'AzureMonitorWindowsAgent', '1.1', { automaticUpgrade: true, ...part });

type Part = Partial<Omit<ExtensionRequest, 'options'>> & { readonly options?: ExtensionOptions };

export const legacy = (part: Part = {}): ExtensionRequest => ({
  vm: vm(),
  agent: AGENTS['log-analytics'],
  destination: { kind: 'workspace', workspaceId: WORKSPACE_GUID, cloud: 'public' },
  ...{ associations: [], options: {}, tag: 'run-1' },
  ...part,
});

export const successor = (part: Part = {}): ExtensionRequest => ({
  vm: vm(),
  agent: AGENTS['azure-monitor'],
  destination: { kind: 'rule', rule: { id: RULE_ID, name: 'base' } },
  ...{ associations: [], options: {}, tag: 'run-1' },
  ...part,
});

export const removal = (part: Partial<RemovalRequest> = {}): RemovalRequest => ({
  ...{ vm: vm({ extensions: [oms()] }), agent: AGENTS['log-analytics'] },
  ...{ associations: [], policies: [], locks: [], options: {} },
  ...part,
});
