import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { INSTALL_FLAGS } from '../../app/deploy-flags.ts';
import { installExtension } from '../../app/install.ts';
import { outside } from '../../app/wiring.ts';
import type { ExitName } from '../../problem.ts';

export default class InstallExtension extends AzmonCommand {
  static override summary = 'put the agent on machines of Azure as an extension, and wait for its first record';
  static override description =
    'Looks first: what the machine is, whether it runs, what is on it, what stands against it. What blocks stops before anything is sent. A second run says unchanged and sends nothing.';
  static override examples = [
    {
      description: 'the Log Analytics agent; the key comes from AZMON_WORKSPACE_KEY or is looked up',
      command: 'azmon install extension azure:web-01 --workspace logs-we --agent log-analytics',
    },
    {
      description: 'the Azure Monitor Agent with the base set, on two machines',
      command: 'azmon install extension azure:web-01 azure:web-02 --workspace logs-we --default-rule',
    },
    {
      description: 'a machine connected through Azure Arc, and a scale set with its instances, 5 at a time',
      command:
        'azmon install extension arc:db-01 vmss:front --workspace logs-we --default-rule --upgrade-instances --upgrade-batch 5',
    },
    {
      description: 'what would happen, and to which of the machines of a file',
      command: 'azmon install extension --file machines.csv --workspace logs-we --default-rule --dry-run',
    },
  ];
  static override strict = false;
  static override usage = 'install extension TARGET... [flags]';
  static override flags = INSTALL_FLAGS;
  static override answersCancelled = true;
  static override exits: readonly ExitName[] = [
    ...(['ok', 'usage', 'auth', 'not-ready', 'partial', 'failed', 'unverified', 'pending'] as const),
    ...(['conflict', 'not-found', 'unavailable'] as const),
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(InstallExtension);
    const world = outside({ root: this.root, interactive: this.interactive, sshConfig: undefined });
    return installExtension(argv as string[], flags, {
      ...{ world, words: 'azmon install extension', typed: this.typed, asked: this.asked, signal: this.signal },
      interactive: this.interactive,
      talk: (line) => this.talk(line),
      event: (name, data) => this.event(name, data),
      given: (flag) => this.given(flag),
    });
  }
}
