import type { Resources } from '../../ports.ts';
import type { Subscription } from '../../target/scope.ts';
import { API } from '../api-versions.ts';
import { ask, listAll, type Wire } from '../wire/wire.ts';
import { graphPages } from './graph.ts';
import { locksOn } from './locks.ts';
import { policiesBy } from './policies.ts';

/** What stands around machines, by one small client: these services have no SDK here, or one that brings far more than is used. */
export function resourcesBy(wire: Wire): Resources {
  return {
    async subscriptions() {
      const all = await listAll<RawSubscription>(wire, '/subscriptions', { version: API.subscriptions.sent });
      return all.map(subscriptionOf);
    },
    graph: (query, subscriptions, signal) => graphPages(wire, query, subscriptions, signal),
    locks: (scope) => locksOn(wire, scope),
    async permissions(scope) {
      const path = `${scope}/providers/Microsoft.Authorization/permissions`;
      const all = await listAll<RawPermission>(wire, path, { version: API.permissions.sent });
      return all.map(({ actions, notActions }) => ({ actions: actions ?? [], notActions: notActions ?? [] }));
    },
    policies: policiesBy(wire),
    async provider(subscription, namespace) {
      const path = `/subscriptions/${subscription}/providers/${namespace}`;
      const found = await ask<{ registrationState?: string }>(wire, 'get', path, { version: API.providers.sent });
      return found.registrationState ?? 'NotRegistered';
    },
  };
}

interface RawSubscription {
  readonly subscriptionId: string;
  readonly displayName?: string;
  readonly tenantId?: string;
  readonly state?: string;
}

interface RawPermission {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
}

const subscriptionOf = (one: RawSubscription): Subscription => ({
  id: one.subscriptionId.toLowerCase(),
  name: one.displayName ?? one.subscriptionId,
  state: one.state ?? 'Enabled',
  ...(one.tenantId === undefined ? {} : { tenant: one.tenantId }),
});
