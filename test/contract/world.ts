import type { SandboxMachine, SandboxState, SandboxWorkspace } from '../../src/sandbox/state.ts';
import type { AzureVm } from '../../src/target/azure-vm.ts';
import { type FakeWorld, SUBSCRIPTION, vm, WORKSPACE_GUID, workspace } from '../support/azure-fake.ts';

/** The same small Azure twice: for the fake and for the sandbox. A running and a stopped machine, one with an identity of the user's, a workspace. */
const USER_IDENTITY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/servers/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ops`;

export const WEB = vm({ name: 'web-01', identity: { system: false, user: [USER_IDENTITY] } });
export const STOPPED = vm({ name: 'stopped-01', power: 'deallocated', vmAgent: { state: 'absent' } });
export const BROKEN = vm({ name: 'broken-01' });
export const WORKSPACE = workspace();
export const KEYS = ['primary', 'secondary'].map((word) => Buffer.alloc(64, word).toString('base64')) as [
  string,
  string,
];

export const FAKE: FakeWorld = {
  identity: { credential: 'managed-identity', expires: '2030-01-01T00:00:00.000Z' },
  vms: [WEB, STOPPED, BROKEN],
  workspaces: [WORKSPACE],
  keys: { [WORKSPACE.key]: KEYS },
  vault: {},
};

/** `broken` names the machine whose handler fails; the sandbox decides that by the machine's profile. */
export function stateOf(): SandboxState {
  const group = (name: string) => ({
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`,
    ...{ name, location: 'westeurope', tags: {} },
  });
  return {
    version: 1,
    tenant: '99999999-0000-4000-8000-000000000000',
    subscriptions: [{ id: SUBSCRIPTION, name: 'test', state: 'Enabled' }],
    groups: Object.fromEntries(['servers', 'monitoring'].map((name) => [group(name).id.toLowerCase(), group(name)])),
    machines: Object.fromEntries(
      [
        machineOf(WEB, 'ubuntu-18.04'),
        machineOf(STOPPED, 'ubuntu-18.04'),
        machineOf(BROKEN, 'debian-11-no-python'),
      ].map((one) => [one.id.toLowerCase(), one]),
    ),
    workspaces: { [WORKSPACE.key]: sandboxWorkspace() },
    ...{
      rules: {},
      associations: {},
      locks: [],
      policies: [],
      providers: {},
      permissions: {},
      vault: { answer: '42' },
    },
  };
}

const machineOf = (from: AzureVm, profile: string): SandboxMachine => ({
  id: from.id,
  subscription: from.subscription,
  group: from.group,
  name: from.name,
  location: from.location,
  system: from.system,
  vmId: from.vmId ?? '',
  computerName: from.name,
  image: from.image ?? { publisher: '', offer: '', sku: '', version: '' },
  profile,
  power: from.power === 'running' ? 'running' : 'deallocated',
  vmAgent: from.vmAgent.state,
  extensionsAllowed: true,
  identity: { system: from.identity.system, user: [...from.identity.user] },
  tags: {},
  extensions: [],
  otherAgents: [],
});

const sandboxWorkspace = (): SandboxWorkspace => ({
  id: WORKSPACE.id,
  subscription: WORKSPACE.subscription,
  group: WORKSPACE.group,
  name: WORKSPACE.name,
  location: WORKSPACE.location,
  customerId: WORKSPACE_GUID,
  createdAt: 0,
  primaryKey: KEYS[0],
  secondaryKey: KEYS[1],
  readyAt: 0,
  sku: 'PerGB2018',
  retentionDays: 30,
  localAuthDisabled: false,
  publicIngestion: true,
  publicQuery: true,
  tags: {},
});
