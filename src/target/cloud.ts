/**
 * The clouds of Azure and the names that differ between them.
 * Source: docs "Log Analytics agent overview" (firewall table), "Azure Government management", "Azure Monitor Agent network configuration".
 */
export interface Cloud {
  readonly id: 'public' | 'usgov' | 'china' | 'sandbox';
  readonly title: string;
  /** Suffix of ods and oms hosts, also the agent's `-d` value. */
  readonly workspaceDomain: string;
  readonly blobDomain: string;
  readonly automationDomain: string;
  /** Storage account that holds the solution packs. */
  readonly packHost: string;
  /** Suffix of the successor's control plane: `<x>.handler.control.<monitorDomain>`. */
  readonly monitorDomain: string;
  readonly metricsHost: string;
  /** OPINSIGHTS_WORKSPACE_AZURE_CLOUD_TYPE of the Windows setup. */
  readonly windowsCloudType: 0 | 1 | 2;
}

const PUBLIC = {
  id: 'public',
  title: 'Azure public cloud',
  workspaceDomain: 'opinsights.azure.com',
  blobDomain: 'blob.core.windows.net',
  automationDomain: 'azure-automation.net',
  packHost: 'scadvisorcontent.blob.core.windows.net',
  monitorDomain: 'monitor.azure.com',
  metricsHost: 'global.prod.microsoftmetrics.com',
  windowsCloudType: 0,
} as const;

export const CLOUDS = {
  public: PUBLIC,
  usgov: {
    id: 'usgov',
    title: 'Azure US Government',
    workspaceDomain: 'opinsights.azure.us',
    blobDomain: 'blob.core.usgovcloudapi.net',
    automationDomain: 'azure-automation.us',
    packHost: 'usbn1oicore.blob.core.usgovcloudapi.net',
    monitorDomain: 'monitor.azure.us',
    metricsHost: 'global.prod.microsoftmetrics.us',
    windowsCloudType: 1,
  },
  china: {
    id: 'china',
    title: 'Azure China (21Vianet)',
    workspaceDomain: 'opinsights.azure.cn',
    blobDomain: 'blob.core.chinacloudapi.cn',
    automationDomain: 'azure-automation.cn',
    packHost: 'mceast2oicore.blob.core.chinacloudapi.cn',
    monitorDomain: 'monitor.azure.cn',
    metricsHost: 'global.prod.microsoftmetrics.cn',
    windowsCloudType: 2,
  },
  /** The embedded Azure (`azmon sandbox`): its machines are judged as those of the public cloud, only its management plane is elsewhere. */
  sandbox: { ...PUBLIC, id: 'sandbox', title: 'azmon sandbox' },
} as const satisfies Record<string, Cloud>;

export type CloudId = keyof typeof CLOUDS;
