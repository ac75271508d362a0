import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentSetProxy extends HostCommand {
  static override summary = 'give the agent a proxy or a gateway';
  static override description =
    'A login stands in AZMON_PROXY or in a file, never on the command line. Without a target: this machine.';
  static override examples = [
    { description: 'without a login', command: 'azmon agent set-proxy ssh://web-01 --proxy proxy.example.com:3128' },
    { description: 'with one', command: 'azmon agent set-proxy ssh://web-01 --proxy-file proxy.txt' },
  ];
  static override strict = false;
  static override usage = 'agent set-proxy [TARGET...] [flags]';
  static override flags = AGENT_FLAGS['set-proxy'];
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
    const { flags, argv } = await this.parse(AgentSetProxy);
    return agentVerb('set-proxy', argv as string[], flags, this.hostDoor('azmon agent set-proxy', flags));
  }
}
