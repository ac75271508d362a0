import { AGENTS } from '../../src/agent/index.ts';
import type { AzureRule } from '../../src/target/azure-rule.ts';
import type { AzureVm, VmExtension } from '../../src/target/azure-vm.ts';
import type { Chain } from '../../src/verify/chain.ts';
import { SUBSCRIPTION, vm, WORKSPACE_GUID, workspace } from '../support/azure-fake.ts';

/** The Log Analytics agent for Linux, at work and set for the workspace of azure-fake.ts. */
export const oms = (part: Partial<VmExtension> = {}): VmExtension => ({
  name: 'OMSExtension',
  publisher: 'Microsoft.EnterpriseCloud.Monitoring',
  type: 'OmsAgentForLinux',
  version: '1.13',
  installedVersion: '1.17.1',
  provisioning: 'Succeeded',
  settings: { workspaceId: WORKSPACE_GUID },
  statuses: [{ code: 'ProvisioningState/succeeded', level: 'Info', message: 'Enable succeeded' }],
  ...part,
});

/** The Azure Monitor Agent for Linux, at work. */
export const ama = (part: Partial<VmExtension> = {}): VmExtension => ({
  name: 'AzureMonitorLinuxAgent',
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  version: '1.36',
  provisioning: 'Succeeded',
  settings: {},
  statuses: [],
  ...part,
});

/** A rule for Linux that collects something for the workspace of azure-fake.ts. */
export const rule = (part: Partial<AzureRule> = {}): AzureRule => {
  const name = part.name ?? 'base-linux';
  const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/${name}`;
  return {
    ...{ id, key: id.toLowerCase(), subscription: SUBSCRIPTION, group: 'monitoring', name, location: 'westeurope' },
    ...{ kind: 'Linux', provisioning: 'Succeeded', workspaces: [workspace().id], tags: {} },
    properties: { dataSources: { performanceCounters: [{ name: 'counters' }] } },
    ...part,
  };
};

/** A machine with the Log Analytics agent, all in order. */
export function legacyChain(change: { vm?: Partial<AzureVm>; extension?: Partial<VmExtension> | null } = {}): Chain {
  const extension = change.extension === null ? undefined : oms(change.extension);
  return {
    agent: AGENTS['log-analytics'],
    vm: vm({ extensions: extension === undefined ? [] : [extension], ...change.vm }),
    rules: { value: [] },
    ...(extension === undefined ? {} : { extension }),
  };
}

/** A machine with the successor, an identity of its own and a rule, all in order. */
export function successorChain(
  change: { vm?: Partial<AzureVm>; extension?: Partial<VmExtension> | null; rules?: Chain['rules'] } = {},
): Chain {
  const extension = change.extension === null ? undefined : ama(change.extension);
  return {
    agent: AGENTS['azure-monitor'],
    vm: vm({
      identity: { system: true, user: [] },
      extensions: extension === undefined ? [] : [extension],
      ...change.vm,
    }),
    rules: change.rules ?? { value: [{ id: rule().id, rule: { value: rule() } }] },
    ...(extension === undefined ? {} : { extension }),
  };
}
