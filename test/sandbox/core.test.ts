import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';

let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox();
});
afterAll(() => azure.close());

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const G = `${S}/resourceGroups/app-westeurope`;
const VMS = `${G}/providers/Microsoft.Compute/virtualMachines`;
const V = 'api-version=2024-07-01';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const get = async (path: string, headers: Record<string, string> = {}, more: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(`${azure.origin}${path}`, { ...more, headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const signedIn = async (audience?: string) => ({ authorization: `Bearer ${await azure.token(audience)}` });
const code = ({ text }: Answer): string => JSON.parse(text).error.code;
const jwt = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims), ''].map((part) => Buffer.from(part).toString('base64url')).join('.');

describe('signing in', () => {
  const soon = Math.floor(Date.now() / 1000) + 600;
  const claims = (): object => ({
    aud: azure.origin,
    iss: `${azure.origin}/${azure.state.tenant}/`,
    exp: soon,
    tid: azure.state.tenant,
  });

  const WRONG: readonly (readonly [title: string, header: () => string | undefined, code: string])[] = [
    ['no token', () => undefined, 'AuthenticationFailed'],
    ['no bearer token', () => 'Basic eDp5', 'AuthenticationFailed'],
    ['what is no token', () => 'Bearer nonsense', 'InvalidAuthenticationToken'],
    ['a token without claims', () => `Bearer ${jwt({})}`, 'InvalidAuthenticationToken'],
    ['an expired one', () => `Bearer ${jwt({ ...claims(), exp: soon - 1200 })}`, 'ExpiredAuthenticationToken'],
    [
      'one for another service',
      () => `Bearer ${jwt({ ...claims(), aud: 'https://graph.example' })}`,
      'InvalidAuthenticationToken',
    ],
    ['one of another tenant', () => `Bearer ${jwt({ ...claims(), tid: 'other' })}`, 'InvalidAuthenticationTokenTenant'],
    [
      'one of another sandbox',
      () => `Bearer ${jwt({ ...claims(), iss: 'https://localhost:1/x/' })}`,
      'InvalidAuthenticationTokenTenant',
    ],
  ];

  test.for(WRONG)('%s is refused', async ([, header, expected]) => {
    const authorization = header();
    const answer = await get(
      `/subscriptions?api-version=2022-12-01`,
      authorization === undefined ? {} : { authorization },
    );
    expect([answer.status, code(answer)]).toEqual([401, expected]);
    expect(answer.headers.get('www-authenticate')).toContain(
      `authorization_uri="${azure.origin}/${azure.state.tenant}"`,
    );
    expect(answer.headers.get('x-ms-failure-cause')).toBe('gateway');
  });

  test.for([undefined, 'https://management.azure.com/', 'https://management.core.windows.net/'])(
    'a token for %s is taken',
    async (audience) =>
      expect((await get('/subscriptions?api-version=2022-12-01', await signedIn(audience))).status).toBe(200),
  );

  test('the identity endpoint wants its header', async () => {
    const url = `${azure.identity.endpoint}?api-version=2019-08-01&resource=x`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { 'x-identity-header': 'wrong' } })).status).toBe(401);
  });

  test('the older identity endpoint takes a form, as az 2.45 sends it', async () => {
    const response = await fetch(azure.identity.endpoint, {
      method: 'POST',
      headers: { metadata: 'true', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'resource=https://management.core.windows.net/',
    });
    const token = (await response.json()) as { access_token: string; expires_on: string };
    expect(Number(token.expires_on)).toBeGreaterThan(Date.now() / 1000);
    expect(
      (await get('/subscriptions?api-version=2022-12-01', { authorization: `Bearer ${token.access_token}` })).status,
    ).toBe(200);
  });

  test.for([
    ['sandbox-client-secret', 200],
    ['wrong', 401],
  ] as const)('a client with the secret %s is answered %i', async ([secret, status]) => {
    const { tenant, id } = azure.client;
    const form = {
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
      scope: `${azure.origin}/.default`,
    };
    const response = await fetch(`${azure.origin}/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    expect(response.status).toBe(status);
    const body = (await response.json()) as { access_token?: string; error?: string };
    expect(body.error).toBe(status === 200 ? undefined : 'invalid_client');
    expect(body.access_token?.split('.').length).toBe(status === 200 ? 3 : undefined);
  });

  test('azmon signs in by managed identity and by a client of the environment', async () => {
    for (const auth of ['managed-identity', 'environment'] as const)
      expect((await azure.azure(auth).signIn.identity()).credential).toBe(auth);
  });
});

describe('what is asked before a handler sees a request', () => {
  test.for([
    ['no api-version', `${VMS}/web-01`, 400, 'MissingApiVersionParameter'],
    ['an unknown one', `${VMS}/web-01?api-version=2010-01-01`, 400, 'NoRegisteredProviderFound'],
    ['an unknown one of ARM itself', '/subscriptions?api-version=2010-01-01', 400, 'InvalidApiVersionParameter'],
    [
      'no GUID for a subscription',
      `/subscriptions/mine/resourceGroups/x/providers/Microsoft.Compute/virtualMachines?${V}`,
      400,
      'InvalidSubscriptionId',
    ],
    ['an unknown subscription', `${VMS.replace('000001', '000009')}?${V}`, 404, 'SubscriptionNotFound'],
    ['an unknown group', `${VMS.replace('app-', 'no-')}?${V}`, 404, 'ResourceGroupNotFound'],
    ['an unknown machine', `${VMS}/nobody?${V}`, 404, 'ResourceNotFound'],
    ['an unknown extension', `${VMS}/web-01/extensions/none?${V}`, 404, 'ResourceNotFound'],
    ['what it does not imitate', `${S}/providers/Microsoft.Network/virtualNetworks?${V}`, 501, 'NotImitatedBySandbox'],
  ] as const)('%s is told as Azure tells it', async ([, path, status, expected]) => {
    const answer = await get(path, await signedIn());
    expect([answer.status, code(answer)]).toEqual([status, expected]);
    expect(answer.headers.get('x-ms-failure-cause')).toBe('gateway');
  });

  test('an unknown version names the known ones', async () =>
    expect((await get(`${VMS}/web-01?api-version=1`, await signedIn())).text).toContain('2022-11-01, 2023-03-01'));

  test('paths, and names in the query, are read in any case, with a slash at the end or without', async () => {
    for (const path of [
      `${VMS.toUpperCase()}/WEB-01?API-VERSION=2024-07-01`,
      `${VMS.toLowerCase()}/web-01/?${V}&$EXPAND=INSTANCEVIEW`,
    ])
      expect((await get(path, await signedIn())).status).toBe(200);
  });

  test('another method of a known path is 405', async () => {
    const answer = await get(`${VMS}?${V}`, await signedIn(), { method: 'DELETE' });
    expect([answer.status, code(answer)]).toEqual([405, 'HttpMethodNotAllowed']);
  });

  test('more than ARM takes is 413', async () => {
    const body = Buffer.alloc(4_194_305, 32);
    expect((await get(`${VMS}/web-01?${V}`, await signedIn(), { method: 'PATCH', body })).status).toBe(413);
  });
});

describe('every answer', () => {
  test('carries its ids, and counts what is left', async () => {
    const { headers, text } = await get(`${VMS}/web-01?${V}`, {
      ...(await signedIn()),
      ...{ 'x-ms-client-request-id': 'mine', 'x-ms-return-client-request-id': 'true' },
    });
    expect(headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-ms-correlation-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-ms-routing-request-id')).toMatch(/^[A-Z]+:\d{8}T\d{6}Z:[0-9a-f-]{36}$/);
    expect(headers.get('x-ms-client-request-id')).toBe('mine');
    expect(headers.get('x-ms-ratelimit-remaining-subscription-reads')).toMatch(/^\d+$/);
    expect(headers.get('x-ms-ratelimit-remaining-resource')).toMatch(
      /^Microsoft\.Compute\/LowCostGetSubscriptionMaximum;\d+,Microsoft\.Compute\/LowCostGetResource;\d+$/,
    );
    expect(text).toContain('\n  "name": "web-01"');
  });

  test('clouds describe themselves', async () => {
    const { text } = await get('/metadata/endpoints?api-version=2022-09-01');
    const [cloud] = JSON.parse(text);
    expect([cloud.resourceManager, cloud.authentication.loginEndpoint]).toEqual([azure.origin, azure.origin]);
    const older = JSON.parse((await get('/metadata/endpoints?api-version=2015-01-01')).text);
    expect(older.authentication.audiences).toContain(azure.origin);
  });
});
