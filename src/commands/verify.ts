import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../app/answer.ts';
import { AzmonCommand } from '../app/command.ts';
import { AZURE_FLAGS, DEPLOY_FLAGS, FLAGS, WORKSPACE_FLAGS } from '../app/flags.ts';
import { jobsOf } from '../app/jobs.ts';
import { namedOnly } from '../app/named-only.ts';
import { once } from '../app/once.ts';
import { sinceOf } from '../app/since.ts';
import { verifyAll } from '../app/verify.ts';
import { outside } from '../app/wiring.ts';
import { type ExitName, worstExit } from '../problem.ts';
import { verifyText } from '../report/verify.ts';
import { verifiedResult, verifyResult } from '../report/verify-json.ts';
import { shortTarget } from '../target/resource-id.ts';
import { subscriptionIds } from '../workspace/subscriptions.ts';

/** Machines that are expected to report already are given two beats of a minute, and then the broken link is told. */
const TIMEOUT_MS = 120_000;
/** Verifying is waiting: more machines side by side than where something is changed. */
const CONCURRENCY = 32;

export default class Verify extends AzmonCommand {
  static override summary = "prove that a machine's data arrives, or name the link that is broken";
  static override description =
    'Looks for a record of the machine in its workspace (table Heartbeat) and waits for a while. Where none comes, it looks at the extension, the VM agent, the identity, the rules and the workspace, and says which of them is why. Changes nothing. Without --since, records of the last 15 minutes count.';
  static override examples = [
    { description: 'a virtual machine', command: 'azmon verify azure:web-01' },
    {
      description: 'just after a change of your own',
      command: 'azmon verify azure:web-01 --since 1m --verify-timeout 15m',
    },
    {
      description: 'all that status found silent',
      command: 'azmon status --in-state legacy-silent --json | azmon verify --file -',
    },
  ];
  static override strict = false;
  static override usage = 'verify TARGET... [flags]';
  static override flags = {
    ...{ agent: FLAGS.agent, file: FLAGS.file, concurrency: FLAGS.concurrency, 'as-of': FLAGS['as-of'] },
    ...{ since: DEPLOY_FLAGS.since, verify: DEPLOY_FLAGS.verify, 'verify-timeout': DEPLOY_FLAGS['verify-timeout'] },
    ...{ workspace: WORKSPACE_FLAGS.workspace, 'workspace-id': WORKSPACE_FLAGS['workspace-id'] },
    ...AZURE_FLAGS,
  };
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'unverified', 'not-found', 'unavailable'];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(Verify);
    const since = sinceOf(flags.since);
    const world = outside({ root: this.root, interactive: this.interactive, sshConfig: undefined });
    const jobs = await jobsOf(namedOnly(argv as string[], flags.file, 'azmon verify'), world.files);
    const azure = once(() => world.azure({ ...flags, tell: (line) => this.talk(line), signal: this.signal }));
    // What AZMON_VERIFY asks of an install is no answer to who asks for a proof.
    const targets = await verifyAll(jobs, {
      ...{
        azure,
        since,
        clock: world.clock,
        signal: this.signal,
        level: (this.given('verify') ? flags.verify : undefined) ?? 'reporting',
      },
      subscriptions: once(async () => subscriptionIds(flags.subscription ?? [], await azure())),
      ...{ workspace: flags.workspace ?? flags['workspace-id'], agent: flags.agent },
      timeoutMs: flags['verify-timeout'] ?? TIMEOUT_MS,
      asOf: flags['as-of'] ?? new Date(world.clock.now()).toISOString().slice(0, 10),
      concurrency: flags.concurrency ?? CONCURRENCY,
      sleep: (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
      step: (target, text) => {
        this.talk(`${shortTarget(target)}: ${text}`);
        this.event('target.step', { target, text });
      },
      finished: (done) => {
        if (this.asked.output === 'ndjson') for (const one of done) this.event('target.finished', verifiedResult(one));
      },
    });
    const run = { targets, exit: worstExit(targets.map(({ exit }) => exit)) };
    return {
      result: () => verifyResult(run),
      exit: run.exit,
      text: (paint) => verifyText(run, paint),
      errors: targets.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    };
  }
}
