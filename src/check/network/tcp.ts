import type { Outcome } from '../check.ts';
import { notObserved } from '../check.ts';
import { eitherOf } from '../fixes.ts';
import { evidence, NO_TOOL, type Sight } from './sight.ts';

/** A connection to port 443 stands. */
export function readTcp(sight: Sight): Outcome {
  const { look, host, endpoint, subject } = sight;
  if (look.via === 'proxy') return { status: 'skip', reason: 'the proxy connects to it' };
  if (look.tool === 'none') return NO_TOOL;
  const required = `TCP 443 to ${host}`;
  const stood = look.tcp ?? (look.exit === undefined ? undefined : ![7, 28].includes(look.exit));
  if (stood === undefined) return notObserved('the connection');
  if (stood) return { status: 'pass', evidence: evidence(sight, 'connected', required) };
  const silent = look.exit === 28;
  return {
    status: 'fail',
    cause: silent
      ? 'no answer on port 443: dropped by a firewall'
      : 'connection to port 443 refused or without a route',
    evidence: evidence(sight, silent ? 'no answer in time' : 'refused or no route', required),
    fix: eitherOf([
      { text: `allow outbound TCP 443 to ${endpoint.pattern(subject.cloud)}` },
      { text: 'name a proxy or gateway that may go there: --proxy or --gateway' },
    ]),
  };
}
