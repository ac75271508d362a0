import { badCall, textArg } from './arm-argument.ts';
import type { ArmContext, AskedResource } from './arm-context.ts';
import { NotYet } from './arm-context.ts';
import { TemplateError } from './arm-error.ts';
import type { ArmFunction } from './arm-functions.ts';
import { resourceIdOf } from './arm-resource-id.ts';
import { isMap } from './arm-value.ts';

const MANY = Number.POSITIVE_INFINITY;
const one = (
  name: string,
  least: number,
  most: number,
  call: (args: readonly unknown[], context: ArmContext) => unknown,
): ArmFunction => ({ name, least, most, call });
const texts = (name: string, args: readonly unknown[]): string[] => args.map((arg) => textArg(name, arg));

/** What a template knows of itself, of where it is deployed, and of other resources. */
export const SCOPE_FUNCTIONS: readonly ArmFunction[] = [
  one('parameters', 1, 1, ([name], context) => context.parameter(textArg('parameters', name))),
  one('variables', 1, 1, ([name], context) => context.variable(textArg('variables', name))),
  one('copyIndex', 0, 2, copyIndex),
  one('resourceId', 2, MANY, (args, { scope }) => resourceIdOf('resourceId', texts('resourceId', args), scope)),
  one('subscriptionResourceId', 2, MANY, (args, { scope }) =>
    resourceIdOf('subscriptionResourceId', texts('subscriptionResourceId', args), scope),
  ),
  one('tenantResourceId', 2, MANY, (args, { scope }) =>
    resourceIdOf('tenantResourceId', texts('tenantResourceId', args), scope),
  ),
  one(
    'extensionResourceId',
    3,
    MANY,
    ([above, ...args], { scope }) =>
      `${textArg('extensionResourceId', above)}${resourceIdOf('tenantResourceId', texts('extensionResourceId', args), scope)}`,
  ),
  one('reference', 1, 3, reference),
  one('listKeys', 2, 3, ([id, apiVersion], context) => listed('listKeys', id, apiVersion, context)),
  one('resourceGroup', 0, 0, resourceGroup),
  one('subscription', 0, 0, (_, { scope: { subscription, tenant } }) => ({
    ...{ id: `/subscriptions/${subscription.id}`, subscriptionId: subscription.id },
    ...{ tenantId: tenant, displayName: subscription.name },
  })),
  one('tenant', 0, 0, (_, { scope: { tenant } }) => ({ tenantId: tenant, countryCode: 'NL', displayName: 'Contoso' })),
  one('deployment', 0, 0, deployment),
  one('environment', 0, 0, environment),
];

/** Of the innermost loop, or of the one that is named; with an offset. */
function copyIndex([first, second]: readonly unknown[], { loops }: ArmContext): number {
  const name = typeof first === 'string' ? first : '';
  const offset = typeof first === 'number' ? first : (second ?? 0);
  const index = loops[name.toLowerCase()];
  if (index === undefined || typeof offset !== 'number')
    throw new TemplateError(
      `The template function 'copyIndex' is not expected at this location. The function can only be used in a resource or property with copy specified. Please see https://aka.ms/arm-resource-copy for usage details.`,
    );
  return index + offset;
}

/** Properties of a resource, or the whole of it. By the name of a resource of the template, or by id. */
function reference([which, apiVersion, full]: readonly unknown[], context: ArmContext): unknown {
  const what = textArg('reference', which);
  if (context.ask === undefined) throw new NotYet(`reference('${what}')`);
  const body = context.ask(asked('GET', idOf(what, context), apiVersion));
  const whole = typeof full === 'string' && full.toLowerCase() === 'full';
  return whole || !isMap(body) ? body : (body.properties ?? {});
}

function listed(name: string, which: unknown, apiVersion: unknown, context: ArmContext): unknown {
  const what = textArg(name, which);
  if (context.ask === undefined) throw new NotYet(`${name}('${what}')`);
  const id = idOf(what, context);
  // Workspaces have their keys under another name than the function.
  const action = /\/providers\/microsoft\.operationalinsights\/workspaces\/[^/]+$/i.test(id)
    ? 'sharedKeys'
    : 'listKeys';
  return context.ask({ ...asked('POST', id, apiVersion), action });
}

const asked = (method: AskedResource['method'], id: string, apiVersion: unknown): AskedResource => ({
  ...{ method, id },
  ...(typeof apiVersion === 'string' ? { apiVersion } : {}),
});

const idOf = (what: string, { named }: ArmContext): string =>
  what.startsWith('/') || named === undefined ? what : named(what);

function resourceGroup(_: unknown, { scope: { group } }: ArmContext): object {
  if (group === undefined)
    throw badCall('resourceGroup', 'the deployment is at the scope of a subscription, which is in no resource group');
  const { id, name, location, tags } = group;
  const type = 'Microsoft.Resources/resourceGroups';
  return { id, name, type, location, tags, properties: { provisioningState: 'Succeeded' } };
}

function deployment(_: unknown, { scope, deployment: { template, parameters, mode } }: ArmContext): object {
  const properties = { template, parameters, mode, provisioningState: 'Accepted' };
  return { name: scope.name, ...(scope.location === undefined ? {} : { location: scope.location }), properties };
}

/** The sandbox is a cloud of its own. */
function environment(_: unknown, { scope: { origin } }: ArmContext): object {
  return {
    ...{ name: 'AzureSandbox', resourceManager: `${origin}/`, activeDirectoryDataLake: origin },
    authentication: { loginEndpoint: `${origin}/`, audiences: [origin], tenant: 'common', identityProvider: 'AAD' },
    suffixes: { keyvaultDns: '.vault.azure.net', storage: 'core.windows.net' },
  };
}
