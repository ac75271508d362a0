import { isPermitted } from '../target/scope.ts';
import { type Asked, isWithin, readPath } from './asked.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { deniedByPolicy } from './policy-effects.ts';
import { refusal } from './refusal.ts';
import { CLIENT } from './tokens.ts';
import type { World } from './world.ts';

type Guard = (request: Asked, world: World) => SandboxAnswer | undefined;

/** What ARM itself refuses before it asks the provider. Undefined: the request may go on. */
export function gate(request: SandboxRequest, world: World): SandboxAnswer | undefined {
  const asked = readPath(request);
  for (const guard of [unknownSubscription, withoutRight, unregistered, unknownGroup, locked, deniedByPolicy]) {
    const answer = guard(asked, world);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

const unknownSubscription: Guard = ({ subscription }, { state }) =>
  subscription === undefined || state.subscriptions.some(({ id }) => id === subscription.toLowerCase())
    ? undefined
    : refusal(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`, { by: 'gateway' });

/** One may always read the subscription itself, and ask what one may do. */
const ALWAYS = /^Microsoft\.Resources\/subscriptions\/read$|^Microsoft\.Authorization\/permissions\/read$/i;

const withoutRight: Guard = ({ scope, subscription, action }, world) =>
  subscription === undefined || ALWAYS.test(action) || isPermitted([permissionAt(scope, world)], action)
    ? undefined
    : refusal(
        403,
        'AuthorizationFailed',
        `The client '${CLIENT.id}' with object id '${CLIENT.object}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        { by: 'gateway' },
      );

/** What the caller may do at a scope: as the nearest scope at or above it says; nothing said: everything. */
export function permissionAt(
  scope: string,
  { state }: Pick<World, 'state'>,
): { readonly actions: readonly string[]; readonly notActions: readonly string[] } {
  const said = Object.keys(state.permissions).filter((one) => isWithin(scope, one));
  const nearest = said.sort((a, b) => b.length - a.length)[0];
  return state.permissions[nearest ?? ''] ?? { actions: ['*'], notActions: [] };
}

/** Namespaces that need no registration. */
const ALWAYS_THERE = ['microsoft.resources', 'microsoft.authorization', 'microsoft.resourcegraph'];

const unregistered: Guard = ({ subscription, namespace, type }, { state }) => {
  if (subscription === undefined || namespace === undefined || type === undefined) return undefined;
  const lower = namespace.toLowerCase();
  const registration = state.providers[subscription.toLowerCase()]?.[lower] ?? 'Registered';
  return ALWAYS_THERE.includes(lower) || registration === 'Registered'
    ? undefined
    : refusal(
        409,
        'MissingSubscriptionRegistration',
        `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
        { by: 'gateway' },
      );
};

const unknownGroup: Guard = ({ subscription, group, namespace }, { state }) =>
  group === undefined ||
  namespace === undefined ||
  state.groups[`/subscriptions/${subscription}/resourcegroups/${group}`.toLowerCase()] !== undefined
    ? undefined
    : refusal(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`, { by: 'gateway' });

const locked: Guard = ({ method, scope, namespace }, { state }) => {
  if (method === 'GET' || method === 'HEAD' || namespace?.toLowerCase() === 'microsoft.authorization') return undefined;
  const doing = method === 'DELETE' ? 'delete' : 'write';
  const locks = state.locks.filter(
    (lock) => isWithin(scope, lock.scope) && (lock.level === 'ReadOnly' || doing === 'delete'),
  );
  if (locks.length === 0) return undefined;
  const scopes = locks.map((lock) => `'${lock.scope}'`).join(',');
  const message = `The scope '${scope}' cannot perform ${doing} operation because following scope(s) are locked: ${scopes}. Please remove the lock and try again.`;
  return refusal(409, 'ScopeLocked', message, { by: 'gateway' });
};
