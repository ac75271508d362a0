import type { AgentId } from '../agent/agent.ts';
import type { Azure, Clock } from '../ports.ts';
import { EXIT } from '../problem.ts';
import { memoryJournal } from '../rollout/memory-journal.ts';
import { runTasks } from '../rollout/run.ts';
import type { Outcome, Task } from '../rollout/task.ts';
import { clockedLogs } from '../verify/clocked-logs.ts';
import { pacedLogs } from '../verify/paced-logs.ts';
import type { VerifyLevel } from '../verify/proof.ts';
import type { VerifyPorts } from '../verify/request.ts';
import type { VerifiedTarget } from '../verify/verified.ts';
import { type Job, jobName } from './job.ts';
import { once } from './once.ts';
import type { Since } from './since.ts';
import { rowVerifier } from './verify-row.ts';

/** What all machines of a run have in common. */
export interface Verifying {
  /** Opened when the first machine needs it. */
  readonly azure: () => Promise<Azure>;
  /** Ids; none: all that can be seen. */
  readonly subscriptions: () => Promise<readonly string[]>;
  /** By name, resource id or GUID; missing: where each machine is set to report. */
  readonly workspace: string | undefined;
  /** Missing: every generation whose extension is on the machine. */
  readonly agent: AgentId | undefined;
  readonly since: Since;
  readonly timeoutMs: number;
  readonly level: VerifyLevel;
  /** YYYY-MM-DD */
  readonly asOf: string;
  readonly concurrency: number;
  readonly clock: Clock;
  readonly sleep: VerifyPorts['sleep'];
  readonly signal: AbortSignal;
  readonly step: (target: string, text: string) => void;
  readonly finished: (targets: readonly VerifiedTarget[]) => void;
}

/** Verifies every machine, several side by side; results in the order of the jobs. Never throws a Problem: it belongs to its target. */
export async function verifyAll(jobs: readonly Job[], verifying: Verifying): Promise<readonly VerifiedTarget[]> {
  const { clock, signal, concurrency } = verifying;
  const verify = rowVerifier(verifying, pacedPorts(verifying));
  const tasks = jobs.map((job, index) => taskOf(`${index}`, job, verify, verifying));
  const outcomes = await runTasks(tasks, { concurrency, journal: memoryJournal(), clock, signal });
  return outcomes.flatMap((outcome, index) => verifiedOf(outcome, jobs[index] as Job));
}

type Verified = readonly VerifiedTarget[];

function taskOf(
  key: string,
  job: Job,
  verify: ReturnType<typeof rowVerifier>,
  { step, finished }: Verifying,
): Task<Verified> {
  const name = jobName(job);
  return {
    key,
    async run() {
      if (job.kind === 'broken') throw job.problem;
      if (job.kind === 'facts') throw new TypeError('facts prove nothing');
      const result = await verify(job.row, (text) => step(name, text));
      finished(result);
      return { state: 'verified', exit: EXIT.ok, result };
    },
  };
}

/** One way to Azure for all machines: the limits of the query API are the caller's, not a machine's. */
const pacedPorts = ({ azure, clock, sleep, signal }: Verifying): (() => Promise<VerifyPorts>) =>
  once(async () => {
    const world = await azure();
    const logs = clockedLogs(pacedLogs(world.logs, clock, sleep), clock);
    return { azure: { ...world, logs }, clock, sleep, signal, looks: new Map() };
  });

function verifiedOf(outcome: Outcome<Verified>, job: Job): Verified {
  if (!('problem' in outcome)) return outcome.result;
  const name = jobName(job);
  const { exit, durationMs } = outcome;
  return [{ target: name, name, problem: outcome.problem.on(name), exit, durationMs }];
}
