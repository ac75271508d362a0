import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { AZURE_FLAGS } from '../../app/flags.ts';
import { outside } from '../../app/wiring.ts';
import { EXIT, type ExitName, worstExit } from '../../problem.ts';
import { workspacesResult } from '../../report/workspace-json.ts';
import { workspaceTable } from '../../report/workspace-table.ts';
import { listWorkspaces } from '../../workspace/list.ts';
import { subscriptionOf } from '../../workspace/subscriptions.ts';

export default class WorkspaceList extends AzmonCommand {
  static override summary = 'list the Log Analytics workspaces you can see';
  static override description =
    'Asks every subscription that can be seen, or those that are named. One that refuses does not hide the others: it is a warning, and an error where it was named.';
  static override examples = [
    { description: 'all of them', command: 'azmon workspace list' },
    {
      description: 'of two subscriptions, for a program',
      command: 'azmon workspace list --subscription prod,test --json',
    },
  ];
  static override flags = { ...AZURE_FLAGS };
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'not-found', 'unavailable'];

  protected async answer(): Promise<Answer> {
    const { flags } = await this.parse(WorkspaceList);
    const world = outside({ root: this.root, interactive: this.interactive, sshConfig: undefined });
    const azure = await world.azure({ ...flags, tell: (line) => this.talk(line), signal: this.signal });
    const seen = await azure.resources.subscriptions();
    const subscriptions = flags.subscription?.map((text) => subscriptionOf(text, seen)) ?? seen;
    const { workspaces, problems } = await listWorkspaces(
      azure,
      subscriptions.map(({ id }) => id),
    );
    const shown = { workspaces, subscriptions };
    const refused = problems.filter(({ exit }) => exit === EXIT.auth && flags.subscription === undefined);
    const errors = problems.filter((problem) => !refused.includes(problem));
    for (const { target, message } of refused)
      this.notice({
        code: 'AZMON-SUBSCRIPTION-REFUSED',
        message: `the subscription ${target} is left out: ${message}`,
      });
    return {
      result: () => workspacesResult(shown),
      exit: worstExit(errors.map(({ exit }) => exit)),
      text: (paint) => workspaceTable(shown, paint),
      errors,
    };
  }
}
