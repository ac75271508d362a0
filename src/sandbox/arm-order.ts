import { atSpot, TemplateError } from './arm-error.ts';
import { spotOf } from './arm-json.ts';
import type { PlannedResource } from './arm-resources.ts';

/** Which resources (ids in lower case) each one waits for. Throws TemplateError for names that are nowhere, and for circles. */
export function orderOf(planned: readonly PlannedResource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const order = new Map(
    planned.map((one): [string, ReadonlySet<string>] => [one.id.toLowerCase(), waitsFor(one, planned)]),
  );
  refuseCircles(order, planned);
  return order;
}

function waitsFor(one: PlannedResource, planned: readonly PlannedResource[]): Set<string> {
  const named = one.dependsOn.flatMap((what) => meant(what, one, planned));
  const turns = one.after.flatMap((what) => turnOf(what, planned));
  return new Set([...named, ...turns].map(({ id }) => id.toLowerCase()));
}

/** By id, by name, by the name of a copy loop, or by `type/name`. */
function meant(what: string, from: PlannedResource, planned: readonly PlannedResource[]): readonly PlannedResource[] {
  const wanted = what.toLowerCase();
  const found = planned.filter(
    ({ id, name, type, loop }) =>
      id.toLowerCase() === wanted ||
      name.toLowerCase() === wanted ||
      loop?.toLowerCase() === wanted ||
      `${type}/${name}`.toLowerCase() === wanted ||
      id.toLowerCase().endsWith(`/providers/${wanted}`),
  );
  if (found.length > 0) return found;
  const spot = spotOf(from.source);
  throw new TemplateError(
    what.startsWith('/')
      ? `The resource '${what}' is not defined in the template. Please see https://aka.ms/arm-syntax for usage details.`
      : `The template resource '${from.name}' ${atSpot(spot)} reference to '${what}' is not valid: could not find template resource or resource copy with this name. Please see https://aka.ms/arm-syntax-resources for usage details.`,
    { spot },
  );
}

/** All turns of a serial loop up to the one that is named, which wait for one another. */
function turnOf(what: string, planned: readonly PlannedResource[]): readonly PlannedResource[] {
  const [name, turn] = what.split('#');
  return planned.filter(
    ({ loop, context }) => loop?.toLowerCase() === name && (context.loops[name ?? ''] ?? 0) <= Number(turn),
  );
}

function refuseCircles(order: ReadonlyMap<string, ReadonlySet<string>>, planned: readonly PlannedResource[]): void {
  const left = new Map(order);
  for (;;) {
    const free = [...left].filter(([, before]) => [...before].every((one) => !left.has(one)));
    if (free.length === 0) break;
    for (const [id] of free) left.delete(id);
  }
  const one = planned.find(({ id }) => left.has(id.toLowerCase()));
  if (one !== undefined)
    throw new TemplateError(
      `Circular dependency detected on resource: '${one.id}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
      { spot: spotOf(one.source) },
    );
}
