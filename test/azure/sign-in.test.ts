import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { azureEnvironment } from '../../src/app/azure-environment.ts';
import { openAzure } from '../../src/azure/index.ts';
import { chainOf } from '../../src/azure/sign-in/chain.ts';
import { claimsOf } from '../../src/azure/sign-in/token-claims.ts';
import { Problem } from '../../src/problem.ts';
import { managementOf } from '../../src/target/management.ts';
import type { SignInFailure } from '../../src/target/sign-in.ts';
import { processIdentity } from './identity-endpoint.ts';
import { type Loopback, loopback, noWaiting, optionsFor, type Reply, type Request } from './loopback.ts';

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const jwt = (claims: object): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

/** Programs of the test's own in place of az, azd and pwsh, and an environment without any of the developer's logins. */
let folder: string;
let before: NodeJS.ProcessEnv;
const open: Loopback[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azmon-sign-in-'));
  before = { ...process.env };
  for (const name of Object.keys(process.env))
    if (/^(AZURE_|AZMON_(?!TEST)|IDENTITY_|MSI_|IMDS_)/.test(name)) delete process.env[name];
  process.env.PATH = `${folder}:/usr/bin:/bin`;
  // Nothing answers there, and at once.
  process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST = 'http://127.0.0.1:1';
  for (const name of ['az', 'azd', 'pwsh']) program(name, `echo "${name}: command not found" >&2; exit 127`);
});
afterEach(async () => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
  for (const one of open.splice(0)) await one.close();
});

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** An az that is signed in; it writes down its environment and every call. */
function signedInAz(token: string): { calls(): string[]; environment(): string } {
  const answer = JSON.stringify({ accessToken: token, expires_on: 4_102_444_800, tokenType: 'Bearer' });
  program('az', `echo "$@" >> "${folder}/calls"; env > "${folder}/environment"; echo '${answer}'`);
  return {
    calls: () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n'),
    environment: () => readFileSync(join(folder, 'environment'), 'utf8'),
  };
}

const SCOPE = 'https://management.azure.com/.default';
const chain = (part: Parameters<typeof optionsFor>[1] = {}) =>
  chainOf(optionsFor('https://localhost:1', { auth: 'auto', ...part }), noWaiting());
const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Problem)) throw new Error('no Problem was thrown', { cause: error });
  return error;
};

describe('the order', () => {
  test('nobody answers: each way with its reason, in order', async () => {
    const problem = await problemOf(chain().getToken(SCOPE));
    expect(problem).toMatchObject({ code: 'AZMON-AUTH-NONE', exit: 3, message: 'azmon is not signed in to Azure' });
    expect((problem.cause as SignInFailure).unanswered.map(({ credential, why }) => [credential, why])).toEqual([
      [
        'environment',
        'AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH are not set',
      ],
      ['workload-identity', 'AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE are not set'],
      ['managed-identity', 'this is no machine in Azure with an identity endpoint'],
      ['az', 'not installed'],
      ['azd', 'not installed'],
      ['powershell', 'not installed'],
    ]);
  });

  test('az answers, and those before it are remembered', async () => {
    signedInAz(jwt({ tid: TENANT, oid: 'o-1', upn: 'ann@contoso.com' }));
    const azure = openAzure(optionsFor('https://localhost:1', { auth: 'auto' }), noWaiting());
    expect(await azure.signIn.identity()).toMatchObject({
      ...{
        credential: 'az',
        tenant: TENANT,
        object: 'o-1',
        name: 'ann@contoso.com',
        expires: '2100-01-01T00:00:00.000Z',
      },
      unanswered: [
        { credential: 'environment' },
        { credential: 'workload-identity' },
        { credential: 'managed-identity' },
      ],
    });
  });

  test.for([
    ["ERROR: Please run 'az login' to setup account.", 'nobody is signed in, or the login has expired'],
    [
      'ERROR: AADSTS700082: The refresh token has expired. Interactive authentication is needed. Please run:\naz login',
      'nobody is signed in, or the login has expired',
    ],
    ['ERROR: something of another kind', 'ERROR: something of another kind'],
  ] as const)('az says %s', async ([says, why]) => {
    program('az', `cat >&2 <<'END'\n${says}\nEND\nexit 1`);
    const problem = await problemOf(chain({ auth: 'az' }).getToken(SCOPE));
    expect(problem).toMatchObject({ code: 'AZMON-AUTH-NONE', exit: 3, message: 'az gives no token for Azure', why });
    expect(problem.fix[0]).toEqual({ text: 'sign in with the Azure CLI', command: 'az login' });
  });

  test('ten requests at once ask az once, and a second scope again', async () => {
    const az = signedInAz(jwt({ tid: TENANT }));
    const one = chain({ auth: 'az' });
    await Promise.all(Array.from({ length: 10 }, () => one.getToken(SCOPE)));
    await one.getToken(SCOPE);
    expect(az.calls()).toHaveLength(1);
    await one.getToken('https://api.loganalytics.io/.default');
    expect(az.calls()[1]).toContain('--resource https://api.loganalytics.io');
  });

  test('a login that ends in the middle of a run', async () => {
    signedInAz(jwt({ tid: TENANT }));
    const one = chain({ auth: 'az' });
    await one.getToken(SCOPE);
    program('az', `echo "Please run 'az login'" >&2; exit 1`);
    expect(await problemOf(one.getToken('https://api.loganalytics.io/.default'))).toMatchObject({
      ...{ code: 'AZMON-AUTH-EXPIRED', exit: 3, message: 'az gives no more tokens' },
      fix: [{ command: 'az login' }],
    });
  });

  test('a token that is no JWT says nothing but its end', async () => {
    signedInAz('opaque');
    const azure = openAzure(optionsFor('https://localhost:1', { auth: 'az' }), noWaiting());
    expect(await azure.signIn.identity()).toEqual({
      credential: 'az',
      expires: '2100-01-01T00:00:00.000Z',
      unanswered: [],
    });
  });
});

test.for([
  ['public', 'https://management.azure.com'],
  ['usgov', 'https://management.usgovcloudapi.net'],
  ['china', 'https://management.chinacloudapi.cn'],
] as const)('the cloud %s wants a token for %s', async ([cloud, resource]) => {
  const az = signedInAz('opaque');
  await openAzure({
    ...optionsFor('https://localhost:1', { auth: 'az' }),
    cloud,
    management: managementOf(cloud),
  }).signIn.identity();
  expect(az.calls()[0]).toContain(`--resource ${resource}`);
});

describe('the tenant', () => {
  test('is handed to az, and stands in the repair', async () => {
    const az = signedInAz(jwt({ tid: TENANT }));
    await chain({ auth: 'az', tenant: TENANT }).getToken(SCOPE);
    expect(az.calls()[0]).toContain(`--tenant ${TENANT}`);
    program('az', `echo "Please run 'az login'" >&2; exit 1`);
    const problem = await problemOf(chain({ auth: 'az', tenant: TENANT }).getToken(SCOPE));
    expect(problem.fix[0]?.command).toBe(`az login --tenant ${TENANT}`);
  });

  test.for<['usgov' | 'china', 'az' | 'azd' | 'powershell', string]>([
    ['usgov', 'az', `az cloud set --name AzureUSGovernment && az login --tenant ${TENANT}`],
    ['china', 'az', `az cloud set --name AzureChinaCloud && az login --tenant ${TENANT}`],
    ['usgov', 'azd', `azd config set cloud.name AzureUSGovernment && azd auth login --tenant-id ${TENANT}`],
    ['china', 'powershell', `Connect-AzAccount -Environment AzureChinaCloud -Tenant ${TENANT}`],
  ])('a login belongs to one cloud: %s by %s', async ([cloud, auth, command]) => {
    const asked = chain({ auth, cloud, management: managementOf(cloud), tenant: TENANT }).getToken(SCOPE);
    expect((await problemOf(asked)).fix[0]?.command).toBe(command);
  });

  test('of the token is another one', async () => {
    signedInAz(jwt({ tid: '11111111-0000-0000-0000-000000000000' }));
    expect(await problemOf(chain({ auth: 'az', tenant: TENANT }).getToken(SCOPE))).toMatchObject({
      ...{ code: 'AZMON-AUTH-TENANT', exit: 3, why: 'it gave a token of 11111111-0000-0000-0000-000000000000' },
      fix: [{ command: `az login --tenant ${TENANT}` }],
    });
  });

  test.for(['a b', '--help', '', 'x;y'])('%j is none', (tenant) => {
    expect(() => chain({ tenant })).toThrow(expect.objectContaining({ code: 'AZMON-AUTH-TENANT-NAME', exit: 2 }));
  });
});

describe('ways that ask a person', () => {
  test.for(['browser', 'device-code'] as const)('%s without a terminal', async (auth) => {
    expect(await problemOf(chain({ auth }).getToken(SCOPE))).toMatchObject({ code: 'AZMON-AUTH-ASKS', exit: 2 });
  });

  test('a device code is told, and waited for', async () => {
    const { origin } = await authority((form) => {
      const code = { user_code: 'ABCD', device_code: 'd', verification_uri: 'https://x', expires_in: 900, interval: 1 };
      return form === undefined ? { status: 200, body: { ...code, message: 'enter the code ABCD' } } : tokenReply(form);
    });
    const told: string[] = [];
    const one = chainOf(
      optionsFor(origin, { auth: 'device-code', interactive: true, tenant: TENANT, tell: (line) => told.push(line) }),
      noWaiting(),
    );
    expect((await one.getToken(SCOPE)).token).toBe(ACCESS);
    expect(told).toEqual(['enter the code ABCD']);
  });
});

const ACCESS = jwt({ tid: TENANT, oid: 'o', appid: 'app' });

/** What an authority answers to a request for a token. */
function tokenReply(form: URLSearchParams): Reply {
  if (form.get('client_secret') === 'wrong')
    return {
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: 'AADSTS7000215: Invalid client secret provided. Trace ID: t',
        error_codes: [7000215],
      },
    };
  const info = Buffer.from(JSON.stringify({ uid: 'u', utid: TENANT })).toString('base64url');
  const about = { aud: 'c', iss: 'i', oid: 'o', tid: TENANT, sub: 's', preferred_username: 'ann@contoso.com' };
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: 3_600, access_token: ACCESS, id_token: jwt(about), client_info: info },
  };
}

/** Entra ID as far as signing in asks for it. */
async function authority(answer: (form: URLSearchParams | undefined, request: Request) => Reply): Promise<Loopback> {
  const server = await loopback((request, origin) => {
    if (request.url.includes('/.well-known/openid-configuration')) {
      const base = `${origin}/${request.url.split('/')[1]}`;
      return {
        status: 200,
        body: {
          token_endpoint: `${base}/oauth2/v2.0/token`,
          device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
          authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
          issuer: `${base}/v2.0`,
          jwks_uri: `${base}/keys`,
        },
      };
    }
    return answer(request.url.includes('/devicecode') ? undefined : new URLSearchParams(request.text), request);
  });
  open.push(server);
  return server;
}

describe('a service principal', () => {
  const principal = (secret: string) =>
    Object.assign(process.env, { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: 'app', AZURE_CLIENT_SECRET: secret });

  test('signs in at the authority of its cloud', async () => {
    const server = await authority((form) => tokenReply(form ?? new URLSearchParams()));
    principal('right');
    const azure = openAzure(optionsFor(server.origin, { auth: 'auto' }), noWaiting());
    expect(await azure.signIn.identity()).toMatchObject({ credential: 'environment', tenant: TENANT, name: 'app' });
    expect(server.requests.every(({ url }) => url.startsWith(`/${TENANT}/`))).toBe(true);
  });

  test.for([[502], [503]])('an answer of %s is no refusal', async ([status]) => {
    const { origin } = await loopback(() => ({ status: status as number, body: '<html>no way</html>' })).then(
      (server) => {
        open.push(server);
        return server;
      },
    );
    principal('right');
    const problem = await problemOf(chainOf(optionsFor(origin, { auth: 'environment' }), noWaiting()).getToken(SCOPE));
    expect(problem).toMatchObject({ ...{ code: 'AZMON-AZURE-UNAVAILABLE', exit: 12, retryable: true } });
    expect(problem.why).toBe(`the answer for ${new URL(origin).host} was ${status}`);
  });

  test('with a wrong secret is refused, and nobody else is tried in its place', async () => {
    const az = signedInAz(jwt({}));
    const { origin } = await authority((form) => tokenReply(form ?? new URLSearchParams()));
    principal('wrong');
    const problem = await problemOf(chainOf(optionsFor(origin, { auth: 'auto' }), noWaiting()).getToken(SCOPE));
    expect(problem).toMatchObject({
      ...{ code: 'AZMON-AUTH-REFUSED', exit: 3 },
      message: 'signing in by environment was refused: the client secret is wrong or has expired',
    });
    expect(az.calls).toThrow();
  });
});

describe('a managed identity', () => {
  test('by its endpoint', async () => {
    const { env } = await processIdentity();
    Object.assign(process.env, env);
    const token = await chain({ auth: 'managed-identity' }).getToken('https://somewhere.example/.default');
    expect(token.token).toBe('a-token');
  });

  test('that is not there is known at once', async () => {
    delete process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST;
    const started = performance.now();
    expect(await problemOf(chain({ auth: 'managed-identity' }).getToken(SCOPE))).toMatchObject({
      code: 'AZMON-AUTH-NONE',
    });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

test('programs that sign in do not inherit what is secret in azmon’s environment', async () => {
  Object.assign(process.env, { AZMON_PROXY: 'http://u:canary@p:1', AZMON_PROXY_USER: 'u:canary', DEBUG: '*' });
  azureEnvironment(process.env);
  const az = signedInAz(jwt({}));
  await chain({ auth: 'az' }).getToken(SCOPE);
  expect(az.environment()).not.toContain('canary');
  expect(process.env.DEBUG).toBeUndefined();
});

describe('claims', () => {
  test.for<[token: string, claims: object]>([
    [jwt({ tid: 't', oid: 'o', upn: 'u', appid: 'a' }), { tenant: 't', object: 'o', name: 'u' }],
    [jwt({ appid: 'a' }), { name: 'a' }],
    [jwt({ azp: 'a', tid: 5 }), { name: 'a' }],
    ['opaque', {}],
    ['', {}],
    ['a.b.c', {}],
    ['h.W10.s', {}],
  ])('of %s', ([token, claims]) => expect(claimsOf(token)).toEqual(claims));

  test('of any text', () =>
    fc.assert(
      fc.property(fc.string(), (token) => {
        expect(claimsOf(`h.${token}.s`)).toBeTypeOf('object');
      }),
    ));
});
