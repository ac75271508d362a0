import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentRemoveWorkspace extends HostCommand {
  static override summary = 'take a workspace off the agent; its management groups stay';
  static override description = 'Without a target: this machine.';
  static override examples = [
    {
      description: 'one of the workspaces',
      command: 'azmon agent remove-workspace ssh://ops@win-01 --workspace logs-us',
    },
  ];
  static override strict = false;
  static override usage = 'agent remove-workspace [TARGET...] [flags]';
  static override flags = AGENT_FLAGS['remove-workspace'];
  static override answersCancelled = 'hosts' as const;
  static override exits: readonly ExitName[] = [
    'ok',
    'usage',
    'auth',
    'partial',
    'failed',
    'pending',
    'conflict',
    'not-found',
    'unavailable',
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(AgentRemoveWorkspace);
    return agentVerb('remove-workspace', argv as string[], flags, this.hostDoor('azmon agent remove-workspace', flags));
  }
}
