import * as Args from '@oclif/core/args';
import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { confirm } from '../../app/confirm.ts';
import { AZURE_FLAGS, DEPLOY_FLAGS, OTHER_FLAGS } from '../../app/flags.ts';
import { once } from '../../app/once.ts';
import { outside } from '../../app/wiring.ts';
import { wantedWorkspace } from '../../app/workspace-create.ts';
import { EXIT, type ExitName } from '../../problem.ts';
import { createdLines, createdResult, type Made } from '../../report/workspace-created.ts';
import { differencesOf, planWorkspace } from '../../workspace/create.ts';

export default class WorkspaceCreate extends AzmonCommand {
  static override summary = 'make a Log Analytics workspace, or find that it is there';
  static override description =
    'A second run changes nothing. The settings of a workspace that is there are never changed: where they differ from what is asked, nothing is done. Waits until the workspace can be used.';
  static override examples = [
    { description: 'make one', command: 'azmon workspace create logs-we --group monitoring --location westeurope' },
    {
      description: 'in a pipeline, keeping data for 90 days',
      command: 'azmon workspace create logs-we -g monitoring -l westeurope --retention-days 90 --yes',
    },
  ];
  static override args = { name: Args.string({ description: 'name of the workspace', name: 'NAME', required: true }) };
  static override usage = 'workspace create NAME --group NAME --location NAME [flags]';
  static override flags = {
    group: OTHER_FLAGS.group,
    location: OTHER_FLAGS.location,
    'retention-days': OTHER_FLAGS['retention-days'],
    'dry-run': DEPLOY_FLAGS['dry-run'],
    yes: DEPLOY_FLAGS.yes,
    ...AZURE_FLAGS,
  };
  static override exits: readonly ExitName[] = [
    ...(['ok', 'usage', 'auth', 'failed', 'pending', 'conflict', 'not-found', 'unavailable', 'declined'] as const),
  ];

  protected async answer(): Promise<Answer> {
    const { args, flags } = await this.parse(WorkspaceCreate);
    const { interactive, signal } = this;
    const world = outside({ root: this.root, interactive, sshConfig: undefined });
    const azure = once(() => world.azure({ ...flags, tell: (line) => this.talk(line), signal }));
    const wanted = await wantedWorkspace(args.name, flags, azure);
    const creation = await planWorkspace(wanted, await azure());
    if (creation.change === 'none') return told({ change: 'unchanged', workspace: creation.workspace });
    if (flags['dry-run'] === true) return told({ change: 'planned', put: creation.put });
    const { name, location, group } = creation.put;
    const question = `Make the workspace ${name} in ${location}, resource group ${group}?`;
    await confirm({ question, yes: flags.yes === true, interactive });
    this.talk(`making the workspace ${name}`);
    const workspace = await (await azure()).workspaces.create(creation.put, { signal });
    for (const message of differencesOf(wanted, workspace))
      this.notice({
        code: 'AZMON-WORKSPACE-RESTORED',
        message: `a deleted workspace of that name came back with its settings: ${message}`,
      });
    return told({ change: 'created', workspace });
  }
}

const told = (made: Made): Answer => ({
  result: () => createdResult(made),
  exit: EXIT.ok,
  text: (paint) => createdLines(made, paint),
});
