import { setTimeout } from 'node:timers/promises';
import { AGENTS } from '../agent/index.ts';
import type { Azure } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { hostTargetResult } from '../report/host.ts';
import type { HostTarget } from '../rollout/host-run.ts';
import type { Target } from '../target/target.ts';
import type { Answer, Notice } from './answer.ts';
import type { Door } from './deploy-begin.ts';
import { wordsAgain } from './deploy-next.ts';
import { DeployProgress } from './deploy-progress.ts';
import { exitOfHosts, hostAnswer } from './host-answer.ts';
import { type HostJob, type HostLine, hostJobs, hostLine } from './host-jobs.ts';
import { SudoPassword } from './host-look.ts';
import { nextHostCommand } from './host-next.ts';
import { type HostWork, runHosts } from './host-run.ts';
import type { Wrapping } from './host-wrapper.ts';
import { once } from './once.ts';
import type { FlagValues } from './typed-command.ts';
import type { AzureWish } from './wiring.ts';

/** What a door of a host command hands over beside its flags. */
export interface HostDoor extends Door {
  /** Of this run. */
  readonly runId: string;
}

export interface HostFlags extends Omit<AzureWish, 'tell' | 'signal'> {
  readonly file?: readonly string[] | undefined;
  readonly subscription?: readonly string[] | undefined;
  readonly concurrency?: number | undefined;
  readonly timeout?: number | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly 'sudo-password-file'?: string | undefined;
}

/** A run that has its machines, and the ways to them. */
export interface HostBegun {
  readonly startedAt: number;
  readonly jobs: readonly HostJob[];
  readonly line: HostLine;
  readonly wrapping: Wrapping;
  readonly azure: () => Promise<Azure>;
}

/** A bundle of a hundred megabytes, a package manager that waits for its lock, and what is installed then. */
const TIMEOUT_MS = 45 * 60_000;

/** Finds the machines that are meant; looks at none. */
export async function beginHosts(
  targets: readonly string[],
  flags: HostFlags,
  door: HostDoor,
  refuse: (target: Target) => Problem | undefined,
): Promise<HostBegun> {
  const { world, words, signal, talk, interactive, asked, runId } = door;
  const startedAt = world.clock.now();
  const sudo = await SudoPassword.of(flags['sudo-password-file'], world.files, interactive);
  const jobs = await hostJobs(targets, flags, world.files, refuse);
  const azure = once(() => world.azure({ ...flags, tell: talk, signal }));
  const hosts = world.hosts({ machines: jobs.length, timeoutMs: flags.timeout, azure, signal });
  const line = hostLine(words, targets, flags as FlagValues, door.given, jobs);
  return {
    ...{ startedAt, jobs, azure, line },
    wrapping: {
      ...{
        hosts,
        sudo,
        words,
        typed: wordsAgain(line),
        agent: AGENTS['log-analytics'],
        run: runId,
        verbose: asked.verbose,
      },
      timeoutMs: flags.timeout ?? TIMEOUT_MS,
    },
  };
}

/** Whose bundle is measured: the machines, as they are typed. */
export const hashOf = (system: 'linux' | 'windows', verb: string, { jobs, line }: HostBegun) => ({
  ...{ system, verb, target: line.targets.length === 0 ? 'local' : line.targets.join(' ') },
  allHere: jobs.every((job) => !('machine' in job) || job.machine.target.kind === 'local'),
});

/** Runs the work on all machines and tells what became of each. */
export async function finishHosts<P>(
  { jobs, line, startedAt }: HostBegun,
  work: HostWork<P>,
  flags: HostFlags,
  door: HostDoor,
  warnings: (targets: readonly HostTarget[]) => readonly Notice[],
): Promise<Answer> {
  const { world, signal, talk, event, asked } = door;
  const { clock } = world;
  const targets = await runHosts(jobs, work, {
    ...{ concurrency: flags.concurrency, clock, signal, talk, event, told: hostTargetResult },
    progress: new DeployProgress(jobs.length, talk),
  });
  const dryRun = flags['dry-run'] === true;
  const next = nextHostCommand(targets, dryRun, line);
  const run = {
    ...{ words: line.words.replace(/^azmon /, ''), dryRun, targets, exit: exitOfHosts(targets) },
    durationMs: clock.now() - startedAt,
    ...(next === undefined ? {} : { next }),
  };
  return hostAnswer(run, asked, warnings(targets));
}

/** Ends at once when the run is cancelled, with what it was cancelled by. */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => signal?.throwIfAborted());
}
