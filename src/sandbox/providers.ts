import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refuse } from './refusal.ts';
import { PROVIDER_VERSIONS as versions } from './resources-versions.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

const LIST = '/subscriptions/:subscription/providers';

export const PROVIDER_ROUTES: readonly Route[] = [
  { method: 'GET', path: LIST, versions, audience: 'arm', answer: list },
  { method: 'GET', path: `${LIST}/:namespace`, versions, audience: 'arm', answer: get },
  { method: 'POST', path: `${LIST}/:namespace/register`, versions, audience: 'arm', answer: register },
];

/** Namespaces that the sandbox imitates in part, with their resource types. */
const NAMESPACES: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Compute': [
    'virtualMachines',
    'virtualMachines/extensions',
    'virtualMachines/runCommands',
    'virtualMachineScaleSets',
  ],
  'Microsoft.OperationalInsights': ['workspaces'],
  'Microsoft.Insights': ['dataCollectionRules', 'dataCollectionRuleAssociations', 'dataCollectionEndpoints'],
  'Microsoft.Authorization': ['locks', 'policyAssignments', 'policyDefinitions', 'permissions'],
  'Microsoft.Resources': ['subscriptions', 'resourceGroups', 'deployments'],
  'Microsoft.ResourceGraph': ['resources'],
  'Microsoft.PolicyInsights': ['remediations', 'policyStates'],
  'Microsoft.KeyVault': ['vaults'],
  'Microsoft.HybridCompute': ['machines', 'machines/extensions'],
  'Microsoft.GuestConfiguration': ['guestConfigurationAssignments'],
  'Microsoft.OperationsManagement': ['solutions'],
  'Microsoft.ManagedIdentity': ['userAssignedIdentities'],
};

function list({ params: { subscription = '' } }: SandboxRequest, world: World): SandboxAnswer {
  return {
    status: 200,
    body: { value: Object.keys(NAMESPACES).map((namespace) => shown(subscription, namespace, world)) },
  };
}

function get({ params: { subscription = '', namespace = '' } }: SandboxRequest, world: World): SandboxAnswer {
  return { status: 200, body: shown(subscription, known(namespace), world) };
}

function known(asked: string): string {
  const namespace = Object.keys(NAMESPACES).find((one) => one.toLowerCase() === asked.toLowerCase());
  if (namespace !== undefined) return namespace;
  throw refuse(404, 'InvalidResourceNamespace', `The resource namespace '${asked}' is invalid.`, { by: 'gateway' });
}

/** When registrations that were begun are through, by subscription and namespace; the state only knows how they stand. */
const begun = new WeakMap<World['state'], Map<string, number>>();

function register({ params }: SandboxRequest, world: World): SandboxAnswer {
  const subscription = (params.subscription ?? '').toLowerCase();
  const namespace = known(params.namespace ?? '');
  if (stateOf(subscription, namespace, world) !== 'Registered') {
    world.state.providers[subscription] = {
      ...world.state.providers[subscription],
      [namespace.toLowerCase()]: 'Registering',
    };
    const times = begun.get(world.state) ?? new Map<string, number>();
    begun.set(world.state, times.set(`${subscription}/${namespace}`, world.clock.now() + world.settings.operationMs));
  }
  return { status: 200, body: shown(subscription, namespace, world) };
}

function stateOf(subscription: string, namespace: string, world: World): string {
  const states = world.state.providers[subscription.toLowerCase()];
  const said = states?.[namespace.toLowerCase()] ?? 'Registered';
  const due = begun.get(world.state)?.get(`${subscription.toLowerCase()}/${namespace}`);
  if (said !== 'Registering' || states === undefined || due === undefined || world.clock.now() < due) return said;
  states[namespace.toLowerCase()] = 'Registered';
  return 'Registered';
}

const shown = (subscription: string, namespace: string, world: World): object => ({
  id: `/subscriptions/${subscription}/providers/${namespace}`,
  namespace,
  registrationPolicy: 'RegistrationRequired',
  resourceTypes: (NAMESPACES[namespace] ?? []).map((resourceType) => ({
    ...{ resourceType, locations: ['West Europe', 'North Europe', 'East US'], apiVersions: [], capabilities: 'None' },
  })),
  registrationState: stateOf(subscription, namespace, world),
});
