import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import { MACHINES_NAMED } from '../target/graph-queries.ts';
import { parseResourceId, type ResourceId } from '../target/resource-id.ts';
import type { Target } from '../target/target.ts';
import { locateTarget } from './locate.ts';

/**
 * Which machine of Azure a target means, virtual or connected through Azure Arc: status and verify read both. Throws as locateTarget,
 * AZMON-STATUS-TARGET (2) for what Azure is not asked about, and what Azure throws.
 */
export async function azureMachine(
  target: Target,
  azure: Azure,
  subscriptions: readonly string[],
): Promise<ResourceId> {
  if (target.kind === 'arc') return arcMachine(target, azure, subscriptions);
  if (target.kind === 'resource' && parseResourceId(target.id).type === 'arc') return parseResourceId(target.id);
  if (target.kind === 'azure' || target.kind === 'resource') return locateTarget(target, azure, subscriptions);
  throw new Problem({
    code: 'AZMON-STATUS-TARGET',
    exit: EXIT.usage,
    message: `${target.key} is not named as a machine of Azure`,
    why: 'what runs there and whether it reports is read from Azure, and nobody logs in to the machine',
    fix: [
      { text: 'name it as Azure does: azure:NAME, arc:NAME or its resource id' },
      {
        text: 'a machine outside Azure shows in the status of its workspace',
        command: 'azmon status --workspace NAME',
      },
    ],
  });
}

type Arc = Extract<Target, { kind: 'arc' }>;

async function arcMachine(target: Arc, azure: Azure, subscriptions: readonly string[]): Promise<ResourceId> {
  const query = MACHINES_NAMED.text({ type: 'microsoft.hybridcompute/machines', name: target.name });
  const found: ResourceId[] = [];
  for await (const rows of azure.resources.graph(query, subscriptions))
    found.push(...rows.map(({ id }) => parseResourceId(String(id))));
  const inGroup = found.filter(
    ({ group }) => target.group === undefined || group.toLowerCase() === target.group.toLowerCase(),
  );
  const [only, second] = inGroup;
  if (only === undefined) throw notFound(target);
  if (second !== undefined) throw ambiguous(target, inGroup);
  return only;
}

const notFound = ({ key, name }: Arc): Problem =>
  new Problem({
    code: 'AZMON-TARGET-NOT-FOUND',
    exit: EXIT['not-found'],
    message: `no Azure Arc machine ${name} was found`,
    why: 'a machine connected in the last minutes may not be listed yet',
    fix: [{ text: 'see who is signed in, and what that account can see', command: 'azmon login status' }],
    target: key,
  });

const ambiguous = ({ key, name }: Arc, found: readonly ResourceId[]): Problem =>
  new Problem({
    code: 'AZMON-TARGET-AMBIGUOUS',
    exit: EXIT.usage,
    message: `${found.length} Azure Arc machines are named ${name}`,
    why: found.map(({ id }) => id).join(', '),
    fix: [{ text: 'name one of them by its resource id' }],
    target: key,
  });
