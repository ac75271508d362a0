import type { SandboxSubscription } from './state.ts';

export interface AzWish {
  readonly origin: string;
  readonly tenant: string;
  readonly subscriptions: readonly SandboxSubscription[];
}

/** The name under which az knows the sandbox. */
const CLOUD = 'azmon-sandbox';

/** Files of a folder for az (AZURE_CONFIG_DIR), by name: with them it is signed in to the sandbox as a managed identity, without a login. */
export function azFiles({ origin, tenant, subscriptions }: AzWish): Readonly<Record<string, string>> {
  return {
    'clouds.config': ini(CLOUD, { profile: 'latest', ...endpoints(origin) }),
    config: [
      ini('cloud', { name: CLOUD }),
      ini('core', { collect_telemetry: 'no', first_run: 'no', survey_message: 'no' }),
      ini('auto-upgrade', { enable: 'no' }),
    ].join('\n'),
    'azureProfile.json': JSON.stringify({
      installationId: tenant,
      subscriptions: subscriptions.map((one, index) => profileOf(one, tenant, index === 0)),
    }),
  };
}

const ini = (section: string, values: Readonly<Record<string, string>>): string =>
  `[${section}]\n${Object.entries(values)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')}`;

const endpoints = (origin: string): Readonly<Record<string, string>> => ({
  ...{ endpoint_management: origin, endpoint_resource_manager: origin, endpoint_active_directory: origin },
  ...{ endpoint_active_directory_resource_id: origin, endpoint_active_directory_graph_resource_id: origin },
  ...{
    endpoint_microsoft_graph_resource_id: origin,
    endpoint_gallery: origin,
    endpoint_log_analytics_resource_id: origin,
  },
  ...{
    endpoint_vm_image_alias_doc: `${origin}/aliases.json`,
    suffix_storage_endpoint: 'localhost',
    suffix_keyvault_dns: '.localhost',
  },
});

/** As `az login --identity` writes it. */
const profileOf = ({ id, name, state }: SandboxSubscription, tenant: string, isDefault: boolean): object => ({
  ...{
    id,
    name,
    state,
    isDefault,
    tenantId: tenant,
    homeTenantId: tenant,
    environmentName: CLOUD,
    managedByTenants: [],
  },
  user: { name: 'systemAssignedIdentity', type: 'servicePrincipal', assignedIdentityInfo: 'MSI' },
});
