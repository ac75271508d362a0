import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { TEMPLATE_FLAGS } from '../../app/deploy-flags.ts';
import { installTemplate } from '../../app/install-template.ts';
import { outside } from '../../app/wiring.ts';
import type { ExitName } from '../../problem.ts';

export default class InstallTemplate extends AzmonCommand {
  static override summary = 'put the agent on machines of Azure by ARM template deployments, many at a time';
  static override description =
    'Looks and plans as azmon install extension does, and ends with the same state; the changes are made by deployments of the templates that come with azmon, all machines of a resource group together. Where the signed-in account may list the keys of the workspace, the template reads the key by itself.';
  static override examples = [
    {
      description: 'the Azure Monitor Agent with the base set, on the machines of a file',
      command: 'azmon install template --file machines.csv --workspace logs-we --default-rule',
    },
    {
      description: 'what Azure says would change',
      command: 'azmon install template azure:web-01 --workspace logs-we --agent log-analytics --what-if',
    },
    {
      description: 'templates, parameters and commands for az, to deploy elsewhere',
      command: 'azmon install template azure:web-01 --workspace logs-we --default-rule --export deploy-logs',
    },
  ];
  static override strict = false;
  static override usage = 'install template TARGET... [flags]';
  static override flags = TEMPLATE_FLAGS;
  static override answersCancelled = true;
  static override exits: readonly ExitName[] = [
    ...(['ok', 'usage', 'auth', 'not-ready', 'partial', 'failed', 'unverified', 'pending'] as const),
    ...(['conflict', 'not-found', 'unavailable'] as const),
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(InstallTemplate);
    const world = outside({ root: this.root, interactive: this.interactive, sshConfig: undefined });
    return installTemplate(argv as string[], flags, {
      ...{ world, words: 'azmon install template', typed: this.typed, asked: this.asked, signal: this.signal },
      interactive: this.interactive,
      talk: (line) => this.talk(line),
      event: (name, data) => this.event(name, data),
      given: (flag) => this.given(flag),
    });
  }
}
