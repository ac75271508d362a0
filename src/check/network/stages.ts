import type { Endpoint } from '../../agent/agent.ts';
import { AZURE_MONITOR_ENDPOINTS, LOG_ANALYTICS_ENDPOINTS } from '../../agent/endpoints.ts';
import type { Check, Outcome, Subject } from '../check.ts';
import { readDns } from './dns.ts';
import { readHttp } from './http.ts';
import { proxyTrouble } from './proxy-trouble.ts';
import { isSight, type Sight, sightOf } from './sight.ts';
import { readTcp } from './tcp.ts';
import { ENDPOINT_IDS, type EndpointId, STAGE_IDS, type StageId } from './text.ts';
import { readTls } from './tls.ts';

const READERS: Readonly<Record<StageId, (sight: Sight) => Outcome>> = {
  dns: readDns,
  tcp: readTcp,
  tls: readTls,
  http: readHttp,
};

/** Four findings for each endpoint: each stage of the way needs the one before it. */
export const STAGE_CHECKS: readonly Check[] = ENDPOINT_IDS.flatMap((id) => STAGE_IDS.map((stage) => check(id, stage)));

function check(id: EndpointId, stage: StageId): Check {
  return {
    id: `network.${id}-${stage}`,
    severity:
      [...LOG_ANALYTICS_ENDPOINTS, ...AZURE_MONITOR_ENDPOINTS].find((one) => one.id === id)?.severity ?? 'block',
    applies: ({ agent }) => endpointOf(agent.endpoints, id) !== undefined,
    judge: (subject) => judge(subject, id, stage),
  };
}

const endpointOf = (endpoints: readonly Endpoint[], id: EndpointId): Endpoint | undefined =>
  endpoints.find((endpoint) => endpoint.id === id);

function judge(subject: Subject, id: EndpointId, stage: StageId): Outcome {
  const endpoint = endpointOf(subject.agent.endpoints, id);
  if (endpoint === undefined) throw new Error(`the agent has no endpoint ${id}`);
  const sight = sightOf(subject, endpoint);
  if (!isSight(sight)) return stage === 'dns' || sight.status === 'skip' ? sight : AFTER;
  for (const earlier of STAGE_IDS) {
    if (earlier === 'tls' && proxyTrouble(sight) !== undefined) return BEHIND_PROXY;
    if (earlier === stage) return READERS[stage](sight);
    if (stops(READERS[earlier](sight))) return AFTER;
  }
  throw new Error(`no stage ${stage}`);
}

const AFTER: Outcome = { status: 'skip', reason: 'needs the stage before it' };
const BEHIND_PROXY: Outcome = { status: 'skip', reason: 'needs the proxy, see network.proxy' };

/** A stage that was lowered (old TLS before the deadline, a version that curl does not show) lets the next one be judged. */
const stops = (outcome: Outcome): boolean =>
  (outcome.status === 'fail' || outcome.status === 'unknown') && outcome.severity === undefined;
