import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import type { OperationEngine } from './operation-engine.ts';
import { refusal } from './refusal.ts';
import type { Route } from './route.ts';

const HYBRID = '/subscriptions/:subscription/providers/Microsoft.HybridCompute/locations/:location';

/** The addresses of long-running operations, for whatever provider began them. */
export function operationRoutes(operations: OperationEngine): readonly Route[] {
  return [
    {
      ...{
        method: 'GET',
        path: '/subscriptions/:subscription/providers/:namespace/locations/:location/operations/:operation',
      },
      ...{ audience: 'arm', bucket: 'GetOperation' },
      answer: (request) => look(request, operations),
    },
    {
      ...{ method: 'GET', path: `${HYBRID}/operationstatus/:operation`, audience: 'arm' },
      answer: (request) => look(request, operations),
    },
    {
      ...{ method: 'GET', path: `${HYBRID}/operationresults/:operation`, audience: 'arm' },
      answer: (request) => hybridResult(look(request, operations)),
    },
  ];
}

type Found = NonNullable<ReturnType<OperationEngine['find']>>;

function look({ params, query }: SandboxRequest, operations: OperationEngine): SandboxAnswer {
  const id = params.operation ?? '';
  const found = operations.find(id, query);
  if (found === undefined)
    return refusal(
      404,
      'NotFound',
      'The entity was not found in this Azure location. An address of an operation must be followed as it came.',
    );
  if (query.get('monitor') !== 'true') return operations.look(id);
  return monitored(operations.look(id), found);
}

/** Location: 202 and the same address while it runs; then the result, or nothing. */
function monitored(status: SandboxAnswer, { done, location }: Found): SandboxAnswer {
  if (!done) return { status: 202, headers: { ...status.headers, ...(location === undefined ? {} : { location }) } };
  const { error, properties } = status.body as { error?: object; properties?: { output: unknown } };
  if (error !== undefined) return { status: 409, body: { error } };
  return properties === undefined ? { status: 204 } : { status: 200, body: properties.output };
}

/** Location of Hybrid Compute: 202 while it runs; then the resource, or nothing. */
function hybridResult(answer: SandboxAnswer): SandboxAnswer {
  const { status, error, properties } = (answer.body ?? {}) as { status?: string; error?: object; properties?: object };
  if (status === 'Queued' || status === 'InProgress') return { status: 202, headers: answer.headers ?? {} };
  if (status === undefined) return answer;
  if (status === 'Failed') return { status: 409, body: { error } };
  return properties === undefined ? { status: 204 } : { status: 200, body: properties };
}
