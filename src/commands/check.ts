import type { Answer } from '../app/answer.ts';
import { AzmonCommand } from '../app/command.ts';
import { AZURE_FLAGS, FLAGS } from '../app/flags.ts';
import { jobsOf } from '../app/jobs.ts';
import { once } from '../app/once.ts';
import { Progress } from '../app/progress.ts';
import { proxyText } from '../app/proxy-text.ts';
import { questionOf } from '../app/question.ts';
import { remoteNotices } from '../app/remote-notice.ts';
import { retiredAgents, retirementNotices } from '../app/retirement.ts';
import { survey } from '../app/survey.ts';
import { outside } from '../app/wiring.ts';
import { workspaceNotices } from '../app/workspace-notice.ts';
import type { Question } from '../check/assess.ts';
import { CATALOGUE } from '../check/catalogue.ts';
import type { CheckedTarget, CheckRun } from '../check/checked.ts';
import { EXIT, type ExitName, worstExit } from '../problem.ts';
import { checkResult, targetResult } from '../report/check-json.ts';
import { listLines, listResult } from '../report/check-list.ts';
import { summaryLines } from '../report/check-summary.ts';
import { checkText } from '../report/check-text.ts';

export default class Check extends AzmonCommand {
  static override summary = 'tell whether the agent can be installed on a machine and will be able to report';
  static override description =
    'Looks at each machine, changes nothing, and judges what it saw for the Log Analytics agent and for its successor, the Azure Monitor Agent. Without a target: this machine.';
  static override examples = [
    { description: 'this machine', command: 'azmon check' },
    {
      description: 'two machines over ssh',
      command: 'azmon check --agent azure-monitor ssh://ops@web-01 ssh://web-02',
    },
    {
      description: 'a file of machines, from a pipeline',
      command: 'azmon check --file machines.csv --strict -o ndjson',
    },
    { description: 'a virtual machine, by what Azure tells and by a look inside', command: 'azmon check azure:web-01' },
    { description: 'facts collected where nobody can reach', command: 'azmon check --facts web-01.facts' },
  ];
  static override strict = false;
  static override usage = 'check [TARGET...] [flags]';
  static override flags = {
    ...{
      agent: FLAGS.agent,
      release: FLAGS.release,
      method: FLAGS.method,
      'as-of': FLAGS['as-of'],
      strict: FLAGS.strict,
    },
    ...{ file: FLAGS.file, facts: FLAGS.facts, only: FLAGS.only, ignore: FLAGS.ignore, list: FLAGS.list },
    ...{ 'workspace-id': FLAGS['workspace-id'], region: FLAGS.region, offline: FLAGS.offline },
    ...{ proxy: FLAGS.proxy, 'proxy-file': FLAGS['proxy-file'], gateway: FLAGS.gateway },
    ...{ concurrency: FLAGS.concurrency, timeout: FLAGS.timeout, sudo: FLAGS.sudo, 'ssh-config': FLAGS['ssh-config'] },
    ...AZURE_FLAGS,
    probe: FLAGS.probe,
  };
  static override exits: readonly ExitName[] = [
    'ok',
    'usage',
    'auth',
    'not-ready',
    'warnings',
    'failed',
    'not-found',
    'unavailable',
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(Check);
    if (flags.list === true)
      return { result: listResult(CATALOGUE), exit: EXIT.ok, text: (paint) => listLines(CATALOGUE, paint) };
    const world = outside({ root: this.root, interactive: this.interactive, sshConfig: flags['ssh-config'] });
    const startedAt = world.clock.now();
    const proxy = await proxyText(flags, this.given('proxy'), world.files);
    const question = questionOf({ ...flags, proxy }, new Date(startedAt).toISOString().slice(0, 10));
    const jobs = await jobsOf({ targets: argv as string[], ...flags }, world.files);
    const notices = [...workspaceNotices(jobs, question.offline), ...remoteNotices(jobs, question, flags.probe)];
    for (const notice of notices) this.notice(notice);
    const progress = new Progress(jobs.length, (line) => this.talk(line));
    const azure = once(() => world.azure({ ...flags, tell: (line) => this.talk(line), signal: this.signal }));
    const looking = { machines: jobs.length, timeoutMs: flags.timeout, sudo: flags.sudo, signal: this.signal };
    const targets = await survey(jobs, {
      ...{ question, strict: flags.strict === true, concurrency: flags.concurrency ?? 16, ...world },
      ...(await world.looking({ ...looking, azure })),
      azure: { open: azure, subscriptions: flags.subscription ?? [], probe: flags.probe !== false },
      started: (target) => {
        progress.started(target);
        this.event('target.started', { target });
      },
      finished: (checked) => {
        progress.finished(checked);
        if (this.asked.output === 'ndjson') this.event('target.finished', targetResult(checked));
      },
    });
    progress.end();
    return this.#told(targets, question, flags.strict === true, world.clock.now() - startedAt);
  }

  #told(targets: readonly CheckedTarget[], question: Question, strict: boolean, durationMs: number): Answer {
    const { verbose } = this.asked;
    const { asOf, judging } = question;
    const retired = retiredAgents(targets, asOf);
    const run: CheckRun = {
      ...{ targets, asOf, strict, retired: retired.map(({ title }) => title) },
      ...(judging.only === undefined ? {} : { only: judging.only }),
      exit: worstExit(targets.map(({ exit }) => exit)),
    };
    return {
      result: () => checkResult(run),
      exit: run.exit,
      text: (paint) => [...checkText(run, { paint, verbose }), ...summaryLines(run, durationMs, verbose, paint)],
      warnings: retirementNotices(retired),
      errors: targets.flatMap((checked) => ('problem' in checked ? [checked.problem] : [])),
    };
  }
}
