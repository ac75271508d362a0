import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { SUPPORT_FLAGS } from '../../app/host-flags.ts';
import { supportBundle } from '../../app/support-bundle.ts';
import type { ExitName } from '../../problem.ts';

export default class SupportBundle extends HostCommand {
  static override summary =
    "collect what helps to find out why an agent does not work: facts, findings, the agent's state and logs";
  static override description =
    'Changes nothing on the machine. Keys, passwords and logins are left out as it is made; what it holds is listed before a file is written. Without a target: this machine.';
  static override examples = [
    { description: 'this machine', command: 'azmon support bundle --out azmon-support' },
    {
      description: 'a machine over ssh, without a question',
      command: 'azmon support bundle ssh://web-01 --out web-01 --yes',
    },
  ];
  static override strict = false;
  static override usage = 'support bundle [TARGET] --out DIR [flags]';
  static override flags = SUPPORT_FLAGS;
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'failed', 'unavailable', 'declined'];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(SupportBundle);
    return supportBundle(argv as string[], flags, this.hostDoor('azmon support bundle', flags));
  }
}
