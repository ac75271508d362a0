import type { Azure, Files } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import { isOfAzure, type Target } from '../target/target.ts';
import { type Job, jobName } from './job.ts';
import { jobsOf } from './jobs.ts';
import { locateTarget } from './locate.ts';
import type { FlagValues } from './typed-command.ts';

/** A machine that is reached by itself, or through Azure. */
export interface HostMachine {
  readonly key: string;
  readonly target: Target;
  /** What the row of a target file says besides. */
  readonly row: TargetRow;
}

/** A machine, or what was named and is none for this command. */
export type HostJob = { readonly machine: HostMachine } | { readonly key: string; readonly problem: Problem };

/** The machines that are meant, this one where none is named. What is not for this command fails by itself (`refuse` says why). */
export async function hostJobs(
  targets: readonly string[],
  flags: { readonly file?: readonly string[] | undefined },
  files: Files,
  refuse: (target: Target) => Problem | undefined,
): Promise<readonly HostJob[]> {
  const jobs = await jobsOf({ targets, file: flags.file }, files);
  return jobs.map((job) => hostJob(job, refuse));
}

function hostJob(job: Job, refuse: (target: Target) => Problem | undefined): HostJob {
  if (job.kind === 'broken') return { key: job.name, problem: job.problem };
  if (job.kind === 'facts') throw new TypeError(`facts are no machine to change: ${jobName(job)}`);
  const { row } = job;
  const { target } = row;
  const problem = refuse(target);
  return problem === undefined ? { machine: { key: target.key, target, row } } : { key: target.key, problem };
}

/** Machines of Azure get the agent through Azure. */
export const onlyReached =
  (words: string) =>
  (target: Target): Problem | undefined =>
    isOfAzure(target) ? ofAzure(words, target) : undefined;

const ofAzure = (words: string, { key }: Target): Problem =>
  new Problem({
    code: 'AZMON-HOST-TARGET',
    exit: EXIT.usage,
    message: `${key} is named as a machine of Azure, and ${words} works on this machine and over ssh`,
    why: 'Azure brings the agent to its machines, and to those of Azure Arc, as an extension',
    fix: [
      { text: 'puts the agent there through Azure', command: `azmon install extension ${key}` },
      { text: 'or name the machine as ssh reaches it: ssh://[user@]host[:port]' },
    ],
  });

/** What run-command of Azure may carry: it keeps what it is given, so nothing with a secret, and nothing can be pushed. */
export const throughAzure =
  (words: string, mayRun: boolean) =>
  (target: Target): Problem | undefined =>
    isOfAzure(target) && (target.kind === 'vmss' || !mayRun) ? notThere(words, target) : undefined;

const notThere = (words: string, { key, kind }: Target): Problem =>
  new Problem({
    code: 'AZMON-HOST-TARGET',
    exit: EXIT.usage,
    message:
      kind === 'vmss' ? `${key} is many machines, and ${words} asks one` : `${words} is not done through Azure: ${key}`,
    why:
      kind === 'vmss'
        ? 'the agents of its instances are the work of its extension'
        : 'Azure keeps the scripts that it is given to run, and no secret may be in them; the agent there is changed by its extension',
    fix: [
      { text: 'changes the agent through its extension', command: `azmon install extension ${key}` },
      { text: 'or name the machine as ssh reaches it: ssh://[user@]host[:port]' },
    ],
  });

/** The machine of Azure that a target means, with what it runs; others stay as they are. */
export async function located(
  machine: HostMachine,
  azure: () => Promise<Azure>,
  subscriptions: () => Promise<readonly string[]>,
): Promise<{ readonly target: Target; readonly system?: 'linux' | 'windows' }> {
  if (!isOfAzure(machine.target)) return { target: machine.target };
  const opened = await azure();
  const id = await locateTarget(machine.target, opened, await subscriptions());
  const { system } = await opened.machines.vm(id.id);
  return { target: { kind: 'resource', key: id.key, id: id.id }, system };
}

/** The command line, as far as the next command is written from it. */
export interface HostLine {
  readonly words: string;
  readonly flags: FlagValues;
  readonly given: readonly string[];
  readonly targets: readonly string[];
  readonly rowsSayMore: boolean;
}

export function hostLine(
  words: string,
  targets: readonly string[],
  flags: FlagValues,
  given: (flag: string) => boolean,
  jobs: readonly HostJob[],
): HostLine {
  const rows = jobs.flatMap((job) => ('machine' in job ? [job.machine.row] : []));
  return {
    ...{ words, flags, targets, given: Object.keys(flags).filter(given) },
    rowsSayMore: rows.some(({ agent, workspace, proxy }) => (agent ?? workspace ?? proxy) !== undefined),
  };
}
