import type { Outstanding } from '../method/action.ts';
import type { Fix, Problem } from '../problem.ts';
import type { DeployedTarget } from '../rollout/deploy-run.ts';
import type { TaskState } from '../rollout/task.ts';
import type { BrokenLink } from '../verify/proof.ts';

/** Machines that ended alike and for the same reason: the unit in which a run is read and repaired. */
export interface DeployCause {
  readonly state: TaskState;
  /** Code of the error, or the broken link; missing: nothing stands against it. */
  readonly code?: string;
  /** Free of anything particular to a machine; empty where the state says it all. */
  readonly cause: string;
  /** Where it is the same on all of them. */
  readonly why?: string;
  readonly docs?: string;
  readonly targets: readonly string[];
  /** Distinct fixes, the most frequent first. */
  readonly fixes: readonly { readonly fix: Fix; readonly count: number }[];
}

/** Worst first; within a state the most frequent cause first. */
const ORDER: readonly TaskState[] = [
  'failed',
  'unverified',
  'deferred',
  'pending',
  'started',
  'planned',
  'changed',
  'removed',
  'verified',
  'unchanged',
];

export type Reason = Omit<DeployCause, 'state' | 'targets' | 'fixes'> & { readonly fix: readonly Fix[] };
interface Gathering {
  readonly state: TaskState;
  readonly reason: Reason;
  readonly targets: string[];
  readonly whys: Set<string | undefined>;
  readonly fixes: Map<string, { fix: Fix; count: number }>;
}

/** Groups the targets of a run by state and cause. Pure. */
export const deployCauses = (targets: readonly DeployedTarget[]): DeployCause[] =>
  causesBy(targets.map((target) => ({ state: target.state, name: target.name, reason: reasonOf(target) })));

/** The same for targets of any kind, once the reason of each is known. */
export function causesBy(
  targets: readonly { readonly state: TaskState; readonly name: string; readonly reason: Reason }[],
): DeployCause[] {
  const groups = new Map<string, Gathering>();
  for (const { state, name, reason } of targets) {
    const key = `${state}\n${reason.code ?? ''}\n${reason.cause}`;
    const group = groups.get(key) ?? gathering(state, reason);
    group.targets.push(name);
    group.whys.add(reason.why);
    for (const fix of reason.fix) {
      const same = fix.command ?? fix.text;
      group.fixes.set(same, { fix, count: (group.fixes.get(same)?.count ?? 0) + 1 });
    }
    groups.set(key, group);
  }
  return [...groups.values()].map(toCause).sort(byWeight);
}

const byWeight = (a: DeployCause, b: DeployCause): number =>
  ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.targets.length - a.targets.length;

const gathering = (state: TaskState, reason: Reason): Gathering => ({
  ...{ state, reason, targets: [], whys: new Set(), fixes: new Map() },
});

function toCause({ state, reason, targets, whys, fixes }: Gathering): DeployCause {
  const { fix: _, why, ...rest } = reason;
  return {
    ...{ state, ...rest, targets },
    ...(why === undefined || whys.size > 1 ? {} : { why }),
    fixes: [...fixes.values()].sort((a, b) => b.count - a.count),
  };
}

function reasonOf({ problem, change, name }: DeployedTarget): Reason {
  const { proof } = change ?? {};
  if (problem !== undefined)
    return reasonOfProblem(problem, [change?.vm.id, change?.vm.name, name, name.replace(/^.*[:/]/, '')]);
  if (proof?.state === 'silent') return reasonOfSilence(proof.broken);
  const { outstanding, vm } = change ?? {};
  return outstanding === undefined ? { cause: '', fix: [] } : behind(outstanding, vm?.id ?? '');
}

/** Without the names of the machine, so that others may have the same. */
export function reasonOfProblem(
  { code, message, why, docs, fix }: Problem,
  names: readonly (string | undefined)[],
): Reason {
  const general = (text: string): string => withoutName(text, names);
  return { code, cause: general(message), docs, fix, ...(why === undefined ? {} : { why: general(why) }) };
}

export const reasonOfSilence = ({ link, evidence, fix }: BrokenLink): Reason => ({
  ...{ code: `link:${link}`, cause: `no record arrived; the broken link: ${LINK_WORDS[link]}`, why: evidence, fix },
});

function behind({ instances, shielded }: Outstanding, set: string): Reason {
  if (instances.length > 0)
    return {
      code: 'instances:behind',
      cause: 'instances are not on the newest model of their scale set (upgrade policy Manual)',
      fix: [{ text: '--upgrade-instances brings them to it, a part of them at a time' }],
    };
  return {
    code: 'instances:protected',
    cause: 'instances are protected from scale set actions, and keep their older model',
    fix: [
      {
        text: `take the protection away from: ${shielded.join(', ')}`,
        command: `az vmss update --ids ${set} --instance-id N --protect-from-scale-set-actions false`,
      },
    ],
  };
}

/** The links of the chain, as people name them. */
export const LINK_WORDS: Readonly<Record<string, string>> = {
  extension: 'the extension',
  agent: 'the agent',
  key: 'the workspace key',
  identity: 'the identity',
  rule: 'the data collection rule',
  network: 'the network',
  ingestion: 'the workspace takes in no data',
  'retired-upload': 'perhaps the shut-down of uploads of this generation',
  unknown: 'not found out',
};

/** Two machines with the same trouble have the same cause, though each message names its own. */
function withoutName(text: string, names: readonly (string | undefined)[]): string {
  return names
    .filter((name) => name !== undefined && name !== '')
    .reduce<string>((rest, name) => rest.replaceAll(wordOf(name as string), '...'), text);
}

/** The name itself, not a part of another one. */
const wordOf = (name: string): RegExp =>
  new RegExp(`(?<![\\w-])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'gi');
