import type { SandboxRequest } from './exchange.ts';
import { refuse } from './refusal.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** A machine that came by Azure Arc. */
export type ArcMachine = SandboxMachine & Required<Pick<SandboxMachine, 'arc'>>;

export const isArc = (machine: SandboxMachine): machine is ArcMachine => machine.arc !== undefined;

/** The Arc machine of a path. Throws ARM's 404; for what lies below a machine, the one about the missing parent. */
export function arcOf({ params, method }: SandboxRequest, { state }: World, below?: string): ArcMachine {
  const { subscription, group, arc } = params;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.HybridCompute/machines/${arc}`;
  const machine = state.machines[id.toLowerCase()];
  if (machine !== undefined && isArc(machine)) return machine;
  if (below !== undefined && method !== 'GET')
    throw refuse(
      404,
      'ParentResourceNotFound',
      `Failed to perform '${method === 'DELETE' ? 'delete' : 'write'}' on resource(s) of type 'machines/${below}', because the parent resource '${id}' could not be found.`,
      { by: 'gateway' },
    );
  throw missingHybrid(`machines/${arc}`, group);
}

export const missingHybrid = (path: string, group = '') =>
  refuse(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.HybridCompute/${path}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    { by: 'gateway' },
  );
