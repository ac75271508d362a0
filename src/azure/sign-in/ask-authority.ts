import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
  decompressResponsePolicy,
  proxyPolicy,
} from '@azure/core-rest-pipeline';
import { EXIT, Problem } from '../../problem.ts';
import { type Environment, proxyOf } from '../problem/problem-of-network.ts';
import { Refused } from '../problem/problem-of-refusal.ts';
import type { Pace } from '../wire/pace.ts';
import { refusals } from '../wire/refusals.ts';
import type { WayOptions } from './ways.ts';

/** What MSAL says for everything from a name that cannot be resolved to a tenant that does not exist. */
const HIDDEN = /endpoints_resolution_error|openid_config_error|network_error|request_cannot_be_made|server_error/i;
const LONGEST_MS = 10_000;

/**
 * Why signing in failed, where MSAL keeps it back: the same address is asked once more, by azmon. A Problem where it cannot be reached,
 * Entra ID's own words where it answers no; undefined where there is nothing more to know.
 */
export async function askAuthority(
  error: unknown,
  options: WayOptions,
  pace: Pace,
): Promise<Problem | string | undefined> {
  if (!(error instanceof Error) || !HIDDEN.test(error.message)) return undefined;
  const { authorityHost, tenantId, env, signal } = options;
  const tenant = tenantId ?? env.AZURE_TENANT_ID ?? 'organizations';
  const url = `${authorityHost}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
  const pipeline = createEmptyPipeline();
  for (const policy of [refusals(env, pace), decompressResponsePolicy(), proxyPolicy()]) pipeline.addPolicy(policy);
  try {
    const request = createPipelineRequest({ url, timeout: LONGEST_MS, abortSignal: signal });
    await pipeline.sendRequest(createDefaultHttpClient(), request);
    return undefined;
  } catch (problem) {
    if (!(problem instanceof Problem)) return undefined;
    if (!(problem.cause instanceof Refused)) return problem;
    const { status, messages } = problem.cause.refusal;
    return status < 500 ? (status === 407 ? problem : messages.at(-1)) : notAnswered(new URL(url).host, status, env);
  }
}

/** Entra ID is rarely down: a proxy in between is the likelier one to answer so. */
function notAnswered(host: string, status: number, env: Environment): Problem {
  const proxy = proxyOf(env, host);
  return new Problem({
    code: 'AZMON-AZURE-UNAVAILABLE',
    exit: EXIT.unavailable,
    message: 'signing in to Azure is not possible now',
    why: `the answer for ${host} was ${status}${proxy === undefined ? '' : `, by way of the proxy ${proxy}`}`,
    fix: [
      { text: 'try again in a few minutes' },
      ...(proxy === undefined
        ? []
        : [{ text: `see that the proxy lets ${host} through; check HTTPS_PROXY and NO_PROXY` }]),
    ],
    retryable: true,
  });
}
