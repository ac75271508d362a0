import type { Fix } from '../../problem.ts';
import type { Outcome } from '../check.ts';
import { notObserved } from '../check.ts';
import { eitherOf } from '../fixes.ts';
import { evidence, type Sight } from './sight.ts';

/** The name of the host resolves on the machine. */
export function readDns(sight: Sight): Outcome {
  const { look, host, endpoint } = sight;
  if (look.via === 'proxy') return { status: 'skip', reason: 'the proxy resolves it' };
  if (look.dns === false || look.exit === 6)
    return {
      status: 'fail',
      cause:
        endpoint.id === 'oms' ? 'name does not resolve: no DNS, or a mistyped workspace ID' : 'name does not resolve',
      evidence: evidence(sight, 'no address', host),
      fix: fixes(sight),
    };
  if (look.dns === true || look.tcp === true) return { status: 'pass', evidence: evidence(sight, 'resolves', host) };
  return notObserved('the name');
}

function fixes({ endpoint, host, subject }: Sight): Fix[] {
  const resolver = {
    text: `let the machine's resolver answer for ${endpoint.pattern(subject.cloud)}`,
    ...(subject.system.family === 'linux' ? { command: `getent hosts ${host}` } : { command: `ping -n 1 ${host}` }),
  };
  if (endpoint.needs !== '--workspace-id') return [resolver];
  const workspace = {
    text: 'compare the workspace ID with the one in the portal: its hosts exist only while the workspace does',
  };
  return eitherOf(endpoint.id === 'oms' ? [workspace, resolver] : [resolver, workspace]);
}
