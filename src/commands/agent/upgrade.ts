import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentUpgrade extends HostCommand {
  static override summary = "upgrade the agent's packages, and nothing else";
  static override description = 'Its workspaces, proxy and groups stay as they are. Without a target: this machine.';
  static override examples = [
    {
      description: 'to a bundle that lies here',
      command: 'azmon agent upgrade ssh://web-01 --bundle omsagent-1.19.0-0.universal.x64.sh --sha256 HEX',
    },
  ];
  static override strict = false;
  static override usage = 'agent upgrade [TARGET...] [flags]';
  static override flags = AGENT_FLAGS.upgrade;
  static override answersCancelled = 'hosts' as const;
  static override exits: readonly ExitName[] = [
    'ok',
    'usage',
    'auth',
    'not-ready',
    'partial',
    'failed',
    'pending',
    'conflict',
    'not-found',
    'unavailable',
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(AgentUpgrade);
    return agentVerb('upgrade', argv as string[], flags, this.hostDoor('azmon agent upgrade', flags));
  }
}
