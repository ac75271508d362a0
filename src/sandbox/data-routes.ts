import { ASSOCIATION_ROUTES } from './associations.ts';
import { AUTHORIZATION_ROUTES } from './authorization.ts';
import { GRAPH_ROUTES } from './graph.ts';
import { GROUP_ROUTES } from './groups.ts';
import { LOG_ROUTES } from './logs.ts';
import { POLICY_ROUTES } from './policies.ts';
import { PROVIDER_ROUTES } from './providers.ts';
import type { Route } from './route.ts';
import { RULE_ROUTES } from './rules.ts';
import { SUBSCRIPTION_ROUTES } from './subscriptions.ts';
import { VAULT_ROUTES } from './vault.ts';
import { WORKSPACE_ROUTES } from './workspaces.ts';

/** Everything but Compute, tokens and metadata. */
export const DATA_ROUTES: readonly Route[] = [
  ...[...SUBSCRIPTION_ROUTES, ...GROUP_ROUTES, ...PROVIDER_ROUTES, ...WORKSPACE_ROUTES, ...RULE_ROUTES],
  ...[
    ...ASSOCIATION_ROUTES,
    ...AUTHORIZATION_ROUTES,
    ...POLICY_ROUTES,
    ...GRAPH_ROUTES,
    ...LOG_ROUTES,
    ...VAULT_ROUTES,
  ],
];
