import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { heartbeatsOf } from '../../src/sandbox/heartbeats.ts';
import { type Asked, ask } from '../support/ask.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const H = 'providers/Microsoft.HybridCompute';
const V = 'api-version=2022-12-27';
const arc = (name: string): string => `${S}/resourceGroups/hybrid-westeurope/${H}/machines/${name}`;

let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 40 });
});
afterAll(() => azure.close());

type Line = readonly [
  title: string,
  request: string,
  body: unknown,
  status: number,
  part: (answer: Asked) => unknown,
  is: unknown,
];

const names = ({ body }: Asked): string[] => body.value.map(({ name }: { name: string }) => name);

describe('Azure Arc machines', () => {
  // biome-ignore format: one line a case
  const LINES: readonly Line[] = [
    ['one', `GET ${arc('arc-01')}?${V}`, undefined, 200, ({ body: { properties: one, identity } }) => [one.status, one.osType, one.osSku, identity.type], ['Connected', 'linux', 'Ubuntu 22.04.5 LTS (Jammy Jellyfish)', 'SystemAssigned']],
    ['one that is gone', `GET ${arc('arc-gone-01')}?${V}`, undefined, 200, ({ body: { properties: one } }) => [one.status, Date.parse(one.lastStatusChange) < Date.now()], ['Disconnected', true]],
    ['those of a group', `GET ${S}/resourceGroups/hybrid-westeurope/${H}/machines?${V}`, undefined, 200, names, ['arc-01', 'arc-gone-01', 'arc-oms-01', 'arc-ama-01']],
    ['those of a subscription', `GET ${S}/${H}/machines?${V}`, undefined, 200, names, ['arc-01', 'arc-gone-01', 'arc-oms-01', 'arc-ama-01']],
    ['virtual machines are none of them', `GET ${S}/providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01`, undefined, 200, ({ body }) => [...new Set(body.value.map(({ type }: { type: string }) => type))], ['Microsoft.Compute/virtualMachines']],
    ['the extensions of one stand in it', `GET ${arc('arc-ama-01')}?${V}`, undefined, 200, ({ body }) => body.resources.map((one: typeof body) => one.properties.instanceView.status.code), ['0']],
    ['tags are written', `PATCH ${arc('arc-01')}?${V}`, { tags: { a: 'b' } }, 200, ({ body }) => body.tags, { a: 'b' }],
  ];

  test.for(LINES)('%s', async ([, request, body, status, part, is]) => {
    const [method = ''] = request.split(' ', 1);
    const answer = await ask(azure, method, request.slice(method.length + 1), body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(part(answer), JSON.stringify(answer.body)).toEqual(is);
  });
});

const LEGACY = 'Microsoft.EnterpriseCloud.Monitoring';
const workspace = () => {
  const found = Object.values(azure.state.workspaces).find(({ name }) => name === 'logs-westeurope');
  if (found === undefined) throw new Error('no workspace');
  return found;
};
const oms = (key = workspace().primaryKey, more: object = {}) => ({
  location: 'westeurope',
  properties: {
    ...{ publisher: LEGACY, type: 'OmsAgentForLinux', typeHandlerVersion: '1.13', autoUpgradeMinorVersion: true },
    settings: { workspaceId: workspace().customerId },
    protectedSettings: { workspaceKey: key },
    ...more,
  },
});
const machine = (name: string) => {
  const found = Object.values(azure.state.machines).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const at = (answer: Asked, header: string): string => (answer.headers.get(header) ?? '').slice(azure.origin.length);
const poll = (answer: Asked): Promise<Asked> => ask(azure, 'GET', at(answer, 'azure-asyncoperation'));

describe('extensions', () => {
  const OMS = () => `${arc('arc-01')}/extensions/OmsAgentForLinux?${V}`;

  test('are taken with 202 and an empty body, and stand in the operation that succeeded', async () => {
    const put = await ask(azure, 'PUT', OMS(), oms());
    expect([put.status, put.body]).toEqual([202, undefined]);
    expect(at(put, 'location')).toMatch(/\/locations\/westeurope\/operationresults\//);
    const polled = await poll(put);
    expect(polled.body).toMatchObject({
      status: 'Succeeded',
      properties: { name: 'OmsAgentForLinux', properties: { provisioningState: 'Succeeded' } },
    });
    expect(polled.body.properties.properties.instanceView.status).toEqual({
      code: '0',
      level: 'Information',
      message: 'Extension Message: Enable succeeded',
    });
    expect((await ask(azure, 'GET', at(put, 'location'))).body.name).toBe('OmsAgentForLinux');
    expect((await ask(azure, 'GET', OMS())).body).toEqual(polled.body.properties);
    expect(JSON.stringify(polled.body)).not.toMatch(/protected/i);
  });

  test('a second one of a type is refused', async () => {
    const { status, body } = await ask(azure, 'PUT', OMS().replace('OmsAgentForLinux?', 'Another?'), oms());
    expect([status, body.error.code]).toEqual([409, 'HCRP409']);
  });

  test('are changed in part', async () => {
    const patch = await ask(azure, 'PATCH', OMS(), { properties: { enableAutomaticUpgrade: true } });
    expect([patch.status, (await poll(patch)).body.properties.properties.enableAutomaticUpgrade]).toEqual([202, true]);
  });

  test('newer versions are brought by name of the handler', async () => {
    const target = { 'Microsoft.Azure.Monitor.AzureMonitorWindowsAgent': { targetVersion: '1.39.0.0' } };
    const post = await ask(azure, 'POST', `${arc('arc-ama-01')}/upgradeExtensions?${V}`, { extensionTargets: target });
    expect(post.status).toBe(202);
    expect((await poll(post)).body.properties[0].properties.instanceView.typeHandlerVersion).toBe('1.39.0.0');
  });

  test('are taken off', async () => {
    const gone = await ask(azure, 'DELETE', OMS());
    expect([gone.status, (await poll(gone)).body.status]).toEqual([202, 'Succeeded']);
    expect((await ask(azure, 'GET', at(gone, 'location'))).status).toBe(204);
    expect((await ask(azure, 'DELETE', OMS())).status).toBe(204);
    expect((await ask(azure, 'GET', `${arc('arc-01')}/extensions?${V}`)).body.value).toEqual([]);
  });

  test('a handler that fails tells its exit code alone, and its text', async () => {
    const put = await ask(azure, 'PUT', OMS(), oms('bm90IHRoZSBrZXk='));
    const { body } = await poll(put);
    expect(body).toMatchObject({ status: 'Failed', properties: { properties: { provisioningState: 'Failed' } } });
    expect(body.error.message).toMatch(/^Extension Message: Enable failed with exit code \d+ /);
    expect(body.properties.properties.instanceView.status).toMatchObject({
      level: 'Error',
      code: expect.stringMatching(/^\d+$/),
    });
    await ask(azure, 'DELETE', OMS());
  });

  test('which versions there are, newest first', async () => {
    const types = `${S}/${H}/locations/westeurope/publishers/${LEGACY}/extensionTypes/OmsAgentForLinux/versions`;
    const { body } = await ask(azure, 'GET', `${types}?${V}`);
    expect(body.value[0].properties).toMatchObject({ version: '1.19.0', extensionType: 'omsagentforlinux' });
    expect((await ask(azure, 'GET', `${types}/1.17.1?${V}`)).body.properties.version).toBe('1.17.1');
  });

  test('an order for a machine that is gone is taken, and fails when nobody fetched it', async () => {
    const properties = { ...oms().properties, type: 'MicrosoftMonitoringAgent', typeHandlerVersion: '1.0' };
    const path = `${arc('arc-gone-01')}/extensions/MicrosoftMonitoringAgent?${V}`;
    const put = await ask(azure, 'PUT', path, { location: 'westeurope', properties });
    expect((await poll(put)).body).toMatchObject({
      status: 'Failed',
      error: { code: 'HCRP408', message: expect.stringMatching(/did not fetch it\. Its status is 'Disconnected'/) },
    });
    expect((await ask(azure, 'GET', path)).body.properties.provisioningState).toBe('Failed');
  });
});

describe('while time passes', () => {
  const slowly = async () => sandbox({ machines: 40, settings: { operationMs: 400 } });

  test('an operation is queued, then in progress, and a second order is refused until it is done', async () => {
    const slow = await slowly();
    const path = `${arc('arc-01')}/extensions/OmsAgentForLinux?${V}`;
    const put = await ask(slow, 'PUT', path, oms());
    const address = (put.headers.get('azure-asyncoperation') ?? '').slice(slow.origin.length);
    const seen = new Set<string>();
    const first = await ask(slow, 'GET', address);
    expect(first.headers.get('azure-asyncoperation')).toBe(put.headers.get('azure-asyncoperation'));
    expect((await ask(slow, 'GET', path)).body.properties).toMatchObject({ provisioningState: 'Creating' });
    expect((await ask(slow, 'PUT', path, oms())).body.error.code).toBe('HCRP409');
    for (let word = first.body.status; word !== 'Succeeded'; word = (await ask(slow, 'GET', address)).body.status)
      seen.add(word);
    expect([...seen]).toEqual(['Queued', 'InProgress']);
    await slow.close();
  });
});

describe('run commands', () => {
  const RUN = `${arc('arc-01')}/runCommands/look?api-version=2024-05-20-preview`;
  const body = { location: 'westeurope', properties: { source: { script: '#!/bin/sh\n# azmon probe for Linux' } } };

  test('answer the probe with what Arc and the machine are', async () => {
    const put = await ask(azure, 'PUT', RUN, body);
    expect([put.status, put.body.properties.provisioningState]).toEqual([201, 'Creating']);
    expect((await poll(put)).body.status).toBe('Succeeded');
    const { instanceView } = (await ask(azure, 'GET', RUN)).body.properties;
    expect(instanceView).toMatchObject({ executionState: 'Succeeded', exitCode: 0 });
    const { facts, complete } = parseProbeOutput(instanceView.output);
    expect([complete, facts['arc.present'], facts['azure.vm'], facts['host.name']]).toEqual([
      ...[true, true, false, 'arc-01'],
    ]);
  });

  test('are listed, and taken off', async () => {
    const all = RUN.replace('/look?', '?');
    expect((await ask(azure, 'GET', all)).body.value).toHaveLength(1);
    expect((await ask(azure, 'DELETE', RUN)).status).toBe(202);
    expect((await ask(azure, 'GET', all)).body.value).toEqual([]);
    expect((await ask(azure, 'DELETE', RUN)).status).toBe(204);
  });
});

describe('what stands around them', () => {
  const association = (id: string) =>
    `${id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/base?api-version=2023-03-11`;
  const rule = (name: string) =>
    `${S}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/${name}`;
  const records = () => heartbeatsOf(workspace(), azure.world, arc('arc-01'));

  test('a rule and the successor make records', async () => {
    const properties = {
      publisher: 'Microsoft.Azure.Monitor',
      type: 'AzureMonitorLinuxAgent',
      typeHandlerVersion: '1.36',
    };
    await poll(await ask(azure, 'PUT', `${arc('arc-01')}/extensions/AMA?${V}`, { location: 'westeurope', properties }));
    expect(records()).toEqual([]);
    const put = await ask(azure, 'PUT', association(arc('arc-01')), {
      properties: { dataCollectionRuleId: rule('base-linux-westeurope') },
    });
    expect(put.status).toBe(201);
    // The first record comes after what it came of: a millisecond may pass.
    await expect.poll(records).toMatchObject([{ category: 'Azure Monitor Agent', machine: { id: arc('arc-01') } }]);
  });

  test('a machine that is gone reports nothing', () => {
    const one = machine('arc-01');
    one.arc = { status: 'Disconnected', agentVersion: '1.46', since: 0 };
    expect(records()).toEqual([]);
    one.arc = { status: 'Connected', agentVersion: '1.46', since: 0 };
  });
});

const strangers = () => sandbox({ machines: 40 });

describe('what is refused', () => {
  let strict: TestSandbox;
  beforeAll(async () => {
    strict = await strangers();
    const id = arc('arc-01');
    strict.state.locks.push({ name: 'keep', scope: id, level: 'CanNotDelete' });
    strict.state.permissions[arc('arc-oms-01').toLowerCase()] = { actions: ['*/read'], notActions: [] };
  });
  afterAll(() => strict.close());

  const on = (name: string) => `${arc(name)}/extensions/OmsAgentForLinux?${V}`;
  // biome-ignore format: one line a case
  const LINES: readonly (readonly [string, string, () => unknown, number, string, RegExp])[] = [
    ['a machine that is not there', `PUT ${on('nobody')}`, () => oms(), 404, 'ParentResourceNotFound', /machines\/nobody' could not be found/],
    ['reading one', `GET ${arc('nobody')}?${V}`, () => undefined, 404, 'ResourceNotFound', /Microsoft\.HybridCompute\/machines\/nobody/],
    ['no location', `PUT ${on('arc-01')}`, () => ({ properties: oms().properties }), 400, 'LocationRequired', /location property/],
    ['Windows on Linux', `PUT ${on('arc-01')}`, () => oms('', { type: 'MicrosoftMonitoringAgent' }), 400, 'BadRequest', /OS type 'Linux'/],
    ['an unknown version', `PUT ${on('arc-01')}`, () => oms('', { typeHandlerVersion: '9.1.1' }), 404, 'ArtifactVersionNotFound', /9\.1\.1/],
    ['taking off under a lock', `DELETE ${on('arc-01')}`, () => undefined, 409, 'ScopeLocked', /cannot perform delete/],
    ['without rights', `PUT ${on('arc-oms-01')}`, () => oms(), 403, 'AuthorizationFailed', /action 'Microsoft\.HybridCompute\/machines\/extensions\/write'/],
    ['a version of the api that is none', `GET ${arc('arc-01')}?api-version=2019-01-01`, () => undefined, 400, 'NoRegisteredProviderFound', /'machines'/],
    ['upgrading what is not there', `POST ${arc('arc-01')}/upgradeExtensions?${V}`, () => ({ extensionTargets: { 'A.B': {} } }), 400, 'HCRP400', /'A\.B'/],
    ['a run command without a script', `PUT ${arc('arc-01')}/runCommands/x?api-version=2024-05-20-preview`, () => ({ location: 'westeurope' }), 400, 'HCRP400', /script/],
  ];

  test.for(LINES)('%s', async ([, request, body, status, code, message]) => {
    const [method = ''] = request.split(' ', 1);
    const answer = await ask(strict, method, request.slice(method.length + 1), body());
    expect([answer.status, answer.body?.error?.code], JSON.stringify(answer.body)).toEqual([status, code]);
    expect(answer.body.error.message).toMatch(message);
  });
});

describeWith({ data: SPECIFICATION })('what was asked and answered here', () => {
  test("fits Microsoft's specification", async () => expect(await validate(azure.exchanges)).toEqual([]));
});
