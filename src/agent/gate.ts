import type { LinuxSystem, System } from '../machine/system.ts';
import type { Agent, Gate, LinuxEntry, MethodId, SupportList } from './agent.ts';
import { takes } from './listing.ts';
import { oncePerSystem } from './once-per-system.ts';
import { isNewer } from './standing.ts';
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
  return refusalsOf(agent, system, architecture, asOf).find(({ gate }) => gate.methods.includes(method));
}

/** The methods for a system's family that no table refuses. */
export function openMethods(
  agent: Agent,
  system: System,
  architecture: string | undefined,
  asOf: string,
): readonly MethodId[] {
  const refusals = refusalsOf(agent, system, architecture, asOf);
  return agent.methods[system.family].filter((method) => !refusals.some(({ gate }) => gate.methods.includes(method)));
}

/** The table that a method looked at on a day; undefined where there is none for that family of systems. */
export function tableOf(gate: Gate, system: System, asOf: string): SupportList | undefined {
  return gate.lists.findLast((list) => list.date <= asOf && list[system.family].length > 0);
}

const refusals = oncePerSystem(askTables);

const refusalsOf = (agent: Agent, system: System, architecture: string | undefined, asOf: string): readonly Refusal[] =>
  refusals(agent, system, `${asOf} ${architecture ?? ''}`);

/** `word` is the day, and the architecture where it is known. */
function askTables(agent: Agent, system: System, word: string): readonly Refusal[] {
  const [asOf = '', processor] = word.split(' ', 2);
  const architecture = processor === '' ? undefined : processor;
  return agent.gates.flatMap((gate) => {
    const list = tableOf(gate, system, asOf);
    if (list === undefined || passes(list, system, architecture)) return [];
    // A living table ages with us: what is newer than all it names may be on it by now, so the doubt is left to the lists.
    return !agent.support.closed && isNewer(list, system) ? [] : [{ gate, list }];
  });
}

function passes(list: SupportList, system: System, architecture: string | undefined): boolean {
  if (system.family === 'windows') return list.windows.some((entry) => takesWindows(entry, system));
  return passesLinux(list.linux, system, architecture);
}

/**
 * The extensions read os-release alone and know nothing of imitations: a derivative that carries a listed ID passes.
 * They cut the ID at its first dash and take what begins with a name of the table, so sles_sap passes as sles.
 */
function passesLinux(entries: readonly LinuxEntry[], system: LinuxSystem, architecture: string | undefined): boolean {
  const { id, version } = system.imitates ?? system;
  const name = id.split('-', 1)[0] ?? '';
  // What is neither x86_64 nor aarch64 is looked up in the table for x86_64; the architecture is a question of its own.
  const looked = architecture === 'aarch64' ? 'aarch64' : 'x86_64';
  return entries.some(
    (entry) =>
      name.startsWith(entry.distro) &&
      (architecture === undefined || entry.architectures.includes(looked)) &&
      takes(entry, version),
  );
}
