import type { Config } from '@oclif/core';
import { Command } from '@oclif/core/command';
import type { ExitName } from '../problem.ts';
import type { Secret } from '../secret.ts';
import { mayAsk } from '../terminal/interactive.ts';
import type { Answer, Notice } from './answer.ts';
import { type Asked, askedBy, type Output } from './asked.ts';
import { COMMON_FLAGS, TAKES } from './flags.ts';
import { keyFromEnvironment } from './key-from-environment.ts';
import { NOTHING_TO_DO, NothingToDo } from './nothing-to-do.ts';
import { problemOf } from './problem-of.ts';
import { type AnswersCancelled, type EventName, Run } from './run.ts';
import { type Settled, settleFlags } from './settle.ts';
import { type Known, usageProblem } from './usage.ts';
import type { Typed } from './workspace.ts';

/**
 * What every command keeps to: one answer as a value, told as text, JSON (`azmon/v1`) or NDJSON; exit codes from problem.ts;
 * the answer on stdout, talk on stderr; errors as what, why, fix, docs; variables for flags.
 *
 * A command is a door: parse, call two or three rooms, return a value.
 *
 * ```ts
 * export default class Check extends AzmonCommand {
 *   static override summary = 'tell whether the agent can be installed';
 *   static override examples = [{ description: 'this machine', command: 'azmon check' }];
 *   static override flags = { cloud: FLAGS.cloud };
 *   static override exits: readonly ExitName[] = ['ok', 'not-ready', 'usage'];
 *
 *   protected async answer(): Promise<Answer> {
 *     const { flags } = await this.parse(Check);
 *     this.talk('looking at this machine');
 *     const report = await look(flags.cloud, { signal: this.signal });
 *     return { result: report, exit: EXIT.ok, text: (paint) => reportText(report, paint) };
 *   }
 * }
 * ```
 *
 * What `answer` throws becomes the error of the run: a Problem with its own code and exit, anything else AZMON-INTERNAL and 1.
 */
export abstract class AzmonCommand extends Command {
  static override baseFlags = COMMON_FLAGS;
  /** The exit codes that this command's help lists; `usage` and `internal` go without saying. */
  static exits: readonly ExitName[] = ['ok'];
  /** It changes machines: after Ctrl+C it still answers, with what it had begun. It must come to its end when `signal` is aborted. */
  static answersCancelled: AnswersCancelled = false;

  /** oclif would load its whole configuration a second time here, for plugins that bring another oclif; azmon has none. */
  static override async run<T extends Command>(
    this: new (
      argv: string[],
      config: Config,
    ) => T,
    argv: string[] = [],
    config?: unknown,
  ): Promise<ReturnType<T['run']>> {
    return (new this(argv, config as Config) as unknown as { _run(): Promise<ReturnType<T['run']>> })._run();
  }

  readonly #run: Run;
  readonly #key: Secret | undefined;
  #given: ReadonlySet<string> = new Set();
  #settled: Settled | undefined;

  constructor(...[argv, config]: ConstructorParameters<typeof Command>) {
    super(argv, config);
    this.#key = keyFromEnvironment(process.env);
    const { id, answersCancelled } = this.ctor as typeof AzmonCommand;
    this.#run = new Run((id ?? '').replaceAll(':', ' '), config.version, askedBy(argv, process.env), answersCancelled);
  }

  protected abstract answer(): Promise<Answer>;

  /** For people who wait, on stderr; silent with --quiet and under JSON. */
  protected talk(line: string): void {
    this.#run.talk(line);
  }

  /** As talk, but only with --verbose. */
  protected detail(line: string): void {
    this.#run.detail(line);
  }

  /** Told at the end on stderr, and in `warnings` of the envelope. */
  protected notice(notice: Notice): void {
    this.#run.warn(notice);
  }

  /** One line of `-o ndjson`, e.g. `this.event('target.finished', { target, verdict })`. */
  protected event(name: EventName, data: object = {}): void {
    this.#run.event(name, data);
  }

  /** Aborted by Ctrl+C or SIGTERM. */
  protected get signal(): AbortSignal {
    return this.#run.signal;
  }

  /** Of this run, as in the envelope. */
  protected get runId(): string {
    return this.#run.id;
  }

  protected get asked(): Asked {
    return this.#run.asked;
  }

  /** The flag stands on the command line itself, not in a variable: a secret there has been seen by others. Known after `parse`. */
  protected given(flag: string): boolean {
    return this.#given.has(flag);
  }

  /** Of AZMON_WORKSPACE_KEY, which is no longer in the environment. */
  protected get workspaceKey(): Secret | undefined {
    return this.#key;
  }

  /** Where the values of flags and the key come from, for credentialsFor. Known after `parse`. */
  protected get typed(): Typed {
    return {
      key: this.#key,
      configured: this.#settled?.configured,
      origin: (flag) => this.#settled?.origins.get(flag),
      said: (flag, level) => this.#settled?.said(flag, level),
    };
  }

  /** Where templates/ and docs/ are. */
  protected get root(): string {
    return this.config.root;
  }

  /** May a question be asked? */
  protected get interactive(): boolean {
    return mayAsk({
      stdinIsTerminal: process.stdin.isTTY === true,
      stderrIsTerminal: process.stderr.isTTY === true,
      env: process.env,
      refused: !this.asked.input || this.asked.output !== 'text',
    });
  }

  override async run(): Promise<void> {
    const answer = await this.answer();
    process.exitCode = await this.#run.finish(answer);
  }

  /** The one place where a failed run gets its exit code and its document; nothing is thrown on. */
  override async catch(error: unknown): Promise<void> {
    if (error instanceof NothingToDo) {
      process.exitCode = await this.#run.finish(NOTHING_TO_DO);
      return;
    }
    const problem = problemOf(error);
    process.exitCode = await this.#run.finish({ result: {}, exit: problem.exit, text: [], errors: [problem] });
  }

  /** Reads the command line, then variables and the configuration file for flags that were not given; tells mistakes in our own words. */
  protected override parse: Command['parse'] = async (options, argv) => {
    const declared = { ...this.ctor.baseFlags, ...this.ctor.flags };
    try {
      const parsed = await super.parse(options, argv);
      this.#given = new Set(parsed.raw.flatMap((token) => (token.type === 'flag' ? [token.flag] : [])));
      const line = { flags: parsed.flags as Record<string, unknown>, given: this.#given };
      this.#settled = await settleFlags(declared, line, { env: process.env, platform: process.platform, files });
      Object.assign(parsed.flags as object, this.#settled.flags);
      for (const warning of this.#settled.warnings) this.#run.warn(warning);
      this.#begin(parsed.flags as Partial<CommonFlags>);
      return parsed;
    } catch (error) {
      throw usageProblem(error, this.#known(declared));
    }
  };

  #begin(flags: Partial<CommonFlags>): void {
    const configured = this.#settled?.origins.get('output') === 'config' ? flags.output : undefined;
    this.#run.settle({
      output: flags.json === true ? 'json' : (configured ?? this.asked.output),
      quiet: flags.quiet === true,
      verbose: flags.verbose === true,
      debug: flags.debug === true,
      color: flags['no-color'] !== true,
      input: flags['no-input'] !== true,
    });
    this.#run.event('run.started');
  }

  #known(declared: Readonly<Record<string, object>>): Known {
    return {
      command: `${this.config.bin} ${(this.id ?? '').replaceAll(':', ' ')}`,
      flags: Object.keys(declared),
      takes: TAKES,
      options: Object.fromEntries(
        Object.entries(declared).map(([name, flag]) => [
          name,
          'options' in flag ? (flag.options as string[]) : undefined,
        ]),
      ),
    };
  }
}

type CommonFlags = Record<'json' | 'quiet' | 'verbose' | 'debug' | 'no-color' | 'no-input', boolean> & {
  readonly output: Output;
};

/** Opened late: a command without --config reads no file here. */
const files = async () => (await import('./wiring.ts')).machineFiles();
