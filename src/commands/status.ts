import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../app/answer.ts';
import { AzmonCommand } from '../app/command.ts';
import { AZURE_FLAGS, FLAGS, OTHER_FLAGS, WORKSPACE_FLAGS } from '../app/flags.ts';
import { jobsOf } from '../app/jobs.ts';
import { statusOf } from '../app/status.ts';
import { statusAnswer } from '../app/status-answer.ts';
import { outside } from '../app/wiring.ts';
import type { MachineState } from '../manage/machine-state.ts';
import type { ExitName } from '../problem.ts';
import { findWorkspace } from '../workspace/find.ts';
import { subscriptionIds } from '../workspace/subscriptions.ts';

/** Agents send a record a minute: what has sent none for so long is gone. Source: docs "Heartbeat". */
const FRESH_MS = 15 * 60_000;

export default class Status extends AzmonCommand {
  static override summary = 'show who runs which agent, where it reports to, and whether it does';
  static override description =
    'Reads from Azure and changes nothing: machines, extensions, rules, and the newest record of every agent. Without a target: every machine that can be seen, or those of --subscription or --workspace. Its JSON answer is a file of targets for every other command.';
  static override examples = [
    { description: 'all machines that can be seen', command: 'azmon status' },
    { description: 'machines that have to do with a workspace', command: 'azmon status --workspace logs-we' },
    { description: 'one machine, in detail', command: 'azmon status azure:web-01' },
    {
      description: 'what to look at next',
      command: 'azmon status --in-state legacy-silent --json | azmon verify --file -',
    },
  ];
  static override strict = false;
  static override usage = 'status [TARGET...] [flags]';
  static override flags = {
    ...{ file: FLAGS.file, 'in-state': OTHER_FLAGS['in-state'], fresh: OTHER_FLAGS.fresh, strict: FLAGS.strict },
    ...{
      workspace: WORKSPACE_FLAGS.workspace,
      'workspace-id': WORKSPACE_FLAGS['workspace-id'],
      'as-of': FLAGS['as-of'],
    },
    ...AZURE_FLAGS,
  };
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'warnings', 'not-found', 'unavailable'];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(Status);
    const world = outside({ root: this.root, interactive: this.interactive, sshConfig: undefined });
    const startedAt = world.clock.now();
    const targets = argv as string[];
    const everything = targets.length + (flags.file ?? []).length === 0;
    const jobs = everything ? [] : await jobsOf({ targets, file: flags.file }, world.files);
    const azure = await world.azure({ ...flags, tell: (line) => this.talk(line), signal: this.signal });
    const subscriptions = await subscriptionIds(flags.subscription ?? [], azure);
    const text = flags.workspace ?? flags['workspace-id'];
    const workspace = text === undefined ? undefined : await findWorkspace(text, azure, subscriptions);
    const wish = { jobs, subscriptions, workspace, freshMs: flags.fresh ?? FRESH_MS };
    const asOf = flags['as-of'] ?? new Date(startedAt).toISOString().slice(0, 10);
    const run = await statusOf(
      { ...wish, asOf },
      {
        ...{ azure, clock: world.clock, signal: this.signal },
        sleep: (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
      },
    );
    // What came from variables and files goes without saying in the next command too.
    const typed = Object.fromEntries(Object.entries(flags).filter(([name]) => this.given(name)));
    return statusAnswer(run, {
      ...{
        asOf,
        freshMs: wish.freshMs,
        targets,
        flags: typed,
        strict: flags.strict === true,
        verbose: this.asked.verbose,
      },
      workspace: everything ? workspace?.name : undefined,
      ...{ wanted: flags['in-state'] as MachineState[] | undefined, durationMs: world.clock.now() - startedAt },
      each: (row) => this.event('target.finished', row),
    });
  }
}
