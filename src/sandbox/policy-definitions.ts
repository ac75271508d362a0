/** Built-in definitions that policies of the fleet are made of. Source: Azure/azure-policy. */
export interface PolicyDefinition {
  readonly title: string;
  readonly effect: string;
  /** Extensions that it forbids, as `publisher/type` in lower case. */
  readonly forbids?: string;
}

const LEGACY = 'microsoft.enterprisecloud.monitoring';

export const POLICY_DEFINITIONS: Readonly<Record<string, PolicyDefinition>> = {
  '053d3325-282c-4e5c-b944-24faffd30d77': {
    title: '[Deprecated]: Deploy Log Analytics extension to Linux VMs. See deprecation notice below',
    effect: 'DeployIfNotExists',
  },
  '0868462e-646c-4fe3-9ced-a733534b6a2c': {
    title: '[Deprecated]: Deploy - Configure Log Analytics extension to be enabled on Windows virtual machines',
    effect: 'DeployIfNotExists',
  },
  'd4b065e2-fbda-4461-a42c-b0346aeb12a0': {
    title: 'The legacy Log Analytics extension should not be installed on Linux virtual machines',
    effect: 'Deny',
    forbids: `${LEGACY}/omsagentforlinux`,
  },
  'd2185817-5b7e-473c-aadd-9de6ac114280': {
    title: 'The legacy Log Analytics extension should not be installed on virtual machines',
    effect: 'Deny',
    forbids: `${LEGACY}/microsoftmonitoringagent`,
  },
  'a4034bc6-ae50-406d-bf76-50f4ee5a7811': {
    title:
      'Configure Linux virtual machines to run Azure Monitor Agent with system-assigned managed identity-based authentication',
    effect: 'DeployIfNotExists',
  },
  'ca817e41-e85a-4783-bc7f-dc532d36235e': {
    title: 'Configure Windows virtual machines to run Azure Monitor Agent using system-assigned managed identity',
    effect: 'DeployIfNotExists',
  },
};

/** Initiatives: what they are called and which definitions they hold. */
export const POLICY_SETS: Readonly<
  Record<string, { readonly title: string; readonly definitions: readonly string[] }>
> = {
  '55f3eceb-5573-4f18-9695-226972c6d74a': {
    title: '[Deprecated]: Legacy - Enable Azure Monitor for VMs',
    definitions: ['0868462e-646c-4fe3-9ced-a733534b6a2c', '053d3325-282c-4e5c-b944-24faffd30d77'],
  },
};
