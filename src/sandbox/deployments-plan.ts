import type { DeploymentScope } from './arm-context.ts';
import { evaluateAll } from './arm-evaluate.ts';
import { orderOf } from './arm-order.ts';
import { type PlannedResource, planResources } from './arm-resources.ts';
import { type BoundTemplate, bindTemplate } from './arm-template.ts';
import { isMap, type Json } from './arm-value.ts';
import { scopeOf } from './deployments-scope.ts';
import type { World } from './world.ts';

/** What a deployment is going to do. */
export interface DeploymentPlan {
  readonly bound: BoundTemplate;
  readonly resources: readonly PlannedResource[];
  /** By id in lower case: what it waits for. */
  readonly order: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads the properties of a deployment. Throws TemplateError. */
export function planOf(properties: Json, scope: DeploymentScope): DeploymentPlan {
  const bound = bindTemplate(properties, scope);
  const resources = planResources(bound);
  return { bound, resources, order: orderOf(resources) };
}

export const isDeployment = ({ type }: Pick<PlannedResource, 'type'>): boolean =>
  type.toLowerCase() === 'microsoft.resources/deployments';

/** What stands beside a resource in a template and is not sent to its provider. */
const OWN = [
  'type',
  'name',
  'apiversion',
  'dependson',
  'condition',
  'copy',
  'comments',
  'scope',
  'resources',
  'metadata',
];
const OF_DEPLOYMENTS = ['resourcegroup', 'subscriptionid'];

/** The body of a resource's PUT. What a nested template of inner scope holds is left to it. */
export function bodyOf(resource: PlannedResource): Json {
  const nested = isDeployment(resource);
  const left = nested ? [...OWN, ...OF_DEPLOYMENTS] : OWN;
  const kept = Object.entries(resource.source).filter(([name]) => !left.includes(name.toLowerCase()));
  const body = Object.fromEntries(kept);
  const { properties } = body;
  if (!nested || !isMap(properties) || !isInner(properties)) return evaluateAll(body, resource.context) as Json;
  const { template, ...others } = properties;
  const evaluated = evaluateAll({ ...body, properties: others }, resource.context) as { properties: Json };
  return { ...evaluated, properties: { ...evaluated.properties, template } };
}

function isInner({ expressionEvaluationOptions: options }: Json): boolean {
  return isMap(options) && String(options.scope).toLowerCase() === 'inner';
}

/** A plan with those of the deployments nested in it, as far as they can be known before. */
export function plansOf(plan: DeploymentPlan, world: Pick<World, 'state' | 'origin'>): readonly DeploymentPlan[] {
  const nested = plan.resources.filter((one) => !one.skipped && isDeployment(one));
  return [
    plan,
    ...nested.flatMap((one) => {
      const { properties } = bodyOf({ ...one, context: { ...one.context, unknown: 'escaped' } });
      if (!isMap(properties)) return [];
      return plansOf(planOf(properties, scopeOf(one.id, undefined, world)), world);
    }),
  ];
}
