import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentAddGroup extends HostCommand {
  static override summary = 'let the agent report to a management group of Operations Manager too';
  static override description =
    'Linux: opens port 1270 to Operations Manager. Windows: enters the group, its server and port. Without a target: this machine.';
  static override examples = [
    {
      description: 'Windows',
      command: 'azmon agent add-group ssh://ops@win-01 --management-group MG1 --management-server om-01.example.com',
    },
  ];
  static override strict = false;
  static override usage = 'agent add-group [TARGET...] [flags]';
  static override flags = AGENT_FLAGS['add-group'];
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
    const { flags, argv } = await this.parse(AgentAddGroup);
    return agentVerb('add-group', argv as string[], flags, this.hostDoor('azmon agent add-group', flags));
  }
}
