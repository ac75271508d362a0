import type { Clock } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { HostChange, HostTarget } from '../rollout/host-run.ts';
import { memoryJournal } from '../rollout/memory-journal.ts';
import { CONCURRENCY, runTasks } from '../rollout/run.ts';
import type { Outcome, Task, TaskResult } from '../rollout/task.ts';
import type { DeployProgress } from './deploy-progress.ts';
import type { HostJob, HostMachine } from './host-jobs.ts';
import type { EventName } from './run.ts';

/** What is known of one machine while it is worked on; it is told whatever happens. */
export type HostDraft = { -readonly [K in keyof HostChange]?: HostChange[K] };

/** One machine's turn. */
export interface Turn {
  readonly machine: HostMachine;
  readonly draft: HostDraft;
  readonly step: (text: string) => void;
  readonly signal: AbortSignal;
}

export type HostEnded = Omit<TaskResult<HostChange>, 'result'>;

/** What is done to every machine of a run. */
export interface HostWork<P> {
  /** Looks, and works out what is to be done; changes nothing. */
  plan(turn: Turn): Promise<P>;
  /** Set where somebody has to agree: all machines are planned before the first is changed. Throws where the answer is no. */
  agree?: ((plans: readonly (readonly [HostMachine, P])[]) => Promise<void>) | undefined;
  perform(turn: Turn, plan: P): Promise<HostEnded>;
}

export interface HostRunning {
  readonly concurrency: number | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: DeployProgress;
  readonly talk: (line: string) => void;
  readonly event: (name: EventName, data: object) => void;
  readonly told: (target: HostTarget) => object;
}

/** Plans every machine, asks where it has to be asked, and performs; targets come back in the order in which they were named. */
export async function runHosts<P>(
  jobs: readonly HostJob[],
  work: HostWork<P>,
  running: HostRunning,
): Promise<readonly HostTarget[]> {
  const plans = new Plans(work);
  const machines = jobs.flatMap((job) => ('machine' in job ? [job.machine] : []));
  if (work.agree !== undefined) await work.agree(await plannedFirst(machines, plans, running));
  const { concurrency = CONCURRENCY, clock, signal, progress, event, told } = running;
  const tell = (target: HostTarget): HostTarget => {
    progress.finished({ ...target, name: target.key });
    event('target.finished', told(target));
    return target;
  };
  const done = new Map<string, HostTarget>();
  for (const job of jobs) if (!('machine' in job)) done.set(job.key, tell(broken(job.key, job.problem)));
  await runTasks(
    machines.map((machine) => taskOf(machine, plans, work)),
    {
      ...{ concurrency, clock, signal, journal: memoryJournal() },
      onLine(line) {
        progress.line(line, line.target);
        if (line.event !== 'finished')
          event(`target.${line.event}`, { target: line.target, ...(line.event === 'step' ? { text: line.text } : {}) });
      },
      onOutcome: (outcome) => void done.set(outcome.key, tell(targetOf(outcome))),
    },
  );
  progress.end();
  return jobs.map((job) => done.get('machine' in job ? job.machine.key : job.key) as HostTarget);
}

/** What each machine's look came to, looked once. */
class Plans<P> {
  readonly #plans = new Map<string, Promise<P>>();
  readonly #drafts = new Map<string, HostDraft>();
  readonly #work: HostWork<P>;

  constructor(work: HostWork<P>) {
    this.#work = work;
  }

  draftOf({ key }: HostMachine): HostDraft {
    const draft = this.#drafts.get(key) ?? {};
    this.#drafts.set(key, draft);
    return draft;
  }

  of(turn: Turn): Promise<P> {
    const { key } = turn.machine;
    const plan = this.#plans.get(key) ?? this.#work.plan(turn);
    this.#plans.set(key, plan);
    return plan;
  }
}

async function plannedFirst<P>(
  machines: readonly HostMachine[],
  plans: Plans<P>,
  { concurrency = CONCURRENCY, clock, signal, talk }: HostRunning,
): Promise<readonly (readonly [HostMachine, P])[]> {
  if (machines.length > 0) talk(machines.length === 1 ? 'looking' : `looking at ${machines.length} machines`);
  const tasks = machines.map(
    (machine): Task<P> => ({
      key: machine.key,
      async run(step, own) {
        const turn = { machine, draft: plans.draftOf(machine), step, signal: own };
        return { state: 'planned', exit: EXIT.ok, result: await plans.of(turn) };
      },
    }),
  );
  const outcomes = await runTasks(tasks, { concurrency, clock, signal, journal: memoryJournal() });
  if (signal.aborted) throw signal.reason;
  return outcomes.flatMap((outcome, index) =>
    'result' in outcome ? [[machines[index] as HostMachine, outcome.result] as const] : [],
  );
}

function taskOf<P>(machine: HostMachine, plans: Plans<P>, work: HostWork<P>): Task<HostChange> {
  const draft = plans.draftOf(machine);
  return {
    key: machine.key,
    async run(step, signal) {
      const turn: Turn = { machine, draft, step, signal };
      try {
        const ended = await work.perform(turn, await plans.of(turn));
        return { ...ended, result: draft as HostChange };
      } catch (error) {
        return stopped(draft, signal.aborted && !isProblem(error) ? signal.reason : error);
      }
    },
  };
}

const isProblem = (error: unknown): error is Problem => error instanceof Problem;

/** What was done until then is told beside the reason. */
function stopped(draft: HostDraft, error: unknown): TaskResult<HostChange> {
  if (!isProblem(error) || draft.system === undefined) throw error;
  draft.problem = error;
  return { state: stateOf(draft, error), exit: error.exit, result: draft as HostChange };
}

/** The changes were made, and only the proof is missing; or it failed. */
const stateOf = ({ wrapper }: HostDraft, { exit }: Problem): HostEnded['state'] =>
  exit === EXIT.unverified && wrapper?.complete === true ? 'unverified' : 'failed';

function targetOf(outcome: Outcome<HostChange>): HostTarget {
  const { key, state, exit, durationMs } = outcome;
  const head = { key, state, exit, durationMs };
  if ('problem' in outcome) return { ...head, problem: outcome.problem };
  const { problem } = outcome.result;
  return { ...head, change: outcome.result, ...(problem === undefined ? {} : { problem: problem.on(key) }) };
}

const broken = (key: string, problem: Problem): HostTarget => ({
  ...{ key, state: 'failed', exit: problem.exit, durationMs: 0, problem: problem.on(key) },
});
