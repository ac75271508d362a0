import type { SandboxAnswer } from './exchange.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxSubscription } from './state.ts';
import type { World } from './world.ts';

const VERSIONS = [
  '2014-04-01',
  '2016-06-01',
  '2018-06-01',
  '2019-06-01',
  '2019-11-01',
  '2020-01-01',
  '2021-01-01',
  '2021-10-01',
  '2022-09-01',
  '2022-12-01',
];

export const SUBSCRIPTION_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/subscriptions', versions: VERSIONS, audience: 'arm', answer: list },
  {
    method: 'GET',
    path: '/subscriptions/:subscription',
    versions: VERSIONS,
    audience: 'arm',
    answer: ({ params }, world) => one(params.subscription ?? '', world),
  },
  {
    method: 'GET',
    path: '/subscriptions/:subscription/locations',
    versions: VERSIONS,
    audience: 'arm',
    answer: locations,
  },
  { method: 'GET', path: '/tenants', versions: VERSIONS, audience: 'arm', answer: tenants },
];

function list(_request: unknown, { state }: World): SandboxAnswer {
  const value = state.subscriptions.map((subscription) => shown(subscription, state.tenant));
  return { status: 200, body: { value } };
}

function one(id: string, { state }: World): SandboxAnswer {
  const subscription = state.subscriptions.find((each) => each.id === id.toLowerCase());
  if (subscription === undefined)
    throw refuse(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  return { status: 200, body: shown(subscription, state.tenant) };
}

const shown = ({ id, name, state }: SandboxSubscription, tenant: string): object => ({
  id: `/subscriptions/${id}`,
  authorizationSource: 'RoleBased',
  managedByTenants: [],
  subscriptionId: id,
  tenantId: tenant,
  displayName: name,
  state,
  subscriptionPolicies: {
    locationPlacementId: 'Public_2014-09-01',
    quotaId: 'EnterpriseAgreement_2014-09-01',
    spendingLimit: 'Off',
  },
});

/** Name and display name of the regions that machines of the fleet stand in. */
const LOCATIONS = {
  westeurope: 'West Europe',
  northeurope: 'North Europe',
  eastus: 'East US',
  newzealandnorth: 'New Zealand North',
} as const;

function locations({ params }: { readonly params: Readonly<Record<string, string>> }): SandboxAnswer {
  const value = Object.entries(LOCATIONS).map(([name, displayName]) => ({
    id: `/subscriptions/${params.subscription}/locations/${name}`,
    name,
    displayName,
    regionalDisplayName: displayName,
    metadata: { regionType: 'Physical', regionCategory: 'Recommended' },
  }));
  return { status: 200, body: { value } };
}

function tenants(_request: unknown, { state: { tenant } }: World): SandboxAnswer {
  const home = {
    domains: ['contoso.example'],
    defaultDomain: 'contoso.example',
    tenantCategory: 'Home',
    tenantType: 'AAD',
  };
  const value = [{ id: `/tenants/${tenant}`, tenantId: tenant, countryCode: 'NL', displayName: 'Contoso', ...home }];
  return { status: 200, body: { value } };
}
