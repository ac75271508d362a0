import type { StatusQuestion, StatusRun } from '../manage/status.ts';
import { readStatus } from '../manage/status.ts';
import type { Azure, Clock } from '../ports.ts';
import { EXIT, type Problem } from '../problem.ts';
import { memoryJournal } from '../rollout/memory-journal.ts';
import { CONCURRENCY, runTasks } from '../rollout/run.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { ResourceId } from '../target/resource-id.ts';
import { pacedLogs } from '../verify/paced-logs.ts';
import type { VerifyPorts } from '../verify/request.ts';
import { azureMachine } from './azure-machine.ts';
import { type Job, jobName } from './job.ts';

/** What the command line asks status for. */
export interface StatusWish {
  /** Machines that were named; none: all of the scope. */
  readonly jobs: readonly Job[];
  /** Ids; none: all that can be seen. */
  readonly subscriptions: readonly string[];
  readonly workspace: AzureWorkspace | undefined;
  readonly freshMs: number;
  readonly asOf: string;
}

export interface StatusContext {
  readonly azure: Azure;
  readonly clock: Clock;
  readonly sleep: VerifyPorts['sleep'];
  readonly signal: AbortSignal;
}

/** Finds the machines that were named, and reads the status of them or of the whole scope. What cannot be found becomes a problem of its own. */
export async function statusOf(wish: StatusWish, context: StatusContext): Promise<StatusRun> {
  const { azure, clock, sleep, signal } = context;
  const { jobs, subscriptions, workspace, freshMs, asOf } = wish;
  const question: StatusQuestion = {
    ...{ subscriptions, freshMs, asOf },
    ...(workspace === undefined ? {} : { workspace }),
  };
  const paced: Azure = { ...azure, logs: pacedLogs(azure.logs, clock, sleep) };
  if (jobs.length === 0) return readStatus(question, paced, signal);
  const { machines, problems } = await locate(wish, context);
  if (machines.length === 0) return { machines: [], strangers: [], sources: [], workspaces: new Map(), problems };
  const run = await readStatus({ ...question, machines }, paced, signal);
  return { ...run, problems: [...problems, ...run.problems] };
}

interface Located {
  /** Each once, whatever its spelling. */
  readonly machines: readonly ResourceId[];
  readonly problems: readonly Problem[];
}

async function locate({ jobs, subscriptions }: StatusWish, context: StatusContext): Promise<Located> {
  const { azure, clock, signal } = context;
  const tasks = jobs.map((job, index) => ({
    key: `${index}`,
    async run() {
      if (job.kind === 'broken') throw job.problem;
      if (job.kind === 'facts') throw new TypeError('facts have no status');
      const result = await azureMachine(job.row.target, azure, subscriptions);
      return { state: 'unchanged' as const, exit: EXIT.ok, result };
    },
  }));
  const outcomes = await runTasks(tasks, { concurrency: CONCURRENCY, journal: memoryJournal(), clock, signal });
  const machines = new Map<string, ResourceId>();
  const problems: Problem[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if ('problem' in outcome) problems.push(outcome.problem.on(jobName(jobs[index] as Job)));
    else machines.set(outcome.result.key, outcome.result);
  }
  return { machines: [...machines.values()], problems };
}
