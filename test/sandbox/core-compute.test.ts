import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { type Asked, ask } from '../support/ask.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const C = 'providers/Microsoft.Compute';
const vm = (name: string, group = 'app-westeurope'): string =>
  `${S}/resourceGroups/${group}/${C}/virtualMachines/${name}`;
const V = 'api-version=2024-07-01';
const LEGACY = 'Microsoft.EnterpriseCloud.Monitoring';
const TYPES = `${S}/${C}/locations/westeurope/publishers/${LEGACY}/artifacttypes/vmextension/types`;

let azure: TestSandbox;
/** What is asked of this one is wrong on purpose. */
let strict: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 40 });
  strict = await sandbox({ machines: 40 });
});
afterAll(async () => {
  await azure.close();
  await strict.close();
});

const keys = ({ state }: TestSandbox) => {
  const workspace = Object.values(state.workspaces).find(({ name }) => name === 'logs-westeurope');
  if (workspace === undefined) throw new Error('no workspace');
  return workspace;
};

/** A body that puts the Log Analytics agent on a Linux machine. */
const oms = (of: TestSandbox, properties: object = {}, more: object = {}) => ({
  location: 'westeurope',
  properties: {
    ...{ publisher: LEGACY, type: 'OmsAgentForLinux', typeHandlerVersion: '1.13', autoUpgradeMinorVersion: true },
    settings: { workspaceId: keys(of).customerId, stopOnMultipleConnections: true },
    protectedSettings: { workspaceKey: keys(of).primaryKey },
    ...properties,
  },
  ...more,
});
const ama = { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent', typeHandlerVersion: '1.36' };

type Line = readonly [
  title: string,
  request: string,
  body: unknown,
  status: number,
  part: (answer: Asked) => unknown,
  is: unknown,
];

const names = ({ body }: Asked): string[] => body.value.map(({ name }: { name: string }) => name);

const agentStatuses = ({ body }: Asked): string[] =>
  body.properties.instanceView.vmAgent.statuses.map(({ displayStatus }: { displayStatus: string }) => displayStatus);

/** Where an operation is followed, by both headers, and the body, which must be empty. */
const operation = ({ headers, body }: Asked): unknown => [
  headers.get('azure-asyncoperation'),
  headers.get('location'),
  body,
];
const OPERATION = [expect.stringMatching(/^http/), expect.stringMatching(/^http/), undefined];
const GUID = expect.stringMatching(/^[0-9a-f-]{36}$/);

const poll = async (answer: Asked): Promise<Asked> => {
  const url = answer.headers.get('azure-asyncoperation') ?? '';
  return ask(azure, 'GET', url.slice(azure.origin.length));
};

describe('the contract', () => {
  // biome-ignore format: one line a case
  const LINES: readonly Line[] = [
    ['a machine', `GET ${vm('web-01')}?${V}`, undefined, 200, ({ body: { properties: one } }) => [one.instanceView, one.osProfile.allowExtensionOperations], [undefined, true]],
    ['with its instance view', `GET ${vm('web-01')}?${V}&$expand=instanceView`, undefined, 200, agentStatuses, ['Ready']],
    ['the instance view alone', `GET ${vm('web-01')}/instanceView?${V}`, undefined, 200, ({ body }) => body.osName, 'ubuntu'],
    ['a stopped one has no VM agent', `GET ${vm('stopped-01')}?${V}&$expand=instanceView`, undefined, 200, ({ body: { properties: { instanceView: { vmAgent, statuses } } } }) => [vmAgent, statuses[1].code], [undefined, 'PowerState/stopped']],
    ['one whose agent is mute', `GET ${vm('mute-01')}?${V}&$expand=instanceView`, undefined, 200, agentStatuses, ['Not Ready']],
    ['its extensions stand in it', `GET ${vm('oms-01')}?${V}&$expand=instanceView`, undefined, 200, ({ body: { resources, properties: one } }) => [resources[0].properties.type, one.instanceView.extensions[0].statuses[0].code], ['OmsAgentForLinux', 'ProvisioningState/succeeded']],
    ['machines of a group', `GET ${S}/resourceGroups/app-westeurope/${C}/virtualMachines?${V}`, undefined, 200, ({ body }) => [body.value.length, body.nextLink], [26, undefined]],
    ['machines of a subscription', `GET ${S}/${C}/virtualMachines?${V}`, undefined, 200, ({ body }) => body.value.length, 34],
    ['machines of a region', `GET ${S}/${C}/locations/newzealandnorth/virtualMachines?${V}`, undefined, 200, names, ['newregion-01']],
    ['extensions of a machine', `GET ${vm('both-01')}/extensions?${V}`, undefined, 200, names, ['MicrosoftMonitoringAgent', 'AzureMonitorWindowsAgent']],
    ['one with its view', `GET ${vm('failed-01')}/extensions/OmsAgentForLinux?${V}&$expand=instanceView`, undefined, 200, ({ body }) => body.properties.instanceView.statuses[0].code, 'ProvisioningState/failed/53'],
    ['types of a publisher, bare', `GET ${TYPES}?${V}`, undefined, 200, ({ body }) => body.map(({ name }: { name: string }) => name), ['OmsAgentForLinux', 'MicrosoftMonitoringAgent']],
    ['versions of a type, bare', `GET ${TYPES}/omsagentforlinux/versions?${V}`, undefined, 200, ({ body }) => body.at(-1).name, '1.19.0'],
    ['one version', `GET ${TYPES}/OmsAgentForLinux/versions/1.17.1?${V}`, undefined, 200, ({ body }) => body.properties.operatingSystem, 'Linux'],
    ['an extension is made', `PUT ${vm('oms-01')}/extensions/Other?${V}`, { location: 'westeurope', properties: ama }, 201, ({ body }) => body.properties.provisioningState, 'Creating'],
    ['and there', `GET ${vm('oms-01')}/extensions/other?${V}`, undefined, 200, ({ body }) => body.properties.provisioningState, 'Succeeded'],
    ['an extension is changed', `PUT ${vm('oms-01')}/extensions/other?${V}`, { location: 'West Europe', properties: { ...ama, settings: { a: 1 } } }, 200, ({ body }) => [body.properties.provisioningState, body.name], ['Updating', 'Other']],
    ['a part of it', `PATCH ${vm('oms-01')}/extensions/other?${V}`, { properties: { enableAutomaticUpgrade: true } }, 200, ({ body }) => [body.properties.settings, body.properties.enableAutomaticUpgrade], [{ a: 1 }, true]],
    ['it is taken off', `DELETE ${vm('oms-01')}/extensions/other?${V}`, undefined, 202, ({ headers, body }) => [new URL(headers.get('location') ?? '').searchParams.get('monitor'), body], ['true', undefined]],
    ['and gone', `DELETE ${vm('oms-01')}/extensions/other?${V}`, undefined, 204, ({ body }) => body, undefined],
    ['a machine is given an identity', `PATCH ${vm('web-01')}?${V}`, { identity: { type: 'SystemAssigned' } }, 200, ({ body }) => body.identity, { type: 'SystemAssigned', principalId: GUID, tenantId: GUID }],
    ['and a second one', `PATCH ${vm('web-01')}?${V}`, { identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { '/i/one': {} } } }, 200, ({ body }) => Object.keys(body.identity.userAssignedIdentities), ['/i/one']],
    ['which can be taken off', `PATCH ${vm('web-01')}?${V}`, { identity: { type: 'SystemAssigned', userAssignedIdentities: { '/i/one': null } } }, 200, ({ body }) => body.identity.userAssignedIdentities, undefined],
    ['a machine is stopped', `POST ${vm('win-01')}/deallocate?${V}`, undefined, 202, operation, OPERATION],
    ['as it says then', `GET ${vm('win-01')}/instanceView?${V}`, undefined, 200, ({ body }) => body.statuses[1].code, 'PowerState/deallocated'],
    ['and started', `POST ${vm('win-01')}/start?${V}`, undefined, 202, operation, OPERATION],
    ['a script', `POST ${vm('web-01')}/runCommand?${V}`, { commandId: 'RunShellScript', script: ['true'] }, 202, operation, OPERATION],
  ];

  test.for(LINES)('%s: %s', async ([, request, body, status, part, is]) => {
    const [method = '', path = ''] = request.split(' ', 2);
    const answer = await ask(azure, method, request.slice(method.length + 1) || path, body);
    expect(answer.status).toBe(status);
    expect(part(answer), JSON.stringify(answer.body)).toEqual(is);
  });
});

describe('what is refused', () => {
  const on = (name: string, group?: string) => `${vm(name, group)}/extensions/OmsAgentForLinux?${V}`;
  // biome-ignore format: one line a case
  const LINES: readonly (readonly [string, string, (of: TestSandbox) => unknown, number, string, RegExp])[] = [
    ['no location', `PUT ${on('web-01')}`, (of) => ({ ...oms(of), location: undefined }), 400, 'LocationRequired', /location property is required/],
    ['another region', `PUT ${on('web-01')}`, (of) => oms(of, {}, { location: 'eastus' }), 404, 'NotFound', /not found in this Azure location/],
    ['another region for what is there', `PUT ${on('oms-01')}`, (of) => oms(of, {}, { location: 'eastus' }), 409, 'InvalidResourceLocation', /already exists in location/],
    ['settings as a text', `PUT ${on('web-01')}`, (of) => oms(of, { settings: '{}' }), 400, 'BadRequest', /properties\.settings/],
    ['protected settings as a list', `PUT ${on('web-01')}`, (of) => oms(of, { protectedSettings: [] }), 400, 'BadRequest', /properties\.protectedSettings/],
    ['a text for a flag', `PUT ${on('web-01')}`, (of) => oms(of, { autoUpgradeMinorVersion: 'true' }), 400, 'BadRequest', /boolean/],
    ['no publisher', `PUT ${on('web-01')}`, (of) => oms(of, { publisher: undefined }), 400, 'InvalidParameter', /'publisher' is missing/],
    ['what is no JSON', `PUT ${on('web-01')}`, () => 'x', 400, 'InvalidRequestContent', /could not be deserialized/],
    ['an unknown type', `PUT ${on('web-01')}`, (of) => oms(of, { type: 'None' }), 404, 'ArtifactNotFound', /type 'None' could not be found in location 'westeurope'/],
    ['an unknown version', `PUT ${on('web-01')}`, (of) => oms(of, { typeHandlerVersion: '9.0' }), 404, 'ArtifactVersionNotFound', /version '9\.0'/],
    ['the agent in a new region', `PUT ${on('newregion-01', 'app-newzealandnorth')}`, (of) => oms(of, {}, { location: 'newzealandnorth' }), 404, 'ArtifactNotFound', /newzealandnorth/],
    ['Linux on Windows', `PUT ${on('win-01')}`, (of) => oms(of), 400, 'BadRequest', /OS type 'Windows'/],
    ['a second one of a handler', `PUT ${vm('oms-01')}/extensions/Second?${V}`, (of) => oms(of), 400, 'BadRequest', /^Multiple VMExtensions per handler not supported for OS type 'Linux'\. VMExtension 'Second' with handler 'Microsoft\.EnterpriseCloud\.Monitoring\.OmsAgentForLinux' already added or specified in input\.$/],
    ['a machine that does not run', `PUT ${on('stopped-01')}`, (of) => oms(of), 409, 'OperationNotAllowed', /^Cannot modify extensions in the VM when the VM is not running\.$/],
    ['where extensions are switched off', `PUT ${on('barred-01')}`, (of) => oms(of, { type: 'MicrosoftMonitoringAgent', typeHandlerVersion: '1.0' }), 409, 'OperationNotAllowed', /allowExtensionOperations/],
    ['a locked machine', `PUT ${on('locked-01')}`, (of) => oms(of), 409, 'ScopeLocked', /cannot perform write operation/],
    ['taking off under a lock', `DELETE ${vm('guarded-01')}/extensions/MicrosoftMonitoringAgent?${V}`, () => undefined, 409, 'ScopeLocked', /cannot perform delete operation/],
    ['what a policy denies', `PUT ${on('fenced-01', 'fenced-westeurope')}`, (of) => oms(of), 403, 'RequestDisallowedByPolicy', /was disallowed by policy/],
    ['without rights', `PUT ${on('hidden-01', 'app-westeurope').replace('0a0000', '0c0000').replace('000001', '000003')}`, (of) => oms(of), 403, 'AuthorizationFailed', /action 'Microsoft\.Compute\/virtualMachines\/extensions\/write' over scope/],
    ['a machine that is not there', `PUT ${on('nobody')}`, (of) => oms(of), 404, 'ParentResourceNotFound', /virtualMachines\/nobody' could not be found/],
    ['a change of what is not there', `PATCH ${on('web-01')}`, () => ({}), 404, 'ResourceNotFound', /was not found/],
    ['an unknown kind of identity', `PATCH ${vm('web-01')}?${V}`, () => ({ identity: { type: 'Mine' } }), 400, 'InvalidIdentityType', /'Mine'/],
    ['the wrong shell', `POST ${vm('web-01')}/runCommand?${V}`, () => ({ commandId: 'RunPowerShellScript', script: [] }), 400, 'BadRequest', /RunPowerShellScript/],
    ['no command', `POST ${vm('web-01')}/runCommand?${V}`, () => ({}), 400, 'InvalidParameter', /commandId/],
    ['a script that is no list', `POST ${vm('web-01')}/runCommand?${V}`, () => ({ commandId: 'RunShellScript', script: 'x' }), 400, 'BadRequest', /list/],
    ['a script where nothing runs', `POST ${vm('stopped-01')}/runCommand?${V}`, () => ({ commandId: 'RunShellScript', script: [] }), 409, 'OperationNotAllowed', /requires the VM to be running/],
    ['an unknown publisher', `GET ${TYPES.replace(LEGACY, 'Nobody')}?${V}`, () => undefined, 404, 'PublisherNotFound', /Nobody/],
    ['an unknown version of the catalogue', `GET ${TYPES}/OmsAgentForLinux/versions/0.1?${V}`, () => undefined, 404, 'NotFound', /0\.1/],
  ];

  test.for(LINES)('%s', async ([, request, body, status, code, message]) => {
    const [method = ''] = request.split(' ', 1);
    const answer = await ask(strict, method, request.slice(method.length + 1), body(strict));
    expect([answer.status, answer.body?.error?.code]).toEqual([status, code]);
    expect(answer.body.error.message).toMatch(message);
  });

  test('nothing of it was written', () =>
    expect(Object.values(strict.state.machines).find(({ name }) => name === 'web-01')?.extensions).toEqual([]));

  test('a provider that is not registered', async () => {
    strict.state.providers['0a000000-0000-4000-8000-000000000001'] = { 'microsoft.compute': 'NotRegistered' };
    const answer = await ask(strict, 'PUT', on('web-01'), oms(strict));
    expect([answer.status, answer.body.error.code]).toEqual([409, 'MissingSubscriptionRegistration']);
    delete strict.state.providers['0a000000-0000-4000-8000-000000000001'];
  });
});

describe('secrets', () => {
  test('protected settings never come back, nor stand in the state', async () => {
    const key = keys(azure).primaryKey;
    const put = await ask(
      azure,
      'PUT',
      `${vm('policed-01', 'policed-westeurope')}/extensions/OmsAgentForLinux?${V}`,
      oms(azure),
    );
    const all = [put, await ask(azure, 'GET', `${vm('policed-01', 'policed-westeurope')}?${V}&$expand=instanceView`)];
    expect(put.status).toBe(200);
    expect(JSON.stringify(all.map(({ body }) => body))).not.toMatch(/protected/i);
    expect(JSON.stringify(azure.state.machines)).not.toContain(key);
  });
});

describe('a script that looks', () => {
  const run = async (name: string, commandId: string, script: string) => {
    const answer = await ask(azure, 'POST', `${vm(name)}/runCommand?${V}`, { commandId, script: script.split('\n') });
    return (await poll(answer)).body.properties.output.value as { code: string; message: string }[];
  };

  test('a Linux machine answers the probe in one message', async () => {
    const [told, ...more] = await run(
      'oms-01',
      'RunShellScript',
      "#!/bin/sh\nAZMON_HOSTS='a.example b.example'\n# azmon probe for Linux",
    );
    expect(more).toEqual([]);
    expect(told?.message).toMatch(/^Enable succeeded: \n\[stdout\]\n[\s\S]*\n\[stderr\]\n/);
    const { facts, complete, unreadable } = parseProbeOutput(told?.message ?? '');
    expect([complete, unreadable]).toEqual([true, []]);
    expect(facts).toMatchObject({
      'oms.version': '1.17.1',
      'oms.running': true,
      'host.name': 'oms-01',
      'azure.vm': true,
    });
    expect(facts.net?.map((line) => line.split(';')[0])).toEqual(['host=a.example', 'host=b.example']);
  });

  test('packed, it fits into what comes back', async () => {
    const [told] = await run('oms-01', 'RunShellScript', "#!/bin/sh\nAZMON_ENCODE='gzip'\n# azmon probe for Linux");
    expect(told?.message.length).toBeLessThan(4096);
    expect(parseProbeOutput(told?.message ?? '')).toMatchObject({ complete: true, facts: { 'oms.version': '1.17.1' } });
  });

  test('unpacked, its beginning is lost, as in Azure', async () => {
    const [told] = await run(
      'oms-01',
      'RunShellScript',
      `#!/bin/sh\nAZMON_HOSTS='${'host.example '.repeat(40)}'\n# azmon probe for Linux`,
    );
    expect(parseProbeOutput(told?.message ?? '').complete).toBe(false);
  });

  test('Windows answers in two messages', async () => {
    const script = '$probe = @\'\nset "AZMON_HOSTS=a.example"\nrem azmon probe for Windows\n\'@';
    const told = await run('mma-01', 'RunPowerShellScript', script);
    expect(told.map(({ code }) => code)).toEqual([
      'ComponentStatus/StdOut/succeeded',
      'ComponentStatus/StdErr/succeeded',
    ]);
    const { facts, complete } = parseProbeOutput(told[0]?.message ?? '');
    expect(complete).toBe(true);
    expect(facts).toMatchObject({ 'os.family': 'windows', 'mma.version': '10.20.18076.0', 'mma.service': 'RUNNING' });
    expect(facts.net).toHaveLength(1);
  });

  test('a machine without a way out sees no host', async () => {
    const [told] = await run(
      'blocked-01',
      'RunShellScript',
      "#!/bin/sh\nAZMON_HOSTS='a.example'\n# azmon probe for Linux",
    );
    expect(parseProbeOutput(told?.message ?? '').facts.net?.[0]).toContain('tcp=fail');
  });

  test('nothing else is run', async () => {
    const [told] = await run('web-01', 'RunShellScript', 'touch /tmp/x');
    expect(told?.message).toMatch(/\[stderr\]\nazmon sandbox: no scripts are run here/);
  });
});

describeWith({ data: SPECIFICATION })('what was asked and answered here', () => {
  test("fits Microsoft's specification", async () => expect(await validate(azure.exchanges)).toEqual([]));
});
