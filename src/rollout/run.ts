import type { Clock } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Journal, JournalLine, Outcome, Task } from './task.ts';

export interface RunOptions<R = unknown> {
  /** How many tasks run side by side. */
  readonly concurrency: number;
  readonly journal: Journal;
  /** Aborted: running tasks are told, no further one is begun. A Problem as its reason says why (Ctrl+C, SIGTERM). */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Every line, at the moment it is written. */
  readonly onLine?: (line: JournalLine) => void;
  /** Each outcome as soon as it is there, one that was not begun too. */
  readonly onOutcome?: (outcome: Outcome<R>) => void;
}

/** As azure-cli and Azure Policy: ten side by side. */
export const CONCURRENCY = 10;

/**
 * The one loop for many machines: runs every task once, several side by side, writing down what happens. Results stand in the order of
 * the tasks under their keys, whatever finished first. What goes wrong with one task is its own failure and never stops the others.
 * Never throws.
 */
export async function runTasks<R>(tasks: readonly Task<R>[], options: RunOptions<R>): Promise<readonly Outcome<R>[]> {
  const outcomes: Outcome<R>[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < tasks.length; index = next++) {
      const task = tasks[index] as Task<R>;
      const outcome = options.signal.aborted ? notBegun<R>(task.key, options.signal) : await work(task, options);
      outcomes[index] = outcome;
      options.onOutcome?.(outcome);
    }
  };
  const workers = Math.max(1, Math.min(options.concurrency, tasks.length));
  await Promise.all(Array.from({ length: workers }, worker));
  return outcomes;
}

async function work<R>(task: Task<R>, options: RunOptions<R>): Promise<Outcome<R>> {
  const { clock, signal } = options;
  const startedAt = clock.now();
  const write = writer(task.key, options);
  try {
    // What cannot be written down is not begun.
    await write({ event: 'started', text: 'started' });
  } catch (error) {
    return failed(task.key, error, clock.now() - startedAt);
  }
  const outcome = await settle(task, (text) => void write({ event: 'step', text }).catch(keepGoing), signal);
  const ended = { ...outcome, durationMs: clock.now() - startedAt };
  await write({ event: 'finished', text: wordsOf(ended), state: ended.state }).catch(keepGoing);
  return ended;
}

/** What was done stands, written down or not; a journal that takes no more lets no further task begin. */
const keepGoing = (): void => undefined;

async function settle<R>(task: Task<R>, step: (text: string) => void, signal: AbortSignal): Promise<Outcome<R>> {
  try {
    return { ...(await task.run(step, signal)), key: task.key, durationMs: 0 };
  } catch (error) {
    return failed(task.key, error, 0);
  }
}

const wordsOf = <R>(outcome: Outcome<R>): string => ('problem' in outcome ? outcome.problem.message : outcome.state);

/** Lines of one task, one after the other. */
function writer(target: string, { clock, journal, onLine }: Omit<RunOptions, 'onOutcome'>): Write {
  let last: Promise<void> = Promise.resolve();
  return (what) => {
    const line: JournalLine = { at: clock.now(), target, ...what };
    onLine?.(line);
    last = last.catch(keepGoing).then(() => journal.append(line));
    return last;
  };
}

type Write = (what: Omit<JournalLine, 'at' | 'target'>) => Promise<void>;

function failed<R>(key: string, error: unknown, durationMs: number): Outcome<R> {
  const problem = error instanceof Problem ? error : unforeseen(error);
  return { key, state: 'failed', exit: problem.exit, problem: problem.on(key), durationMs };
}

/** The words of a foreign error may quote a secret: they are kept in the cause only. */
const unforeseen = (cause: unknown): Problem =>
  new Problem({
    code: 'AZMON-INTERNAL',
    exit: EXIT.internal,
    message: 'azmon made a mistake on this machine',
    why: 'this error was not foreseen; the other machines are not concerned',
    fix: [{ text: 'run the command again with --debug for this machine, and report what it prints' }],
    cause,
  });

/** Nothing was begun on it. */
function notBegun<R>(key: string, { reason }: AbortSignal): Outcome<R> {
  const problem = new Problem({
    code: 'AZMON-CANCELLED',
    exit: reason instanceof Problem ? reason.exit : EXIT.interrupted,
    message: 'the run was cancelled before its turn: nothing was begun',
    retryable: true,
    target: key,
  });
  return { key, state: 'failed', exit: problem.exit, problem, durationMs: 0 };
}
