import type { GraphRow } from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import type { AzureWorkspace } from '../../src/target/azure-workspace.ts';
import { WORKSPACE_BY_ID, WORKSPACES, WORKSPACES_NAMED } from '../../src/target/graph-queries.ts';
import { type FakeAzure, type FakeWorld, fakeAzure, SUBSCRIPTION, workspace } from '../support/azure-fake.ts';

export { SUBSCRIPTION };
export const OTHER_SUBSCRIPTION = '00000000-0000-0000-0000-000000000002';
export const FOREIGN_SUBSCRIPTION = '99999999-0000-0000-0000-000000000009';

const keyOf = (seed: number): string =>
  Buffer.from(Array.from({ length: 64 }, (_, index) => (index * 37 + seed) % 256)).toString('base64');

export const PRIMARY = keyOf(1);
export const SECONDARY = keyOf(2);
export const ELSEWHERE = keyOf(3);

export const LOGS = workspace();
export const TEST = workspace({
  name: 'logs-test',
  subscription: OTHER_SUBSCRIPTION,
  workspaceId: '22222222-2222-3333-4444-555555555555',
});
export const KEYLESS = workspace({
  name: 'logs-keyless',
  workspaceId: '33333333-2222-3333-4444-555555555555',
  keysRefused: true,
});
const TWINS = ['a', 'b'].map((group, index) =>
  workspace({ name: 'logs-twin', group, workspaceId: `4444444${index}-2222-3333-4444-555555555555` }),
);

/** Azure with a few workspaces, whose graph answers the queries that azmon has for them and no other. */
export function azureWith(more: FakeWorld & { readonly graphKnows?: readonly AzureWorkspace[] } = {}): FakeAzure {
  const workspaces = more.workspaces ?? [LOGS, TEST, KEYLESS, ...TWINS];
  const known = more.graphKnows ?? workspaces;
  return fakeAzure({
    subscriptions: [
      { id: SUBSCRIPTION, name: 'Production', state: 'Enabled' },
      { id: OTHER_SUBSCRIPTION, name: 'Test', state: 'Enabled' },
    ],
    workspaces,
    keys: Object.fromEntries(workspaces.map(({ key }) => [key, [PRIMARY, SECONDARY] as const])),
    graph: (query, subscriptions) => graphOf(known, query, subscriptions),
    ...more,
  });
}

function graphOf(
  known: readonly AzureWorkspace[],
  query: string,
  subscriptions: readonly string[],
): readonly GraphRow[] {
  const seen = known.filter(({ subscription }) => subscriptions.length === 0 || subscriptions.includes(subscription));
  const named = WORKSPACES_NAMED.read(query);
  const byId = WORKSPACE_BY_ID.read(query);
  if (named !== undefined) return seen.filter(({ name }) => name.toLowerCase() === named.name.toLowerCase()).map(row);
  if (byId !== undefined) return seen.filter(({ workspaceId }) => workspaceId === byId.workspaceId).map(row);
  if (WORKSPACES.read(query) !== undefined) return seen.map(row);
  throw new Error(`nobody expected the query ${query}`);
}

const row = ({ id, name }: AzureWorkspace): GraphRow => ({ id, name });

export const signedOut = (): Problem =>
  new Problem({
    code: 'AZMON-AUTH-NONE',
    exit: EXIT.auth,
    message: 'nobody is signed in to Azure',
    why: 'az: not installed',
  });

export const forbidden = (): Problem =>
  new Problem({ code: 'AZMON-AZURE-FORBIDDEN', exit: EXIT.auth, message: 'this sign-in may not do that' });

/** Every way a value shows itself; none of them may hold a key. */
export const shown = (value: unknown): string =>
  [JSON.stringify(value), String(value), value instanceof Error ? `${value.message}${value.stack}` : ''].join('\n');

export const secret = (text: string): Secret => new Secret(text);
