import type { SandboxMachine, SandboxScaleSet, SandboxState } from './state.ts';

/** Every machine that runs something: virtual machines, Azure Arc machines, and the instances of uniform scale sets. */
export const everyMachine = ({ machines, scaleSets = {} }: SandboxState): readonly SandboxMachine[] => [
  ...Object.values(machines),
  ...Object.values(scaleSets).flatMap(({ instances }) => Object.values(instances)),
];

/** The machine of an id in any case: an instance of a uniform set by its own. */
export function machineById(id: string, state: SandboxState): SandboxMachine | undefined {
  const key = id.toLowerCase();
  const [, set, instance] = INSTANCE.exec(key) ?? [];
  return state.machines[key] ?? (set === undefined ? undefined : state.scaleSets?.[set]?.instances[instance ?? '']);
}

const INSTANCE = /^(.+\/virtualmachinescalesets\/[^/]+)\/virtualmachines\/([^/]+)$/;

/** What a data collection rule is associated with for a machine: itself, or the uniform scale set that it is an instance of. */
export const associatedId = (id: string): string => INSTANCE.exec(id.toLowerCase())?.[1] ?? id.toLowerCase();

/** Whatever can be associated with a rule: a machine of any kind, or a scale set. */
export const associable = (id: string, state: SandboxState): SandboxMachine | SandboxScaleSet | undefined =>
  state.machines[id.toLowerCase()] ?? state.scaleSets?.[id.toLowerCase()];
