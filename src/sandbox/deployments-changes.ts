import { NotYet } from './arm-context.ts';
import { TemplateError } from './arm-error.ts';
import { isSecure } from './arm-parameters.ts';
import type { PlannedResource } from './arm-resources.ts';
import { hasKey, isMap, isSame, type Json, valueAt } from './arm-value.ts';
import { asker, Refused, WaitsFor } from './deployments-ask.ts';
import type { Inner } from './deployments-inner.ts';
import { bodyOf, type DeploymentPlan, isDeployment } from './deployments-plan.ts';
import type { DeploymentWish } from './deployments-request.ts';
import type { World } from './world.ts';

/** A change as what-if tells it. */
export interface WhatIfChange {
  readonly resourceId: string;
  readonly changeType: 'Create' | 'Modify' | 'NoChange' | 'Ignore' | 'Unsupported';
  readonly unsupportedReason?: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly delta?: readonly PropertyChange[];
}

interface PropertyChange {
  readonly path: string;
  readonly propertyChangeType: 'Create' | 'Modify' | 'Array';
  readonly before?: unknown;
  readonly after?: unknown;
  readonly children?: readonly PropertyChange[];
}

/** What a deployment would change, and what in its group it would leave alone. */
export async function whatIfChanges(
  { plans }: DeploymentWish,
  inner: Inner,
  authorization: string,
  world: World,
): Promise<readonly WhatIfChange[]> {
  const changes: WhatIfChange[] = [];
  for (const plan of plans)
    for (const one of plan.resources)
      if (!one.skipped && !isDeployment(one)) changes.push(await changeOf(one, plan, inner, authorization));
  return [...changes, ...ignored(plans, changes, world)];
}

async function changeOf(
  one: PlannedResource,
  plan: DeploymentPlan,
  inner: Inner,
  authorization: string,
): Promise<WhatIfChange> {
  const after = await evaluated(one, plan, inner, authorization);
  if (typeof after === 'string') return { resourceId: one.id, changeType: 'Unsupported', unsupportedReason: after };
  const answer = await inner({ method: 'GET', address: `${one.id}?api-version=${one.apiVersion}`, authorization });
  if (answer.status === 404) return { resourceId: one.id, changeType: 'Create', after };
  if (answer.status >= 300 || !isMap(answer.body))
    return {
      resourceId: one.id,
      changeType: 'Unsupported',
      unsupportedReason: `Reading the resource was answered with ${answer.status}.`,
    };
  const before = withoutSecrets(answer.body);
  const delta = deltaOf(before, after);
  return { resourceId: one.id, changeType: delta.length === 0 ? 'NoChange' : 'Modify', before, after, delta };
}

/** What stands in a request and never comes back; what says who and where it is. */
const UNSEEN = ['protectedsettings', 'protectedsettingsfromkeyvault'];
const UNCOMPARED = ['id', 'name', 'type', 'apiversion'];

function withoutSecrets(value: Json): Json {
  const shown = Object.entries(value).filter(([key]) => !UNSEEN.includes(key.toLowerCase()));
  return Object.fromEntries(shown.map(([key, inner]) => [key, isMap(inner) ? withoutSecrets(inner) : inner]));
}

/** The resource as it would be sent, or why that is not known. */
async function evaluated(
  one: PlannedResource,
  plan: DeploymentPlan,
  inner: Inner,
  authorization: string,
): Promise<Json | string> {
  const { id, type, name, apiVersion, context: own } = one;
  const work = asker({ resources: plan.resources, inner, authorization, isThere: () => false, keys: KEYS });
  try {
    const body = await work.evaluate(own, (context) => bodyOf({ ...one, context }));
    return masked(withoutSecrets({ id, type, name, apiVersion, ...body }), secretsOf(plan)) as Json;
  } catch (error) {
    if (error instanceof WaitsFor) return `It needs what is known only when '${error.id}' is deployed.`;
    if (error instanceof Refused) return `A resource that it refers to could not be read (${error.answer.status}).`;
    if (error instanceof NotYet || error instanceof TemplateError) return error.message;
    throw error;
  }
}

/** What stands for keys: nothing is deployed, so none is fetched. */
const KEYS = { primarySharedKey: '*******', secondarySharedKey: '*******' };

/** Texts in the values of secure parameters. */
function secretsOf({ bound: { parameters } }: DeploymentPlan): readonly string[] {
  const values = parameters.filter(({ type }) => isSecure(type)).map(({ given }) => given?.value);
  return values.flatMap(textsIn).filter((text) => text !== '');
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function masked(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return secrets.some((secret) => value.includes(secret)) ? '*******' : value;
  if (Array.isArray(value)) return value.map((one) => masked(one, secrets));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner, secrets)]));
}

/** What the template says and Azure does not have so. What only Azure has is its own and no change. */
function deltaOf(before: Json, after: Json, path = ''): PropertyChange[] {
  return Object.entries(after).flatMap(([key, value]): PropertyChange[] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (path === '' && UNCOMPARED.includes(key.toLowerCase())) return [];
    if (!hasKey(before, key)) return [{ path: at, propertyChangeType: 'Create', after: value }];
    const old = valueAt(before, key);
    if (isMap(old) && isMap(value)) return deltaOf(old, value, at);
    if (isAlike(old, value)) return [];
    if (Array.isArray(old) && Array.isArray(value))
      return [{ path: at, propertyChangeType: 'Array', children: elements(old, value) }];
    return [{ path: at, propertyChangeType: 'Modify', before: old, after: value }];
  });
}

/** Resource ids and regions come back in another case than they were sent. */
const isAlike = (old: unknown, value: unknown): boolean =>
  isSame(old, value) ||
  (typeof old === 'string' && typeof value === 'string' && old.toLowerCase() === value.toLowerCase());

const elements = (old: readonly unknown[], value: readonly unknown[]): PropertyChange[] =>
  value.flatMap((one, index): PropertyChange[] => {
    if (index >= old.length) return [{ path: `${index}`, propertyChangeType: 'Create', after: one }];
    if (isAlike(old[index], one)) return [];
    return [{ path: `${index}`, propertyChangeType: 'Modify', before: old[index], after: one }];
  });

/** Mode Incremental leaves alone what the template does not name; what-if lists it. */
function ignored(plans: readonly DeploymentPlan[], changes: readonly WhatIfChange[], { state }: World): WhatIfChange[] {
  const groups = new Set(
    plans.flatMap(({ bound }) => bound.context.scope.group?.id.toLowerCase() ?? []).map((id) => `${id}/providers/`),
  );
  const touched = new Set(changes.map(({ resourceId }) => resourceId.toLowerCase()));
  const all = [state.machines, state.scaleSets ?? {}, state.workspaces, state.rules].flatMap((map) =>
    Object.values(map),
  );
  return all
    .filter(
      ({ id }) => [...groups].some((group) => id.toLowerCase().startsWith(group)) && !touched.has(id.toLowerCase()),
    )
    .map(({ id }) => ({ resourceId: id, changeType: 'Ignore' }));
}
