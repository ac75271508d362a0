import type { VirtualMachine } from '@azure/arm-compute';
import type { Machines, RemoteScript, Waiting } from '../../ports.ts';
import { compareVersions } from '../../version.ts';
import { begin } from '../wire/begin.ts';
import { follow } from '../wire/follow.ts';
import { following, unlessAbsent, type Wire } from '../wire/wire.ts';
import { computeClients, type Place, placesBy, signalOf } from './compute-client.ts';
import { deleteExtension, putExtension, readExtension } from './extensions.ts';
import { type RunOutput, runOutput } from './run-output.ts';
import { vmOf } from './vm-of.ts';

/** Virtual machines by @azure/arm-compute. */
export function machinesBy(wire: Wire): Machines {
  const clientOf = computeClients(wire);
  const at = placesBy(wire, clientOf);
  return {
    vm: async (id) => readVm(await at(id)),
    extension: async (id, name) => readExtension(await at(id), name),
    putExtension: async (put, waiting) => putExtension(await at(put.machine), put, waiting),
    deleteExtension: async (id, name, waiting) => deleteExtension(await at(id), name, waiting),
    addSystemIdentity: async (id, waiting) => addSystemIdentity(await at(id), waiting),
    power: async (id, change, waiting) => power(await at(id), change, waiting),
    async upgradeInstances() {
      throw new Error('a virtual machine has no instances');
    },
    runCommand: async (id, command, waiting) => runCommand(await at(id), command, waiting),
    async extensionVersions(subscription, location, publisher, type) {
      const client = await clientOf(subscription);
      const images = await unlessAbsent(client.virtualMachineExtensionImages.listVersions(location, publisher, type));
      const versions = (images ?? []).flatMap(({ name }) => name ?? []);
      return versions.sort((a, b) => compareVersions(b, a));
    },
  };
}

async function readVm({ client, machine: { group, name } }: Place) {
  return vmOf(await client.virtualMachines.get(group, name, { expand: 'instanceView' }));
}

/** A PATCH replaces the kind of identity as a whole: those that are there are named again, or the machine would lose them. */
async function addSystemIdentity({ wire, client, machine: { group, name } }: Place, waiting: Waiting): Promise<void> {
  const { identity } = await client.virtualMachines.get(group, name);
  if (/SystemAssigned/i.test(identity?.type ?? '')) return;
  const first = await begin((options) =>
    client.virtualMachines.update(
      group,
      name,
      { identity: withSystem(identity) },
      { ...options, ...signalOf(waiting) },
    ),
  );
  await follow(first, following(wire, onVm('add an identity to', name)), waiting);
}

function withSystem(identity: VirtualMachine['identity']): NonNullable<VirtualMachine['identity']> {
  const user = Object.keys(identity?.userAssignedIdentities ?? {});
  if (user.length === 0) return { type: 'SystemAssigned' };
  const userAssignedIdentities = Object.fromEntries(user.map((id) => [id, {}]));
  return { type: 'SystemAssigned, UserAssigned', userAssignedIdentities };
}

const CHANGES = {
  start: ['start', 'start'],
  deallocate: ['deallocate', 'deallocate'],
  'power-off': ['powerOff', 'stop'],
} as const;

async function power(place: Place, change: keyof typeof CHANGES, waiting: Waiting): Promise<void> {
  const { wire, client, machine } = place;
  const [operation, verb] = CHANGES[change];
  const first = await begin((options) =>
    client.virtualMachines[operation](machine.group, machine.name, { ...options, ...signalOf(waiting) }),
  );
  await follow(first, following(wire, onVm(verb, machine.name)), waiting);
}

async function runCommand(place: Place, command: RemoteScript, waiting: Waiting): Promise<RunOutput> {
  const { wire, client, machine } = place;
  const input = {
    commandId: command.system === 'linux' ? 'RunShellScript' : 'RunPowerShellScript',
    script: command.script.split(/\r?\n/),
  };
  const first = await begin((options) =>
    client.virtualMachines.runCommand(machine.group, machine.name, input, { ...options, ...signalOf(waiting) }),
  );
  return runOutput(await follow(first, following(wire, onVm('run a command on', machine.name)), waiting));
}

const onVm = (verb: string, name: string) => ({ verb, thing: `the virtual machine ${name}` });
