import type { Heartbeat } from './heartbeat.ts';
import type { KnownMachine } from './known-machine.ts';

/** Records by the machine they come from. */
export interface Joined {
  /** By the key of the machine's resource id. */
  readonly of: ReadonlyMap<string, readonly Heartbeat[]>;
  /** From machines that Azure has a resource for, but none of those given: by that resource id. */
  readonly elsewhere: ReadonlyMap<string, readonly Heartbeat[]>;
  /** From machines of which nothing says that Azure knows them; by their identity. */
  readonly strangers: ReadonlyMap<string, readonly Heartbeat[]>;
}

/**
 * Whose record is it: by resource id where the agent knew one, else by the machine's own UUID, else by computer name (first label, in
 * any case) where just one machine has that name and their UUIDs do not differ. Pure.
 */
export function joinHeartbeats(machines: readonly KnownMachine[], heartbeats: Iterable<Heartbeat>): Joined {
  const index = indexOf(machines);
  const of = new Map<string, Heartbeat[]>();
  const elsewhere = new Map<string, Heartbeat[]>();
  const strangers = new Map<string, Heartbeat[]>();
  for (const heartbeat of heartbeats) {
    const key = machineFor(heartbeat, index);
    if (key !== undefined) add(of, key, heartbeat);
    else if (heartbeat.resourceId !== undefined) add(elsewhere, heartbeat.resourceId, heartbeat);
    else add(strangers, identityOf(heartbeat), heartbeat);
  }
  return { of, elsewhere, strangers };
}

interface Index {
  readonly keys: ReadonlySet<string>;
  /** The key of a scale set by the ids of its instances. */
  readonly setOf: ReadonlyMap<string, string>;
  readonly byVmId: ReadonlyMap<string, string>;
  /** null: several machines have the name. */
  readonly byName: ReadonlyMap<string, KnownMachine | null>;
}

function indexOf(machines: readonly KnownMachine[]): Index {
  const byVmId = new Map<string, string>();
  const byName = new Map<string, KnownMachine | null>();
  for (const machine of machines) {
    const { key, vmId, computerName, name } = machine.vm;
    if (vmId !== undefined) for (const id of spellings(vmId.toLowerCase())) byVmId.set(id, key);
    const label = labelOf(computerName ?? name);
    byName.set(label, byName.has(label) ? null : machine);
  }
  const setOf = new Map(
    machines.flatMap(({ vm }) => (vm.set?.instances ?? []).map(({ id }) => [id.toLowerCase(), vm.key] as const)),
  );
  return { keys: new Set(machines.map(({ vm }) => vm.key)), setOf, byVmId, byName };
}

function machineFor(
  { resourceId, vmId, computer }: Heartbeat,
  { keys, setOf, byVmId, byName }: Index,
): string | undefined {
  if (resourceId !== undefined) return keys.has(resourceId) ? resourceId : setOf.get(resourceId);
  const known = vmId === undefined ? undefined : byVmId.get(vmId);
  if (known !== undefined) return known;
  const named = byName.get(labelOf(computer));
  if (named === undefined || named === null) return undefined;
  const differs = vmId !== undefined && named.vm.vmId !== undefined;
  return differs ? undefined : named.vm.key;
}

const labelOf = (computer: string): string => (computer.split('.')[0] ?? '').toLowerCase();

/** A UUID, and the same with its first three groups read in the other byte order, as older firmware tells it (SMBIOS before 2.6). */
function spellings(uuid: string): readonly string[] {
  const [a = '', b = '', c = '', ...rest] = uuid.split('-');
  return [uuid, [swapped(a), swapped(b), swapped(c), ...rest].join('-')];
}

const swapped = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');

const identityOf = ({ vmId, computer }: Heartbeat): string => vmId ?? computer.toLowerCase();

function add(map: Map<string, Heartbeat[]>, key: string, heartbeat: Heartbeat): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [heartbeat]);
  else list.push(heartbeat);
}
