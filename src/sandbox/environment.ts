import type { Sandbox } from './index.ts';

/**
 * What a child process finds in its environment so that azmon, the Azure SDKs, az and anything on OpenSSL or python requests talk to a
 * sandbox. `certificateFile` holds its certificate.
 */
export function sandboxEnvironment(
  sandbox: Pick<Sandbox, 'origin' | 'identity' | 'client' | 'state'>,
  certificateFile: string,
): Record<string, string> {
  const { origin, identity, client, state } = sandbox;
  return {
    ...{ AZMON_CLOUD: 'sandbox', AZMON_SANDBOX: origin },
    ...{ NODE_EXTRA_CA_CERTS: certificateFile, SSL_CERT_FILE: certificateFile, REQUESTS_CA_BUNDLE: certificateFile },
    ...{ IDENTITY_ENDPOINT: identity.endpoint, IDENTITY_HEADER: identity.header },
    ...{ MSI_ENDPOINT: identity.endpoint, MSI_SECRET: identity.header },
    ...{ AZURE_AUTHORITY_HOST: origin, AZURE_TENANT_ID: client.tenant },
    ...{ AZURE_CLIENT_ID: client.id, AZURE_CLIENT_SECRET: client.secret },
    AZURE_SUBSCRIPTION_ID: state.subscriptions[0]?.id ?? '',
  };
}
