/** Who a token was given to, as far as it says so. */
export interface Claims {
  readonly tenant?: string;
  readonly object?: string;
  /** User name, or application id. */
  readonly name?: string;
}

/**
 * Reads the claims of a token without checking it: it is only shown to its own owner, Azure does the checking. Total: a token that is
 * no JWT (personal accounts, the sandbox) says nothing.
 */
export function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.');
  const claims = parsed(Buffer.from(payload, 'base64url').toString('utf8'));
  const text = (...names: readonly string[]): string | undefined =>
    names.map((name) => claims[name]).find((value): value is string => typeof value === 'string' && value !== '');
  const found = {
    tenant: text('tid'),
    object: text('oid'),
    name: text('upn', 'unique_name', 'preferred_username', 'appid', 'azp'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
