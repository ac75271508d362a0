import type { Machines } from '../ports.ts';
import { parseResourceId } from '../target/resource-id.ts';
import { computeClients } from './compute/compute-client.ts';
import { scaleSetsBy } from './compute/scale-sets.ts';
import { imageVersions, vmsBy } from './compute/vms.ts';
import { arcMachinesBy, arcVersions } from './hybrid/arc-machines.ts';
import type { Wire } from './wire/wire.ts';

/** Everything that can be done to one machine, by its resource id. */
export type OneKind = Omit<Machines, 'extensionVersions'>;

/** Machines of all kinds: the type in the resource id says who answers. */
export function machinesBy(wire: Wire): Machines {
  const clientOf = computeClients(wire);
  const kinds = { vm: vmsBy(wire, clientOf), 'scale-set': scaleSetsBy(wire, clientOf), arc: arcMachinesBy(wire) };
  const of = (id: string): OneKind => kinds[parseResourceId(id).type];
  return {
    vm: async (id) => of(id).vm(id),
    extension: async (id, name) => of(id).extension(id, name),
    putExtension: async (put, waiting) => of(put.machine).putExtension(put, waiting),
    deleteExtension: async (id, name, waiting) => of(id).deleteExtension(id, name, waiting),
    addSystemIdentity: async (id, waiting) => of(id).addSystemIdentity(id, waiting),
    power: async (id, change, waiting) => of(id).power(id, change, waiting),
    upgradeInstances: async (set, instanceIds, waiting) => of(set).upgradeInstances(set, instanceIds, waiting),
    runCommand: async (id, command, waiting) => of(id).runCommand(id, command, waiting),
    extensionVersions: async (subscription, location, publisher, type, kind) =>
      kind === 'arc'
        ? arcVersions(wire, subscription, location, publisher, type)
        : imageVersions(await clientOf(subscription), location, publisher, type),
  };
}
