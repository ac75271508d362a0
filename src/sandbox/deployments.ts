import { randomUUID } from 'node:crypto';
import type { DeploymentEngine } from './deployments-engine.ts';
import { takeIn } from './deployments-history.ts';
import { deploymentIdOf, wishOf } from './deployments-request.ts';
import { hashOf, shownDeployment, shownOperation, shownParameters, summaryOf } from './deployments-shown.ts';
import { WhatIfs } from './deployments-what-if.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { listPage } from './list-page.ts';
import { refusal, refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxDeployment } from './state.ts';
import type { World } from './world.ts';

/** Versions that clients send: az 2.45 2022-09-01 and 2021-04-01, azmon 2024-07-01; ARM takes many more. */
const VERSIONS = [
  ...['2019-10-01', '2020-06-01', '2020-10-01', '2021-01-01', '2021-04-01', '2022-09-01', '2023-07-01', '2024-03-01'],
  ...['2024-07-01', '2024-11-01', '2025-03-01', '2025-04-01'],
];
const SCOPES = ['/subscriptions/:subscription/resourceGroups/:group', '/subscriptions/:subscription'];
const ALL = 'providers/Microsoft.Resources/deployments';
const ONE = `${ALL}/:deployment`;

/** Template deployments at resource groups and subscriptions, with their history. */
export function deploymentRoutes(engine: DeploymentEngine): readonly Route[] {
  const whatIfs = new WhatIfs();
  const route = (method: Route['method'], path: string, answer: Answering): readonly Route[] =>
    SCOPES.map((scope) => ({
      ...{ method, path: `${scope}/${path}`, versions: VERSIONS, audience: 'arm' as const },
      answer: (request, world) => answer(request, world, engine),
    }));
  return [
    ...route('GET', ALL, list),
    ...route('PUT', ONE, put),
    ...route('GET', ONE, get),
    ...route('HEAD', ONE, head),
    ...route('DELETE', ONE, remove),
    ...route('POST', `${ONE}/validate`, validate),
    ...route('POST', `${ONE}/whatIf`, (request, world, { inner }) => whatIfs.begin(request, world, inner)),
    ...route('POST', `${ONE}/cancel`, cancel),
    ...route('GET', `${ONE}/operationStatuses/:operation`, status),
    // The SDKs ask for a group's operations without the provider, those of a subscription with it.
    ...[`${ONE}/operations`, 'deployments/:deployment/operations'].flatMap((path) => [
      ...route('GET', path, operations),
      ...route('GET', `${path}/:operation`, operation),
    ]),
    {
      ...{ method: 'GET', path: '/subscriptions/:subscription/operationresults/:operation', audience: 'arm' },
      answer: (request, world) => whatIfs.look(request, world),
    },
  ];
}

type Answering = (
  request: SandboxRequest,
  world: World,
  engine: DeploymentEngine,
) => SandboxAnswer | Promise<SandboxAnswer>;

const stored = ({ state }: World): Record<string, SandboxDeployment> => state.deployments ?? {};

/** The deployment of a path, brought as far as it goes. */
async function found(request: SandboxRequest, world: World, engine: DeploymentEngine): Promise<SandboxDeployment> {
  await engine.advance();
  const deployment = stored(world)[deploymentIdOf(request, world).toLowerCase()];
  if (deployment !== undefined) return deployment;
  throw refuse(404, 'DeploymentNotFound', `Deployment '${request.params.deployment}' could not be found.`, {
    by: 'gateway',
  });
}

function put(request: SandboxRequest, world: World, engine: DeploymentEngine): SandboxAnswer {
  const wish = wishOf(request, world);
  const { id, name, location, tags, plan, properties } = wish;
  const deployment: SandboxDeployment = {
    ...{ id, name, scope: plan.bound.context.scope.id, at: world.clock.now(), state: 'Accepted' },
    ...{ parameters: shownParameters(plan.bound), resources: [], operations: [], ...summaryOf(plan) },
    ...{
      correlationId: request.headers['x-ms-correlation-request-id'] ?? randomUUID(),
      templateHash: hashOf(properties.template),
    },
    operation: `0858${randomDigits(16)}`,
    ...{ ...(location === undefined ? {} : { location }), ...(tags === undefined ? {} : { tags }) },
  };
  const isNew = takeIn(deployment, world.state);
  const authorization = request.headers.authorization ?? '';
  const body = shownDeployment(deployment, world.clock.now());
  engine.begin({ deployment, plan, authorization });
  const path = `${world.origin}${id}/operationStatuses/${deployment.operation}?api-version=${request.apiVersion}`;
  return { status: isNew ? 201 : 200, headers: { 'azure-asyncoperation': path, ...retryAfter(world) }, body };
}

const randomDigits = (count: number): string =>
  BigInt(`0x${randomUUID().replaceAll('-', '')}`)
    .toString()
    .slice(-count)
    .padStart(count, '7');

/** Whole seconds of the caller's clock; none to wait: at once. */
function retryAfter({ settings, clock }: World): Record<string, string> {
  const { operationMs, retryAfterS } = settings;
  return { 'retry-after': operationMs === 0 ? '0' : `${Math.max(1, Math.round(retryAfterS / clock.speed))}` };
}

async function get(request: SandboxRequest, world: World, engine: DeploymentEngine): Promise<SandboxAnswer> {
  return { status: 200, body: shownDeployment(await found(request, world, engine), world.clock.now()) };
}

function head(request: SandboxRequest, world: World): SandboxAnswer {
  return { status: deploymentIdOf(request, world).toLowerCase() in stored(world) ? 204 : 404 };
}

/** Only the entry in the history goes; what was deployed stays. */
async function remove(request: SandboxRequest, world: World, engine: DeploymentEngine): Promise<SandboxAnswer> {
  await engine.advance();
  const id = deploymentIdOf(request, world).toLowerCase();
  const deployment = stored(world)[id];
  if (deployment === undefined) return { status: 204 };
  if (isActive(deployment)) throw active(deployment, 'delete');
  const { headers } = world.operations.begin({
    ...{
      subscription: request.params.subscription ?? '',
      location: 'global',
      namespace: 'Microsoft.Resources',
      lastsMs: 0,
    },
    withLocation: true,
    settle() {
      delete stored(world)[id];
      return { status: 'Succeeded' };
    },
  });
  return { status: 202, headers: { location: headers.location ?? '', ...retryAfter(world) } };
}

const isActive = ({ state }: SandboxDeployment): boolean => state === 'Accepted' || state === 'Running';

const active = ({ name }: SandboxDeployment, doing: string) =>
  refuse(
    409,
    'DeploymentActive',
    `Unable to ${doing} deployment '${name}': it is still active. Please see https://aka.ms/arm-deploy for usage details.`,
    {
      by: 'gateway',
    },
  );

function validate(request: SandboxRequest, world: World): SandboxAnswer {
  const { id, name, location, plan, plans, properties } = wishOf(request, world);
  const resources = plans.flatMap((one) => one.resources.filter(({ skipped }) => !skipped));
  return {
    status: 200,
    body: {
      ...{ id, name, type: 'Microsoft.Resources/deployments', ...(location === undefined ? {} : { location }) },
      properties: {
        ...{ templateHash: hashOf(properties.template), parameters: shownParameters(plan.bound), mode: 'Incremental' },
        ...{
          provisioningState: 'Succeeded',
          timestamp: '0001-01-01T00:00:00Z',
          duration: 'PT0S',
          correlationId: randomUUID(),
        },
        ...{ ...summaryOf(plan), validatedResources: resources.map((one) => ({ id: one.id })) },
      },
    },
  };
}

async function cancel(request: SandboxRequest, world: World, engine: DeploymentEngine): Promise<SandboxAnswer> {
  const deployment =
    stored(world)[deploymentIdOf(request, world).toLowerCase()] ?? (await found(request, world, engine));
  if (engine.cancel(deployment.id)) return { status: 204 };
  return refusal(
    409,
    'DeploymentCannotBeCancelled',
    `The deployment '${deployment.name}' cannot be canceled: its provisioning state is '${deployment.state}'.`,
    {
      by: 'gateway',
    },
  );
}

async function status(request: SandboxRequest, world: World, engine: DeploymentEngine): Promise<SandboxAnswer> {
  const { operation: id, state, error } = await found(request, world, engine);
  if (id !== request.params.operation)
    return refusal(404, 'NotFound', `The operation '${request.params.operation}' could not be found.`, {
      by: 'gateway',
    });
  const headers = state === 'Accepted' || state === 'Running' ? retryAfter(world) : {};
  return { status: 200, headers, body: { status: state, ...(error === undefined ? {} : { error }) } };
}

async function operations(request: SandboxRequest, world: World, engine: DeploymentEngine): Promise<SandboxAnswer> {
  const deployment = await found(request, world, engine);
  const most = Number(request.query.get('$top') ?? Number.POSITIVE_INFINITY);
  return {
    status: 200,
    body: { value: deployment.operations.slice(0, most).map((one) => shownOperation(deployment, one)) },
  };
}

async function operation(request: SandboxRequest, world: World, engine: DeploymentEngine): Promise<SandboxAnswer> {
  const deployment = await found(request, world, engine);
  const all = deployment.operations.map((one) => shownOperation(deployment, one));
  const one = all.find(({ operationId }) => operationId === request.params.operation);
  if (one !== undefined) return { status: 200, body: one };
  return refusal(
    404,
    'DeploymentOperationNotFound',
    `Deployment operation '${request.params.operation}' could not be found.`,
    { by: 'gateway' },
  );
}

/** How many deployments stand on a page. */
const PAGE = 100;

/** Newest first. */
async function list(request: SandboxRequest, world: World, engine: DeploymentEngine): Promise<SandboxAnswer> {
  await engine.advance();
  const { params, query } = request;
  const scope = `/subscriptions/${params.subscription}${params.group === undefined ? '' : `/resourceGroups/${params.group}`}`;
  const [, wanted] = /^provisioningState eq '([^']*)'$/i.exec(query.get('$filter') ?? '') ?? [];
  const all = Object.values(stored(world))
    .filter((one) => one.scope.toLowerCase() === scope.toLowerCase() && (wanted === undefined || one.state === wanted))
    .sort((a, b) => b.at - a.at);
  const size = Number(query.get('$top') ?? PAGE);
  return listPage(request, world, { all, size, shown: (one) => shownDeployment(one, world.clock.now()) });
}
