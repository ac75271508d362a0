import { describe, expect, test } from 'vitest';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { fleet } from '../../src/sandbox/fleet.ts';
import { FLEET_PROFILES } from '../../src/sandbox/fleet-images.ts';
import { factLines, knownOf } from '../../src/sandbox/profile.ts';
import { LINUX_PROFILES } from '../../src/sandbox/profiles-linux.ts';
import { WINDOWS_PROFILES } from '../../src/sandbox/profiles-windows.ts';
import type { SandboxMachine, SandboxWorkspace } from '../../src/sandbox/state.ts';
import { ask } from '../support/ask.ts';
import { sandbox, type TestSandbox, type TestSandboxOptions } from '../support/sandbox.ts';

const V = 'api-version=2024-07-01';
type Change = (machine: SandboxMachine, workspaces: Readonly<Record<string, SandboxWorkspace>>) => void;

/** A sandbox with one machine of a profile and nothing on it. */
async function stage(profile: string, change: Change = () => {}, options: TestSandboxOptions = {}) {
  const state = fleet({ machines: 1, now: Date.now() });
  const [[key, first] = []] = Object.entries(state.machines);
  if (key === undefined || first === undefined) throw new Error('no machine');
  const system = profile.startsWith('windows') ? 'windows' : 'linux';
  const machine: SandboxMachine = { ...first, profile, system };
  state.machines[key] = machine;
  const workspaces = Object.fromEntries(Object.values(state.workspaces).map((one) => [one.name, one]));
  change(machine, workspaces);
  return { azure: await sandbox({ state, ...options }), machine, workspaces };
}

const LEGACY = 'Microsoft.EnterpriseCloud.Monitoring';
const properties = (system: 'linux' | 'windows', agent: 'oms' | 'ama') =>
  agent === 'oms'
    ? {
        publisher: LEGACY,
        type: system === 'linux' ? 'OmsAgentForLinux' : 'MicrosoftMonitoringAgent',
        typeHandlerVersion: system === 'linux' ? '1.13' : '1.0',
      }
    : {
        publisher: 'Microsoft.Azure.Monitor',
        type: system === 'linux' ? 'AzureMonitorLinuxAgent' : 'AzureMonitorWindowsAgent',
        typeHandlerVersion: system === 'linux' ? '1.36' : '1.1',
      };

interface Ending {
  readonly status: string;
  readonly error?: { readonly code: string; readonly message: string };
}

async function put(
  azure: TestSandbox,
  machine: SandboxMachine,
  agent: 'oms' | 'ama',
  settings: object,
  protectedSettings: object,
): Promise<Ending> {
  const body = {
    location: machine.location,
    properties: { ...properties(machine.system, agent), autoUpgradeMinorVersion: true, settings, protectedSettings },
  };
  const answer = await ask(azure, 'PUT', `${machine.id}/extensions/agent?${V}`, body);
  const url = answer.headers.get('azure-asyncoperation');
  if (url === null) throw new Error(JSON.stringify(answer.body));
  return (await ask(azure, 'GET', url.slice(azure.origin.length))).body;
}

const oms = (
  { azure, machine, workspaces }: Awaited<ReturnType<typeof stage>>,
  name = 'logs-westeurope',
  settings: object = {},
  key?: string,
) => {
  const workspace = workspaces[name];
  return put(
    azure,
    machine,
    'oms',
    { workspaceId: workspace?.customerId ?? name, stopOnMultipleConnections: true, ...settings },
    { workspaceKey: key ?? workspace?.primaryKey },
  );
};

const direct = (machine: SandboxMachine, category: 'Direct Agent' | 'SCOM Agent', workspaceId = 'x'): void => {
  machine.otherAgents.push({ category, workspaceId, since: 0, version: '1' });
};

describe('the Log Analytics agent', () => {
  type Row = readonly [
    title: string,
    profile: string,
    code: number | undefined,
    says: RegExp,
    change?: Change | undefined,
    settings?: object,
    key?: string | undefined,
    workspace?: string,
  ];
  // biome-ignore format: one line a case
  const ROWS: readonly Row[] = [
    ['a machine that it takes', 'ubuntu-18.04', undefined, /Enable succeeded/],
    ['a distribution of none of its tables', 'stranded', 51, /Non-zero exit code: 51.*\n.*\nUnsupported operating system/],
    ['a version that its newest table lost', 'centos-6', 51, /Unsupported operating system: CentOS/],
    ['no Python at all', 'debian-11-no-python', 52, /Non-zero exit code: 52.*\n.*\nNo Python interpreter found/],
    ['Python 2 without a command python', 'debian-11-no-alias', undefined, /Enable succeeded/],
    ['an id that is no GUID', 'ubuntu-18.04', 11, /Enable failed with exit code 11 Workspace ID must be a GUID/, undefined, { workspaceId: 'logs' }],
    ['no id', 'ubuntu-18.04', 11, /exit code 11/, undefined, { workspaceId: undefined }],
    ['a key that is no base64', 'ubuntu-18.04', 11, /exit code 11 Workspace key is invalid/, undefined, {}, 'not a key'],
    ['another key', 'ubuntu-18.04', 53, /Enable failed with exit code 53 .*incorrect workspace key/, undefined, {}, Buffer.alloc(64, 7).toString('base64')],
    ['a workspace that takes no keys', 'ubuntu-18.04', 53, /exit code 53/, undefined, {}, undefined, 'logs-keyless'],
    ['a workspace that is not there', 'ubuntu-18.04', 55, /exit code 55 Could not resolve/, undefined, { workspaceId: '11111111-2222-4333-8444-555555555555' }],
    ['no way out', 'ubuntu-18.04', 55, /exit code 55 Cannot connect/, (machine) => { machine.networkBlocked = true; }],
    ['connected elsewhere by hand', 'ubuntu-18.04', 10, /Non-zero exit code: 10/, (machine) => direct(machine, 'Direct Agent')],
    ['connected to a management group', 'ubuntu-18.04', 10, /stopOnMultipleConnections/, (machine) => direct(machine, 'SCOM Agent')],
    ['connected elsewhere, and allowed to be', 'ubuntu-18.04', undefined, /Enable succeeded/, (machine) => direct(machine, 'Direct Agent'), { stopOnMultipleConnections: false }],
    ['the text "true" stops nothing', 'ubuntu-18.04', undefined, /Enable succeeded/, (machine) => direct(machine, 'Direct Agent'), { stopOnMultipleConnections: 'true' }],
    ['connected to the same by hand', 'ubuntu-18.04', undefined, /Enable succeeded/, (machine, { 'logs-westeurope': one }) => direct(machine, 'Direct Agent', one?.customerId)],
    ['Windows takes it', 'windows-2022', undefined, /Latest configuration has been applied/],
    ['Windows with another key', 'windows-2022', 1, /^Failed to apply configuration to Microsoft Monitoring Agent\.$/, undefined, {}, Buffer.alloc(64, 7).toString('base64')],
    ['Windows without a way out', 'windows-2022', undefined, /Latest configuration/, (machine) => { machine.networkBlocked = true; }],
  ];

  test.for(ROWS)('%s', async ([, profile, code, says, change, settings, key, workspace]) => {
    const on = await stage(profile, change);
    const ending = await oms(on, workspace, settings, key);
    const [extension] = on.machine.extensions;
    expect([ending.status, extension?.provisioning]).toEqual(
      code === undefined ? ['Succeeded', 'Succeeded'] : ['Failed', 'Failed'],
    );
    expect(extension?.code).toBe(code);
    expect(extension?.message).toMatch(says);
    expect(ending.error?.message ?? extension?.message).toContain(extension?.message);
    await on.azure.close();
  });

  test.for([
    ['rhel-8', 51],
    ['centos-6', undefined],
    ['debian-11-no-alias', 52],
    ['ubuntu-18.04', undefined],
  ] as const)('by the table of February 2020: %s ends with %s', async ([profile, code]) => {
    const on = await stage(profile, undefined, { settings: { handler: '2020' } });
    await oms(on);
    expect(on.machine.extensions[0]?.code).toBe(code);
    await on.azure.close();
  });

  test('enabling and installing fail in forms of their own', async () => {
    const enabling = await stage('ubuntu-18.04');
    expect((await oms(enabling, 'logs-westeurope', {}, Buffer.alloc(64, 7).toString('base64'))).error).toEqual({
      code: 'VMExtensionProvisioningError',
      message: expect.stringMatching(
        /^VM has reported a failure when processing extension 'agent' \(publisher 'Microsoft\.EnterpriseCloud\.Monitoring' and type 'OmsAgentForLinux'\)\. Error message: "Enable failed with exit code 53 .*"\. More information on troubleshooting is available at https:\/\/aka\.ms\/VMExtensionOMSAgentLinuxTroubleshoot\. $/,
      ),
    });
    const installing = await stage('stranded');
    expect((await oms(installing)).error).toMatchObject({ code: 'VMExtensionHandlerNonTransientError' });
    for (const { azure } of [enabling, installing]) await azure.close();
  });

  test('to another workspace it does not go until it was taken off, and goes on where it was', async () => {
    const on = await stage('ubuntu-18.04');
    const { azure, machine, workspaces } = on;
    await oms(on);
    const working = machine.extensions[0]?.workingSince;
    for (let times = 0; times < 2; times++)
      expect((await oms(on, 'logs-other')).error?.message).toContain(
        `"Enable failed with exit code 52 Couldn't create marker file"`,
      );
    expect(machine.extensions[0]).toMatchObject({
      workspaceId: workspaces['logs-westeurope']?.customerId,
      workingSince: working,
    });
    await ask(azure, 'DELETE', `${machine.id}/extensions/agent?${V}`);
    expect((await oms(on, 'logs-other')).status).toBe('Succeeded');
    expect(machine.extensions[0]?.workspaceId).toBe(workspaces['logs-other']?.customerId);
    await azure.close();
  });

  test('on Windows it goes over', async () => {
    const on = await stage('windows-2019');
    await oms(on);
    expect((await oms(on, 'logs-other')).status).toBe('Succeeded');
    expect(on.machine.extensions[0]?.workspaceId).toBe(on.workspaces['logs-other']?.customerId);
    await on.azure.close();
  });

  test('an equal PUT does not run the handler again, another tag does', async () => {
    const on = await stage('ubuntu-18.04');
    await oms(on);
    on.machine.networkBlocked = true;
    expect((await oms(on)).status).toBe('Succeeded');
    const { azure, machine, workspaces } = on;
    const workspace = workspaces['logs-westeurope'];
    const body = {
      location: machine.location,
      properties: {
        ...properties('linux', 'oms'),
        autoUpgradeMinorVersion: true,
        forceUpdateTag: '2',
        settings: { workspaceId: workspace?.customerId, stopOnMultipleConnections: true },
        protectedSettings: { workspaceKey: workspace?.primaryKey },
      },
    };
    await ask(azure, 'PUT', `${machine.id}/extensions/agent?${V}`, body);
    await ask(azure, 'GET', `${machine.id}?${V}`);
    expect(machine.extensions[0]?.code).toBe(55);
    await azure.close();
  });
});

describe('the Azure Monitor Agent', () => {
  const proxy = { mode: 'application', address: 'http://proxy:3128' };
  const identity = (name: string, value: string) => ({
    authentication: { managedIdentity: { 'identifier-name': name, 'identifier-value': value } },
  });
  // biome-ignore format: one line a case
  const ROWS: readonly (readonly [string, string, object, object, number | undefined, RegExp])[] = [
    ['a machine without identity or rule', 'ubuntu-22.04', {}, {}, undefined, /Enable succeeded/],
    ['no command python', 'debian-11-no-alias', {}, {}, undefined, /Enable succeeded/],
    ['no Python at all', 'debian-11-no-python', {}, {}, 52, /No Python interpreter found/],
    ['CentOS 7, off the list since 2026', 'centos-7', {}, {}, 51, /Unsupported operating system/],
    ['SLES 12 too', 'sles-12', {}, {}, 51, /Unsupported operating system/],
    ['Amazon Linux 2', 'amazon-2', {}, {}, undefined, /Enable succeeded/],
    ['a key carried over', 'ubuntu-22.04', {}, { workspaceKey: 'x' }, 53, /Not all required GCS parameters are provided/],
    ['a proxy', 'ubuntu-22.04', { proxy }, {}, undefined, /Enable succeeded/],
    ['a proxy with a login', 'ubuntu-22.04', { proxy: { ...proxy, auth: 'true' } }, { proxy: { username: 'u', password: 'p' } }, undefined, /Enable succeeded/],
    ['a proxy whose login is missing', 'ubuntu-22.04', { proxy: { ...proxy, auth: true } }, {}, 53, /"username" and "password"/],
    ['a proxy without address', 'ubuntu-22.04', { proxy: { mode: 'application' } }, {}, 53, /"address" is required/],
    ['an identity by its id', 'ubuntu-22.04', identity('mi_res_id', '/subscriptions/x'), {}, undefined, /Enable succeeded/],
    ['an identity by a GUID that is none', 'ubuntu-22.04', identity('client_id', 'x'), {}, 53, /managed identity settings/],
    ['an identity by an unknown name', 'ubuntu-22.04', identity('name', 'x'), {}, 53, /managed identity settings/],
    ['Windows', 'windows-2022', {}, {}, undefined, /Enable succeeded/],
    ['a Windows that it does not take', 'windows-2008-r2', {}, {}, 1, /not supported/],
  ];

  test.for(ROWS)('%s', async ([, profile, settings, protectedSettings, code, says]) => {
    const { azure, machine } = await stage(profile);
    const { status } = await put(azure, machine, 'ama', settings, protectedSettings);
    expect([status, machine.extensions[0]?.code]).toEqual([code === undefined ? 'Succeeded' : 'Failed', code]);
    expect(machine.extensions[0]?.message).toMatch(says);
    await azure.close();
  });

  test('on a system that fell off its list it cannot even be taken off', async () => {
    const { azure, machine } = await stage('sles-12');
    await put(azure, machine, 'ama', {}, {});
    await ask(azure, 'DELETE', `${machine.id}/extensions/agent?${V}`);
    await ask(azure, 'GET', `${machine.id}?${V}`);
    expect(machine.extensions[0]).toMatchObject({ code: 51, message: expect.stringContaining('-uninstall') });
    await azure.close();
  });
});

describe('profiles', () => {
  const all = { ...LINUX_PROFILES, ...WINDOWS_PROFILES };

  test('there is one for every machine of the fleet', () =>
    expect(FLEET_PROFILES.filter((name) => all[name] === undefined)).toEqual([]));

  test.for(Object.entries(all))('%s prints what the probe prints, and is recognised', ([name, { family, facts }]) => {
    const lines = ['probe.version=1', ...factLines(facts), 'probe.end=ok'];
    expect(parseProbeOutput(lines.join('\n'))).toMatchObject({ complete: true, unreadable: [] });
    const { system } = knownOf({ profile: name, system: family });
    expect(system.family).toBe(family);
    expect(system.id).not.toBe('unknown');
  });
});
