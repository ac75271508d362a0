import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  createEmptyPipeline,
  decompressResponsePolicy,
  type Pipeline,
  type PipelinePolicy,
  proxyPolicy,
  setClientRequestIdPolicy,
  userAgentPolicy,
} from '@azure/core-rest-pipeline';
import { EXIT, Problem } from '../../problem.ts';
import type { Environment } from '../problem/problem-of-network.ts';
import type { Pace } from './pace.ts';
import { refusals } from './refusals.ts';
import { retries } from './retries.ts';

export interface WireOptions {
  readonly credential: TokenCredential;
  readonly env: Environment;
  readonly pace: Pace;
  /** Aborted when the run is. */
  readonly signal: AbortSignal;
}

/**
 * The way every request of the room goes, outermost first. The SDKs are handed this in place of their own: there is no logging in it
 * (AZURE_LOG_LEVEL and DEBUG=* cannot print what was sent), no redirects (a token goes nowhere else), and one retry rule.
 */
export function pipelineFor(endpoint: string, scope: string, options: WireOptions): Pipeline {
  const { credential, env, pace, signal } = options;
  return ordered([
    refusals(env, pace),
    bounded(signal),
    onlyTo(new URL(endpoint).hostname),
    setClientRequestIdPolicy(),
    userAgentPolicy({ userAgentPrefix: 'azmon' }),
    bearerTokenAuthenticationPolicy({ credential, scopes: scope }),
    retries(pace, signal),
    decompressResponsePolicy(),
    proxyPolicy(),
  ]);
}

/** The same way for Key Vault, whose SDK adds a policy of its own that asks the vault which token it wants. */
export function vaultPipeline({ env, pace, signal }: WireOptions): Pipeline {
  return ordered([
    refusals(env, pace),
    bounded(signal),
    setClientRequestIdPolicy(),
    userAgentPolicy({ userAgentPrefix: 'azmon' }),
    retries(pace, signal),
    decompressResponsePolicy(),
    proxyPolicy(),
  ]);
}

/** Policies of one phase run in the order in which they were added. */
function ordered(policies: readonly PipelinePolicy[]): Pipeline {
  const pipeline = createEmptyPipeline();
  for (const policy of policies) pipeline.addPolicy(policy);
  return pipeline;
}

/** No single request may hang: log queries run up to three minutes on the server. */
const LONGEST_REQUEST_MS = 200_000;

/** Every request ends with the run, and some day; one with a signal of its own ends by that, also after the run was cancelled. */
const bounded = (signal: AbortSignal): PipelinePolicy => ({
  name: 'azmonBounds',
  sendRequest(request, next) {
    const own = request.abortSignal;
    request.abortSignal = own instanceof AbortSignal ? own : signal;
    if (request.timeout === 0) request.timeout = LONGEST_REQUEST_MS;
    return next(request);
  },
});

/** Links to next pages and operations come from answers: a token is sent to that host alone, and to those below it (regions). */
const onlyTo = (host: string): PipelinePolicy => ({
  name: 'azmonOwnHost',
  sendRequest(request, next) {
    const { hostname, protocol } = new URL(request.url);
    if (protocol === 'https:' && (hostname === host || hostname.endsWith(`.${host}`))) return next(request);
    throw new Problem({
      code: 'AZMON-AZURE-ELSEWHERE',
      exit: EXIT.failed,
      message: 'an answer of Azure points to another host',
      why: `it came from ${host} and leads to ${hostname}, which gets no token from azmon`,
      fix: [{ text: 'find out what stands between this machine and Azure; a proxy may be changing answers' }],
    });
  },
});
