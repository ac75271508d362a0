import type { SandboxRequest } from './exchange.ts';
import { refuse } from './refusal.ts';
import type { SandboxExtension, SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** The machine of a path. Throws ARM's 404; for what lies below a machine, the one about the missing parent. */
export function machineOf({ params, method }: SandboxRequest, { state }: World, below?: string): SandboxMachine {
  const { subscription, group, vm } = params;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${vm}`;
  const machine = state.machines[id.toLowerCase()];
  if (machine !== undefined) return machine;
  if (below !== undefined && method !== 'GET')
    throw refuse(
      404,
      'ParentResourceNotFound',
      `Failed to perform '${method === 'DELETE' ? 'delete' : 'write'}' on resource(s) of type 'virtualMachines/${below}', because the parent resource '${id}' could not be found.`,
      { by: 'gateway' },
    );
  throw missing(`virtualMachines/${vm}`, group);
}

/** What ARM says of a resource that is not there. */
export const missing = (path: string, group = '') =>
  refuse(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.Compute/${path}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    { by: 'gateway' },
  );

/** Names are compared without case. */
export const extensionNamed = (machine: Pick<SandboxMachine, 'extensions'>, name = ''): SandboxExtension | undefined =>
  machine.extensions.find((extension) => extension.name.toLowerCase() === name.toLowerCase());
