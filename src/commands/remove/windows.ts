import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { REMOVE_HOST_FLAGS } from '../../app/host-flags.ts';
import { removeHosts } from '../../app/host-remove.ts';
import type { ExitName } from '../../problem.ts';

export default class RemoveWindows extends HostCommand {
  static override summary = 'take the Log Analytics agent off this Windows machine, or off machines that ssh reaches';
  static override description =
    'What azmon installed is undone exactly, by the ledger on the machine; an agent that it did not install goes by the way of its maker. Stops where Operations Manager or Defender stands against it, and asks before it removes anything. Without a target: this machine.';
  static override examples = [
    { description: 'this machine; asks first', command: 'azmon remove windows' },
    { description: 'what would be undone there', command: 'azmon remove windows ssh://ops@win-01 --dry-run' },
    {
      description: 'the machines of a file, without a question',
      command: 'azmon remove windows --file machines.csv --yes',
    },
  ];
  static override strict = false;
  static override usage = 'remove windows [TARGET...] [flags]';
  static override flags = REMOVE_HOST_FLAGS;
  static override answersCancelled = 'hosts' as const;
  static override exits: readonly ExitName[] = [
    ...(['ok', 'usage', 'auth', 'not-ready', 'partial', 'failed', 'pending'] as const),
    ...(['conflict', 'unavailable', 'declined'] as const),
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(RemoveWindows);
    return removeHosts('windows', argv as string[], flags, this.hostDoor('azmon remove windows', flags));
  }
}
