import type { AgentExtension } from './extension.ts';

/** Source: Azure/azure-linux-extensions AzureMonitorAgent; built-in policies of Azure/azure-policy for the versions. */
export const AZURE_MONITOR_EXTENSION: AgentExtension = {
  publisher: 'Microsoft.Azure.Monitor',
  linux: {
    type: 'AzureMonitorLinuxAgent',
    version: '1.36',
    name: 'AzureMonitorLinuxAgent',
    automaticUpgrade: true,
    codes: [],
    texts: [],
    logs: ['/var/log/azure/Microsoft.Azure.Monitor.AzureMonitorLinuxAgent'],
  },
  windows: {
    type: 'AzureMonitorWindowsAgent',
    version: '1.1',
    name: 'AzureMonitorWindowsAgent',
    automaticUpgrade: true,
    codes: [],
    texts: [],
    logs: ['C:\\WindowsAzure\\Logs\\Plugins\\Microsoft.Azure.Monitor.AzureMonitorWindowsAgent'],
  },
  destination: 'rule',
  providers: ['Microsoft.Compute', 'Microsoft.Insights'],
  heartbeatCategories: ['Azure Monitor Agent'],
};
