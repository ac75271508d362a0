import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

/** How the cloud describes itself to clients that do not know it. */
export const METADATA_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/metadata/endpoints', audience: 'none', answer: endpoints },
  { method: 'GET', path: '/metadata/instance', audience: 'none', answer: instance },
];

function endpoints({ apiVersion }: SandboxRequest, { origin, state }: World): SandboxAnswer {
  const host = new URL(origin).host;
  const authentication = {
    loginEndpoint: origin,
    audiences: [origin, 'https://management.core.windows.net/', 'https://management.azure.com/'],
  };
  if (apiVersion === '2015-01-01')
    return {
      status: 200,
      body: {
        galleryEndpoint: `${origin}/`,
        graphEndpoint: origin,
        portalEndpoint: origin,
        graphAudience: `${origin}/`,
        authentication,
      },
    };
  const cloud = {
    ...{
      portal: origin,
      media: origin,
      graph: origin,
      graphAudience: `${origin}/`,
      name: 'AzmonSandbox',
      batch: origin,
    },
    authentication: { ...authentication, tenant: state.tenant, identityProvider: 'AAD' },
    ...{
      resourceManager: origin,
      sqlManagement: origin,
      gallery: `${origin}/`,
      vmImageAliasDoc: `${origin}/aliases.json`,
    },
    ...{ activeDirectoryDataLake: origin, microsoftGraphResourceId: `${origin}/`, appInsightsResourceId: origin },
    ...{ logAnalyticsResourceId: origin, appInsightsTelemetryChannelResourceId: origin, attestationResourceId: origin },
    suffixes: { keyVaultDns: host, storage: host, sqlServerHostname: host, acrLoginServer: host },
  };
  return { status: 200, body: apiVersion >= '2020' ? [cloud] : cloud };
}

/** The machine that the clients run on is none of Azure's. */
function instance(request: SandboxRequest): SandboxAnswer {
  if (request.headers.metadata?.toLowerCase() !== 'true')
    return { status: 400, body: { error: 'Bad request. Required metadata header not specified' } };
  return {
    status: 200,
    body: { compute: { azEnvironment: 'AzurePublicCloud', location: 'westeurope', provider: 'Microsoft.Compute' } },
  };
}
