import type { Azure } from '../ports.ts';
import { EXIT, type Fix, Problem } from '../problem.ts';
import { ALL_MACHINES, MACHINES_NAMED } from '../target/graph-queries.ts';
import { nearest } from '../target/nearest.ts';
import { parseResourceId, type ResourceId } from '../target/resource-id.ts';
import type { Subscription } from '../target/scope.ts';
import type { Target } from '../target/target.ts';

type Named = Extract<Target, { kind: 'azure' }>;

const VM = 'microsoft.compute/virtualmachines';

/**
 * Which virtual machine of Azure a target means. `subscriptions` are ids; none: all that can be seen. A group and one subscription tell
 * the id already: nothing is asked then, and a machine that is not there shows when it is read.
 * Throws AZMON-TARGET-NOT-FOUND (11), AZMON-TARGET-AMBIGUOUS (2), AZMON-TRANSPORT-AZURE (2) for what is no single virtual machine, and
 * what Azure throws.
 */
export async function locateTarget(
  target: Target,
  azure: Azure,
  subscriptions: readonly string[],
): Promise<ResourceId> {
  refuseOtherKinds(target);
  if (target.kind === 'resource') return parseResourceId(target.id);
  if (target.kind !== 'azure') throw new TypeError(`not an Azure target: ${target.kind}`);
  return idOf(target, subscriptions) ?? (await byName(target, azure, subscriptions));
}

/** Throws AZMON-TRANSPORT-AZURE (2) for what Azure knows and is no single virtual machine. Asks nobody. */
export function refuseOtherKinds(target: Target): void {
  const type = target.kind === 'resource' ? parseResourceId(target.id).type : target.kind === 'arc' ? 'arc' : 'vm';
  if (type !== 'vm') throw notYet(target, type);
}

function idOf({ group, name }: Named, [subscription, second]: readonly string[]): ResourceId | undefined {
  if (group === undefined || subscription === undefined || second !== undefined) return undefined;
  return parseResourceId(
    `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
  );
}

async function byName(target: Named, azure: Azure, subscriptions: readonly string[]): Promise<ResourceId> {
  const query = MACHINES_NAMED.text({ type: VM, name: target.name });
  const namesakes: ResourceId[] = [];
  for await (const rows of azure.resources.graph(query, subscriptions))
    namesakes.push(...rows.map(({ id }) => parseResourceId(String(id))));
  const found = namesakes.filter(
    ({ group }) => target.group === undefined || group.toLowerCase() === target.group.toLowerCase(),
  );
  const [only, second] = found;
  if (only === undefined) throw await notFound(target, namesakes, azure, subscriptions);
  if (second !== undefined) throw ambiguous(target, found);
  return only;
}

/** How many are named in an error; the rest is only counted. */
const NAMED = 6;

const listed = (texts: readonly string[]): string =>
  texts.length <= NAMED ? texts.join(', ') : `${texts.slice(0, NAMED).join(', ')} and ${texts.length - NAMED} more`;

async function notFound(
  target: Named,
  namesakes: readonly ResourceId[],
  azure: Azure,
  subscriptions: readonly string[],
): Promise<Problem> {
  const [places, meant] = await Promise.all([
    placesOf(azure, subscriptions),
    namesakes.length > 0 ? undefined : alike(target.name, azure, subscriptions),
  ]);
  const groups = namesakes.map(({ group, name }) => `azure:${group}/${name}`);
  const hint: readonly Fix[] =
    groups.length > 0
      ? [{ text: `there is one of that name elsewhere: ${listed(groups)}` }]
      : meant === undefined
        ? []
        : [{ text: `did you mean azure:${meant}?` }];
  return new Problem({
    code: 'AZMON-TARGET-NOT-FOUND',
    exit: EXIT['not-found'],
    message: `no virtual machine ${target.name} was found${target.group === undefined ? '' : ` in the group ${target.group}`}`,
    why: `looked in ${places.where}; a machine made in the last minutes may not be listed yet`,
    fix: [
      ...hint,
      ...(places.others.length === 0
        ? []
        : [
            {
              text: `it may be in another subscription that you can see: --subscription ${listed(places.others.map(quoted))}`,
            },
          ]),
      { text: 'see who is signed in, and what that account can see', command: 'azmon login status' },
      { text: 'a new machine is found at once by its resource id' },
    ],
    target: target.key,
  });
}

interface Places {
  readonly where: string;
  /** Names of the subscriptions that were left out. */
  readonly others: readonly string[];
}

/** Names of the subscriptions that were looked in; their ids where they cannot be listed. */
async function placesOf(azure: Azure, subscriptions: readonly string[]): Promise<Places> {
  const seen = await orNone(() => azure.resources.subscriptions());
  const isAsked = ({ id }: Subscription): boolean =>
    subscriptions.length === 0 || subscriptions.includes(id.toLowerCase());
  const names = seen.filter(isAsked).map(({ name }) => name);
  const others = seen.filter((one) => !isAsked(one)).map(({ name }) => name);
  if (names.length > 0)
    return { where: `${names.length === 1 ? 'the subscription' : 'the subscriptions'} ${listed(names)}`, others };
  return { where: subscriptions.length === 0 ? 'every subscription you can see: none' : listed(subscriptions), others };
}

const quoted = (name: string): string => (/^[\w.-]+$/.test(name) ? name : `"${name}"`);

/** A hint is not worth an error of its own. */
async function orNone<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [];
  }
}

const firstNames = new WeakMap<Azure, Map<string, Promise<readonly string[]>>>();

/** A name that was likely meant, among the first thousand machines; asked once a run, however many names are wrong. */
async function alike(name: string, azure: Azure, subscriptions: readonly string[]): Promise<string | undefined> {
  const known = firstNames.get(azure) ?? new Map<string, Promise<readonly string[]>>();
  firstNames.set(azure, known);
  const key = subscriptions.join();
  const names = known.get(key) ?? someNames(azure, subscriptions);
  known.set(key, names);
  return nearest(name, await names);
}

const someNames = (azure: Azure, subscriptions: readonly string[]): Promise<readonly string[]> =>
  orNone(async () => {
    for await (const rows of azure.resources.graph(ALL_MACHINES.text({}), subscriptions))
      return rows.filter(({ type }) => String(type).toLowerCase() === VM).map((row) => String(row.name));
    return [];
  });

function ambiguous(target: Named, found: readonly ResourceId[]): Problem {
  const sameGroup = new Set(found.map(({ group }) => group.toLowerCase())).size < found.length;
  return new Problem({
    code: 'AZMON-TARGET-AMBIGUOUS',
    exit: EXIT.usage,
    message: `${found.length} virtual machines are named ${target.name}`,
    why: listed(found.map(({ id }) => id)),
    fix: [
      sameGroup
        ? { text: 'name one of them by its resource id, or its subscription by --subscription' }
        : { text: `name its group too: azure:${found[0]?.group ?? 'group'}/${target.name}` },
    ],
    target: target.key,
  });
}

const KINDS = {
  arc: {
    message: 'an Azure Arc machine cannot be looked at through Azure yet',
    why: 'the way through Azure Arc is not part of this version',
    fix: [{ text: 'reach it by ssh', command: 'azmon check ssh://user@host' }],
  },
  'scale-set': {
    message: 'a scale set is not one machine',
    why: 'its instances are made from one model and come and go; azmon looks at single machines',
    fix: [
      { text: 'name an instance of it: those of flexible orchestration are virtual machines with ids of their own' },
    ],
  },
} as const;

const notYet = (target: Target, kind: keyof typeof KINDS): Problem =>
  new Problem({
    code: 'AZMON-TRANSPORT-AZURE',
    exit: EXIT.usage,
    ...KINDS[kind],
    fix: [
      ...KINDS[kind].fix,
      {
        text: 'or run this script on it, and hand what it prints to azmon check --facts',
        command: 'azmon probe linux',
      },
    ],
    target: target.key,
  });
