import type { Azure, Clock } from '../ports.ts';
import { EXIT, type Fix, Problem } from '../problem.ts';
import { memoryJournal } from '../rollout/memory-journal.ts';
import { CONCURRENCY, runTasks } from '../rollout/run.ts';
import type { Task } from '../rollout/task.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import { parseResourceId, type ResourceId } from '../target/resource-id.ts';
import type { Target } from '../target/target.ts';
import { type Job, jobName, jobPlace } from './job.ts';
import { locateTarget } from './locate.ts';

/** A machine that Azure has, once for all the spellings under which it was named. */
export interface LocatedMachine {
  readonly id: ResourceId;
  readonly named: readonly string[];
  /** What the row of a target file says besides. */
  readonly row: TargetRow;
}

/** What was named and is none, or not for this command. */
export interface Unlocated {
  readonly named: readonly string[];
  readonly problem: Problem;
}

export type Located = LocatedMachine | Unlocated;

export interface Locating {
  readonly azure: () => Promise<Azure>;
  readonly subscriptions: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Finds every machine that was named, in the order in which it was; one that was named by two spellings comes once. Reads only. */
export async function locateAll(jobs: readonly Job[], locating: Locating): Promise<readonly Located[]> {
  const tasks = jobs.map((job, index) => task(`${index}`, job, locating));
  const outcomes = await runTasks(tasks, {
    ...{ concurrency: CONCURRENCY, journal: memoryJournal(), clock: locating.clock, signal: locating.signal },
  });
  const all = outcomes.map((outcome, index): Located => {
    const job = jobs[index] as Job;
    const named = [jobName(job)];
    return 'problem' in outcome ? { named, problem: outcome.problem.on(jobName(job)) } : outcome.result;
  });
  return eachOnce(all, jobs);
}

const task = (key: string, job: Job, locating: Locating): Task<LocatedMachine> => ({
  key,
  async run() {
    if (job.kind === 'broken') throw job.problem;
    if (job.kind === 'facts') throw new TypeError('facts are no machine to change');
    const { row } = job;
    refuseOthers(row.target);
    const id = await locateTarget(row.target, await locating.azure(), locating.subscriptions);
    return { state: 'unchanged', exit: EXIT.ok, result: { id, named: [row.target.key], row } };
  },
});

/** The same machine by another spelling is the same machine; where two rows want different things of it, the second is refused. */
function eachOnce(all: readonly Located[], jobs: readonly Job[]): readonly Located[] {
  const known = new Map<string, { index: number; place: string }>();
  const kept: Located[] = [];
  for (const [index, one] of all.entries()) {
    const place = jobPlace(jobs[index] as Job);
    const before = 'problem' in one ? undefined : known.get(one.id.key);
    const first = before === undefined ? undefined : kept[before.index];
    if ('problem' in one || before === undefined || first === undefined || 'problem' in first) {
      if (!('problem' in one)) known.set(one.id.key, { index: kept.length, place });
      kept.push(one);
    } else if (wishOf(one.row) === wishOf(first.row)) {
      kept[before.index] = { ...first, named: [...new Set([...first.named, ...one.named])] };
    } else kept.push({ named: one.named, problem: twice(one, before.place, place) });
  }
  return kept;
}

const wishOf = ({ agent, workspace, rule, proxy, method }: TargetRow): string =>
  JSON.stringify([agent, workspace, rule, proxy?.host, proxy?.port, method]);

const twice = ({ id, named: [name = ''] }: LocatedMachine, before: string, place: string): Problem =>
  new Problem({
    code: 'AZMON-INVENTORY-DUPLICATE',
    exit: EXIT.usage,
    message: `${name} in ${place} is the machine ${id.name}, which was named before with other columns`,
    why: `the first is in ${before}`,
    fix: [{ text: 'keep one of the rows' }],
    target: name,
  });

/** What is no virtual machine of Azure is not for the VM extension; says what is. */
function refuseOthers(target: Target): void {
  const kind = target.kind === 'resource' ? parseResourceId(target.id).type : target.kind;
  const other = OTHERS[kind];
  if (other === undefined) return;
  throw new Problem({
    code: 'AZMON-EXTENSION-TARGET',
    exit: EXIT.usage,
    message: `${target.key} is ${other.is}, and a VM extension belongs to a virtual machine of Azure`,
    why: other.why,
    fix: other.fix,
  });
}

const BY_AZURE_NAME: Fix = { text: 'where it is an Azure VM, name it as Azure does: azure:NAME, or its resource id' };

const OTHERS: Readonly<Record<string, { readonly is: string; readonly why: string; readonly fix: readonly Fix[] }>> = {
  local: {
    is: 'this machine',
    why: 'Azure brings the extension to the machine; it is not installed from the inside',
    fix: [BY_AZURE_NAME, { text: 'see whether an agent can be installed here', command: 'azmon check local' }],
  },
  ssh: {
    is: 'reached by ssh',
    why: 'Azure brings the extension to the machine; no login to it is used',
    fix: [BY_AZURE_NAME, { text: 'see whether an agent can be installed there: azmon check with the same target' }],
  },
  arc: {
    is: 'an Azure Arc machine',
    why: 'its extensions are resources of another kind (Microsoft.HybridCompute)',
    fix: [
      { text: "Azure's own command puts extensions on it", command: 'az connectedmachine extension create --help' },
    ],
  },
  'scale-set': {
    is: 'a scale set',
    why: "an extension is part of the scale set's model, and reaches its machines when they are updated to it",
    fix: [{ text: "Azure's own command puts extensions on it", command: 'az vmss extension set --help' }],
  },
};
