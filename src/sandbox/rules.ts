import { randomUUID } from 'node:crypto';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal, refuse } from './refusal.ts';
import type { Route } from './route.ts';
import { ruleTrouble } from './rule-trouble.ts';
import type { SandboxRule } from './state.ts';
import type { World } from './world.ts';

export const RULE_VERSIONS = ['2021-04-01', '2021-09-01-preview', '2022-06-01', '2023-03-11', '2024-03-11'];
const NAMESPACE = 'providers/Microsoft.Insights/dataCollectionRules';
const BY_GROUP = `/subscriptions/:subscription/resourceGroups/:group/${NAMESPACE}`;
const ONE = `${BY_GROUP}/:name`;
const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
  ...{ method, path, versions: RULE_VERSIONS, audience: 'arm' as const, answer },
});

export const RULE_ROUTES: readonly Route[] = [
  route('GET', `/subscriptions/:subscription/${NAMESPACE}`, list),
  route('GET', BY_GROUP, list),
  route('GET', ONE, (request, world) => ({ status: 200, body: shown(found(request, world)) })),
  route('PUT', ONE, put),
  route('DELETE', ONE, remove),
];

const idOf = ({ params: { subscription, group, name } }: SandboxRequest): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/${NAMESPACE}/${name}`;

function found(request: SandboxRequest, { state }: World): SandboxRule {
  const rule = state.rules[idOf(request).toLowerCase()];
  if (rule !== undefined) return rule;
  const { name, group } = request.params;
  throw refuse(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.Insights/dataCollectionRules/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    { by: 'gateway' },
  );
}

function list({ params: { subscription, group } }: SandboxRequest, { state }: World): SandboxAnswer {
  const value = Object.values(state.rules).filter(
    (rule) =>
      rule.subscription === subscription?.toLowerCase() &&
      (group === undefined || rule.group.toLowerCase() === group.toLowerCase()),
  );
  return { status: 200, body: { value: value.map(shown) } };
}

interface Body {
  readonly location?: string;
  readonly kind?: SandboxRule['kind'];
  readonly tags?: Record<string, string>;
  readonly properties?: Record<string, unknown>;
}

/** A PUT replaces the whole rule: what it does not say is gone. */
function put(request: SandboxRequest, world: World): SandboxAnswer {
  const { location, kind, tags = {}, properties = {} } = (request.body ?? {}) as Body;
  if (typeof location !== 'string' || location === '')
    return refusal(400, 'LocationRequired', 'The location property is required for this definition.', {
      by: 'gateway',
    });
  const details = ruleTrouble(request.body, world.state);
  if (details.length > 0) return refusal(400, 'InvalidPayload', 'Data collection rule is invalid', { details });
  const id = idOf(request);
  const old = world.state.rules[id.toLowerCase()];
  const rule: SandboxRule = {
    ...{ id: old?.id ?? id, subscription: (request.params.subscription ?? '').toLowerCase() },
    ...{ group: old?.group ?? request.params.group ?? '', name: old?.name ?? request.params.name ?? '' },
    immutableId: old?.immutableId ?? `dcr-${randomUUID().replaceAll('-', '')}`,
    ...{ location, ...(kind === undefined ? {} : { kind }), tags, properties: withoutReadOnly(properties) },
    ...(old?.provisionedBy === undefined ? {} : { provisionedBy: old.provisionedBy }),
  };
  world.state.rules[id.toLowerCase()] = rule;
  return { status: old === undefined ? 201 : 200, body: shown(rule) };
}

function withoutReadOnly({
  immutableId: _,
  provisioningState: __,
  metadata: ___,
  ...rest
}: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

/** Refused while machines are tied to it, unless these ties are to go as well. */
function remove(request: SandboxRequest, { state }: World): SandboxAnswer {
  const id = idOf(request).toLowerCase();
  if (state.rules[id] === undefined) return { status: 204 };
  const ties = Object.entries(state.associations).filter(([, { rule }]) => rule?.toLowerCase() === id);
  if (ties.length > 0 && request.query.get('deleteAssociations') !== 'true')
    return refusal(
      400,
      'AssociationsExist',
      `Data collection rule has ${ties.length} associations. Delete them first, or set deleteAssociations to true.`,
    );
  for (const [key] of ties) delete state.associations[key];
  delete state.rules[id];
  return { status: 200 };
}

const shown = ({ id, name, location, kind, tags, properties, immutableId, provisionedBy }: SandboxRule): object => ({
  properties: {
    ...{ immutableId, ...properties, provisioningState: 'Succeeded' },
    ...(provisionedBy === undefined ? {} : { metadata: { provisionedBy } }),
  },
  ...{ location, ...(kind === undefined ? {} : { kind }), tags },
  ...{
    id,
    name,
    type: 'Microsoft.Insights/dataCollectionRules',
    etag: `"${immutableId.slice(4, 12)}-0000-0d00-0000-000000000000"`,
  },
});
