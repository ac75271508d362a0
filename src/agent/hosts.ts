import type { Cloud } from '../target/cloud.ts';
import type { Agent, Place } from './agent.ts';

/** The hosts that a machine must be asked about so that these agents can be judged: each once, in the order of the tables. */
export function hostsToProbe(
  agents: readonly Pick<Agent, 'endpoints'>[],
  cloud: Cloud,
  place: Place,
): readonly string[] {
  const hosts = agents.flatMap((agent) => agent.endpoints.map((endpoint) => endpoint.host(cloud, place)));
  return [...new Set(hosts.filter((host) => host !== undefined))];
}
