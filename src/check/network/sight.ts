import type { Endpoint } from '../../agent/agent.ts';
import type { NetworkLook } from '../../machine/network-look.ts';
import { proxyLabel } from '../../target/proxy.ts';
import type { Evidence, Outcome, Subject } from '../check.ts';

/** One endpoint as it was seen from the machine. */
export interface Sight {
  readonly subject: Subject;
  readonly endpoint: Endpoint;
  readonly host: string;
  readonly look: NetworkLook;
}

/** One value for all: ten thousand machines say it two dozen times each. */
export const OFFLINE = { status: 'skip', reason: 'left out by --offline' } as const;

/** What was seen of an endpoint, or why there is nothing to judge. */
export function sightOf(subject: Subject, endpoint: Endpoint): Sight | Outcome {
  if (subject.offline) return OFFLINE;
  const host = endpoint.host(subject.cloud, subject.place);
  if (host === undefined) return { status: 'skip', reason: `needs ${endpoint.needs ?? 'a host'}` };
  const look = subject.looks.get(host);
  if (look === undefined)
    return { status: 'unknown', reason: `the host was not looked at from there; do so with: ${probeCommand(subject)}` };
  if (subject.proxy !== undefined && look.via === 'direct')
    return { status: 'unknown', reason: `the host was looked at without the proxy; try: ${probeCommand(subject)}` };
  return { subject, endpoint, host, look };
}

export const isSight = (seen: Sight | Outcome): seen is Sight => 'look' in seen;

/** Evidence with the way that was taken and the time it took. */
export function evidence({ subject, look }: Sight, measured: string, required: string): Evidence {
  return {
    measured,
    required,
    route: look.via === 'direct' ? 'direct' : subject.proxy === undefined ? 'a proxy' : proxyLabel(subject.proxy),
    ...(look.durationMs === undefined ? {} : { durationMs: look.durationMs }),
  };
}

/** Neither tool is there: only names could be looked up. */
export const NO_TOOL: Outcome = { status: 'unknown', reason: 'neither curl nor openssl on the machine could look' };

/** Collects the facts that are missing, for a machine that azmon does not reach itself. */
function probeCommand({ system, place, cloud, proxy }: Subject): string {
  return [
    `azmon probe ${system.family}`,
    ...(place.workspaceId === undefined ? [] : [`--workspace-id ${place.workspaceId}`]),
    ...(place.region === undefined ? [] : [`--region ${place.region}`]),
    ...(cloud.id === 'public' ? [] : [`--cloud ${cloud.id}`]),
    ...(proxy === undefined ? [] : [`--proxy ${proxyLabel(proxy)}`]),
  ].join(' ');
}
