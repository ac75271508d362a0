import type { SandboxRequest } from './exchange.ts';
import { missingAt } from './missing.ts';
import type { SandboxExtension, SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** The machine of a path. Throws ARM's 404; for what lies below a machine, the one about the missing parent. */
export function machineOf(request: SandboxRequest, { state }: World, below?: string): SandboxMachine {
  const { subscription, group, vm } = request.params;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${vm}`;
  const machine = state.machines[id.toLowerCase()];
  if (machine !== undefined) return machine;
  throw missingAt(id, request, below);
}

/** Names are compared without case. */
export const extensionNamed = (machine: Pick<SandboxMachine, 'extensions'>, name = ''): SandboxExtension | undefined =>
  machine.extensions.find((extension) => extension.name.toLowerCase() === name.toLowerCase());
