import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentAddWorkspace extends HostCommand {
  static override summary = 'connect the agent to a further workspace (Windows, four in all)';
  static override description =
    'The key comes from where that of an install comes from, and goes to the machine on stdin. The Linux agent reports to a single workspace: set-workspace moves it. Without a target: this machine.';
  static override examples = [
    { description: 'a second workspace', command: 'azmon agent add-workspace ssh://ops@win-01 --workspace logs-us' },
  ];
  static override strict = false;
  static override usage = 'agent add-workspace [TARGET...] [flags]';
  static override flags = AGENT_FLAGS['add-workspace'];
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
    const { flags, argv } = await this.parse(AgentAddWorkspace);
    return agentVerb('add-workspace', argv as string[], flags, this.hostDoor('azmon agent add-workspace', flags));
  }
}
