import type { LinuxSystem, System } from '../machine/system.ts';
import type { Agent, Gate, LinuxEntry, MethodId, SupportList } from './agent.ts';
import { takes } from './listing.ts';
import { knownLists } from './standing.ts';
import { takesWindows } from './takes-windows.ts';

/** A method's own table that does not take a system. */
export interface Refusal {
  readonly gate: Gate;
  /** The table as it stood. */
  readonly list: SupportList;
}

/** What a method's own table says on a day; undefined: it takes the system, or looks at no table of which we know. */
export function refusalOf(
  agent: Agent,
  method: MethodId,
  system: System,
  architecture: string | undefined,
  asOf: string,
): Refusal | undefined {
  for (const gate of agent.gates) {
    const list = gate.methods.includes(method) ? tableOf(gate, system, asOf) : undefined;
    if (list !== undefined && !passes(list, system, architecture)) return { gate, list };
  }
  return undefined;
}

/** The methods for a system's family that no table refuses. */
export function openMethods(
  agent: Agent,
  system: System,
  architecture: string | undefined,
  asOf: string,
): readonly MethodId[] {
  const methods = agent.methods[system.family];
  return methods.filter((method) => refusalOf(agent, method, system, architecture, asOf) === undefined);
}

/** The table that a method looked at on a day; undefined where there is none for that family of systems. */
export function tableOf(gate: Gate, system: System, asOf: string): SupportList | undefined {
  return knownLists(gate.lists, asOf).findLast((list) => list[system.family].length > 0);
}

function passes(list: SupportList, system: System, architecture: string | undefined): boolean {
  if (system.family === 'windows') return list.windows.some((entry) => takesWindows(entry, system));
  return list.linux.some((entry) => passesRow(entry, system, architecture));
}

/**
 * The extensions read os-release alone and know nothing of imitations: a derivative that carries a listed ID passes.
 * They cut the ID at its first dash and take what begins with a name of the table, so sles_sap passes as sles.
 */
function passesRow(entry: LinuxEntry, system: LinuxSystem, architecture: string | undefined): boolean {
  const { id, version } = system.imitates ?? system;
  const name = id.split('-', 1)[0] ?? '';
  if (!name.startsWith(entry.distro) || !takes(entry, version)) return false;
  // What is neither x86_64 nor aarch64 is looked up in the table for x86_64; the architecture is a question of its own.
  const looked = architecture === 'aarch64' ? 'aarch64' : 'x86_64';
  return architecture === undefined || entry.architectures.includes(looked);
}
