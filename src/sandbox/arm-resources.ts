import type { ArmContext } from './arm-context.ts';
import { NotYet } from './arm-context.ts';
import { atSpot, TemplateError } from './arm-error.ts';
import { evaluateAll, loop } from './arm-evaluate.ts';
import { spotOf } from './arm-json.ts';
import type { BoundTemplate } from './arm-template.ts';
import { isMap, type Json } from './arm-value.ts';

/** A resource of a template, one turn of its copy loop, with what must be known before it is deployed. */
export interface PlannedResource {
  readonly id: string;
  /** `Microsoft.Compute/virtualMachines/extensions` */
  readonly type: string;
  /** `vm/extension` */
  readonly name: string;
  readonly apiVersion: string;
  /** As the template has it. */
  readonly source: Json;
  /** In which its expressions are evaluated. */
  readonly context: ArmContext;
  /** Names and ids, as the template says. */
  readonly dependsOn: readonly string[];
  /** Name of the copy loop. */
  readonly loop?: string;
  /** Turn of a serial loop that must be over before. */
  readonly after: readonly string[];
  /** Its condition does not hold: it is there to be depended on, and not deployed. */
  readonly skipped: boolean;
}

/** The most resources of a template: docs "Best practices for templates". */
const MOST = 800;

/** All resources of a template, in its order. Throws TemplateError. */
export function planResources({ template, context }: BoundTemplate): readonly PlannedResource[] {
  const planned = below(template.resources as readonly unknown[], context);
  if (planned.length > MOST)
    throw new TemplateError(
      `The number of template resources limit exceeded. Limit: '${MOST}' and actual: '${planned.length}'.`,
    );
  const seen = new Set<string>();
  for (const { id, source } of planned) {
    if (seen.has(id.toLowerCase()))
      throw new TemplateError(
        `The resource '${id}' ${atSpot(spotOf(source))} is defined multiple times in a template. Please see https://aka.ms/arm-syntax-resources for usage details.`,
        { spot: spotOf(source) },
      );
    seen.add(id.toLowerCase());
  }
  return planned;
}

interface Parent {
  readonly type: string;
  readonly name: string;
}

function below(resources: readonly unknown[], context: ArmContext, parent?: Parent): PlannedResource[] {
  return resources.flatMap((source) => {
    if (!isMap(source)) throw new TemplateError('A template resource is no object.');
    return copiesOf(source, context).flatMap((copy) => located(source, () => planned(source, copy, parent)));
  });
}

interface Copy {
  readonly context: ArmContext;
  readonly loop?: string;
  /** Where it runs serially: how many at a time, and which turn this is. */
  readonly serial?: { readonly batch: number; readonly turn: number };
}

function copiesOf(source: Json, context: ArmContext): Copy[] {
  const { copy } = source;
  if (!isMap(copy)) return [{ context }];
  const name = String(evaluateAll(copy.name, context));
  const batch = String(copy.mode ?? '').toLowerCase() === 'serial' ? Number(copy.batchSize ?? 1) : 0;
  return loop(name, evaluateAll(copy.count, context), context).map((inside, turn) => ({
    ...{ context: inside, loop: name },
    ...(batch > 0 ? { serial: { batch, turn } } : {}),
  }));
}

/** What is wrong with a resource is said with its name and place. */
function located<T>(source: Json, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const spot = spotOf(source);
    const name = String(source.name ?? '');
    const at = `The template resource '${name}' ${atSpot(spot)} is not valid: `;
    if (error instanceof NotYet)
      throw new TemplateError(
        `${at}The template function '${error.call.replace(/\(.*/s, '')}' is not expected at this location. Please see https://aka.ms/arm-functions for usage details.`,
        { spot },
      );
    if (error instanceof TemplateError && error.spot === undefined)
      throw new TemplateError(`${at}${error.message}`, {
        code: error.code,
        spot,
        path: error.path ?? 'properties.template.resources',
      });
    throw error;
  }
}

function planned(source: Json, { context, loop: name, serial }: Copy, parent: Parent | undefined): PlannedResource[] {
  const own = {
    type:
      parent === undefined || String(source.type).includes('.')
        ? String(source.type)
        : `${parent.type}/${String(source.type)}`,
    name: `${parent === undefined ? '' : `${parent.name}/`}${textOf('name', source, context)}`,
  };
  const resource: PlannedResource = {
    ...{ ...own, id: idOf(own, source, context), apiVersion: textOf('apiVersion', source, context), source, context },
    dependsOn: dependsOf(source, context),
    ...(name === undefined ? {} : { loop: name }),
    after: serial === undefined || name === undefined || serial.turn < serial.batch ? [] : [turnBefore(name, serial)],
    skipped: evaluateAll(source.condition ?? true, context) === false,
  };
  const children = Array.isArray(source.resources) ? below(source.resources, context, own) : [];
  return [resource, ...children];
}

/** `loop#3`: the turn that ends the batch before. */
const turnBefore = (name: string, { batch, turn }: { batch: number; turn: number }): string =>
  `${name.toLowerCase()}#${Math.floor(turn / batch) * batch - 1}`;

function textOf(what: string, source: Json, context: ArmContext): string {
  const value = evaluateAll(source[what], context);
  if (typeof value === 'string' && value !== '') return value;
  throw new TemplateError(
    `the property '${what}' is missing or no text. Please see https://aka.ms/arm-template for usage details.`,
  );
}

function dependsOf(source: Json, context: ArmContext): string[] {
  const list = evaluateAll(source.dependsOn ?? [], context);
  return (Array.isArray(list) ? list.flat() : [list]).map(String);
}

const DEPLOYMENTS = 'microsoft.resources/deployments';

/** Types and names take turns behind the namespace; in front stands where it is deployed. */
function idOf({ type, name }: Parent, source: Json, context: ArmContext): string {
  const [namespace = '', ...types] = type.split('/');
  const names = name.split('/');
  if (types.length !== names.length)
    throw new TemplateError(
      `The template resource '${name}' for type '${type}' has incorrect segment lengths. A nested resource type must have identical number of segments as its resource name. A root resource type must have segment length one greater than its resource name. Please see https://aka.ms/arm-syntax-resources for usage details.`,
    );
  const above = aboveOf(type, source, context);
  if (type.toLowerCase() === 'microsoft.resources/resourcegroups') return `${above}/resourceGroups/${name}`;
  return `${above}/providers/${namespace}${types.map((one, index) => `/${one}/${names[index]}`).join('')}`;
}

function aboveOf(type: string, source: Json, context: ArmContext): string {
  const { scope } = context;
  if (type.toLowerCase() === DEPLOYMENTS) {
    const subscription = String(evaluateAll(source.subscriptionId ?? scope.subscription.id, context));
    const group = evaluateAll(source.resourceGroup, context);
    if (typeof group === 'string') return `/subscriptions/${subscription}/resourceGroups/${group}`;
    return source.subscriptionId === undefined ? scope.id : `/subscriptions/${subscription}`;
  }
  if (source.scope === undefined) return scope.id;
  const within = String(evaluateAll(source.scope, context));
  return within.startsWith('/') ? within.replace(/\/$/, '') : `${scope.id}/providers/${within}`;
}
