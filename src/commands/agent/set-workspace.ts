import { agentVerb } from '../../app/agent-verb.ts';
import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { AGENT_FLAGS } from '../../app/host-flags.ts';
import type { ExitName } from '../../problem.ts';

export default class AgentSetWorkspace extends HostCommand {
  static override summary = 'connect the agent to one workspace in the place of the one it has';
  static override description =
    'The way of its maker silently leaves an agent where it is: the workspace that it has is left first. Without a target: this machine.';
  static override examples = [
    { description: 'another workspace', command: 'azmon agent set-workspace ssh://web-01 --workspace logs-us' },
  ];
  static override strict = false;
  static override usage = 'agent set-workspace [TARGET...] [flags]';
  static override flags = AGENT_FLAGS['set-workspace'];
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
    const { flags, argv } = await this.parse(AgentSetWorkspace);
    return agentVerb('set-workspace', argv as string[], flags, this.hostDoor('azmon agent set-workspace', flags));
  }
}
