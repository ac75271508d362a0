import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentRestart extends HostCommand {
  static override summary = "restart the agent's service";
  static override description = 'Without a target: this machine.';
  static override examples = [
    { description: 'over ssh', command: 'azmon agent restart ssh://web-01' },
    { description: 'through Azure', command: 'azmon agent restart azure:web-01' },
  ];
  static override strict = false;
  static override usage = 'agent restart [TARGET...] [flags]';
  static override flags = AGENT_FLAGS.restart;
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
    const { flags, argv } = await this.parse(AgentRestart);
    return agentVerb('restart', argv as string[], flags, this.hostDoor('azmon agent restart', flags));
  }
}
