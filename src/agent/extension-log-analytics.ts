import type { AgentExtension } from './extension.ts';
import { MMA_CODES, MMA_TEXTS } from './extension-mma-codes.ts';
import { OMS_CODES, OMS_TEXTS } from './extension-oms-codes.ts';

/** Source: Azure/azure-linux-extensions OmsAgent; docs "Log Analytics virtual machine extension" for Windows and Linux. */
export const LOG_ANALYTICS_EXTENSION: AgentExtension = {
  publisher: 'Microsoft.EnterpriseCloud.Monitoring',
  linux: {
    type: 'OmsAgentForLinux',
    version: '1.13',
    name: 'OmsAgentForLinux',
    automaticUpgrade: true,
    proxy: 'url',
    takesDomain: true,
    // A PUT with another workspace ended with exit code 52, "Couldn't create marker file", in all four public recordings of it (2020 to 2023).
    repoint: 'reinstall',
    codes: OMS_CODES,
    texts: OMS_TEXTS,
    logs: [
      '/var/log/azure/Microsoft.EnterpriseCloud.Monitoring.OmsAgentForLinux/extension.log',
      '/var/log/azure/Microsoft.EnterpriseCloud.Monitoring.OmsAgentForLinux/CommandExecution.log',
    ],
  },
  windows: {
    type: 'MicrosoftMonitoringAgent',
    version: '1.0',
    name: 'MicrosoftMonitoringAgent',
    automaticUpgrade: false,
    repoint: 'put',
    sensorOn: ['2012-r2', '2016'],
    codes: MMA_CODES,
    texts: MMA_TEXTS,
    logs: ['C:\\WindowsAzure\\Logs\\Plugins\\Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent'],
  },
  destination: 'workspace',
  providers: ['Microsoft.Compute', 'Microsoft.OperationalInsights'],
  heartbeatCategories: ['Direct Agent', 'SCOM Agent', 'SCOM Management Server'],
  operationsManagerCategories: ['SCOM Agent', 'SCOM Management Server'],
  deployedBy: {
    // Azure/azure-policy, built-in definitions: Linux and Windows machines, the initiative "Enable Azure Monitor for VMs".
    definitions: [
      '053d3325-282c-4e5c-b944-24faffd30d77',
      '0868462e-646c-4fe3-9ced-a733534b6a2c',
      '55f3eceb-5573-4f18-9695-226972c6d74a',
    ],
    title: /log analytics (agent|extension)|microsoft monitoring agent|\b(MMA|OMS) (agent|extension)|omsagent/i,
  },
};
