import { createHash } from 'node:crypto';
import { extensionBody, extensionView, handlerView } from './compute-extension-shape.ts';
import { profileOf } from './profile.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** A machine as a resource. `view`: with its instance view. */
export function vmBody(machine: SandboxMachine, world: World, view: boolean): object {
  const group = `/subscriptions/${machine.subscription}/resourceGroups/${machine.group}/providers`;
  const resources = machine.extensions.map((extension) => extensionBody(machine, extension));
  return {
    ...{ name: machine.name, id: machine.id, type: 'Microsoft.Compute/virtualMachines', location: machine.location },
    tags: machine.tags,
    ...identityBody(machine, world.state.tenant),
    properties: {
      ...{ hardwareProfile: { vmSize: 'Standard_D2s_v5' }, provisioningState: 'Succeeded', vmId: machine.vmId },
      storageProfile: storageOf(machine),
      osProfile: osProfileOf(machine),
      networkProfile: {
        networkInterfaces: [{ id: `${group}/Microsoft.Network/networkInterfaces/${machine.name}-nic` }],
      },
      ...(view ? { instanceView: instanceView(machine, world) } : {}),
      ...(machine.scaleSet === undefined ? {} : { virtualMachineScaleSet: { id: machine.scaleSet } }),
      timeCreated: '2019-11-04T08:12:00.0000000+00:00',
    },
    ...(resources.length === 0 ? {} : { resources }),
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A GUID that is the same for the same thing, whenever it is asked for. */
export const guidOf = (text: string): string =>
  digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

export function storageOf({ image, system, name: machine, vmId, subscription, group }: SandboxMachine): object {
  const name = `${machine}_OsDisk_1_${digest(vmId).slice(0, 32)}`;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/disks/${name}`;
  return {
    imageReference: { ...image, version: 'latest', exactVersion: image.version },
    osDisk: {
      osType: system === 'windows' ? 'Windows' : 'Linux',
      ...{ name, createOption: 'FromImage', caching: 'ReadWrite' },
      managedDisk: { storageAccountType: 'Premium_LRS', id },
      ...{ deleteOption: 'Delete', diskSizeGB: system === 'windows' ? 127 : 30 },
    },
    dataDisks: [],
  };
}

export function osProfileOf({ computerName, system, vmAgent, extensionsAllowed }: SandboxMachine): object {
  const agent = { provisionVMAgent: vmAgent !== 'absent' };
  return {
    ...{ computerName, adminUsername: 'azureuser' },
    ...(system === 'windows'
      ? { windowsConfiguration: { ...agent, enableAutomaticUpdates: true } }
      : { linuxConfiguration: { disablePasswordAuthentication: true, ...agent } }),
    ...{ secrets: [], allowExtensionOperations: extensionsAllowed, requireGuestProvisionSignal: true },
  };
}

/** None at all where the machine has none. */
export function identityBody(
  { id, identity: { system, user } }: Pick<SandboxMachine, 'id' | 'identity'>,
  tenantId: string,
): object {
  if (!system && user.length === 0) return {};
  const words = [...(system ? ['SystemAssigned'] : []), ...(user.length > 0 ? ['UserAssigned'] : [])];
  const assigned = user.map((one) => [
    one,
    { principalId: guidOf(`principal ${one}`), clientId: guidOf(`client ${one}`) },
  ]);
  return {
    identity: {
      type: words.join(', '),
      ...(system ? { principalId: guidOf(`principal ${id}`), tenantId } : {}),
      ...(user.length > 0 ? { userAssignedIdentities: Object.fromEntries(assigned) } : {}),
    },
  };
}

/** What the VM agent and the host say at the moment; a machine that does not run has no VM agent to say anything. */
export function instanceView(machine: SandboxMachine, { clock }: World): object {
  const { osName, osVersion } = profileOf(machine);
  const running = machine.power === 'running';
  const heard = running && machine.vmAgent === 'ready';
  const views = machine.extensions.map(extensionView);
  return {
    ...(heard ? { computerName: machine.computerName, osName, osVersion } : {}),
    ...(running && machine.vmAgent !== 'absent'
      ? { vmAgent: agentView(machine, new Date(clock.now()).toISOString()) }
      : {}),
    ...(heard && views.length > 0 ? { extensions: views } : {}),
    hyperVGeneration: 'V2',
    statuses: [
      { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
      { code: `PowerState/${machine.power}`, level: 'Info', displayStatus: `VM ${machine.power}` },
    ],
  };
}

function agentView({ system, vmAgent, extensions }: SandboxMachine, time: string): object {
  if (vmAgent !== 'ready') {
    const message = 'VM status blob is found but not yet populated.';
    const status = {
      code: 'ProvisioningState/Unavailable',
      level: 'Warning',
      displayStatus: 'Not Ready',
      message,
      time,
    };
    return { vmAgentVersion: 'Unknown', statuses: [status] };
  }
  const message =
    system === 'windows' ? 'GuestAgent is running and processing the extensions.' : 'Guest Agent is running';
  return {
    vmAgentVersion: system === 'windows' ? '2.7.41491.1095' : '2.11.1.12',
    statuses: [{ code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready', message, time }],
    extensionHandlers: extensions.map(handlerView),
  };
}
