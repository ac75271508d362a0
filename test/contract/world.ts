import type { SandboxMachine, SandboxScaleSet, SandboxState, SandboxWorkspace } from '../../src/sandbox/state.ts';
import type { AzureVm } from '../../src/target/azure-vm.ts';
import { type FakeWorld, SUBSCRIPTION, vm, WORKSPACE_GUID, workspace } from '../support/azure-fake.ts';

/** The same small Azure twice: for the fake and for the sandbox. A running and a stopped machine, one with an identity of the user's, a workspace. */
const USER_IDENTITY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/servers/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ops`;

export const WEB = vm({ name: 'web-01', identity: { system: false, user: [USER_IDENTITY] } });
export const STOPPED = vm({ name: 'stopped-01', power: 'deallocated', vmAgent: { state: 'absent' } });
export const BROKEN = vm({ name: 'broken-01' });
const of = (type: string, name: string): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/servers/providers/${type}/${name}`;
const ARC_ID = of('Microsoft.HybridCompute/machines', 'arc-01');
const SET_ID = of('Microsoft.Compute/virtualMachineScaleSets', 'front');
export const ARC = vm({
  ...{ kind: 'arc', id: ARC_ID, key: ARC_ID.toLowerCase(), name: 'arc-01', identity: { system: true, user: [] } },
  arc: { status: 'Connected', agentVersion: '1.46.02789.2035' },
});
/** Uniform, two instances, upgraded by hand. */
export const SET = vm({
  ...{ kind: 'scale-set', id: SET_ID, key: SET_ID.toLowerCase(), name: 'front' },
  set: {
    ...{ orchestration: 'uniform', upgradePolicy: 'Manual' },
    instances: ['0', '1'].map((instanceId) => ({
      ...{ id: `${SET_ID}/virtualMachines/${instanceId}`, instanceId, name: `front_${instanceId}` },
      ...{ power: 'running', latestModel: true, extensions: [] },
    })),
  },
});
export const WORKSPACE = workspace();
export const KEYS = ['primary', 'secondary'].map((word) => Buffer.alloc(64, word).toString('base64')) as [
  string,
  string,
];

export const FAKE: FakeWorld = {
  identity: { credential: 'managed-identity', expires: '2030-01-01T00:00:00.000Z' },
  vms: [WEB, STOPPED, BROKEN, ARC, SET],
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
        arcOf(ARC, 'ubuntu-22.04'),
      ].map((one) => [one.id.toLowerCase(), one]),
    ),
    scaleSets: { [SET.key]: setOf(SET, 'ubuntu-18.04') },
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

const arcOf = (from: AzureVm, profile: string): SandboxMachine => ({
  ...machineOf(from, profile),
  arc: { status: 'Connected', agentVersion: from.arc?.agentVersion ?? '', since: 0 },
});

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

const setOf = (from: AzureVm, profile: string): SandboxScaleSet => {
  const { id, subscription, group, name, location, system, image } = machineOf(from, profile);
  return {
    ...{ id, subscription, group, name, location, system, image, profile },
    ...{ orchestration: 'uniform', upgradePolicy: 'Manual' },
    ...{ identity: { system: false, user: [] }, tags: {}, extensions: [] },
    instances: Object.fromEntries(
      (from.set?.instances ?? []).map((one) => [
        one.instanceId,
        { ...machineOf({ ...from, id: one.id, name: one.name }, profile), latestModel: true },
      ]),
    ),
  };
};

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
