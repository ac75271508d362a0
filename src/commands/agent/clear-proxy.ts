import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentClearProxy extends HostCommand {
  static override summary = "take the agent's proxy away";
  static override description = 'Without a target: this machine.';
  static override examples = [{ description: 'it goes out directly', command: 'azmon agent clear-proxy ssh://web-01' }];
  static override strict = false;
  static override usage = 'agent clear-proxy [TARGET...] [flags]';
  static override flags = AGENT_FLAGS['clear-proxy'];
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
    const { flags, argv } = await this.parse(AgentClearProxy);
    return agentVerb('clear-proxy', argv as string[], flags, this.hostDoor('azmon agent clear-proxy', flags));
  }
}
