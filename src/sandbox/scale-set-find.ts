import type { SandboxRequest } from './exchange.ts';
import { missingAt } from './missing.ts';
import { refuse } from './refusal.ts';
import type { SandboxExtension, SandboxMachine, SandboxScaleSet, SandboxState } from './state.ts';
import type { World } from './world.ts';

/** The scale set of a path. Throws ARM's 404; for what lies below a set, the one about the missing parent. */
export function scaleSetOf(request: SandboxRequest, { state }: World, below?: string): SandboxScaleSet {
  const { subscription, group, set } = request.params;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachineScaleSets/${set}`;
  const found = state.scaleSets?.[id.toLowerCase()];
  if (found !== undefined) return found;
  throw missingAt(id, request, below);
}

/** An instance with what it is called in the API of its set: a number, or the name of the virtual machine. */
export interface Instance {
  readonly instanceId: string;
  readonly machine: SandboxMachine;
}

/** Instances of a uniform set stand in it; those of a flexible one are virtual machines that name it. */
export function instancesOf(set: SandboxScaleSet, { machines }: SandboxState): readonly Instance[] {
  if (set.orchestration === 'uniform')
    return Object.entries(set.instances).map(([instanceId, machine]) => ({ instanceId, machine }));
  return Object.values(machines)
    .filter(({ scaleSet }) => scaleSet?.toLowerCase() === set.id.toLowerCase())
    .map((machine) => ({ instanceId: machine.name, machine }));
}

export function instanceOf(request: SandboxRequest, world: World): { readonly set: SandboxScaleSet } & Instance {
  const set = scaleSetOf(request, world);
  const wanted = request.params.instance ?? '';
  const found = instancesOf(set, world.state).find(
    ({ instanceId }) => instanceId.toLowerCase() === wanted.toLowerCase(),
  );
  if (found === undefined) throw notActive(wanted);
  return { set, ...found };
}

export const notActive = (instanceId: string) =>
  refuse(
    400,
    'InvalidParameter',
    `The provided instanceId ${instanceId} is not an active Virtual Machine Scale Set VM instanceId.`,
    { target: 'instanceIds' },
  );

/** Names are compared without case. */
export const modelExtension = (set: SandboxScaleSet, name = ''): SandboxExtension | undefined =>
  set.extensions.find((extension) => extension.name.toLowerCase() === name.toLowerCase());
