import { isDeepStrictEqual } from 'node:util';
import type { RuleProperties } from './base-set.ts';

/** Parts of a rule that Azure writes; they are neither compared nor sent. */
const READ_ONLY = ['immutableId', 'provisioningState', 'endpoints', 'metadata', 'ingestionQuotas'];

type Named = Readonly<Record<string, unknown>>;

/** The rule holds all that is wanted, each under its name; more may be in it. */
export function holds(properties: RuleProperties, wanted: RuleProperties): boolean {
  return isDeepStrictEqual(canonical(merged(properties, wanted)), canonical(writable(properties)));
}

/**
 * The rule with what is wanted put into it: sources and destinations by name, a flow where it is missing. All else stays, what azmon
 * does not know included, because a PUT replaces the whole document.
 */
export function merged(properties: RuleProperties, wanted: RuleProperties): RuleProperties {
  const now = writable(properties);
  return {
    ...now,
    dataSources: mergedLists(groups(now.dataSources), groups(wanted.dataSources)),
    destinations: mergedLists(groups(now.destinations), groups(wanted.destinations)),
    dataFlows: mergedFlows(items(now.dataFlows), items(wanted.dataFlows)),
  };
}

/**
 * Two rules collect the same and send it to the same place, under whatever names; neither does anything besides.
 */
export function collectsTheSame(a: RuleProperties, b: RuleProperties): boolean {
  return isDeepStrictEqual(nameless(a), nameless(b));
}

function writable(properties: RuleProperties): RuleProperties {
  const kept = Object.entries(properties).filter(([name, value]) => !READ_ONLY.includes(name) && value !== null);
  const { destinations, ...rest } = Object.fromEntries(kept);
  return destinations === undefined ? rest : { ...rest, destinations: withoutGuids(groups(destinations)) };
}

/** `workspaceId` of a destination is Azure's own addition. */
const withoutGuids = (destinations: Named): Named => without('workspaceId', destinations);

/** Lists of things by kind, with one member taken off each thing. */
const without = (member: string, lists: Named): Named =>
  Object.fromEntries(
    Object.entries(lists).map(([kind, list]) => [
      kind,
      Array.isArray(list) ? list.map((one) => cut(member, one)) : list,
    ]),
  );

const cut = (member: string, thing: unknown): unknown =>
  isNamed(thing) ? Object.fromEntries(Object.entries(thing).filter(([name]) => name !== member)) : thing;

const isNamed = (value: unknown): value is Named =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const groups = (value: unknown): Named => (isNamed(value) ? value : {});

/** What is no object has no place in such a list. */
const items = (value: unknown): readonly Named[] => (Array.isArray(value) ? value.filter(isNamed) : []);

/** Lists of named things, by kind: those that are wanted take the place of those of the same name. */
function mergedLists(now: Named, wanted: Named): Named {
  const changed = Object.entries(wanted).map(
    ([kind, list]) => [kind, mergedList(items(now[kind]), items(list))] as const,
  );
  return { ...now, ...Object.fromEntries(changed) };
}

function mergedList(now: readonly Named[], wanted: readonly Named[]): readonly Named[] {
  const names = wanted.map(({ name }) => name);
  return [...now.filter(({ name }) => !names.includes(name)), ...wanted];
}

function mergedFlows(now: readonly Named[], wanted: readonly Named[]): readonly Named[] {
  const missing = wanted.filter((flow) => !now.some((one) => isDeepStrictEqual(canonical(one), canonical(flow))));
  return [...now, ...missing];
}

/** The same whatever the order of lists and the case of resource ids. */
function canonical(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('/') ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(canonical).sort(byText);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, canonical(inner)]));
}

const byText = (a: unknown, b: unknown): number => {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};

/** Without names: destinations are what they point to, and every stream knows where it goes. */
function nameless(properties: RuleProperties): unknown {
  const { description: _, dataSources, destinations, dataFlows, ...rest } = writable(properties);
  const places = items(groups(destinations).logAnalytics);
  const place = (name: unknown): unknown => places.find((one) => one.name === name)?.workspaceResourceId ?? name;
  const flows = items(dataFlows).flatMap(({ streams, destinations: to, ...more }) =>
    asTexts(streams).flatMap((stream) => asTexts(to).map((name) => ({ stream, to: place(name), ...more }))),
  );
  const sources = Object.fromEntries(
    Object.entries(without('name', groups(dataSources))).filter(([, list]) => items(list).length > 0),
  );
  return canonical({ ...rest, sources, places: without('name', groups(destinations)), flows });
}

const asTexts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
