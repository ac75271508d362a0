import { isPermitted } from '../target/scope.ts';
import { LOG_QUERIES } from '../verify/log-queries.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { permissionAt } from './gate.ts';
import { answerQuery } from './log-answers.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxWorkspace } from './state.ts';
import type { World } from './world.ts';

/** The query API of Log Analytics, for the queries that azmon sends. */
export const LOG_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/v1/workspaces/:workspace/query', audience: 'logs', answer: query },
];

function query({ params, body }: SandboxRequest, world: World): SandboxAnswer {
  const workspace = readable(params.workspace ?? '', world);
  const { query: text, timespan } = (body ?? {}) as { query?: string; timespan?: string };
  const table = typeof text === 'string' ? answerQuery(text.trim(), timespan, workspace, world) : undefined;
  if (table === undefined) throw notUnderstood();
  return { status: 200, body: { tables: [{ name: 'PrimaryResult', columns: table.columns, rows: table.rows }] } };
}

/** The workspace, or the refusal of a caller without rights, of an unknown id, of a network that is not let in. */
function readable(id: string, world: World): SandboxWorkspace {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw refused(404, 'PathNotFoundError', 'The requested path does not exist');
  const workspace = Object.values(world.state.workspaces).find(({ customerId }) => customerId === id.toLowerCase());
  if (workspace === undefined) throw refused(404, 'WorkspaceNotFoundError', `The workspace '${id}' could not be found`);
  if (!isPermitted([permissionAt(workspace.id, world)], 'Microsoft.OperationalInsights/workspaces/query/read'))
    throw refused(
      403,
      'InsufficientAccessError',
      'The provided credentials have insufficient access to perform the requested operation',
    );
  if (workspace.publicQuery) return workspace;
  throw refused(
    403,
    'InsufficientAccessError',
    'The provided credentials have insufficient access to perform the requested operation',
    {
      code: 'NspValidationFailedError',
      message: `Access to workspace '${workspace.name}' from outside a virtual network is denied: query access from public networks is disabled`,
    },
  );
}

const notUnderstood = (): Refusal =>
  refused(400, 'BadArgumentError', 'The request had some invalid properties', {
    code: 'NotImitatedBySandbox',
    message: `The sandbox answers these queries of azmon alone: ${LOG_QUERIES.map(({ id }) => id).join(', ')}`,
  });

/** Errors of this API: without ARM's headers, and with an innererror. */
const refused = (status: number, code: string, message: string, innererror?: object): Refusal =>
  new Refusal({
    status,
    body: { error: { message, code, ...(innererror === undefined ? {} : { innererror }) } },
  });
