import type { VirtualMachineScaleSet } from '@azure/arm-compute';
import type { ExtensionPut, Waiting } from '../../ports.ts';
import { Problem } from '../../problem.ts';
import type { AzureVm, ScaleSetInstance, VmExtension } from '../../target/azure-vm.ts';
import { parseResourceId } from '../../target/resource-id.ts';
import { impossible } from '../impossible.ts';
import type { OneKind } from '../machines.ts';
import { begin } from '../wire/begin.ts';
import type { Answer } from '../wire/follow.ts';
import { follow } from '../wire/follow.ts';
import { following, unlessAbsent, type Wire } from '../wire/wire.ts';
import { type Clients, type Place, placesBy, signalOf } from './compute-client.ts';
import { extensionBody } from './extension-body.ts';
import { afterwards, attempt, isAboutParent } from './extensions.ts';
import { instanceOfFlexible, instanceOfUniform } from './instance-of.ts';
import { modelExtensionOf, scaleSetOf } from './scale-set-of.ts';
import { hasSystem, withSystem } from './with-system.ts';

/**
 * Scale sets by @azure/arm-compute. Extensions are those of the model: new instances get them, those that are there where the upgrade
 * policy, or whoever upgrades instances, brings the model to them.
 */
export function scaleSetsBy(wire: Wire, clientOf: Clients): OneKind {
  const at = placesBy(wire, clientOf);
  const each = 'name one of its instances';
  return {
    vm: async (id) => readSet(await at(id)),
    extension: async (id, name) => readExtension(await at(id), name),
    putExtension: async (put, waiting) => putExtension(await at(put.machine), put, waiting),
    deleteExtension: async (id, name, waiting) => deleteExtension(await at(id), name, waiting),
    addSystemIdentity: async (id, waiting) => addSystemIdentity(await at(id), waiting),
    async power(id, change) {
      throw impossible(
        parseResourceId(id),
        change === 'start' ? 'start' : 'stop',
        'start or stop its instances in Azure',
      );
    },
    upgradeInstances: async (id, instanceIds, waiting) => upgradeInstances(await at(id), instanceIds, waiting),
    async runCommand(id) {
      throw impossible(parseResourceId(id), 'run a script on', each);
    },
  };
}

async function readSet(place: Place): Promise<AzureVm> {
  const { client, machine } = place;
  const set = await client.virtualMachineScaleSets.get(machine.group, machine.name);
  return scaleSetOf(set, await instancesOf(place, set));
}

/** Instances of a flexible set are virtual machines of its group that say whose they are; a uniform set lists its own. */
async function instancesOf(
  { client, machine }: Place,
  { orchestrationMode }: VirtualMachineScaleSet,
): Promise<readonly ScaleSetInstance[]> {
  const instances: ScaleSetInstance[] = [];
  if (orchestrationMode === 'Flexible') {
    const how = { filter: `'virtualMachineScaleSet/id' eq '${machine.id}'`, expand: 'instanceView' };
    for await (const vm of client.virtualMachines.list(machine.group, how))
      if (vm.virtualMachineScaleSet?.id?.toLowerCase() === machine.key) instances.push(instanceOfFlexible(vm));
    return instances;
  }
  const pages = client.virtualMachineScaleSetVMs.list(machine.group, machine.name, { expand: 'instanceView' });
  for await (const one of pages) instances.push(instanceOfUniform(one));
  return instances;
}

const get = ({ client, machine: { group, name } }: Place, extension: string) =>
  client.virtualMachineScaleSetExtensions.get(group, name, extension);

async function readExtension(place: Place, name: string): Promise<VmExtension | undefined> {
  try {
    return modelExtensionOf(await get(place, name));
  } catch (error) {
    if (error instanceof Problem && error.code === 'AZMON-AZURE-NOT-FOUND' && !isAboutParent(error)) return undefined;
    throw error;
  }
}

async function putExtension(place: Place, put: ExtensionPut, waiting: Waiting): Promise<VmExtension> {
  const { wire, client, machine } = place;
  const first = await begin((options) =>
    client.virtualMachineScaleSetExtensions.createOrUpdate(machine.group, machine.name, put.name, extensionBody(put), {
      ...options,
      ...signalOf(waiting),
    }),
  );
  const about = attempt('install', put.name, place);
  await follow(first, following(wire, about), waiting);
  const found = modelExtensionOf(await get(place, put.name).catch(afterwards(about)));
  if (found === undefined) throw new Error('Azure gave an extension without publisher and type');
  return found;
}

async function deleteExtension(place: Place, name: string, waiting: Waiting): Promise<void> {
  const { wire, client, machine } = place;
  const first = await unlessAbsent(
    begin((options) =>
      client.virtualMachineScaleSetExtensions.delete(machine.group, machine.name, name, {
        ...options,
        ...signalOf(waiting),
      }),
    ),
  );
  if (first !== undefined) await follow(first, following(wire, attempt('remove', name, place)), waiting);
}

async function addSystemIdentity(place: Place, waiting: Waiting): Promise<void> {
  const { client, machine } = place;
  const { group, name } = machine;
  const { identity } = await client.virtualMachineScaleSets.get(group, name);
  if (hasSystem(identity)) return;
  await change(place, 'add an identity to', waiting, (options) =>
    client.virtualMachineScaleSets.update(group, name, { identity: withSystem(identity) }, options),
  );
}

async function upgradeInstances(place: Place, ids: readonly string[], waiting: Waiting): Promise<void> {
  const { client, machine } = place;
  if (ids.length === 0) return;
  await change(place, 'upgrade instances of', waiting, (options) =>
    client.virtualMachineScaleSets.updateInstances(machine.group, machine.name, { instanceIds: [...ids] }, options),
  );
}

async function change(
  { wire, machine }: Place,
  verb: string,
  waiting: Waiting,
  start: Parameters<typeof begin>[0],
): Promise<void> {
  const first: Answer = await begin((options) => start({ ...options, ...signalOf(waiting) }));
  await follow(first, following(wire, { verb, thing: `the scale set ${machine.name}` }), waiting);
}
