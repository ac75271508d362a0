import type { SandboxRequest } from './exchange.ts';
import { missingAt } from './missing.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** A machine that came by Azure Arc. */
export type ArcMachine = SandboxMachine & Required<Pick<SandboxMachine, 'arc'>>;

export const isArc = (machine: SandboxMachine): machine is ArcMachine => machine.arc !== undefined;

/** The Arc machine of a path. Throws ARM's 404; for what lies below a machine, the one about the missing parent. */
export function arcOf(request: SandboxRequest, { state }: World, below?: string): ArcMachine {
  const { subscription, group, arc } = request.params;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.HybridCompute/machines/${arc}`;
  const machine = state.machines[id.toLowerCase()];
  if (machine !== undefined && isArc(machine)) return machine;
  throw missingAt(id, request, below);
}
