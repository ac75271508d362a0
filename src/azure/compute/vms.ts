import type { RemoteScript, Waiting } from '../../ports.ts';
import { parseResourceId } from '../../target/resource-id.ts';
import { compareVersions } from '../../version.ts';
import { impossible } from '../impossible.ts';
import type { OneKind } from '../machines.ts';
import { begin } from '../wire/begin.ts';
import { follow } from '../wire/follow.ts';
import { following, unlessAbsent, type Wire } from '../wire/wire.ts';
import { type Client, type Clients, type Place, placesBy, signalOf } from './compute-client.ts';
import { deleteExtension, putExtension, readExtension } from './extensions.ts';
import { type RunOutput, runOutput } from './run-output.ts';
import { vmOf } from './vm-of.ts';
import { hasSystem, withSystem } from './with-system.ts';

/** Virtual machines by @azure/arm-compute. */
export function vmsBy(wire: Wire, clientOf: Clients): OneKind {
  const at = placesBy(wire, clientOf);
  return {
    vm: async (id) => readVm(await at(id)),
    extension: async (id, name) => readExtension(await at(id), name),
    putExtension: async (put, waiting) => putExtension(await at(put.machine), put, waiting),
    deleteExtension: async (id, name, waiting) => deleteExtension(await at(id), name, waiting),
    addSystemIdentity: async (id, waiting) => addSystemIdentity(await at(id), waiting),
    power: async (id, change, waiting) => power(await at(id), change, waiting),
    async upgradeInstances(id) {
      throw impossible(parseResourceId(id), 'upgrade instances of', 'name the scale set');
    },
    runCommand: async (id, command, waiting) => runCommand(await at(id), command, waiting),
  };
}

/** Versions of an extension in a region, newest first; none where it is not offered. */
export async function imageVersions(
  client: Client,
  location: string,
  publisher: string,
  type: string,
): Promise<readonly string[]> {
  const images = await unlessAbsent(client.virtualMachineExtensionImages.listVersions(location, publisher, type));
  const versions = (images ?? []).flatMap(({ name }) => name ?? []);
  return versions.sort((a, b) => compareVersions(b, a));
}

async function readVm({ client, machine: { group, name } }: Place) {
  return vmOf(await client.virtualMachines.get(group, name, { expand: 'instanceView' }));
}

/** A PATCH replaces the kind of identity as a whole: those that are there are named again, or the machine would lose them. */
async function addSystemIdentity({ wire, client, machine: { group, name } }: Place, waiting: Waiting): Promise<void> {
  const { identity } = await client.virtualMachines.get(group, name);
  if (hasSystem(identity)) return;
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
