import { type ExitCode, type ExitName, exitName } from '../problem.ts';
import { type ProblemRecord, problemRecord } from '../report/problem.ts';
import type { Answer, Notice } from './answer.ts';

/** One run of a command, as far as its answer must tell. */
export interface RunFacts {
  readonly command: string;
  readonly version: string;
  readonly runId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Adds stacks to `errors`. */
  readonly debug: boolean;
}

/** The JSON document of every command. Fields are added freely; `schema` changes only when one is taken away or changes its meaning. */
export interface Envelope {
  readonly schema: 'azmon/v1';
  readonly command: string;
  readonly version: string;
  readonly runId: string;
  readonly status: ExitName;
  readonly exitCode: ExitCode;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly result: object;
  readonly warnings: readonly Notice[];
  readonly errors: readonly ProblemRecord[];
}

export function envelope(run: RunFacts, answer: Answer): Envelope {
  return {
    schema: 'azmon/v1',
    command: run.command,
    version: run.version,
    runId: run.runId,
    status: exitName(answer.exit),
    exitCode: answer.exit,
    startedAt: new Date(run.startedAt).toISOString(),
    durationMs: run.finishedAt - run.startedAt,
    result: typeof answer.result === 'function' ? answer.result() : answer.result,
    warnings: answer.warnings ?? [],
    errors: (answer.errors ?? []).map((problem) => ({
      ...problemRecord(problem),
      ...(run.debug && problem.stack !== undefined ? { stack: stackOf(problem) } : {}),
    })),
  };
}

/** The stack of a problem and of what caused it, without the messages of foreign errors: they may quote what the user typed. */
export function stackOf(error: Error): string {
  const own = error.stack ?? '';
  if (!(error.cause instanceof Error)) return own;
  return `${own}\ncaused by ${error.cause.name}\n${frames(error.cause)}`;
}

const frames = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
