import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentLogs extends HostCommand {
  static override summary = "show the last lines of the agent's logs";
  static override description =
    'Secrets are cut out on the machine already. Through Azure at most 4,096 bytes come back. Without a target: this machine.';
  static override examples = [
    { description: 'the last fifty of each', command: 'azmon agent logs ssh://web-01 --lines 50' },
  ];
  static override strict = false;
  static override usage = 'agent logs [TARGET...] [flags]';
  static override flags = AGENT_FLAGS.logs;
  static override answersCancelled = 'hosts' as const;
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'failed', 'not-found', 'unavailable'];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(AgentLogs);
    return agentVerb('logs', argv as string[], flags, this.hostDoor('azmon agent logs', flags));
  }
}
