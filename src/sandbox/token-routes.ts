import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { CLIENT, issueToken } from './tokens.ts';
import type { World } from './world.ts';

/** Signing in: Entra for a client secret, the managed identity endpoint of App Service (2019-08-01, and the older one that az 2.45 asks), metadata. */
export const TOKEN_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/msi/token', audience: 'none', answer: byHeader },
  { method: 'POST', path: '/msi/token', audience: 'none', answer: byMetadataHeader },
  { method: 'GET', path: '/metadata/identity/oauth2/token', audience: 'none', answer: byMetadataHeader },
  {
    method: 'POST',
    path: '/:tenant/oauth2/v2.0/token',
    audience: 'none',
    answer: (request, world) => entra(request, world, 'scope'),
  },
  {
    method: 'POST',
    path: '/:tenant/oauth2/token',
    audience: 'none',
    answer: (request, world) => entra(request, world, 'resource'),
  },
  { method: 'GET', path: '/:tenant/v2.0/.well-known/openid-configuration', audience: 'none', answer: openid },
  { method: 'GET', path: '/:tenant/.well-known/openid-configuration', audience: 'none', answer: openid },
  { method: 'GET', path: '/common/discovery/instance', audience: 'none', answer: discovery },
];

/** App Service: the header holds what IDENTITY_HEADER says. */
function byHeader(request: SandboxRequest, world: World): SandboxAnswer {
  const header = request.headers['x-identity-header'] ?? request.headers.secret;
  if (header !== CLIENT.header)
    return { status: 401, body: { statusCode: 401, message: 'X-IDENTITY-HEADER is missing or wrong' } };
  return managed(request.query.get('resource') ?? '', world);
}

/** Cloud Shell and the metadata service: it is enough to say `Metadata: true`. */
function byMetadataHeader(request: SandboxRequest, world: World): SandboxAnswer {
  if (request.headers.metadata?.toLowerCase() !== 'true')
    return {
      status: 400,
      body: { error: 'invalid_request', error_description: 'Required metadata header not specified' },
    };
  return managed(request.query.get('resource') ?? formOf(request).get('resource') ?? '', world);
}

function managed(resource: string, { origin, state }: World): SandboxAnswer {
  if (resource === '')
    return {
      status: 400,
      body: { error: 'invalid_request', error_description: 'Required audience parameter not specified' },
    };
  const { text, expires } = issueToken(origin, state.tenant, resource);
  return {
    status: 200,
    body: {
      ...{ access_token: text, client_id: CLIENT.id, expires_in: `${expires - Math.floor(Date.now() / 1000)}` },
      ...{ expires_on: `${expires}`, not_before: `${expires - 86_400}`, resource, token_type: 'Bearer' },
    },
  };
}

/** A client's secret, or a federated token, for a token. A wrong secret is refused as Entra refuses it. */
function entra(request: SandboxRequest, { origin, state }: World, kind: 'scope' | 'resource'): SandboxAnswer {
  const form = formOf(request);
  if (
    !request.params.tenant?.includes(state.tenant) &&
    request.params.tenant !== 'common' &&
    request.params.tenant !== 'organizations'
  )
    return denied('invalid_request', `AADSTS90002: Tenant '${request.params.tenant}' not found.`);
  if (form.get('grant_type') !== 'client_credentials')
    return denied(
      'unsupported_grant_type',
      `AADSTS70003: The app requested an unsupported grant type '${form.get('grant_type')}'.`,
    );
  if (!form.has('client_assertion') && form.get('client_secret') !== CLIENT.secret)
    return denied(
      'invalid_client',
      'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
    );
  const wanted = (form.get(kind) ?? '').split(' ').find((one) => one.includes('://')) ?? '';
  const { text, expires } = issueToken(origin, state.tenant, wanted.replace(/\/\.default$/, ''));
  const lifetime = expires - Math.floor(Date.now() / 1000);
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token: text },
  };
}

const denied = (error: string, text: string): SandboxAnswer =>
  refusalOf({
    error,
    error_description: `${text} Trace ID: 00000000-0000-0000-0000-000000000000`,
    error_codes: [Number(/\d+/.exec(text)?.[0])],
  });

const refusalOf = (body: object): SandboxAnswer => ({ ...refusal(401, '', ''), body });

const formOf = ({ body }: SandboxRequest): URLSearchParams => new URLSearchParams(typeof body === 'string' ? body : '');

function openid(request: SandboxRequest, { origin }: World): SandboxAnswer {
  const base = `${origin}/${request.params.tenant}`;
  return {
    status: 200,
    body: {
      ...{ issuer: `${base}/v2.0`, authorization_endpoint: `${base}/oauth2/v2.0/authorize` },
      ...{ token_endpoint: `${base}/oauth2/v2.0/token`, jwks_uri: `${base}/discovery/v2.0/keys` },
      ...{ device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`, tenant_region_scope: 'NA' },
      ...{ response_types_supported: ['code', 'id_token'], subject_types_supported: ['pairwise'] },
      ...{
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
      },
      ...{ scopes_supported: ['openid', 'profile', 'email', 'offline_access'] },
    },
  };
}

/** Which hosts stand for the same cloud; clients ask before they trust an authority that they do not know. */
function discovery(_request: SandboxRequest, { origin, state }: World): SandboxAnswer {
  const host = new URL(origin).host;
  return {
    status: 200,
    body: {
      tenant_discovery_endpoint: `${origin}/${state.tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    },
  };
}
