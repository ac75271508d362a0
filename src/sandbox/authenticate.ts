import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { audiencesOf, readToken } from './tokens.ts';
import type { World } from './world.ts';

/** The 401 of a request whose token is missing or wrong, as ARM words it; undefined: it may go on. */
export function unauthenticated(route: Route, request: SandboxRequest, world: World): SandboxAnswer | undefined {
  if (route.audience === 'none') return undefined;
  const trouble = troubleOf(request.headers.authorization, route.audience, world);
  if (trouble === undefined) return undefined;
  const [code, message] = trouble;
  const headers = { 'www-authenticate': challenge(route.audience, code, message, world) };
  return refusal(401, code, message, { by: 'gateway', headers });
}

type Trouble = readonly [code: string, message: string];

function troubleOf(header: string | undefined, service: 'arm' | 'logs' | 'vault', world: World): Trouble | undefined {
  if (header === undefined)
    return ['AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."];
  const [, text] = /^Bearer (\S+)$/i.exec(header) ?? [];
  if (text === undefined)
    return [
      'AuthenticationFailed',
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    ];
  const claims = readToken(text);
  if (claims === undefined) return ['InvalidAuthenticationToken', 'The access token is invalid.'];
  if (claims.exp * 1000 < Date.now()) return ['ExpiredAuthenticationToken', expired(claims.exp)];
  const allowed = audiencesOf(service, world.origin);
  if (!allowed.includes(claims.aud)) return ['InvalidAuthenticationToken', wrongAudience(claims.aud, allowed)];
  const { tenant } = world.state;
  if (claims.tid !== tenant || !claims.iss.startsWith(world.origin))
    return ['InvalidAuthenticationTokenTenant', wrongIssuer(claims.iss, tenant, world.origin)];
  return undefined;
}

const expired = (exp: number): string =>
  `The access token expiry UTC time '${new Date(exp * 1000).toISOString()}' is earlier than current UTC time '${new Date().toISOString()}'.`;

const wrongAudience = (audience: string, allowed: readonly string[]): string =>
  `The access token has been obtained for wrong audience or resource '${audience}'. It should exactly match with one of the allowed audiences '${allowed.join("','")}'.`;

const wrongIssuer = (issuer: string, tenant: string, origin: string): string =>
  `The access token is from the wrong issuer '${issuer}'. It must match the tenant '${origin}/${tenant}/' associated with this subscription. Please use the authority (URL) '${origin}/${tenant}' to get the token.`;

/** Key Vault names the resource to ask a token for; ARM the authority and what was wrong. */
function challenge(service: Route['audience'], code: string, message: string, { origin, state }: World): string {
  if (service === 'vault')
    return `Bearer authorization="${origin}/${state.tenant}", resource="https://vault.azure.net"`;
  const error = code === 'AuthenticationFailed' ? 'invalid_request' : 'invalid_token';
  return `Bearer authorization_uri="${origin}/${state.tenant}", error="${error}", error_description="${message}"`;
}
