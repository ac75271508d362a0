import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import { WORKSPACES } from '../target/graph-queries.ts';
import type { ResourceId } from '../target/resource-id.ts';
import type { KnownMachine } from './known-machine.ts';
import type { StatusSource } from './machine-state.ts';
import { powerWord } from './power-word.ts';
import { type Fleet, orUnread, rowsOf, workspacesIn } from './read-fleet.ts';
import { sideBySide } from './side-by-side.ts';

/** How many machines are read at a time. */
const MACHINES = 8;

/**
 * The named machines, read from the resources themselves: what was just changed is already in it. A machine that cannot be read becomes a problem under its id and never stops the others.
 */
export async function readNamed(
  azure: Azure,
  ids: readonly ResourceId[],
  signal?: AbortSignal,
): Promise<Fleet & { readonly problems: readonly Problem[] }> {
  const sources: StatusSource[] = [];
  const subscriptions = [...new Set(ids.map(({ subscription }) => subscription))];
  const [found, workspaces] = await Promise.all([
    sideBySide(ids, MACHINES, (id) => orProblem(id, () => machineAt(id, azure))),
    orUnread(sources, 'Resource Graph: workspaces', () => rowsOf(azure, WORKSPACES.text({}), subscriptions, signal)),
  ]);
  return {
    machines: found.flatMap((one) => (one instanceof Problem ? [] : [one])),
    problems: found.flatMap((one) => (one instanceof Problem ? [one] : [])),
    workspaces: workspacesIn(workspaces ?? []),
    sources,
  };
}

async function orProblem(id: ResourceId, read: () => Promise<KnownMachine>): Promise<KnownMachine | Problem> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Problem) return error.on(id.id);
    throw error;
  }
}

async function machineAt(id: ResourceId, azure: Azure): Promise<KnownMachine> {
  const vm = await azure.machines.vm(id.id);
  return { kind: vm.kind, vm, power: powerWord(vm), rules: await rulesOf(id, azure) };
}

async function rulesOf(id: ResourceId, azure: Azure): Promise<KnownMachine['rules']> {
  try {
    const associations = await azure.rules.associations(id.id);
    return { value: associations.flatMap(({ rule }) => (rule === undefined ? [] : [rule])) };
  } catch (error) {
    if (error instanceof Problem) return { unread: error.message };
    throw error;
  }
}
