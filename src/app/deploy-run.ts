import type { Clock } from '../ports.ts';
import type { ExitCode } from '../problem.ts';
import type { DeployedTarget, DeployRun, MachineChange } from '../rollout/deploy-run.ts';
import { changingExit } from '../rollout/exit.ts';
import { memoryJournal } from '../rollout/memory-journal.ts';
import { CONCURRENCY, runTasks } from '../rollout/run.ts';
import type { Journal, Outcome, Task } from '../rollout/task.ts';
import type { DeployProgress } from './deploy-progress.ts';
import type { Located, LocatedMachine } from './deploy-targets.ts';
import type { EventName } from './run.ts';

export interface Deploying {
  readonly concurrency: number | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: DeployProgress;
  readonly event: (name: EventName, data: object) => void;
  readonly told: (target: DeployedTarget) => object;
  readonly journal?: Journal;
}

/** Runs a task for every machine that was found, telling as it goes; targets come back in the order in which they were named. */
export async function deployAll(
  located: readonly Located[],
  taskOf: (machine: LocatedMachine) => Task<MachineChange>,
  deploying: Deploying,
): Promise<readonly DeployedTarget[]> {
  const { concurrency = CONCURRENCY, clock, signal, progress, event, told, journal = memoryJournal() } = deploying;
  const names = namesOf(located);
  const machines = located.filter((one) => 'id' in one);
  const byKey = new Map(machines.map((machine) => [machine.id.key, machine]));
  const tell = (target: DeployedTarget): DeployedTarget => {
    progress.finished(target);
    event('target.finished', told(target));
    return target;
  };
  const missing = new Map(located.flatMap((one) => ('id' in one ? [] : [[one, tell(unlocated(one))] as const])));
  const done = new Map<string, DeployedTarget>();
  await runTasks(machines.map(taskOf), {
    ...{ concurrency, clock, signal, journal },
    onLine(line) {
      progress.line(line, names.get(line.target) ?? line.target);
      if (line.event !== 'finished')
        event(`target.${line.event}`, { target: line.target, ...(line.event === 'step' ? { text: line.text } : {}) });
    },
    onOutcome(outcome) {
      done.set(outcome.key, tell(deployed(outcome, byKey.get(outcome.key) as LocatedMachine, names)));
    },
  });
  progress.end();
  return located.map((one) => ('id' in one ? done.get(one.id.key) : missing.get(one)) as DeployedTarget);
}

/** A name alone, or with its group where two machines have the same. */
function namesOf(located: readonly Located[]): ReadonlyMap<string, string> {
  const ids = located.flatMap((one) => ('id' in one ? [one.id] : []));
  const counts = new Map<string, number>();
  for (const { name } of ids) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return new Map(
    ids.map(({ key, name, group }) => [key, (counts.get(name.toLowerCase()) ?? 0) > 1 ? `${group}/${name}` : name]),
  );
}

function unlocated({ named, problem }: Exclude<Located, LocatedMachine>): DeployedTarget {
  const [key = ''] = named;
  return { key, name: key, named, state: 'failed', exit: problem.exit, durationMs: 0, problem };
}

function deployed(
  outcome: Outcome<MachineChange>,
  { named }: LocatedMachine,
  names: ReadonlyMap<string, string>,
): DeployedTarget {
  const { key, state, exit, durationMs } = outcome;
  const name = names.get(key) ?? key;
  const head = { key, name, named, state, exit, durationMs };
  if ('problem' in outcome) return { ...head, problem: outcome.problem.on(name) };
  const { problem } = outcome.result;
  return { ...head, change: outcome.result, ...(problem === undefined ? {} : { problem: problem.on(name) }) };
}

export const exitOfAll = (targets: readonly DeployedTarget[]): ExitCode =>
  changingExit(targets.map(({ exit }) => exit));

export type RunHead = Pick<DeployRun, 'verb' | 'method' | 'dryRun'>;
