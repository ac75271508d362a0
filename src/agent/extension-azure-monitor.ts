import type { AgentExtension } from './extension.ts';
import { AMA_LINUX_CODES, AMA_LINUX_TEXTS, AMA_WINDOWS_CODES, AMA_WINDOWS_TEXTS } from './extension-ama-codes.ts';

/** Source: Azure/azure-linux-extensions AzureMonitorAgent; built-in policies of Azure/azure-policy for the versions. */
export const AZURE_MONITOR_EXTENSION: AgentExtension = {
  publisher: 'Microsoft.Azure.Monitor',
  linux: {
    type: 'AzureMonitorLinuxAgent',
    version: '1.36',
    name: 'AzureMonitorLinuxAgent',
    automaticUpgrade: true,
    automaticByDefault: true,
    proxy: 'parts',
    codes: AMA_LINUX_CODES,
    texts: AMA_LINUX_TEXTS,
    logs: ['/var/log/azure/Microsoft.Azure.Monitor.AzureMonitorLinuxAgent'],
  },
  windows: {
    type: 'AzureMonitorWindowsAgent',
    version: '1.1',
    userIdentityVersion: '1.2',
    name: 'AzureMonitorWindowsAgent',
    automaticUpgrade: true,
    automaticByDefault: true,
    proxy: 'parts',
    codes: AMA_WINDOWS_CODES,
    texts: AMA_WINDOWS_TEXTS,
    logs: ['C:\\WindowsAzure\\Logs\\Plugins\\Microsoft.Azure.Monitor.AzureMonitorWindowsAgent'],
  },
  destination: 'rule',
  providers: ['Microsoft.Compute', 'Microsoft.Insights'],
  heartbeatCategories: ['Azure Monitor Agent'],
  deployedBy: {
    // Azure/azure-policy, built-in definitions for machines with a system- or user-assigned identity; the initiatives of them with a rule.
    definitions: [
      'a4034bc6-ae50-406d-bf76-50f4ee5a7811',
      'ae8a10e6-19d6-44a3-a02d-a2bdfc707742',
      'ca817e41-e85a-4783-bc7f-dc532d36235e',
      '637125fd-7c39-4b94-bb0a-d331faf333a9',
      '0d1b56c6-6d1f-4a5d-8695-b15efbea6b49',
      'babf8e94-780b-4b4d-abaa-4830136a8725',
      '9575b8b7-78ab-4281-b53b-d3c1ace2260b',
      '118f04da-0375-44d1-84e3-0fd9e1849403',
      '924bfe3a-762f-40e7-86dd-5c8b95eb09e6',
    ],
    title: /azure monitor (linux |windows )?agent|\bAMA\b/i,
  },
};
