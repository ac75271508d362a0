import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { REMOVE_FLAGS } from '../../app/deploy-flags.ts';
import { removeExtension } from '../../app/remove.ts';
import { outside } from '../../app/wiring.ts';
import type { ExitName } from '../../problem.ts';

export default class RemoveExtension extends AzmonCommand {
  static override summary = "take the agent's extension off machines of Azure";
  static override description =
    'Looks first, and stops where Operations Manager, Defender, a policy or a lock stands against it. Asks before it removes anything.';
  static override examples = [
    { description: 'one machine; asks first', command: 'azmon remove extension azure:web-01' },
    {
      description: 'the old generation, where the successor is proven',
      command: 'azmon remove extension --agent log-analytics --file machines.csv --yes',
    },
  ];
  static override strict = false;
  static override usage = 'remove extension TARGET... [flags]';
  static override flags = REMOVE_FLAGS;
  static override answersCancelled = true;
  static override exits: readonly ExitName[] = [
    ...(['ok', 'usage', 'auth', 'not-ready', 'partial', 'failed', 'pending'] as const),
    ...(['conflict', 'not-found', 'unavailable', 'declined'] as const),
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(RemoveExtension);
    const world = outside({ root: this.root, interactive: this.interactive, sshConfig: undefined });
    return removeExtension(argv as string[], flags, {
      ...{ world, words: 'azmon remove extension', typed: this.typed, asked: this.asked, signal: this.signal },
      interactive: this.interactive,
      talk: (line) => this.talk(line),
      event: (name, data) => this.event(name, data),
      given: (flag) => this.given(flag),
    });
  }
}
