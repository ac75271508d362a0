import type { Azure } from '../ports.ts';
import { EXIT, type Fix, Problem } from '../problem.ts';
import { ALL_MACHINES, MACHINES_NAMED } from '../target/graph-queries.ts';
import { MACHINE_KINDS, type MachineKind } from '../target/machine-kind.ts';
import { nearest } from '../target/nearest.ts';
import { parseResourceId, type ResourceId } from '../target/resource-id.ts';
import type { Subscription } from '../target/scope.ts';
import type { Target } from '../target/target.ts';

type Named = Extract<Target, { kind: 'azure' | 'arc' | 'vmss' }>;

/**
 * Which machine of Azure a target means: virtual, connected through Azure Arc, or a scale set. `subscriptions` are ids; none: all that can
 * be seen. A group and one subscription tell the id already: nothing is asked then, and a machine that is not there shows when it is read.
 * Throws AZMON-TARGET-NOT-FOUND (11), AZMON-TARGET-AMBIGUOUS (2), and what Azure throws.
 */
export async function locateTarget(
  target: Target,
  azure: Azure,
  subscriptions: readonly string[],
): Promise<ResourceId> {
  if (target.kind === 'resource') return parseResourceId(target.id);
  if (!isNamed(target)) throw new TypeError(`not an Azure target: ${target.kind}`);
  return idOf(target, subscriptions) ?? (await byName(target, azure, subscriptions));
}

const isNamed = (target: Target): target is Named => target.kind in BY_PREFIX;

const BY_PREFIX: Readonly<Record<Named['kind'], MachineKind>> = {
  azure: MACHINE_KINDS.vm,
  arc: MACHINE_KINDS.arc,
  vmss: MACHINE_KINDS['scale-set'],
};

function idOf({ kind, group, name }: Named, [subscription, second]: readonly string[]): ResourceId | undefined {
  if (group === undefined || subscription === undefined || second !== undefined) return undefined;
  return parseResourceId(
    `/subscriptions/${subscription}/resourceGroups/${group}/providers/${BY_PREFIX[kind].path}/${name}`,
  );
}

async function byName(target: Named, azure: Azure, subscriptions: readonly string[]): Promise<ResourceId> {
  const query = MACHINES_NAMED.text({ type: BY_PREFIX[target.kind].type, name: target.name });
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
    namesakes.length > 0 ? undefined : alike(target, azure, subscriptions),
  ]);
  const groups = namesakes.map(({ group, name }) => `${target.kind}:${group}/${name}`);
  const hint: readonly Fix[] =
    groups.length > 0
      ? [{ text: `there is one of that name elsewhere: ${listed(groups)}` }]
      : meant === undefined
        ? []
        : [{ text: `did you mean ${target.kind}:${meant}?` }];
  return new Problem({
    code: 'AZMON-TARGET-NOT-FOUND',
    exit: EXIT['not-found'],
    message: `no ${BY_PREFIX[target.kind].title} ${target.name} was found${target.group === undefined ? '' : ` in the group ${target.group}`}`,
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
async function alike(
  { kind, name }: Named,
  azure: Azure,
  subscriptions: readonly string[],
): Promise<string | undefined> {
  const known = firstNames.get(azure) ?? new Map<string, Promise<readonly string[]>>();
  firstNames.set(azure, known);
  const key = [kind, ...subscriptions].join();
  const names = known.get(key) ?? someNames(BY_PREFIX[kind], azure, subscriptions);
  known.set(key, names);
  return nearest(name, await names);
}

const someNames = (kind: MachineKind, azure: Azure, subscriptions: readonly string[]): Promise<readonly string[]> =>
  orNone(async () => {
    for await (const rows of azure.resources.graph(ALL_MACHINES.text({}), subscriptions))
      return rows.filter(({ type }) => String(type).toLowerCase() === kind.type).map((row) => String(row.name));
    return [];
  });

function ambiguous(target: Named, found: readonly ResourceId[]): Problem {
  const sameGroup = new Set(found.map(({ group }) => group.toLowerCase())).size < found.length;
  return new Problem({
    code: 'AZMON-TARGET-AMBIGUOUS',
    exit: EXIT.usage,
    message: `${found.length} ${BY_PREFIX[target.kind].title}s are named ${target.name}`,
    why: listed(found.map(({ id }) => id)),
    fix: [
      sameGroup
        ? { text: 'name one of them by its resource id, or its subscription by --subscription' }
        : { text: `name its group too: ${target.kind}:${found[0]?.group ?? 'group'}/${target.name}` },
    ],
    target: target.key,
  });
}
