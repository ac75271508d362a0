import { createHash } from 'node:crypto';
import type { Route } from './route.ts';

export const CLIENT = {
  /** Application id of the caller that every sign-in of the sandbox ends as. */
  id: '5a4db0c5-0000-4000-8000-0000000000a1',
  object: '5a4db0c5-0000-4000-8000-0000000000b2',
  /** Opens nothing: the sandbox hands out tokens to everybody on this machine. */
  secret: 'sandbox-client-secret',
  /** IDENTITY_HEADER */
  header: 'sandbox-identity-header',
} as const;

const LIFETIME_S = 86_400;

export interface Token {
  readonly text: string;
  /** Seconds since 1970, by the machine's clock: clients compare it with their own. */
  readonly expires: number;
}

/** An unsigned JWT as Entra shapes them. Good for this sandbox alone: its issuer is the sandbox's address. */
export function issueToken(origin: string, tenant: string, audience: string): Token {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...{ aud: audience, iss: `${origin}/${tenant}/`, iat: now, nbf: now, exp: now + LIFETIME_S },
    ...{ appid: CLIENT.id, appidacr: '1', idtyp: 'app', oid: CLIENT.object, sub: CLIENT.object, tid: tenant },
    ...{ uti: createHash('sha256').update(`${now}${audience}`).digest('base64url').slice(0, 22), ver: '1.0' },
  };
  return { text: `${part({ typ: 'JWT', alg: 'none' })}.${part(claims)}.`, expires: claims.exp };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Claims {
  readonly aud: string;
  readonly iss: string;
  readonly exp: number;
  readonly tid: string;
}

/** Undefined where the text is no token. */
export function readToken(text: string): Claims | undefined {
  try {
    const claims = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as Claims;
    return typeof claims.aud === 'string' && typeof claims.exp === 'number' ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** Names under which clients ask for a token of each service, beside the sandbox's own address. */
const AUDIENCES: Readonly<Record<Exclude<Route['audience'], 'none'>, readonly string[]>> = {
  arm: ['https://management.azure.com', 'https://management.core.windows.net'],
  logs: ['https://api.loganalytics.io', 'https://westus2.api.loganalytics.io'],
  vault: ['https://vault.azure.net'],
};

export function audiencesOf(service: Exclude<Route['audience'], 'none'>, origin: string): readonly string[] {
  return [origin, origin.replace('localhost', '127.0.0.1'), ...AUDIENCES[service]].flatMap((one) => [one, `${one}/`]);
}
