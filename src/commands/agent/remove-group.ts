import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentRemoveGroup extends HostCommand {
  static override summary = 'take the agent out of a management group; its workspaces stay';
  static override description = 'Without a target: this machine.';
  static override examples = [
    { description: 'Windows', command: 'azmon agent remove-group ssh://ops@win-01 --management-group MG1' },
  ];
  static override strict = false;
  static override usage = 'agent remove-group [TARGET...] [flags]';
  static override flags = AGENT_FLAGS['remove-group'];
  static override answersCancelled = 'hosts' as const;
  static override exits: readonly ExitName[] = [
    'ok',
    'usage',
    'auth',
    'partial',
    'failed',
    'pending',
    'not-found',
    'unavailable',
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(AgentRemoveGroup);
    return agentVerb('remove-group', argv as string[], flags, this.hostDoor('azmon agent remove-group', flags));
  }
}
