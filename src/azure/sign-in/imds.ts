import { get } from 'node:http';
import type { Environment } from '../problem/problem-of-network.ts';

/** The instance metadata service answers in milliseconds where there is one; elsewhere packets to it may vanish for minutes. */
const PROBE_MS = 500;

/**
 * Whether this machine may have a managed identity: a variable names its endpoint (App Service, Functions, Arc, Cloud Shell, the
 * sandbox), or the metadata service of Azure's virtual machines answers. No proxy is asked: the address is the machine's own.
 */
export async function hasIdentityEndpoint(env: Environment, signal: AbortSignal): Promise<boolean> {
  if ([env.IDENTITY_ENDPOINT, env.MSI_ENDPOINT, env.IMDS_ENDPOINT].some((value) => value !== undefined && value !== ''))
    return true;
  const host = env.AZURE_POD_IDENTITY_AUTHORITY_HOST ?? 'http://169.254.169.254';
  return URL.canParse(host) && answers(new URL('/metadata/instance?api-version=2021-02-01', host), signal);
}

function answers(url: URL, signal: AbortSignal): Promise<boolean> {
  const own = AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]);
  return new Promise((resolve) => {
    const request = get(url, { headers: { Metadata: 'true' }, agent: false, signal: own }, (response) => {
      response.resume();
      // A proxy in between answers with 403 or 502 for a network that it cannot reach.
      resolve(response.statusCode !== 403 && (response.statusCode ?? 500) < 500);
    });
    request.on('error', () => resolve(false));
  });
}
