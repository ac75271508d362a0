import { extensionBody } from './compute-extension-shape.ts';
import { instanceView, osProfileOf, storageOf } from './compute-vm-shape.ts';
import type { Instance } from './scale-set-find.ts';
import type { SandboxMachine, SandboxScaleSet } from './state.ts';
import type { World } from './world.ts';

/** An instance as the API of its set shows it. `view`: with its instance view. */
export function instanceBody(
  set: SandboxScaleSet,
  { instanceId, machine }: Instance,
  world: World,
  view: boolean,
): object {
  const resources = machine.extensions.map((extension) => extensionBody(machine, extension));
  const { latestModel } = machine;
  return {
    ...{ name: machine.name, id: machine.id, instanceId },
    ...{ type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines', location: machine.location },
    ...{ tags: machine.tags, sku: { name: 'Standard_D2s_v5', tier: 'Standard' } },
    properties: {
      ...(latestModel === undefined ? {} : { latestModelApplied: latestModel }),
      ...(set.orchestration === 'flexible' ? {} : { modelDefinitionApplied: 'VirtualMachineScaleSet' }),
      ...{ hardwareProfile: {}, storageProfile: storageOf(machine), osProfile: osProfileOf(machine) },
      networkProfile: { networkInterfaces: [{ id: `${machine.id}/networkInterfaces/${set.name}-nic` }] },
      ...{ vmId: machine.vmId, provisioningState: instanceState(machine) },
      ...(view ? { instanceView: setInstanceView(machine, world) } : {}),
    },
    ...(resources.length === 0 ? {} : { resources }),
  };
}

const BUSY = ['Creating', 'Updating', 'Deleting'];

/** An instance whose extension failed has failed itself. */
export function instanceState({ extensions }: SandboxMachine): 'Updating' | 'Failed' | 'Succeeded' {
  const states = extensions.map(({ provisioning }) => provisioning);
  if (states.some((state) => BUSY.includes(state))) return 'Updating';
  return states.includes('Failed') ? 'Failed' : 'Succeeded';
}

/** As that of a machine; the first status tells how the last change of the instance ended. */
export function setInstanceView(machine: SandboxMachine, world: World): object {
  const { statuses, ...rest } = instanceView(machine, world) as { statuses: readonly object[] };
  return {
    ...{ platformUpdateDomain: 0, platformFaultDomain: 0, ...rest },
    statuses: [provisioningStatus(machine), ...statuses.slice(1)],
  };
}

function provisioningStatus(machine: SandboxMachine): object {
  const state = instanceState(machine);
  if (state === 'Succeeded')
    return { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' };
  if (state === 'Updating') return { code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating' };
  const message = machine.extensions.find(({ provisioning }) => provisioning === 'Failed')?.message;
  return {
    ...{ code: 'ProvisioningState/failed/VMExtensionProvisioningError', level: 'Error' },
    ...{ displayStatus: 'Provisioning failed', ...(message === undefined ? {} : { message }) },
  };
}
