import { MACHINE_STATES, type MachineState, type MachineStatus } from '../manage/machine-state.ts';
import type { StatusRun } from '../manage/status.ts';
import type { StatusShown } from './status.ts';

/**
 * `result` of the envelope of `azmon status`. `targets` is a target file for every other command: a row each, whose columns stand beside
 * the nested values that those leave out. Machines that only their records know are no targets, and stand in `computers`. Pure.
 */
export function statusResult({ run, shown, freshMs, asOf, wanted, workspace }: StatusShown): Record<string, unknown> {
  return {
    ...{ asOf, freshMs },
    ...(wanted === undefined ? {} : { inState: wanted }),
    ...(workspace === undefined ? {} : { workspace }),
    sources: run.sources,
    workspaces: [...run.workspaces].map(([id, name]) => ({ id, name })),
    targets: shown.machines.map(statusRow),
    computers: shown.strangers.map(({ target, ...computer }) => ({ computer: target, ...computer })),
    summary: { total: run.machines.length + run.strangers.length, states: countStates(run) },
  };
}

/** One machine: also what an NDJSON line says of it. */
export const statusRow = (status: MachineStatus): Record<string, unknown> => ({ ...status });

/** How many machines are in which state, in the order of the states; those that none is in are left out. */
export function countStates({
  machines,
  strangers,
}: Pick<StatusRun, 'machines' | 'strangers'>): Partial<Record<MachineState, number>> {
  const counts = new Map<MachineState, number>();
  for (const { state } of [...machines, ...strangers]) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.fromEntries(MACHINE_STATES.flatMap((state) => (counts.has(state) ? [[state, counts.get(state)]] : [])));
}
