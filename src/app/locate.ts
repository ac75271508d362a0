import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import { MACHINES_NAMED } from '../target/graph-queries.ts';
import { parseResourceId, type ResourceId } from '../target/resource-id.ts';
import type { Target } from '../target/target.ts';

/**
 * Which machine of Azure a target means. `subscriptions` are ids; none: all that can be seen.
 * Throws AZMON-TARGET-NOT-FOUND (11), AZMON-TARGET-AMBIGUOUS (2), AZMON-TRANSPORT-AZURE (2), and what Azure throws.
 */
export async function locateTarget(
  target: Target,
  azure: Azure,
  subscriptions: readonly string[],
): Promise<ResourceId> {
  if (target.kind === 'resource') return parseResourceId(target.id);
  if (target.kind !== 'azure') throw new TypeError(`not an Azure target: ${target.kind}`);
  const query = MACHINES_NAMED.text({ type: 'microsoft.compute/virtualmachines', name: target.name });
  const found: ResourceId[] = [];
  for await (const rows of azure.resources.graph(query, subscriptions))
    found.push(...rows.map(({ id }) => parseResourceId(String(id))));
  const [first] = found.filter(
    ({ group }) => target.group === undefined || group.toLowerCase() === target.group.toLowerCase(),
  );
  if (first === undefined)
    throw new Problem({
      code: 'AZMON-TARGET-NOT-FOUND',
      exit: EXIT['not-found'],
      message: `there is no virtual machine ${target.name}`,
    });
  return first;
}

/** Subscriptions as users name them, by id or name, as ids. Throws AZMON-SUBSCRIPTION-UNKNOWN (11), AZMON-SUBSCRIPTION-AMBIGUOUS (2). */
export async function subscriptionsOf(texts: readonly string[], _azure: Azure): Promise<readonly string[]> {
  return texts;
}
