import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heartbeatsOf } from '../../src/sandbox/heartbeats.ts';
import { type Asked, ask } from '../support/ask.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const C = 'providers/Microsoft.Compute';
const V = 'api-version=2024-07-01';
const set = (name: string): string => `${S}/resourceGroups/sets-westeurope/${C}/virtualMachineScaleSets/${name}`;

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

const SETS = ['set-manual-01', 'set-auto-01', 'set-rolling-01', 'set-behind-01', 'set-ama-01', 'set-flexible-01'];
const SUCCEEDED = { code: 'ProvisioningState/succeeded', count: 2 };

describe('scale sets', () => {
  // biome-ignore format: one line a case
  const LINES: readonly Line[] = [
    ['one', `GET ${set('set-manual-01')}?${V}`, undefined, 200, ({ body: { sku, properties: one } }) => [sku.capacity, one.upgradePolicy.mode, one.orchestrationMode, one.virtualMachineProfile.extensionProfile], [3, 'Manual', 'Uniform', undefined]],
    ['one in the version that az sends', `GET ${set('set-rolling-01')}?api-version=2022-11-01`, undefined, 200, ({ body }) => body.properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent, 20],
    ['its model has extensions', `GET ${set('set-behind-01')}?${V}`, undefined, 200, ({ body: { properties: one, identity } }) => [one.virtualMachineProfile.extensionProfile.extensions.map(({ properties }: typeof one) => properties.type), identity.type], [['AzureMonitorLinuxAgent'], 'SystemAssigned']],
    ['those of a group', `GET ${S}/resourceGroups/sets-westeurope/${C}/virtualMachineScaleSets?${V}`, undefined, 200, names, SETS],
    ['those of a subscription', `GET ${S}/${C}/virtualMachineScaleSets?${V}`, undefined, 200, names, SETS],
    ['the instances', `GET ${set('set-behind-01')}/virtualMachines?${V}`, undefined, 200, ({ body }) => body.value.map(({ instanceId, properties: one }: typeof body) => [instanceId, one.latestModelApplied, one.instanceView]), [['0', false, undefined], ['1', false, undefined], ['2', false, undefined]]],
    ['with their views', `GET ${set('set-ama-01')}/virtualMachines?${V}&$expand=instanceView`, undefined, 200, ({ body: { value: [, one] } }) => [one.properties.instanceView.extensions[0].statuses[0].code, one.resources[0].properties.type], ['ProvisioningState/succeeded', 'AzureMonitorLinuxAgent']],
    ['one instance', `GET ${set('set-auto-01')}/virtualMachines/1?${V}&$expand=instanceView`, undefined, 200, ({ body: { name, properties: one } }) => [name, one.osProfile.computerName, one.instanceView.statuses[1].code], ['set-auto-01_1', 'SET-AUTO-000001', 'PowerState/running']],
    ['its view', `GET ${set('set-ama-01')}/virtualMachines/0/instanceView?${V}`, undefined, 200, ({ body }) => body.vmAgent.extensionHandlers.map(({ type }: typeof body) => type), ['Microsoft.Azure.Monitor.AzureMonitorLinuxAgent']],
    ['its extensions', `GET ${set('set-ama-01')}/virtualMachines/0/extensions?${V}`, undefined, 200, ({ body }) => body.value.map(({ properties }: typeof body) => properties.provisioningState), ['Succeeded']],
    ['one of them', `GET ${set('set-ama-01')}/virtualMachines/0/extensions/azuremonitorlinuxagent?${V}&$expand=instanceView`, undefined, 200, ({ body }) => body.properties.instanceView.typeHandlerVersion, '1.36.3'],
    ['the view of the set', `GET ${set('set-ama-01')}/instanceView?${V}`, undefined, 200, ({ body }) => [body.virtualMachine.statusesSummary, body.extensions.map(({ statusesSummary }: typeof body) => statusesSummary)], [[SUCCEEDED], [[SUCCEEDED]]]],
    ['instances of a flexible set', `GET ${set('set-flexible-01')}/virtualMachines?${V}`, undefined, 200, ({ body }) => body.value.map(({ instanceId, properties: one }: typeof body) => [instanceId, one.latestModelApplied]), [['flex-01', undefined], ['flex-02', undefined]]],
    ['which are virtual machines', `GET ${S}/resourceGroups/sets-westeurope/${C}/virtualMachines/flex-01?${V}`, undefined, 200, ({ body }) => body.properties.virtualMachineScaleSet, { id: set('set-flexible-01') }],
    ['and listed as such', `GET ${S}/resourceGroups/sets-westeurope/${C}/virtualMachines?${V}&$filter=${encodeURIComponent(`'virtualMachineScaleSet/id' eq '${set('set-flexible-01')}'`)}`, undefined, 200, names, ['flex-01', 'flex-02']],
  ];

  test.for(LINES)('%s', async ([, request, body, status, part, is]) => {
    const [method = ''] = request.split(' ', 1);
    const answer = await ask(azure, method, request.slice(method.length + 1), body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(part(answer), JSON.stringify(answer.body)).toEqual(is);
  });
});

const A = 'Microsoft.Azure.Monitor';
const ama = (more: object = {}) => ({
  properties: {
    ...{ publisher: A, type: 'AzureMonitorLinuxAgent', typeHandlerVersion: '1.36', autoUpgradeMinorVersion: true },
    ...{ enableAutomaticUpgrade: true, ...more },
  },
});
const LEGACY = 'Microsoft.EnterpriseCloud.Monitoring';
const workspace = (of = azure) => {
  const found = Object.values(of.state.workspaces).find(({ name }) => name === 'logs-westeurope');
  if (found === undefined) throw new Error('no workspace');
  return found;
};
const oms = (key: string, more: object = {}) => ({
  properties: {
    ...{ publisher: LEGACY, type: 'OmsAgentForLinux', typeHandlerVersion: '1.13', autoUpgradeMinorVersion: true },
    settings: { workspaceId: workspace().customerId },
    ...{ protectedSettings: { workspaceKey: key }, ...more },
  },
});
const state = (name: string, of = azure) => {
  const found = of.state.scaleSets?.[set(name).toLowerCase()];
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
/** Of each instance whether it has the newest model, and how its extensions stand. */
const seen = (name: string, of = azure): readonly string[] =>
  Object.values(state(name, of).instances).map(({ latestModel, extensions }) =>
    `${latestModel === true ? 'newest' : 'old'} ${extensions.map(({ provisioning }) => provisioning).join(' ')}`.trim(),
  );
const poll = async (answer: Asked): Promise<Asked> => {
  const url = answer.headers.get('azure-asyncoperation') ?? '';
  return ask(azure, 'GET', url.slice(azure.origin.length));
};
const done = async (answer: Promise<Asked>): Promise<Asked> => poll(await answer);
const upgrade = (name: string, ...instanceIds: string[]): Promise<Asked> =>
  ask(azure, 'POST', `${set(name)}/manualupgrade?${V}`, { instanceIds });

describe('extensions of a model', () => {
  const AMA = (name: string) => `${set(name)}/extensions/AzureMonitorLinuxAgent?${V}`;

  test('with the policy Manual an instance keeps what it has until it is upgraded', async () => {
    const put = await ask(azure, 'PUT', AMA('set-manual-01'), ama());
    expect([put.status, put.body.properties.provisioningState]).toEqual([201, 'Creating']);
    expect((await poll(put)).body.status).toBe('Succeeded');
    expect((await ask(azure, 'GET', AMA('set-manual-01'))).body.properties.provisioningState).toBe('Succeeded');
    expect(seen('set-manual-01')).toEqual(['old', 'old', 'old']);
    const one = await upgrade('set-manual-01', '1');
    expect([one.status, one.body, (await poll(one)).body.status]).toEqual([202, undefined, 'Succeeded']);
    expect(seen('set-manual-01')).toEqual(['old', 'newest Succeeded', 'old']);
    await done(upgrade('set-manual-01', '*'));
    expect(seen('set-manual-01')).toEqual(['newest Succeeded', 'newest Succeeded', 'newest Succeeded']);
  });

  test('what is put again as it is changes nothing', async () => {
    expect((await ask(azure, 'PUT', AMA('set-manual-01'), ama())).status).toBe(200);
    await done(ask(azure, 'PUT', AMA('set-ama-01'), ama({ typeHandlerVersion: '1.36' })));
    expect([...seen('set-manual-01'), ...seen('set-ama-01')].every((one) => one === 'newest Succeeded')).toBe(true);
  });

  test('another tag runs the handler again', async () => {
    const put = await ask(azure, 'PATCH', AMA('set-manual-01'), { properties: { forceUpdateTag: '2' } });
    expect([put.status, put.body.properties.provisioningState]).toEqual([200, 'Updating']);
    expect(seen('set-manual-01')).toEqual(['old Succeeded', 'old Succeeded', 'old Succeeded']);
    await done(upgrade('set-manual-01', '0', '2'));
    expect(seen('set-manual-01')).toEqual(['newest Succeeded', 'old Succeeded', 'newest Succeeded']);
  });

  test('taken off the model, it goes from the instances as they are upgraded', async () => {
    const gone = await ask(azure, 'DELETE', AMA('set-manual-01'));
    expect([gone.status, (await poll(gone)).body.status]).toEqual([202, 'Succeeded']);
    expect(seen('set-manual-01')).toEqual(['old Succeeded', 'old Succeeded', 'old Succeeded']);
    await done(upgrade('set-manual-01', '*'));
    expect(seen('set-manual-01')).toEqual(['newest', 'newest', 'newest']);
    expect((await ask(azure, 'DELETE', AMA('set-manual-01'))).status).toBe(204);
  });

  test('with Automatic the instances have it when the operation ends', async () => {
    const properties = { ...ama().properties, type: 'AzureMonitorWindowsAgent', typeHandlerVersion: '1.1' };
    const path = `${set('set-auto-01')}/extensions/AzureMonitorWindowsAgent?${V}`;
    expect((await done(ask(azure, 'PUT', path, { properties }))).body.status).toBe('Succeeded');
    expect(seen('set-auto-01')).toEqual(['newest Succeeded', 'newest Succeeded']);
    const { body } = await ask(azure, 'GET', `${set('set-auto-01')}/virtualMachines/0?${V}&$expand=instanceView`);
    expect(body.resources[0].properties.type).toBe('AzureMonitorWindowsAgent');
    expect(body.properties.instanceView.extensions[0].statuses[0].code).toBe('ProvisioningState/succeeded');
  });

  test('with Rolling too, and it stops at the first part that fails', async () => {
    const path = `${set('set-rolling-01')}/extensions/OmsAgentForLinux?${V}`;
    const { body } = await done(ask(azure, 'PUT', path, oms('bm90IHRoZSBrZXk=')));
    expect(body).toMatchObject({ status: 'Failed', error: { code: 'VMExtensionProvisioningError' } });
    expect(body.error.message).toMatch(/^VM has reported a failure when processing extension 'OmsAgentForLinux'/);
    expect(seen('set-rolling-01')).toEqual(['newest Failed', 'old', 'old', 'old', 'old']);
    const failed = await ask(azure, 'GET', `${set('set-rolling-01')}/virtualMachines/0?${V}&$expand=instanceView`);
    expect(failed.body.properties.provisioningState).toBe('Failed');
    expect(failed.body.properties.instanceView.statuses[0].code).toMatch(/^ProvisioningState\/failed\//);
    expect((await ask(azure, 'GET', `${set('set-rolling-01')}?${V}`)).body.properties.provisioningState).toBe('Failed');
    const view = await ask(azure, 'GET', `${set('set-rolling-01')}/instanceView?${V}`);
    expect(view.body.virtualMachine.statusesSummary).toEqual([
      { code: 'ProvisioningState/failed', count: 1 },
      { code: 'ProvisioningState/succeeded', count: 4 },
    ]);
    expect((await done(ask(azure, 'PUT', path, oms(workspace().primaryKey)))).body.status).toBe('Succeeded');
    expect(new Set(seen('set-rolling-01'))).toEqual(new Set(['newest Succeeded']));
    expect(Object.values(state('set-rolling-01').instances)[4]?.extensions[0]?.workspaceId).toBe(
      workspace().customerId,
    );
  });

  test('an agent that does not take the system fails for good', async () => {
    Object.assign(Object.values(state('set-manual-01').instances)[0] ?? {}, { profile: 'centos-6' });
    await done(ask(azure, 'PUT', AMA('set-manual-01'), ama()));
    const { body } = await done(upgrade('set-manual-01', '0'));
    expect(body.error.code).toBe('VMExtensionHandlerNonTransientError');
    expect(seen('set-manual-01')).toEqual(['newest Failed', 'old', 'old']);
  });

  test('of a flexible set they are for new instances alone', async () => {
    expect((await done(ask(azure, 'PUT', AMA('set-flexible-01'), ama()))).body.status).toBe('Succeeded');
    const flex = Object.values(azure.state.machines).filter(({ scaleSet }) => scaleSet !== undefined);
    expect(flex.flatMap(({ extensions }) => extensions)).toEqual([]);
  });

  test('protected settings never come back', async () => {
    const all = await Promise.all(
      ['', '/extensions', '/virtualMachines', '/virtualMachines/0/extensions'].map((part) =>
        ask(azure, 'GET', `${set('set-rolling-01')}${part}?${V}`),
      ),
    );
    expect(JSON.stringify(all.map(({ body }) => body))).not.toMatch(/protected/i);
    expect(JSON.stringify(azure.state.scaleSets)).not.toContain(workspace().primaryKey);
  });
});

describe('the whole set, as az sends it', () => {
  const whole = async (name: string) => (await ask(azure, 'GET', `${set(name)}?${V}`)).body;
  /** What it read, without what may only be read. */
  const puts = async (name: string, extensions: object[]) => {
    const { location, tags, sku, properties } = await whole(name);
    const { upgradePolicy, virtualMachineProfile: profile } = properties;
    const virtualMachineProfile = { ...profile, extensionProfile: { extensions } };
    const body = { location, tags, sku, properties: { upgradePolicy, virtualMachineProfile } };
    return ask(azure, 'PUT', `${set(name)}?api-version=2022-11-01`, body);
  };

  test('an extension that stands in it comes into the model, and what was secret there stays', async () => {
    const { properties } = oms(workspace().primaryKey);
    const first = await puts('set-behind-01', [{ name: 'OmsAgentForLinux', properties }]);
    expect([first.status, first.body.properties.provisioningState]).toEqual([200, 'Updating']);
    expect((await poll(first)).body.status).toBe('Succeeded');
    const { protectedSettings: _, ...plain } = properties;
    await poll(
      await puts('set-behind-01', [
        { name: 'OmsAgentForLinux', properties: plain },
        { name: 'AMA', ...ama() },
      ]),
    );
    expect((await done(upgrade('set-behind-01', '*'))).body.status).toBe('Succeeded');
    expect(new Set(seen('set-behind-01'))).toEqual(new Set(['newest Succeeded Succeeded']));
    const [instance] = Object.values(state('set-behind-01').instances);
    expect(instance?.extensions[0]?.workspaceId).toBe(workspace().customerId);
  });

  test('what stands in it no more is gone', async () => {
    await poll(await puts('set-behind-01', []));
    expect((await whole('set-behind-01')).properties.virtualMachineProfile.extensionProfile).toBeUndefined();
    await done(upgrade('set-behind-01', '0', '1', '2'));
    expect(new Set(seen('set-behind-01'))).toEqual(new Set(['newest']));
  });

  test('identity, tags and policy are changed in part; instances have the identity of their set', async () => {
    const patch = {
      identity: { type: 'SystemAssigned' },
      tags: { a: 'b' },
      properties: { upgradePolicy: { mode: 'Automatic' } },
    };
    const { body } = await ask(azure, 'PATCH', `${set('set-manual-01')}?${V}`, patch);
    expect([body.identity.type, body.tags, body.properties.upgradePolicy.mode]).toEqual([
      ...['SystemAssigned', { a: 'b' }, 'Automatic'],
    ]);
    expect(Object.values(state('set-manual-01').instances).every(({ identity }) => identity.system)).toBe(true);
  });
});

describe('what instances report', () => {
  const id = (name: string, instance: number): string => `${set(name)}/virtualMachines/${instance}`;
  test('goes by the rule of their set', async () => {
    const rows = heartbeatsOf(workspace(), azure.world, id('set-ama-01', 1));
    expect(rows).toMatchObject([{ category: 'Azure Monitor Agent', machine: { id: id('set-ama-01', 1) } }]);
    const path = `${set('set-ama-01')}/providers/Microsoft.Insights/dataCollectionRuleAssociations/base?api-version=2023-03-11`;
    expect((await ask(azure, 'GET', path)).status).toBe(200);
    await ask(azure, 'DELETE', path);
    expect(heartbeatsOf(workspace(), azure.world, id('set-ama-01', 1))).toEqual([]);
    const rule = `${S}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/base-linux-westeurope`;
    expect((await ask(azure, 'PUT', path, { properties: { dataCollectionRuleId: rule } })).status).toBe(201);
    expect(
      heartbeatsOf(workspace(), azure.world).filter(({ machine }) => machine.id.startsWith(set('set-ama-01'))),
    ).toHaveLength(2);
  });
});

describe('what a state file brings back', () => {
  test('instances are upgraded with the key of their workspace', async () => {
    await done(ask(azure, 'PUT', `${set('set-behind-01')}/extensions/OMS?${V}`, oms(workspace().primaryKey)));
    const again = await sandbox({ state: JSON.parse(JSON.stringify(azure.state)) });
    await ask(again, 'POST', `${set('set-behind-01')}/manualupgrade?${V}`, { instanceIds: ['2'] });
    await ask(again, 'GET', `${set('set-behind-01')}?${V}`);
    expect(seen('set-behind-01', again)).toEqual(['old', 'old', 'newest Succeeded']);
    await again.close();
  });
});

describe('what is refused', () => {
  let strict: TestSandbox;
  beforeAll(async () => {
    strict = await sandbox({ machines: 40 });
    strict.state.locks.push({ name: 'keep', scope: set('set-auto-01'), level: 'CanNotDelete' });
    strict.state.permissions[set('set-rolling-01').toLowerCase()] = { actions: ['*/read'], notActions: [] };
  });
  afterAll(() => strict.close());

  const on = (name: string) => `${set(name)}/extensions/A?${V}`;
  const two = {
    virtualMachineProfile: { extensionProfile: { extensions: ['a', 'b'].map((name) => ({ name, ...ama() })) } },
  };
  // biome-ignore format: one line a case
  const LINES: readonly (readonly [string, string, unknown, number, string, RegExp])[] = [
    ['a set that is not there', `PUT ${on('nobody')}`, ama(), 404, 'ParentResourceNotFound', /virtualMachineScaleSets\/nobody' could not be found/],
    ['reading one', `GET ${set('nobody')}?${V}`, undefined, 404, 'ResourceNotFound', /virtualMachineScaleSets\/nobody/],
    ['reading an extension', `GET ${on('set-manual-01')}`, undefined, 404, 'ResourceNotFound', /extensions\/A/],
    ['changing one that is not there', `PATCH ${on('set-manual-01')}`, ama(), 404, 'ResourceNotFound', /extensions\/A/],
    ['an instance that is not there', `GET ${set('set-manual-01')}/virtualMachines/9?${V}`, undefined, 400, 'InvalidParameter', /^The provided instanceId 9 is not an active Virtual Machine Scale Set VM instanceId\.$/],
    ['upgrading one that is not there', `POST ${set('set-manual-01')}/manualupgrade?${V}`, { instanceIds: ['0', '9'] }, 400, 'InvalidParameter', /instanceId 9/],
    ['upgrading none', `POST ${set('set-manual-01')}/manualupgrade?${V}`, {}, 400, 'InvalidParameter', /instanceIds/],
    ['upgrading a flexible set', `POST ${set('set-flexible-01')}/manualupgrade?${V}`, { instanceIds: ['*'] }, 409, 'OperationNotAllowed', /flexible orchestration/],
    ['an extension of an instance that is not there', `GET ${set('set-manual-01')}/virtualMachines/0/extensions/A?${V}`, undefined, 404, 'ResourceNotFound', /virtualMachines\/0\/extensions\/A/],
    ['Windows on Linux', `PUT ${on('set-manual-01')}`, ama({ type: 'AzureMonitorWindowsAgent', typeHandlerVersion: '1.1' }), 400, 'BadRequest', /OS type 'Linux'/],
    ['a second one of a handler', `PUT ${on('set-behind-01')}`, ama(), 400, 'BadRequest', /^Multiple VMExtensions per handler not supported for OS type 'Linux'/],
    ['two of a handler in one model', `PUT ${set('set-manual-01')}?${V}`, { location: 'westeurope', properties: two }, 400, 'BadRequest', /VMExtension 'b' with handler/],
    ['a policy that is none', `PATCH ${set('set-manual-01')}?${V}`, { properties: { upgradePolicy: { mode: 'Never' } } }, 400, 'InvalidParameter', /'Never'/],
    ['what is no JSON', `PATCH ${set('set-manual-01')}?${V}`, 'x', 400, 'InvalidRequestContent', /deserialized/],
    ['taking off under a lock', `DELETE ${on('set-auto-01')}`, undefined, 409, 'ScopeLocked', /cannot perform delete/],
    ['without rights', `POST ${set('set-rolling-01')}/manualupgrade?${V}`, { instanceIds: ['*'] }, 403, 'AuthorizationFailed', /action 'Microsoft\.Compute\/virtualMachineScaleSets\/manualupgrade\/action'/],
  ];

  test.for(LINES)('%s', async ([, request, body, status, code, message]) => {
    const [method = ''] = request.split(' ', 1);
    const answer = await ask(strict, method, request.slice(method.length + 1), body);
    expect([answer.status, answer.body?.error?.code], JSON.stringify(answer.body)).toEqual([status, code]);
    expect(answer.body.error.message).toMatch(message);
  });
});

describeWith({ data: SPECIFICATION })('what was asked and answered here', () => {
  test("fits Microsoft's specification", async () => expect(await validate(azure.exchanges)).toEqual([]));
});
