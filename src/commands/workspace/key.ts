import * as Args from '@oclif/core/args';
import type { Answer } from '../../app/answer.ts';
import { byArgument } from '../../app/by-argument.ts';
import { AzmonCommand } from '../../app/command.ts';
import { AZURE_FLAGS, OTHER_FLAGS, WORKSPACE_FLAGS } from '../../app/flags.ts';
import { once } from '../../app/once.ts';
import { outside } from '../../app/wiring.ts';
import { workspaceFor } from '../../app/workspace.ts';
import { writeKey } from '../../app/workspace-key.ts';
import { EXIT, type ExitName } from '../../problem.ts';

export default class WorkspaceKey extends AzmonCommand {
  static override summary = 'write the key of a workspace to a file that only its owner can read';
  static override description =
    'The key is never printed. The file holds it alone, without a line break; its mode is 0600. A file that is there is kept, unless --force is given.';
  static override examples = [
    { description: 'the primary key', command: 'azmon workspace key logs-we --out key.txt' },
    {
      description: 'the secondary, over an old file',
      command: 'azmon workspace key logs-we --secondary --out key.txt --force',
    },
  ];
  static override args = {
    workspace: Args.string({ description: 'name, resource id or id (GUID)', name: 'WORKSPACE' }),
  };
  static override usage = 'workspace key [WORKSPACE] --out PATH [flags]';
  static override flags = {
    workspace: WORKSPACE_FLAGS.workspace,
    'workspace-id': WORKSPACE_FLAGS['workspace-id'],
    out: OTHER_FLAGS.out,
    secondary: OTHER_FLAGS.secondary,
    force: OTHER_FLAGS.force,
    ...AZURE_FLAGS,
  };
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'not-found', 'unavailable'];

  protected async answer(): Promise<Answer> {
    const { args, flags } = await this.parse(WorkspaceKey);
    const { interactive, signal, typed } = this;
    const world = outside({ root: this.root, interactive, sshConfig: undefined });
    const azure = once(() => world.azure({ ...flags, tell: (line) => this.talk(line), signal }));
    const named = byArgument(args.workspace, flags, { ...typed, ...world, azure, interactive });
    const written = await writeKey(flags, world.files, azure, () => workspaceFor(named.flags, named.context));
    const { workspace, which, out } = written;
    if (workspace.keysRefused)
      this.notice({
        code: 'AZMON-WORKSPACE-NO-KEYS',
        message: `the workspace ${workspace.name} refuses keys (disableLocalAuth): no agent can use this one`,
      });
    return {
      result: { workspace: workspace.id, workspaceId: workspace.workspaceId, which, file: out, mode: '0600' },
      exit: EXIT.ok,
      text: [`${which} key of ${workspace.name} written to ${out} (0600)`],
    };
  }
}
