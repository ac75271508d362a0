import { afterEach, describe, expect, test } from 'vitest';
import type { Azure, ExtensionPut } from '../../src/ports.ts';
import { Problem } from '../../src/problem.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { Secret } from '../../src/secret.ts';
import { BROKEN, KEYS, STOPPED, stateOf, WEB, WORKSPACE } from '../contract/world.ts';
import { SUBSCRIPTION } from '../support/azure-fake.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';

/** What goes wrong on the way to Azure, tried over TLS with faults: one clear error each, with its exit code. */
const open: TestSandbox[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function azureWith(
  faults: readonly Fault[] = [],
  change: (state: ReturnType<typeof stateOf>) => void = () => {},
) {
  const state = stateOf();
  change(state);
  const one = await sandbox({ state, faults });
  open.push(one);
  return { azure: one.azure(), one };
}

const FOREIGN = '22222222-0000-4000-8000-000000000002';
const put = (machine: string): ExtensionPut => ({
  ...{ machine, name: 'MyAgent', location: 'westeurope', publisher: 'Microsoft.EnterpriseCloud.Monitoring' },
  ...{ type: 'OmsAgentForLinux', version: '1.13', autoUpgradeMinor: true },
  settings: { workspaceId: WORKSPACE.workspaceId, stopOnMultipleConnections: true },
  protectedSettings: { workspaceKey: new Secret(KEYS[0]) },
});

const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Problem)) throw new Error('no Problem was thrown', { cause: error });
  return error;
};

type Case = readonly [
  what: string,
  code: string,
  exit: number,
  work: (azure: Azure) => Promise<unknown>,
  faults?: readonly Fault[],
  change?: (state: ReturnType<typeof stateOf>) => void,
];

const CASES: readonly Case[] = [
  [
    'a machine that is not there',
    'AZMON-AZURE-NOT-FOUND',
    11,
    ({ machines }) => machines.vm(WEB.id.replace('web-01', 'nobody')),
  ],
  [
    'a foreign subscription',
    'AZMON-AZURE-SUBSCRIPTION-NOT-FOUND',
    11,
    ({ machines }) => machines.vm(WEB.id.replace(SUBSCRIPTION, FOREIGN)),
  ],
  ['an id that is none', 'AZMON-TARGET-ID', 2, ({ machines }) => machines.vm('/subscriptions/x')],
  ['an id of something else', 'AZMON-AZURE-ID', 2, ({ workspaces }) => workspaces.get('logs-we')],
  [
    'an unknown workspace',
    'AZMON-AZURE-NOT-FOUND',
    11,
    ({ workspaces }) => workspaces.get(WORKSPACE.id.replace('logs-we', 'nowhere')),
  ],
  ['a stopped machine', 'AZMON-MACHINE-STOPPED', 9, ({ machines }) => machines.putExtension(put(STOPPED.id), {})],
  ['a handler that fails', 'AZMON-EXTENSION-FAILED', 7, ({ machines }) => machines.putExtension(put(BROKEN.id), {})],
  [
    'no rights',
    'AZMON-AZURE-FORBIDDEN',
    3,
    ({ machines }) => machines.putExtension(put(WEB.id), {}),
    [],
    ({ permissions }) => {
      permissions[`/subscriptions/${SUBSCRIPTION}`] = { actions: ['*/read'], notActions: [] };
    },
  ],
  [
    'a lock',
    'AZMON-AZURE-LOCKED',
    4,
    ({ machines }) => machines.putExtension(put(WEB.id), {}),
    [],
    ({ locks }) => void locks.push({ name: 'frozen', scope: WEB.id, level: 'ReadOnly' }),
  ],
  [
    'a network that is cut in mid-operation and stays away',
    'AZMON-AZURE-TIMEOUT',
    9,
    ({ machines }) => machines.putExtension(put(WEB.id), { timeoutMs: 1_500 }),
    [{ kind: 'cut', path: '/operations/' }],
  ],
  [
    'an operation that never ends',
    'AZMON-AZURE-TIMEOUT',
    9,
    ({ machines }) => machines.putExtension(put(WEB.id), { timeoutMs: 500 }),
    [{ kind: 'stuck' }],
  ],
  [
    'a 400 of a kind that nobody foresaw',
    'AZMON-AZURE',
    7,
    ({ resources }) => resources.subscriptions(),
    [{ kind: 'status', status: 400, code: 'Odd', message: 'something odd', path: '/subscriptions' }],
  ],
];

describe('one clear error each', () => {
  test.for(CASES)('%s', async ([, code, exit, work, faults, change]) => {
    const { azure } = await azureWith(faults, change);
    const problem = await problemOf(work(azure));
    expect(problem).toMatchObject({ code, exit });
    expect(problem.message).not.toBe('');
    expect(JSON.stringify({ ...problem, message: problem.message })).not.toContain(KEYS[0]);
  });
});

describe('what passes by itself is not an error', () => {
  test.for<[what: string, fault: Fault]>([
    ['429 with Retry-After', { kind: 'status', status: 429, retryAfterS: 1, times: 1 }],
    ['a 503', { kind: 'status', status: 503, times: 1 }],
    ['a cut', { kind: 'cut', times: 1 }],
  ])('%s', async ([, fault]) => {
    const { azure, one } = await azureWith([{ ...fault, path: '/virtualMachines/', method: 'GET' }]);
    expect((await azure.machines.vm(WEB.id)).name).toBe('web-01');
    expect(one.exchanges.filter(({ url }) => url.includes('/virtualMachines/')).length).toBeGreaterThanOrEqual(
      fault.kind === 'cut' ? 1 : 2,
    );
  });
});

// All vaults want a token for the same resource, and MSAL keeps one for the process: there is one test of it in this file.
test('a secret of the key vault, by the challenge that the vault gives', async () => {
  const { azure, one } = await azureWith();
  const secret = await azure.vault.secret(`${one.origin}/secrets/answer`);
  expect(String(secret)).toBe('[secret]');
  expect(secret.matches(/^42$/)).toBe(true);
  expect(await problemOf(azure.vault.secret(`${one.origin}/secrets/nothing`))).toMatchObject({
    ...{ code: 'AZMON-AZURE-NOT-FOUND', exit: 11, message: 'the secret nothing was not found' },
  });
});

test('nothing of the key comes back in an answer or stands in an address', async () => {
  const { azure, one } = await azureWith();
  await azure.machines.putExtension(put(WEB.id), {});
  const spoken = one.exchanges.map(({ requestBody: _, ...rest }) => JSON.stringify(rest)).join('\n');
  expect(spoken).not.toContain(KEYS[0]);
  expect(one.exchanges.some(({ requestBody }) => JSON.stringify(requestBody)?.includes(KEYS[0]))).toBe(true);
});
