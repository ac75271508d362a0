import { randomBytes, randomUUID } from 'node:crypto';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal, refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxWorkspace } from './state.ts';
import { shownWorkspace } from './workspace-shown.ts';
import type { World } from './world.ts';

const VERSIONS = [
  '2020-08-01',
  '2020-10-01',
  '2021-06-01',
  '2021-12-01-preview',
  '2022-10-01',
  '2023-09-01',
  '2025-02-01',
  '2025-07-01',
];
const NAMESPACE = 'providers/Microsoft.OperationalInsights/workspaces';
const BY_GROUP = `/subscriptions/:subscription/resourceGroups/:group/${NAMESPACE}`;
const ONE = `${BY_GROUP}/:name`;
const route = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
  ...{ method, path, versions: VERSIONS, audience: 'arm' as const },
  answer: async (request, world) => withVersions(await answer(request, world)),
});

export const WORKSPACE_ROUTES: readonly Route[] = [
  route('GET', `/subscriptions/:subscription/${NAMESPACE}`, list),
  route('GET', BY_GROUP, list),
  route('GET', ONE, (request, world) => ok(found(request, world), world)),
  route('PUT', ONE, put),
  route('PATCH', ONE, patch),
  route('DELETE', ONE, remove),
  route('POST', `${ONE}/sharedKeys`, keys),
];

/** The provider names what it supports on every answer. */
const withVersions = (answer: SandboxAnswer): SandboxAnswer => ({
  ...answer,
  headers: { 'api-supported-versions': VERSIONS.join(', '), ...answer.headers },
});

const ok = (workspace: SandboxWorkspace, world: World): SandboxAnswer => ({
  status: 200,
  body: shownWorkspace(workspace, world.clock.now()),
});

const idOf = ({ params: { subscription, group, name } }: SandboxRequest): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/${NAMESPACE}/${name}`;

function found(request: SandboxRequest, { state }: World): SandboxWorkspace {
  const workspace = state.workspaces[idOf(request).toLowerCase()];
  if (workspace !== undefined) return workspace;
  const { name, group } = request.params;
  throw refuse(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.OperationalInsights/workspaces/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    { by: 'gateway' },
  );
}

function list(request: SandboxRequest, { state, clock }: World): SandboxAnswer {
  const { subscription, group } = request.params;
  const value = Object.values(state.workspaces).filter(
    (one) =>
      one.subscription === subscription?.toLowerCase() &&
      (group === undefined || one.group.toLowerCase() === group.toLowerCase()),
  );
  return { status: 200, body: { value: value.map((one) => shownWorkspace(one, clock.now())) } };
}

interface Body {
  readonly location?: string;
  readonly tags?: Record<string, string>;
  readonly properties?: {
    readonly sku?: { readonly name?: string };
    readonly retentionInDays?: number;
    readonly publicNetworkAccessForIngestion?: string;
    readonly publicNetworkAccessForQuery?: string;
    readonly workspaceCapping?: { readonly dailyQuotaGb?: number };
    readonly features?: { readonly disableLocalAuth?: boolean };
  };
}

function put(request: SandboxRequest, world: World): SandboxAnswer {
  const body = (request.body ?? {}) as Body;
  const id = idOf(request);
  const old = world.state.workspaces[id.toLowerCase()];
  const trouble = troubleOf(body, request.params.name ?? '', old);
  if (trouble !== undefined) return trouble;
  const workspace = old ?? created(request, id, body.location ?? '', world);
  change(workspace, body);
  world.state.workspaces[id.toLowerCase()] = workspace;
  if (old !== undefined) return ok(workspace, world);
  // Only the resource's own address, not one to poll: clients look at the workspace until it says Succeeded.
  const location = `${world.origin}${id}?api-version=${request.apiVersion}`;
  return { status: 201, headers: { location }, body: shownWorkspace(workspace, world.clock.now()) };
}

function troubleOf(
  { location, properties }: Body,
  name: string,
  old: SandboxWorkspace | undefined,
): SandboxAnswer | undefined {
  if (typeof location !== 'string' || location === '')
    return refusal(400, 'LocationRequired', 'The location property is required for this definition.', {
      by: 'gateway',
    });
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/.test(name))
    return refusal(
      400,
      'InvalidResourceName',
      `Workspace name '${name}' is not valid: 4 to 63 letters, digits and '-', which is neither first nor last.`,
    );
  if (old !== undefined && old.location !== location)
    return refusal(
      409,
      'InvalidResourceLocation',
      `The resource '${name}' already exists in location '${old.location}' in resource group '${old.group}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
      { by: 'gateway' },
    );
  const days = properties?.retentionInDays;
  return days === undefined || days === 7 || (days >= 30 && days <= 730)
    ? undefined
    : refusal(
        400,
        'InvalidParameter',
        `'RetentionInDays' property doesn't match the SKU limits: ${days} is not between 30 and 730.`,
      );
}

/** Takes a moment, as Azure does, but never longer than an extension. */
const CREATION_MS = 6_000;

function created(
  { params }: SandboxRequest,
  id: string,
  location: string,
  { state, clock, settings }: World,
): SandboxWorkspace {
  const group = state.groups[id.slice(0, id.indexOf('/providers/')).toLowerCase()];
  return {
    ...{ id, subscription: (params.subscription ?? '').toLowerCase(), group: group?.name ?? params.group ?? '' },
    ...{ name: params.name ?? '', location, customerId: randomUUID() },
    ...{ createdAt: clock.now(), readyAt: clock.now() + Math.min(settings.operationMs, CREATION_MS) },
    ...{ primaryKey: randomBytes(64).toString('base64'), secondaryKey: randomBytes(64).toString('base64') },
    ...{
      sku: 'PerGB2018',
      retentionDays: 30,
      localAuthDisabled: false,
      publicIngestion: true,
      publicQuery: true,
      tags: {},
    },
  };
}

function change(workspace: SandboxWorkspace, { tags, properties = {} }: Body): void {
  workspace.tags = tags ?? workspace.tags;
  workspace.sku = properties.sku?.name ?? workspace.sku;
  workspace.retentionDays = properties.retentionInDays ?? workspace.retentionDays;
  workspace.localAuthDisabled = properties.features?.disableLocalAuth ?? workspace.localAuthDisabled;
  workspace.publicIngestion =
    (properties.publicNetworkAccessForIngestion ?? on(workspace.publicIngestion)) === 'Enabled';
  workspace.publicQuery = (properties.publicNetworkAccessForQuery ?? on(workspace.publicQuery)) === 'Enabled';
  const cap = properties.workspaceCapping?.dailyQuotaGb;
  if (cap !== undefined && cap !== -1) workspace.dailyCapGb = cap;
  if (cap === -1) delete workspace.dailyCapGb;
}

const on = (open: boolean): 'Enabled' | 'Disabled' => (open ? 'Enabled' : 'Disabled');

function patch(request: SandboxRequest, world: World): SandboxAnswer {
  const workspace = found(request, world);
  change(workspace, (request.body ?? {}) as Body);
  return ok(workspace, world);
}

/** Gone for good: the fortnight in which Azure keeps a deleted workspace is not imitated. */
function remove(request: SandboxRequest, world: World): SandboxAnswer {
  const id = idOf(request).toLowerCase();
  const workspace = world.state.workspaces[id];
  if (workspace === undefined) return { status: 204 };
  const go = (): { status: 'Succeeded' } => {
    delete world.state.workspaces[id];
    return { status: 'Succeeded' };
  };
  if (request.apiVersion < '2025-02') {
    go();
    return { status: 200 };
  }
  const { headers } = world.operations.begin({
    ...{
      subscription: workspace.subscription,
      location: workspace.location,
      namespace: 'Microsoft.OperationalInsights',
    },
    ...{ lastsMs: Math.min(world.settings.operationMs, CREATION_MS), withLocation: true, settle: go },
  });
  return { status: 202, headers };
}

function keys(request: SandboxRequest, world: World): SandboxAnswer {
  const { primaryKey, secondaryKey } = found(request, world);
  return { status: 200, body: { primarySharedKey: primaryKey, secondarySharedKey: secondaryKey } };
}
