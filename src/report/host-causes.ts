import type { HostTarget } from '../rollout/host-run.ts';
import { causesBy, type DeployCause, type Reason, reasonOfProblem, reasonOfSilence } from './deploy-causes.ts';
import { hostName } from './host-words.ts';

/** Groups the machines of a run by state and cause. Pure. */
export const hostCauses = (targets: readonly HostTarget[]): DeployCause[] =>
  causesBy(targets.map((target) => ({ state: target.state, name: hostName(target), reason: reasonOf(target) })));

function reasonOf({ key, problem, change }: HostTarget): Reason {
  if (problem !== undefined) return reasonOfProblem(problem, [key, hostOf(key)]);
  if (change?.proof?.state === 'silent') return reasonOfSilence(change.proof.broken);
  return { cause: '', fix: [] };
}

/** `web-01` of `ssh://root@web-01:22`: messages name machines in both ways. */
const hostOf = (key: string): string => key.replace(/^[a-z]+:(?:\/\/)?(?:[^@/]*@)?/i, '').replace(/:\d+$/, '');
