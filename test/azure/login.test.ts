import { expect, test } from 'vitest';
import { loginStatus } from '../../src/app/login-status.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { type Login, loginResult, loginText } from '../../src/report/login.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { SignInFailure, type Unanswered } from '../../src/target/sign-in.ts';
import { fakeAzure } from '../support/azure-fake.ts';

const NOW = Date.parse('2026-01-01T10:00:00Z');
const ENDPOINT = 'https://management.azure.com';
const ANN = {
  credential: 'az',
  tenant: 't-1',
  object: 'o-1',
  name: 'ann@contoso.com',
  expires: '2026-01-01T11:15:00.000Z',
};
const AZ: Unanswered = {
  credential: 'az',
  why: 'nobody is signed in',
  fix: 'sign in with the Azure CLI',
  command: 'az login',
};
const IDENTITY: Unanswered = {
  credential: 'managed-identity',
  why: 'this is no machine in Azure',
  fix: 'give it a managed identity',
};

const text = (login: Login, verbose = false): string => loginText(login, NOW, PLAIN, verbose).join('\n');

test('signed in', async () => {
  const azure = fakeAzure({
    identity: { ...ANN, unanswered: [IDENTITY] },
    subscriptions: [
      { id: 's-1', name: 'Production', state: 'Enabled' },
      { id: 's-2', name: 'Old', state: 'Disabled' },
    ],
  });
  const login = await loginStatus(azure, 'public', ENDPOINT);
  expect(text(login)).toBe(`+ signed in to Azure public cloud by az
  caller       ann@contoso.com
  object       o-1
  tenant       t-1
  token until  2026-01-01 11:15 UTC, 75 min from now
  endpoint     https://management.azure.com

2 subscriptions
  Production  s-1
  Old         s-2  disabled`);
  expect(text(login, true)).toContain('- managed-identity  this is no machine in Azure\n');
  expect(loginResult(login)).toEqual({
    ...{ signedIn: true, cloud: 'public', endpoint: ENDPOINT, ...ANN, unanswered: [IDENTITY] },
    subscriptions: [
      { id: 's-1', name: 'Production', state: 'Enabled' },
      { id: 's-2', name: 'Old', state: 'Disabled' },
    ],
  });
});

test('nobody answered: each with its reason and its repair, and the error does not say it again', async () => {
  const cause = new SignInFailure([IDENTITY, AZ]);
  const fix = [
    { text: 'sign in', command: 'az login' },
    { text: 'each way', command: 'azmon login status' },
  ];
  const identity = new Problem({
    code: 'AZMON-AUTH-NONE',
    exit: EXIT.auth,
    message: 'not signed in',
    why: 'long',
    fix,
    cause,
  });
  const login = await loginStatus(fakeAzure({ identity }), 'public', ENDPOINT);
  expect(text(login)).toBe(`not signed in to Azure

- managed-identity  this is no machine in Azure
                    give it a managed identity
- az                nobody is signed in
                    az login  sign in with the Azure CLI`);
  expect(login.problem).toMatchObject({ code: 'AZMON-AUTH-NONE', exit: 3, fix: [{ command: 'az login' }] });
  expect(login.problem?.why).toBeUndefined();
  expect(loginResult(login)).toMatchObject({ signedIn: false, unanswered: [IDENTITY, AZ], subscriptions: [] });
});

test('signed in, and nothing can be seen', async () => {
  const failing = {
    subscriptions: new Problem({ code: 'AZMON-AZURE-FORBIDDEN', exit: EXIT.auth, message: 'no right' }),
  };
  const login = await loginStatus(fakeAzure({ identity: ANN, failing }), 'public', ENDPOINT);
  expect(login.problem?.code).toBe('AZMON-AZURE-FORBIDDEN');
  expect(text(login)).not.toContain('subscription');
  const none = await loginStatus(fakeAzure({ identity: ANN, subscriptions: [] }), 'public', ENDPOINT);
  expect(text(none)).toContain('! no subscription can be seen with it');
});

test('Azure could not even be asked: the error says it all', async () => {
  const identity = new Problem({
    code: 'AZMON-AZURE-UNREACHABLE',
    exit: EXIT.unavailable,
    message: 'Azure cannot be reached',
  });
  const login = await loginStatus(fakeAzure({ identity }), 'public', ENDPOINT);
  expect(text(login)).toBe('');
  expect(login.problem).toMatchObject({ code: 'AZMON-AZURE-UNREACHABLE', exit: 12 });
});
