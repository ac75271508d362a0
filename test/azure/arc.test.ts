import { describe, expect, test } from 'vitest';
import type { ExtensionPut } from '../../src/ports.ts';
import { Secret } from '../../src/secret.ts';
import type { ExtensionFailure } from '../../src/target/extension-failure.ts';
import { stage, thrownBy } from './stage.ts';

const MACHINE =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/db-01';
const PUT: ExtensionPut = {
  ...{ machine: MACHINE, name: 'OmsAgentForLinux', location: 'westeurope', type: 'OmsAgentForLinux' },
  ...{ publisher: 'Microsoft.EnterpriseCloud.Monitoring', version: '1.13', autoUpgradeMinor: true, settings: {} },
  protectedSettings: { workspaceKey: new Secret('canary') },
};
const extension = (provisioningState: string, status?: object) => ({
  ...{ id: `${MACHINE}/extensions/${PUT.name}`, name: PUT.name, location: 'westeurope' },
  properties: {
    ...{ publisher: PUT.publisher, type: PUT.type, typeHandlerVersion: '1.13', provisioningState },
    ...(status === undefined ? {} : { instanceView: { name: PUT.name, type: PUT.type, status } }),
  },
});
const machine = (properties: object) => ({
  ...{ id: MACHINE, name: 'db-01', location: 'westeurope', identity: { type: 'SystemAssigned' } },
  properties: { provisioningState: 'Succeeded', osType: 'linux', vmId: 'a', ...properties },
});
const begun = { status: 202, headers: { 'azure-asyncoperation': '{origin}/operationstatus/1' } };
const ended = (status: string, error?: object) => ({ status: 200, body: { status, error } });

describe('an Arc machine', () => {
  test.for<[what: string, properties: object, found: object]>([
    [
      'connected',
      { status: 'Connected', agentVersion: '1.4' },
      { power: 'running', vmAgent: { state: 'ready', version: '1.4' } },
    ],
    [
      'gone',
      { status: 'Disconnected', lastStatusChange: '2026-01-01T00:00:00Z' },
      {
        power: 'unknown',
        vmAgent: { state: 'not-ready', message: 'the Connected Machine agent is disconnected' },
        arc: { status: 'Disconnected', lastStatusChange: '2026-01-01T00:00:00Z' },
      },
    ],
    ['expired', { status: 'Expired' }, { power: 'unknown', arc: { status: 'Expired' } }],
    [
      'of Linux',
      { osSku: 'Ubuntu 20.04.6 LTS', osVersion: '5.4.0-1' },
      { system: 'linux', os: { name: 'ubuntu', version: '20.04.6' } },
    ],
    [
      'of Windows, by its title alone',
      { osType: null, osName: null, osSku: 'Windows Server 2019 Datacenter', osVersion: '10.0.17763.1' },
      { system: 'windows', os: { name: 'Windows Server 2019 Datacenter', version: '10.0.17763.1' } },
    ],
    ['that takes no extensions', { agentConfiguration: { extensionsEnabled: 'false' } }, { extensionsAllowed: false }],
    [
      'with nothing but nulls',
      { osType: null, vmId: null, status: null, agentConfiguration: null, osProfile: null },
      { system: 'linux', power: 'unknown', extensionsAllowed: true, identity: { system: true, user: [] } },
    ],
  ])('%s', async ([, properties, found]) => {
    const { azure, run } = await stage({
      'GET /db-01': { status: 200, body: machine(properties) },
      'GET /extensions': { status: 200, body: { value: [] } },
    });
    expect(await run(() => azure.machines.vm(MACHINE))).toMatchObject({ kind: 'arc', name: 'db-01', ...found });
  });

  test('its extensions, page by page', async () => {
    const { azure, run } = await stage({
      'GET /db-01': { status: 200, body: machine({}) },
      'GET /extensions': (_, origin) => ({
        status: 200,
        body: { value: [extension('Succeeded')], nextLink: `${origin}/next` },
      }),
      'GET /next': {
        status: 200,
        body: { value: [extension('Failed', { code: '52', level: 'Error', message: 'Extension Message: x' })] },
      },
    });
    const { extensions } = await run(() => azure.machines.vm(MACHINE));
    expect(extensions.map(({ provisioning, statuses }) => [provisioning, statuses])).toEqual([
      ['Succeeded', []],
      ['Failed', [{ code: 'ProvisioningState/failed/52', level: 'Error', message: 'x' }]],
    ]);
  });

  test.for<
    [what: string, last: object, body: object | undefined, code: string, exit: number, why: string, exitCode?: number]
  >([
    [
      'the operation says so',
      ended('Failed', { code: 'ExtensionError', message: 'Extension Message: Install failed with exit code 51' }),
      undefined,
      'AZMON-EXTENSION-FAILED',
      7,
      'Install failed with exit code 51',
      51,
    ],
    [
      'the extension says so',
      ended('Succeeded'),
      extension('Failed', { code: '52', level: 'Error', message: 'Extension Message: no marker' }),
      'AZMON-EXTENSION-FAILED',
      7,
      'no marker',
      52,
    ],
    [
      'nobody says why',
      ended('Succeeded'),
      extension('Failed'),
      'AZMON-EXTENSION-FAILED',
      7,
      'its handler gives no reason',
    ],
    [
      'in the words of virtual machines',
      ended('Failed', { code: 'VMExtensionProvisioningError', message: 'Enable failed with exit code 10' }),
      undefined,
      'AZMON-EXTENSION-FAILED',
      7,
      'Enable failed with exit code 10',
      10,
    ],
    [
      'the service objects',
      ended('Failed', { code: 'HCRP400', message: 'ExtensionNotFound' }),
      undefined,
      'AZMON-AZURE',
      7,
      'ExtensionNotFound (HCRP400)',
    ],
    ['somebody cancelled it', ended('Canceled'), undefined, 'AZMON-AZURE', 7, 'the operation was cancelled in Azure'],
  ])('an extension that fails: %s', async ([, last, body, code, exit, why, exitCode]) => {
    const { azure, run } = await stage({
      'PUT /extensions/OmsAgentForLinux': begun,
      'GET /operationstatus/1': last as { status: number },
      ...(body === undefined ? {} : { 'GET /extensions/OmsAgentForLinux': { status: 200, body } }),
    });
    const problem = await run(() => thrownBy(azure.machines.putExtension(PUT, {})));
    expect(problem).toMatchObject({ code, exit, why });
    if (code === 'AZMON-EXTENSION-FAILED') expect((problem.cause as ExtensionFailure).handler.exitCode).toBe(exitCode);
  });

  test('another extension is still being worked on: waited for, and put again', async () => {
    const busy = { status: 409, body: { error: { code: 'HCRP409', message: 'is still processing' } } };
    const { azure, run, pace, requests } = await stage({
      'PUT /extensions/OmsAgentForLinux': [busy, busy, begun],
      'GET /operationstatus/1': ended('Succeeded'),
      'GET /extensions/OmsAgentForLinux': { status: 200, body: extension('Succeeded') },
    });
    await run(() => azure.machines.putExtension(PUT, {}));
    expect(pace.waits.slice(0, 2)).toEqual([4_000, 8_000]);
    expect(requests.filter(({ method }) => method === 'PUT')).toHaveLength(3);
  });

  test('without waiting, an extension that cannot be read yet is announced', async () => {
    const { azure, run } = await stage({
      'PUT /extensions/OmsAgentForLinux': begun,
      'GET /extensions/OmsAgentForLinux': { status: 404, body: { error: { code: 'ResourceNotFound', message: '' } } },
    });
    const made = await run(() => azure.machines.putExtension(PUT, { wait: false }));
    expect(made).toMatchObject({ name: PUT.name, provisioning: 'Creating' });
  });

  test('an absent extension is none; that of an absent machine is an error', async () => {
    const missing = (code: string) => ({ status: 404, body: { error: { code, message: 'x' } } });
    const { azure, run } = await stage({
      'GET /extensions/a': missing('ResourceNotFound'),
      'GET /extensions/b': missing('ParentResourceNotFound'),
    });
    expect(await run(() => azure.machines.extension(MACHINE, 'a'))).toBe(undefined);
    expect((await run(() => thrownBy(azure.machines.extension(MACHINE, 'b')))).code).toBe('AZMON-AZURE-NOT-FOUND');
  });

  test.for<['start' | 'deallocate' | 'power-off', string]>([
    ['start', 'cannot start db-01: it is an Azure Arc machine'],
    ['deallocate', 'cannot stop db-01: it is an Azure Arc machine'],
  ])('has no power to %s', async ([change, message]) => {
    const { azure, run, requests } = await stage({});
    const problem = await run(() => thrownBy(azure.machines.power(MACHINE, change, {})));
    expect(problem).toMatchObject({ code: 'AZMON-MACHINE-KIND', exit: 2, message });
    await run(() => azure.machines.addSystemIdentity(MACHINE, {}));
    expect(requests).toEqual([]);
  });
});

describe('a script on an Arc machine', () => {
  const ran = (instanceView: object) => ({
    status: 200,
    body: { properties: { provisioningState: 'Succeeded', instanceView } },
  });
  const script = { system: 'linux', script: 'echo hello' } as const;
  const stageOf = (view: object, more: Parameters<typeof stage>[0] = {}) =>
    stage({
      ...more,
      'GET /db-01': { status: 200, body: machine({}) },
      'PUT ': { status: 201, headers: { 'azure-asyncoperation': '{origin}/operationstatus/1' }, body: {} },
      'GET /operationstatus/1': ended('Succeeded'),
      'DELETE ': { status: 202 },
      'GET ': ran(view),
    });

  test('is put, read and removed', async () => {
    const { azure, run, requests } = await stageOf({
      executionState: 'Succeeded',
      exitCode: 0,
      output: 'hello\n',
      error: 'e',
    });
    expect(await run(() => azure.machines.runCommand(MACHINE, script, {}))).toEqual({ stdout: 'hello\n', stderr: 'e' });
    const paths = requests.map(({ method, url }) => `${method} ${url.split('?')[0]?.split('/machines/')[1] ?? ''}`);
    const name = /azmon-[\w-]+/.exec(paths[1] ?? '')?.[0] ?? '';
    expect(name).not.toBe('');
    expect(paths).toEqual([
      'GET db-01',
      `PUT db-01/runCommands/${name}`,
      'GET ',
      `GET db-01/runCommands/${name}`,
      `DELETE db-01/runCommands/${name}`,
    ]);
    expect(requests[1]?.body).toEqual({
      location: 'westeurope',
      properties: { source: { script: 'echo hello' }, asyncExecution: false, timeoutInSeconds: 600 },
    });
  });

  test('what a script says counts whatever it ended with', async () => {
    const { azure, run } = await stageOf({ executionState: 'Failed', exitCode: 3, output: 'so far', error: '' });
    expect((await run(() => azure.machines.runCommand(MACHINE, script, {}))).stdout).toBe('so far');
  });

  test('one that did not run to its end is an error, and removed too', async () => {
    const { azure, run, requests } = await stageOf({ executionState: 'TimedOut', executionMessage: 'too long' });
    const problem = await run(() => thrownBy(azure.machines.runCommand(MACHINE, script, {})));
    expect(problem).toMatchObject({ code: 'AZMON-AZURE', exit: 7, why: 'TimedOut: too long' });
    expect(requests.at(-1)?.method).toBe('DELETE');
  });

  test('is not put a second time when the answer was lost', async () => {
    const { azure, run, requests } = await stage({
      'GET /db-01': { status: 200, body: machine({}) },
      'PUT ': 'cut',
      'DELETE ': { status: 204 },
    });
    expect((await run(() => thrownBy(azure.machines.runCommand(MACHINE, script, {})))).code).toBe(
      'AZMON-AZURE-UNREACHABLE',
    );
    expect(requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });
});
