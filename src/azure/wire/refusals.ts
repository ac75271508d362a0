import {
  isRestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { EXIT, Problem } from '../../problem.ts';
import { attemptOf } from '../problem/attempt.ts';
import { type Environment, problemOfNetwork } from '../problem/problem-of-network.ts';
import { problemOfRefusal } from '../problem/problem-of-refusal.ts';
import { readRefusal } from '../problem/read-refusal.ts';
import { cancelled } from './cancelled.ts';
import type { Pace } from './pace.ts';

/**
 * The outermost policy of every client: whatever comes back that is no success leaves as a Problem, so that neither the SDKs nor the
 * code that calls them ever word an error. The cause of a network error is kept, that of a refusal holds no request: a request may hold keys.
 */
export function refusals(env: Environment, pace: Pace): PipelinePolicy {
  return {
    name: 'azmonRefusals',
    async sendRequest(request, next) {
      const response = await next(request).catch((error: unknown) => {
        throw problemOfFailure(error, request, env);
      });
      if (response.status >= 200 && response.status < 300) return readable(response);
      const header = (name: string): string | undefined => response.headers.get(name);
      const refusal = readRefusal(
        { status: response.status, header, text: response.bodyAsText ?? undefined },
        pace.now(),
      );
      throw problemOfRefusal(refusal, attemptOf(request.method, request.url));
    },
  };
}

const EDGES = new Set(['{}', '[]']);

/**
 * A success must look like JSON: the page of a portal in between does not, nor an answer that broke off. Only its edges are looked at;
 * the SDKs would quote the whole of it in their error, keys included.
 */
function readable(response: PipelineResponse): PipelineResponse {
  const text = response.bodyAsText?.trim() ?? '';
  if (text === '' || text === 'null' || EDGES.has(`${text[0]}${text.at(-1)}`)) return response;
  throw new Problem({
    code: 'AZMON-AZURE-GARBLED',
    exit: EXIT.unavailable,
    message: 'an answer of Azure cannot be read',
    why: 'it is no JSON, or broke off',
    fix: [{ text: 'find out what stands between this machine and Azure: a portal that wants a login, a proxy' }],
    retryable: true,
  });
}

/** POSTs that only ask: keys, queries. */
const ASKS = /\/(sharedKeys|query|resources|validate|whatIf)$/i;
const changes = ({ method, url }: PipelineRequest): boolean =>
  method !== 'GET' && !(method === 'POST' && ASKS.test(new URL(url).pathname));

function problemOfFailure(error: unknown, request: PipelineRequest, env: Environment): unknown {
  if (error instanceof Problem) return error;
  const signal = request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined;
  if (signal?.aborted === true) return cancelled(signal);
  const timedOut = error instanceof Error && error.name === 'AbortError';
  if (!timedOut && !isRestError(error)) return error;
  const code = timedOut ? 'TIMEOUT' : isRestError(error) ? (error.code ?? 'REQUEST_SEND_ERROR') : '';
  return problemOfNetwork(code, new URL(request.url).hostname, env, changes(request) ? 'change' : 'read');
}
