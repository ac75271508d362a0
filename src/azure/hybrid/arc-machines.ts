import type { Waiting } from '../../ports.ts';
import { parseResourceId } from '../../target/resource-id.ts';
import { compareVersions } from '../../version.ts';
import { API } from '../api-versions.ts';
import { impossible } from '../impossible.ts';
import type { OneKind } from '../machines.ts';
import { ask, listAll, unlessAbsent, type Wire } from '../wire/wire.ts';
import { deleteExtension, listExtensions, putExtension, readExtension } from './extensions.ts';
import { machineOf } from './machine-of.ts';
import type { RawMachine } from './raw.ts';
import { runCommand } from './run-command.ts';

const version = API.arc.sent;

/** Azure Arc machines: machines elsewhere, by the agent that connects them (Microsoft.HybridCompute). */
export function arcMachinesBy(wire: Wire): OneKind {
  const at = (id: string) => ({ wire, machine: parseResourceId(id) });
  return {
    async vm(id) {
      const { machine } = at(id);
      const raw = await ask<RawMachine>(wire, 'get', machine.id, { version });
      const extensions = await listExtensions(at(id));
      return machineOf(raw, extensions);
    },
    extension: async (id, name) => readExtension(at(id), name),
    putExtension: async (put, waiting) => putExtension(at(put.machine), put, waiting),
    deleteExtension: async (id, name, waiting) => deleteExtension(at(id), name, waiting),
    /** Its agent signs in by an identity of the machine's own: every one has it from the start. */
    async addSystemIdentity() {},
    async power(id, change) {
      throw impossible(parseResourceId(id), change === 'start' ? 'start' : 'stop', 'start or stop it where it stands');
    },
    async upgradeInstances(id) {
      throw impossible(parseResourceId(id), 'upgrade instances of', 'name a scale set');
    },
    runCommand: async (id, command, waiting: Waiting) => runCommand(at(id), command, waiting),
  };
}

interface RawVersion {
  readonly properties?: { readonly version?: string };
}

/** Versions of an extension that Arc machines of a region can have, newest first; none where it is not offered. */
export async function arcVersions(
  wire: Wire,
  subscription: string,
  location: string,
  publisher: string,
  type: string,
): Promise<readonly string[]> {
  const path = [
    ...[`/subscriptions/${subscription}/providers/Microsoft.HybridCompute/locations`, location],
    ...['publishers', encodeURIComponent(publisher), 'extensionTypes', encodeURIComponent(type), 'versions'],
  ].join('/');
  const all = (await unlessAbsent(listAll<RawVersion>(wire, path, { version }))) ?? [];
  return all.flatMap(({ properties }) => properties?.version ?? []).sort((a, b) => compareVersions(b, a));
}
