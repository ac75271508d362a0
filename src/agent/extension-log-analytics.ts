import type { AgentExtension } from './extension.ts';

/** Source: Azure/azure-linux-extensions OmsAgent; docs "Log Analytics virtual machine extension" for Windows and Linux. */
export const LOG_ANALYTICS_EXTENSION: AgentExtension = {
  publisher: 'Microsoft.EnterpriseCloud.Monitoring',
  linux: {
    type: 'OmsAgentForLinux',
    version: '1.13',
    name: 'OmsAgentForLinux',
    automaticUpgrade: true,
    codes: [],
    texts: [],
    logs: ['/var/log/azure/Microsoft.EnterpriseCloud.Monitoring.OmsAgentForLinux/extension.log'],
  },
  windows: {
    type: 'MicrosoftMonitoringAgent',
    version: '1.0',
    name: 'MicrosoftMonitoringAgent',
    automaticUpgrade: false,
    codes: [],
    texts: [],
    logs: ['C:\\WindowsAzure\\Logs\\Plugins\\Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent'],
  },
  destination: 'workspace',
  providers: ['Microsoft.Compute', 'Microsoft.OperationalInsights'],
  heartbeatCategories: ['Direct Agent', 'SCOM Agent', 'SCOM Management Server'],
};
