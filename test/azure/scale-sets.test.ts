import { describe, expect, test } from 'vitest';
import type { ExtensionPut } from '../../src/ports.ts';
import { Secret } from '../../src/secret.ts';
import { stage, thrownBy } from './stage.ts';

const GROUP = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg';
const SET = `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/front`;
const USER = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ops`;
const AGENT = { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent', typeHandlerVersion: '1.0' };

const set = (properties: object = {}, more: object = {}) => ({
  ...{ id: SET, name: 'front', location: 'westeurope', ...more },
  properties: {
    ...{ provisioningState: 'Succeeded', orchestrationMode: 'Uniform', upgradePolicy: { mode: 'Manual' } },
    virtualMachineProfile: {
      storageProfile: {
        osDisk: { osType: 'Linux' },
        imageReference: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS', version: 'latest' },
      },
    },
    ...properties,
  },
});
const power = (word: string) => ({ code: `PowerState/${word}`, level: 'Info' });
const instance = (
  instanceId: string,
  latestModelApplied: boolean,
  word = 'running',
  extensions: readonly object[] = [],
) => ({
  ...{ id: `${SET}/virtualMachines/${instanceId}`, instanceId, name: `front_${instanceId}`, location: 'westeurope' },
  properties: {
    ...{ latestModelApplied, osProfile: { computerName: `front00000${instanceId}` } },
    instanceView: { statuses: [power(word)], extensions },
  },
});

describe('a scale set', () => {
  test('its model and all its instances, page by page', async () => {
    const failed = [{ code: 'ProvisioningState/failed/52', level: 'Error', message: 'no marker' }];
    const view = { name: 'Agent', type: 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent', statuses: failed };
    const { azure, run, requests } = await stage({
      'GET /front': {
        status: 200,
        body: set({
          virtualMachineProfile: { extensionProfile: { extensions: [{ name: 'Agent', properties: AGENT }] } },
        }),
      },
      'GET /virtualMachines': (_, origin) => ({
        status: 200,
        body: { value: [instance('0', true)], nextLink: `${origin}/page2` },
      }),
      'GET /page2': { status: 200, body: { value: [instance('12', false, 'deallocated', [view])] } },
    });
    const found = await run(() => azure.machines.vm(SET));
    expect(found).toMatchObject({
      ...{ kind: 'scale-set', name: 'front', key: SET.toLowerCase(), power: 'running', vmAgent: { state: 'ready' } },
      extensions: [{ name: 'Agent', type: 'AzureMonitorLinuxAgent', version: '1.0', provisioning: 'Succeeded' }],
    });
    expect(found.set).toMatchObject({
      ...{ orchestration: 'uniform', upgradePolicy: 'Manual' },
      instances: [
        {
          instanceId: '0',
          name: 'front_0',
          computerName: 'front000000',
          power: 'running',
          latestModel: true,
          extensions: [],
        },
        {
          ...{ instanceId: '12', power: 'deallocated', latestModel: false },
          extensions: [
            {
              ...{ name: 'Agent', publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' },
              ...{ provisioning: 'Failed', statuses: failed },
            },
          ],
        },
      ],
    });
    expect(requests.find(({ url }) => url.includes('/virtualMachines?'))?.url).toContain('expand=instanceView');
  });

  test('of flexible orchestration: virtual machines of its group that name it', async () => {
    const vm = (name: string, whose: string) => ({
      ...{ id: `${GROUP}/providers/Microsoft.Compute/virtualMachines/${name}`, name, location: 'westeurope' },
      properties: { virtualMachineScaleSet: { id: whose }, instanceView: { statuses: [power('stopped')] } },
    });
    const { azure, run, requests } = await stage({
      'GET /front': { status: 200, body: set({ orchestrationMode: 'Flexible' }) },
      'GET /virtualMachines': { status: 200, body: { value: [vm('a', SET.toUpperCase()), vm('b', `${SET}2`)] } },
    });
    const found = await run(() => azure.machines.vm(SET));
    expect(found.set).toMatchObject({
      orchestration: 'flexible',
      instances: [{ instanceId: 'a', name: 'a', power: 'stopped' }],
    });
    expect(found.set?.instances[0]).not.toHaveProperty('latestModel');
    expect(found.power).toBe('stopped');
    expect(decodeURIComponent(requests[1]?.url.replaceAll('+', ' ') ?? '')).toContain(
      `'virtualMachineScaleSet/id' eq '${SET}'`,
    );
  });

  const operation = { 'azure-asyncoperation': '{origin}/operations/1' };
  const done = { status: 200, body: { status: 'Succeeded' } };

  test('an extension is put on the model', async () => {
    const put: ExtensionPut = {
      ...{
        machine: SET,
        name: 'Agent',
        location: 'westeurope',
        publisher: AGENT.publisher,
        type: AGENT.type,
        version: '1.0',
      },
      ...{ autoUpgradeMinor: true, automaticUpgrade: true, settings: { a: 1 } },
      protectedSettings: { proxy: { username: 'u', password: new Secret('canary') } },
    };
    const body = { name: 'Agent', properties: { ...AGENT, provisioningState: 'Succeeded' } };
    const { azure, run, requests } = await stage({
      'PUT /front/extensions/Agent': { status: 201, headers: operation, body },
      'GET /operations/1': done,
      'GET /front/extensions/Agent': { status: 200, body },
    });
    expect(await run(() => azure.machines.putExtension(put, {}))).toMatchObject({
      name: 'Agent',
      provisioning: 'Succeeded',
    });
    expect(requests[0]?.body).toEqual({
      properties: {
        ...AGENT,
        ...{ autoUpgradeMinorVersion: true, enableAutomaticUpgrade: true, settings: { a: 1 } },
        protectedSettings: { proxy: { username: 'u', password: 'canary' } },
      },
    });
  });

  test('an absent extension is taken off, and read as none', async () => {
    const absent = { status: 404, body: { error: { code: 'NotFound', message: 'x' } } };
    const { azure, run } = await stage({ 'DELETE /extensions/Agent': absent, 'GET /extensions/Agent': absent });
    await run(() => azure.machines.deleteExtension(SET, 'Agent', {}));
    expect(await run(() => azure.machines.extension(SET, 'Agent'))).toBe(undefined);
  });

  test('instances are brought to the newest model; none asked for is none', async () => {
    const { azure, run, requests } = await stage({
      'POST /front/manualupgrade': { status: 202, headers: operation },
      'GET /operations/1': done,
    });
    await run(() => azure.machines.upgradeInstances(SET, [], {}));
    expect(requests).toEqual([]);
    await run(() => azure.machines.upgradeInstances(SET, ['0', '12'], {}));
    expect(requests[0]?.body).toEqual({ instanceIds: ['0', '12'] });
  });

  test('an identity is added beside those that are there', async () => {
    const identity = { type: 'UserAssigned', userAssignedIdentities: { [USER]: { clientId: 'c' } } };
    const { azure, run, requests } = await stage({
      'GET /front': { status: 200, body: set({}, { identity }) },
      'PATCH /front': { status: 200, headers: operation, body: set() },
      'GET /operations/1': done,
    });
    await run(() => azure.machines.addSystemIdentity(SET, {}));
    expect(requests[1]?.body).toEqual({
      identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [USER]: {} } },
    });
  });

  test.for([
    ['start', 'cannot start front: it is a scale set'],
    ['runCommand', 'cannot run a script on front: it is a scale set'],
  ] as const)('cannot %s', async ([what, message]) => {
    const { azure, run, requests } = await stage({});
    const work = {
      start: () => azure.machines.power(SET, 'start', {}),
      runCommand: () => azure.machines.runCommand(SET, { system: 'linux', script: 'id' }, {}),
    }[what];
    expect(await run(() => thrownBy(work()))).toMatchObject({ code: 'AZMON-MACHINE-KIND', exit: 2, message });
    expect(requests).toEqual([]);
  });
});
