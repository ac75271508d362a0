import { EXIT, type ExitCode, Problem } from '../problem.ts';
import type { Paint } from '../report/paint.ts';
import { noticeLines, problemLines } from '../report/problem.ts';
import { hasLeft, writeOut } from '../terminal/output.ts';
import { paintFor } from '../terminal/theme.ts';
import type { Answer, Notice } from './answer.ts';
import type { Asked } from './asked.ts';
import { type Envelope, envelope, stackOf } from './envelope.ts';
import { problemOf } from './problem-of.ts';

/** Events of `-o ndjson`. The envelope is the line after `run.finished`. */
export type EventName =
  | 'run.started'
  | 'target.started'
  | 'target.step'
  | 'target.finished'
  | 'sandbox.started'
  | 'run.finished';

/**
 * One run: knows how the answer is wanted and is the only place that writes.
 * stdout is the answer and nothing else; stderr is talk, and under JSON not even that.
 */
export class Run {
  readonly #command: string;
  readonly #version: string;
  readonly #startedAt = Date.now();
  readonly #warnings: Notice[] = [];
  readonly #abort = new AbortController();
  #asked: Asked;
  #id: string | undefined;
  #sequence = 0;
  #finished: Promise<ExitCode> | undefined;
  /** After Ctrl+C the command itself still answers, with what it had begun. A second one ends it at once. */
  readonly #answersCancelled: AnswersCancelled;

  constructor(command: string, version: string, asked: Asked, answersCancelled: AnswersCancelled = false) {
    this.#command = command;
    this.#version = version;
    this.#asked = asked;
    this.#answersCancelled = answersCancelled;
    for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreLeft);
    for (const [name, code] of SIGNALS) process.on(name, () => this.#cancel(name, code));
    process.once('uncaughtException', (error) => this.#end(problemOf(error)));
  }

  get asked(): Asked {
    return this.#asked;
  }

  /** Once the command line has been parsed it is known exactly. */
  settle(asked: Asked): void {
    this.#asked = asked;
  }

  /** Aborted by Ctrl+C and by SIGTERM: hand it to whatever takes long. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get id(): string {
    this.#id ??= crypto.randomUUID();
    return this.#id;
  }

  /** A line for the person who waits. Silent with --quiet and wherever a machine reads. */
  talk(line: string): void {
    if (this.#asked.output === 'text' && !this.#asked.quiet) process.stderr.write(`${line}\n`);
  }

  /** As talk, but only with --verbose or --debug. */
  detail(line: string): void {
    if (this.#asked.verbose || this.#asked.debug) this.talk(line);
  }

  /** Told on stderr at the end, and in `warnings`. */
  warn(notice: Notice): void {
    this.#warnings.push(notice);
  }

  /** One NDJSON line; nothing in the other outputs. */
  event(name: EventName, data: object = {}): void {
    if (this.#asked.output !== 'ndjson' || this.#finished !== undefined) return;
    process.stdout.write(this.#eventLine(name, data));
  }

  paint(stream: 'stdout' | 'stderr'): Paint {
    return paintFor(process[stream], process.env, process.platform, !this.#asked.color);
  }

  /** Writes the answer and waits until it has left. The first call counts: a cancelled run has one answer, not two. */
  finish(answer: Answer): Promise<ExitCode> {
    this.#finished ??= this.#write(answer).catch((error: NodeJS.ErrnoException) => this.#unwritable(error));
    return this.#finished;
  }

  async #write(answer: Answer): Promise<ExitCode> {
    const whole = { ...answer, warnings: [...this.#warnings, ...(answer.warnings ?? [])] };
    if (this.#asked.output === 'text') await this.#writeText(whole);
    else await writeOut(process.stdout, this.#documents(whole));
    return answer.exit;
  }

  /** A full disk behind stdout: whatever output was asked for, stderr is all that is left. */
  async #unwritable(error: NodeJS.ErrnoException): Promise<ExitCode> {
    const problem = new Problem({
      code: 'AZMON-OUTPUT',
      exit: EXIT.internal,
      message: 'the answer could not be written',
      why: `stdout takes no more${error.code === undefined ? '' : ` (${error.code})`}`,
      fix: [{ text: 'make room where the output goes, and run the command again' }],
    });
    await writeOut(process.stderr, `${problemLines(problem, this.paint('stderr')).join('\n')}\n`);
    return problem.exit;
  }

  #documents(answer: Answer): string {
    const document = this.#envelope(answer);
    if (this.#asked.output === 'json') return `${JSON.stringify(document, undefined, 2)}\n`;
    const finished = this.#eventLine('run.finished', { exitCode: document.exitCode, durationMs: document.durationMs });
    return `${finished}${JSON.stringify(document)}\n`;
  }

  #eventLine(event: EventName, data: object): string {
    this.#sequence += 1;
    const line = { ...data, event, runId: this.id, seq: this.#sequence, ts: new Date().toISOString() };
    return `${JSON.stringify(line)}\n`;
  }

  #envelope(answer: Answer): Envelope {
    return envelope(
      {
        command: this.#command,
        version: this.#version,
        runId: this.id,
        startedAt: this.#startedAt,
        finishedAt: Date.now(),
        debug: this.#asked.debug,
      },
      answer,
    );
  }

  async #writeText(answer: Answer): Promise<void> {
    const lines = typeof answer.text === 'function' ? answer.text(this.paint('stdout')) : answer.text;
    await writeOut(process.stdout, lines.map((line) => `${line}\n`).join(''));
    await writeOut(
      process.stderr,
      this.#aside(answer)
        .map((line) => `${line}\n`)
        .join(''),
    );
  }

  /** Errors are told even with --quiet; a failure without a word helps nobody. */
  #aside(answer: Answer): string[] {
    const paint = this.paint('stderr');
    const warnings = this.#asked.quiet ? [] : (answer.warnings ?? []).flatMap((notice) => noticeLines(notice, paint));
    const errors = (answer.errors ?? []).flatMap((problem) => [
      ...problemLines(problem, paint),
      ...(this.#asked.debug ? stackOf(problem).split('\n') : []),
    ]);
    return [...warnings, ...errors];
  }

  #cancel(name: NodeJS.Signals, exit: ExitCode): void {
    const byChild = this.#answersCancelled === 'by-child';
    const problem = cancelled(name, exit, this.#answersCancelled);
    const isFirst = !this.#abort.signal.aborted;
    this.#abort.abort(problem);
    // Another program has the terminal and is sent the signal: this run ends when it ends.
    if (byChild) return;
    if (!this.#answersCancelled || !isFirst) this.#end(problem);
    else this.talk(`${name}: no further machine is begun, what was begun is told at the end; once more ends at once`);
  }

  /** Ends the process from outside the command: by a signal, or an error that nobody waits for. */
  #end(problem: Problem): void {
    const { exit } = problem;
    const answer: Answer = { result: {}, exit, text: [], errors: [problem] };
    void this.finish(answer).finally(() => process.exit(exit));
  }
}

/** What a command does after Ctrl+C: nothing more; it answers with what it had begun in Azure, or on hosts; or its child ends it. */
export type AnswersCancelled = boolean | 'by-child' | 'hosts';

const cancelled = (name: NodeJS.Signals, exit: ExitCode, answers: AnswersCancelled): Problem =>
  new Problem({
    ...{ code: 'AZMON-CANCELLED', exit, message: `the run was cancelled by ${name}` },
    ...(answers === true ? IN_AZURE : answers === 'hosts' ? ON_HOSTS : UNANSWERED),
  });

const IN_AZURE = {
  why: 'what had been begun in Azure goes on there',
  fix: [{ text: 'see what came of it', command: 'azmon status' }],
};
const ON_HOSTS = {
  why: 'what had been begun on a machine is undone there, by itself or by the next run',
  fix: [{ text: 'see how it was left: azmon agent show with the same target' }],
};
const UNANSWERED = {
  why: 'what was found until then is not shown, because a part of an answer reads like a whole one',
};

const SIGNALS: readonly (readonly [NodeJS.Signals, ExitCode])[] = [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', EXIT.terminated],
];

/** A reader that left is no error; what else goes wrong is told by the write that failed. */
const ignoreLeft = (error: NodeJS.ErrnoException): void => {
  if (!hasLeft(error)) process.exitCode = EXIT.internal;
};
