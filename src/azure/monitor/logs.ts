import type { Logs } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import { pipelineFor } from '../wire/pipeline.ts';
import type { Wire } from '../wire/wire.ts';

/** Wide enough for every query of verify/log-queries.ts, whose texts say themselves which time they mean; the SDK wants one. */
const TIMESPAN = { duration: 'P90D' };

/**
 * The query API of Log Analytics by @azure/monitor-query-logs, loaded at the first call. Its client ignores the caller's signal and
 * appends no version to an endpoint that is given, so it is made for each query, with both in its place.
 */
export function logsBy(wire: Wire): Logs {
  const { logs, logsScope } = wire.management;
  return {
    async query(workspaceId, query, signal) {
      const { LogsQueryClient } = await import('./logs-sdk.ts');
      const own = signal === undefined ? wire.signal : AbortSignal.any([signal, wire.signal]);
      const client = new LogsQueryClient(wire.credential, {
        endpoint: `${logs}/v1`,
        credentials: { scopes: [logsScope] },
        pipeline: pipelineFor(logs, logsScope, { ...wire, signal: own }),
      });
      return rowsOf(await client.queryWorkspace(workspaceId, query, TIMESPAN));
    },
  };
}

type Result = import('@azure/monitor-query-logs').LogsQueryResult;

/** A part of an answer is none: verify would read "no record" out of it. */
function rowsOf(result: Result): readonly Readonly<Record<string, unknown>>[] {
  if (result.status === 'PartialFailure')
    throw new Problem({
      code: 'AZMON-AZURE-TRUNCATED',
      exit: EXIT.unavailable,
      message: 'Log Analytics gave a part of the answer',
      why: [result.partialError.code, result.partialError.message].filter(Boolean).join(': '),
      retryable: true,
    });
  const [table] = 'tables' in result ? result.tables : [];
  const names = (table?.columnDescriptors ?? []).map(({ name }) => name ?? '');
  return (table?.rows ?? []).map((row) => Object.fromEntries(names.map((name, index) => [name, plain(row[index])])));
}

/** The SDK makes dates of columns of type datetime; one that is none becomes nothing. */
function plain(value: unknown): unknown {
  if (!(value instanceof Date)) return value;
  return Number.isNaN(value.getTime()) ? null : value.toISOString();
}
