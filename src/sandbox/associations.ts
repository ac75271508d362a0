import { associable } from './every-machine.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal, refuse } from './refusal.ts';
import type { Route } from './route.ts';
import { RULE_VERSIONS } from './rules.ts';
import type { SandboxAssociation } from './state.ts';
import type { World } from './world.ts';

const TYPE = 'providers/Microsoft.Insights/dataCollectionRuleAssociations';
const ONE = `/:resource*/${TYPE}/:name`;
/** The name that an association with an endpoint must have. */
const ENDPOINT = 'configurationAccessEndpoint';
const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
  ...{ method, path, versions: RULE_VERSIONS, audience: 'arm' as const, answer },
});

export const ASSOCIATION_ROUTES: readonly Route[] = [
  route('GET', `/:resource*/${TYPE}`, byResource),
  route('GET', ONE, (request, world) => ({ status: 200, body: shown(found(request, world)) })),
  route('PUT', ONE, put),
  route('DELETE', ONE, remove),
  route(
    'GET',
    '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Insights/dataCollectionRules/:rule/associations',
    byRule,
  ),
];

const machineOf = ({ params }: SandboxRequest): string => `/${params.resource}`;
const idOf = (request: SandboxRequest): string => `${machineOf(request)}/${TYPE}/${request.params.name}`;

function found(request: SandboxRequest, { state }: World): SandboxAssociation {
  const association = state.associations[idOf(request).toLowerCase()];
  if (association !== undefined) return association;
  throw refuse(404, 'NotFound', `Data collection rule association '${request.params.name}' was not found.`);
}

function byResource(request: SandboxRequest, { state }: World): SandboxAnswer {
  const machine = machineOf(request).toLowerCase();
  const value = Object.values(state.associations).filter((one) => one.machine.toLowerCase() === machine);
  return { status: 200, body: { value: value.map(shown) } };
}

function byRule({ path }: SandboxRequest, { state }: World): SandboxAnswer {
  const rule = path.toLowerCase().replace(/\/associations\/?$/, '');
  const value = Object.values(state.associations).filter((one) => one.rule?.toLowerCase() === rule);
  return { status: 200, body: { value: value.map(shown) } };
}

interface Body {
  readonly properties?: { readonly dataCollectionRuleId?: string; readonly dataCollectionEndpointId?: string };
}

function put(request: SandboxRequest, { state, clock }: World): SandboxAnswer {
  const { dataCollectionRuleId: rule, dataCollectionEndpointId: endpoint } =
    ((request.body ?? {}) as Body).properties ?? {};
  const machine = associable(machineOf(request), state);
  if (machine === undefined)
    return refusal(404, 'ResourceNotFound', `The Resource '${machineOf(request)}' was not found.`, { by: 'gateway' });
  const trouble = troubleOf(request.params.name ?? '', rule, endpoint);
  if (trouble !== undefined) return trouble;
  if (rule !== undefined && state.rules[rule.toLowerCase()] === undefined)
    return refusal(404, 'NotFound', `Data collection rule '${rule}' was not found.`);
  const id = idOf(request);
  const old = state.associations[id.toLowerCase()];
  const association = {
    ...{ id, machine: machine.id, name: request.params.name ?? '' },
    ...(rule === undefined ? {} : { rule }),
    ...(endpoint === undefined ? {} : { endpoint }),
    since: old !== undefined && old.rule?.toLowerCase() === rule?.toLowerCase() ? old.since : clock.now(),
  };
  state.associations[id.toLowerCase()] = association;
  return { status: old === undefined ? 201 : 200, body: shown(association) };
}

function troubleOf(name: string, rule: string | undefined, endpoint: string | undefined): SandboxAnswer | undefined {
  if ((rule === undefined) === (endpoint === undefined))
    return invalid(
      'InvalidAssociation',
      'Exactly one of dataCollectionRuleId and dataCollectionEndpointId must be given.',
    );
  if (endpoint !== undefined && name !== ENDPOINT)
    return invalid('InvalidEndpointAssociationName', `An association with an endpoint must be named '${ENDPOINT}'.`);
  return undefined;
}

const invalid = (code: string, message: string): SandboxAnswer =>
  refusal(400, 'InvalidPayload', 'Data collection rule association is invalid', {
    details: [{ code, message, target: 'properties' }],
  });

function remove(request: SandboxRequest, { state }: World): SandboxAnswer {
  const id = idOf(request).toLowerCase();
  if (state.associations[id] === undefined) return { status: 204 };
  delete state.associations[id];
  return { status: 200 };
}

const shown = ({ id, name, rule, endpoint, since }: SandboxAssociation): object => ({
  properties: {
    ...(rule === undefined ? {} : { dataCollectionRuleId: rule }),
    ...(endpoint === undefined ? {} : { dataCollectionEndpointId: endpoint }),
  },
  ...{ id, name, type: 'Microsoft.Insights/dataCollectionRuleAssociations' },
  etag: `"${Math.floor(since / 1000).toString(16)}-0000-0d00-0000-000000000000"`,
});
