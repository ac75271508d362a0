import type { Azure, Clock } from '../ports.ts';
import { EXIT, type Fix, Problem } from '../problem.ts';
import { memoryJournal } from '../rollout/memory-journal.ts';
import { CONCURRENCY, runTasks } from '../rollout/run.ts';
import type { Task } from '../rollout/task.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import { type ResourceId, shortTarget } from '../target/resource-id.ts';
import type { Target } from '../target/target.ts';
import { flexibleInstances } from './flexible-instances.ts';
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
  /** What is to be installed there is only brought by Azure. */
  readonly needsArc: (row: TargetRow) => boolean;
}

/**
 * Finds every machine that was named, in the order in which it was; one that was named by two spellings comes once. Instances of a flexible
 * scale set are virtual machines of their own, and follow it. Reads only.
 */
export async function locateAll(jobs: readonly Job[], locating: Locating): Promise<readonly Located[]> {
  const tasks = jobs.map((job, index) => task(`${index}`, job, locating));
  const outcomes = await runTasks(tasks, {
    ...{ concurrency: CONCURRENCY, journal: memoryJournal(), clock: locating.clock, signal: locating.signal },
  });
  const all = outcomes.flatMap((outcome, index): readonly Placed[] => {
    const job = jobs[index] as Job;
    const named = [jobName(job)];
    const place = jobPlace(job);
    if ('problem' in outcome) return [{ one: { named, problem: outcome.problem.on(jobName(job)) }, place }];
    return outcome.result.map((one) => ({ one, place }));
  });
  return eachOnce(all);
}

interface Placed {
  readonly one: Located;
  readonly place: string;
}

const task = (key: string, job: Job, locating: Locating): Task<readonly LocatedMachine[]> => ({
  key,
  async run() {
    if (job.kind === 'broken') throw job.problem;
    if (job.kind === 'facts') throw new TypeError('facts are no machine to change');
    const { row } = job;
    refuseOthers(row, locating);
    const azure = await locating.azure();
    const id = await locateTarget(row.target, azure, locating.subscriptions);
    const instances = await flexibleInstances(id, azure);
    return {
      ...{ state: 'unchanged', exit: EXIT.ok },
      result: [
        { id, named: [row.target.key], row },
        ...instances.map((one) => ({ id: one, named: [shortTarget(one.id)], row })),
      ],
    };
  },
});

/** The same machine by another spelling is the same machine; where two rows want different things of it, the second is refused. */
function eachOnce(all: readonly Placed[]): readonly Located[] {
  const known = new Map<string, { index: number; place: string }>();
  const kept: Located[] = [];
  for (const { one, place } of all) {
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

/** What is no machine of Azure is not for an extension; says what is. */
function refuseOthers(row: TargetRow, { needsArc }: Locating): void {
  const { target } = row;
  const other = OTHERS[target.kind];
  if (other === undefined) return;
  if (needsArc(row)) throw withoutArc(target, other.is);
  throw new Problem({
    code: 'AZMON-EXTENSION-TARGET',
    exit: EXIT.usage,
    message: `${target.key} is ${other.is}, and an extension belongs to a machine that Azure knows`,
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
};

/** The successor is brought by Azure alone: to a machine of its own, or to one that Azure Arc makes known to it. */
const withoutArc = ({ key }: Target, is: string): Problem =>
  new Problem({
    code: 'AZMON-NEEDS-ARC',
    exit: EXIT['not-ready'],
    message: `${key} is ${is}, and the Azure Monitor Agent comes to machines that Azure knows`,
    why: 'it signs in with an identity that Azure gives to its virtual machines, and Azure Arc to all others',
    fix: [
      {
        text: 'connect the machine to Azure Arc, on the machine itself (put your own values in place of the capitals)',
        command:
          'azcmagent connect --tenant-id TENANT --subscription-id SUBSCRIPTION --resource-group GROUP --location REGION',
      },
      { text: 'then name it by its name there: arc:NAME' },
      BY_AZURE_NAME,
    ],
  });
