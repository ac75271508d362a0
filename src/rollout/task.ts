import type { ExitCode, Problem } from '../problem.ts';

/** What became of one machine. `deferred`: a stopped machine, left alone (9); `started`: asked for without waiting for the end (9); `pending`: done as far as it was asked for, instances of a scale set wait for more (9). */
export type TaskState =
  | 'unchanged'
  | 'planned'
  | 'changed'
  | 'removed'
  | 'verified'
  | 'unverified'
  | 'deferred'
  | 'started'
  | 'pending'
  | 'failed';

/** A line of the journal. Free of secrets; times are milliseconds since 1970. */
export interface JournalLine {
  readonly at: number;
  readonly target: string;
  readonly event: 'started' | 'step' | 'finished';
  /** What is being done, or what became of it. */
  readonly text: string;
  readonly state?: TaskState;
}

/** Where a run is written down. The memory journal keeps it for this run only. */
export interface Journal {
  append(line: JournalLine): Promise<void>;
}

/** One machine's share of a run. */
export interface Task<R> {
  /** Its target's key: results are kept under it, whatever finishes first. */
  readonly key: string;
  /** Never called twice. What it throws becomes the failure of this task alone. `step` says what is going on. */
  run(step: (text: string) => void, signal: AbortSignal): Promise<TaskResult<R>>;
}

export interface TaskResult<R> {
  readonly state: TaskState;
  readonly exit: ExitCode;
  readonly result: R;
}

/** In the order of the tasks. */
export type Outcome<R> =
  | (TaskResult<R> & { readonly key: string; readonly durationMs: number })
  | {
      readonly key: string;
      readonly state: 'failed';
      readonly exit: ExitCode;
      readonly problem: Problem;
      readonly durationMs: number;
    };
