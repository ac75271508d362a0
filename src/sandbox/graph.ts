import { GRAPH_QUERIES } from '../target/graph-queries.ts';
import { isPermitted } from '../target/scope.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { permissionAt } from './gate.ts';
import { graphQuota } from './graph-quota.ts';
import { type GraphRow, graphRows } from './graph-rows.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

/** Resource Graph, for the queries that azmon sends. What was just written is there at once: the service's lag is not imitated. */
export const GRAPH_ROUTES: readonly Route[] = [
  {
    ...{ method: 'POST', path: '/providers/Microsoft.ResourceGraph/resources', audience: 'arm', answer },
    versions: ['2021-03-01', '2022-10-01', '2024-04-01'],
  },
];

/** The most records that a page holds. */
const MOST = 1000;

interface Body {
  readonly subscriptions?: readonly string[];
  readonly managementGroups?: readonly string[];
  readonly query?: string;
  readonly options?: { readonly $top?: number; readonly $skip?: number; readonly $skipToken?: string };
}

function answer(request: SandboxRequest, world: World): SandboxAnswer {
  const headers = graphQuota(world);
  const { query = '', subscriptions, options = {} } = (request.body ?? {}) as Body;
  const rows = graphRows(query, visible(subscriptions, world), world.state);
  if (rows === undefined) throw notUnderstood(query, headers, world);
  const { body } = page(rows, options);
  return { status: 200, headers, body };
}

/** What the caller may not read is left out without a word, unless every scope was named and none may be read. */
function visible(asked: readonly string[] | undefined, world: World): readonly string[] {
  const readable = world.state.subscriptions
    .map(({ id }) => id)
    .filter((id) =>
      isPermitted([permissionAt(`/subscriptions/${id}`, world)], 'Microsoft.Resources/subscriptions/resources/read'),
    );
  const named = asked?.map((id) => id.toLowerCase());
  return named === undefined || named.length === 0 ? readable : readable.filter((id) => named.includes(id));
}

/** By `$skipToken`, which says how many were read, and is good for the same query only. */
function page(
  rows: readonly GraphRow[],
  { $top = MOST, $skip = 0, $skipToken }: NonNullable<Body['options']>,
): { readonly body: object } {
  const from = $skipToken === undefined ? $skip : offsetOf($skipToken);
  const data = rows.slice(from, from + Math.min($top, MOST));
  const next = from + data.length;
  const token = next < rows.length ? { $skipToken: tokenOf(next) } : {};
  return {
    body: { totalRecords: rows.length, count: data.length, data, facets: [], resultTruncated: 'false', ...token },
  };
}

const tokenOf = (rowsToSkip: number): string =>
  Buffer.from(JSON.stringify({ $id: '1', RowsToSkip: rowsToSkip, KustoClusterUrl: 'https://sandbox' })).toString(
    'base64',
  );

function offsetOf(token: string): number {
  const offset = /"RowsToSkip":(\d{1,9})[,}]/.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (offset !== undefined) return Number(offset);
  throw refuse(400, 'BadRequest', 'Please provide below info when asking for support.', {
    details: [{ code: 'InvalidSkipToken', message: 'The skip token is invalid.' }],
  });
}

function notUnderstood(query: string, headers: Readonly<Record<string, string>>, { clock }: World): Error {
  const known = GRAPH_QUERIES.map(({ id }) => id).join(', ');
  const message = `Please provide below info when asking for support: timestamp = ${new Date(clock.now()).toISOString()}, correlationId = sandbox.`;
  return refuse(400, 'BadRequest', message, {
    headers,
    details: [
      {
        code: 'InvalidQuery',
        message:
          'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.',
      },
      {
        code: 'NotImitatedBySandbox',
        message: `The sandbox answers these queries of azmon alone: ${known}. This one begins '${query.slice(0, 60)}'`,
      },
    ],
  });
}
