import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import { parseResourceId, type ResourceId } from '../target/resource-id.ts';

/** Instances of a scale set that are virtual machines of their own; none of any other machine, or where the set itself cannot be read. */
export async function flexibleInstances({ id, type }: ResourceId, azure: Azure): Promise<readonly ResourceId[]> {
  if (type !== 'scale-set') return [];
  try {
    const { set } = await azure.machines.vm(id);
    return set?.orchestration === 'flexible' ? set.instances.map((one) => parseResourceId(one.id)) : [];
  } catch (error) {
    // Whoever works on the set says what is wrong with it.
    if (error instanceof Problem) return [];
    throw error;
  }
}
