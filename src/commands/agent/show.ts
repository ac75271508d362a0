import { agentShow } from '../../app/agent-show.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentShow extends HostCommand {
  static override summary = 'show the agent of a machine: version, workspaces, proxy, management groups, service';
  static override description =
    'Asks the machine itself, and, where somebody is signed in, the workspaces for its newest record. Changes nothing. Without a target: this machine.';
  static override examples = [
    { description: 'this machine', command: 'azmon agent show' },
    { description: 'over ssh, and through Azure', command: 'azmon agent show ssh://web-01 azure:web-02 arc:db-01' },
  ];
  static override strict = false;
  static override usage = 'agent show [TARGET...] [flags]';
  static override flags = AGENT_FLAGS.show;
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'failed', 'not-found', 'unavailable'];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(AgentShow);
    return agentShow(argv as string[], flags, this.hostDoor('azmon agent show', flags));
  }
}
