import type { Fault, Faults } from './faults.ts';

/** Plays a list of faults: each lets `after` matching requests pass, then spoils `times` of them. */
export function faultPlan(list: readonly Fault[] = []): Faults {
  const counts = list.map(() => 0);
  return {
    take({ method, path, machine, kinds }) {
      for (const [index, fault] of list.entries()) {
        if (!kinds.includes(fault.kind) || !matches(fault, method, path, machine)) continue;
        const count = counts[index] ?? 0;
        const { after = 0, times = Number.POSITIVE_INFINITY } = fault;
        if (count >= after + times) continue;
        counts[index] = count + 1;
        if (count >= after) return fault;
      }
      return undefined;
    },
  };
}

function matches(fault: Fault, method: string, path: string, machine: string | undefined): boolean {
  const { method: wanted = '*', path: part = '', machine: name } = fault;
  return (
    (wanted === '*' || wanted.toUpperCase() === method) &&
    path.toLowerCase().includes(part.toLowerCase()) &&
    (name === undefined || name.toLowerCase() === machine?.toLowerCase())
  );
}
