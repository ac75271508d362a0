import * as Args from '@oclif/core/args';
import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { AZURE_FLAGS, WORKSPACE_FLAGS } from '../../app/flags.ts';
import { once } from '../../app/once.ts';
import { outside } from '../../app/wiring.ts';
import { inspectFor } from '../../app/workspace-inspect.ts';
import { EXIT, type ExitName } from '../../problem.ts';
import { inspectedResult } from '../../report/workspace-json.ts';
import { inspectedLines } from '../../report/workspace-text.ts';
import { mismatch } from '../../workspace/key-problems.ts';

export default class WorkspaceShow extends AzmonCommand {
  static override summary = 'show a workspace, and which credentials an agent would be given for it';
  static override description =
    'Tells where the id and the key come from and whether the key belongs to the workspace. It compares and never tries the key, and never shows it. Nothing is changed.';
  static override examples = [
    { description: 'by name; the key is looked up', command: 'azmon workspace show logs-we' },
    {
      description: 'does the key in this file belong to it?',
      command: 'azmon workspace show logs-we --workspace-key-file key.txt',
    },
  ];
  static override args = {
    workspace: Args.string({ description: 'name, resource id or id (GUID)', name: 'WORKSPACE' }),
  };
  static override usage = 'workspace show [WORKSPACE] [flags]';
  static override flags = { ...WORKSPACE_FLAGS, ...AZURE_FLAGS };
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'not-found', 'unavailable'];

  protected async answer(): Promise<Answer> {
    const { args, flags } = await this.parse(WorkspaceShow);
    const { interactive, signal, typed } = this;
    const world = outside({ root: this.root, interactive, sshConfig: undefined });
    const azure = once(() => world.azure({ ...flags, tell: (line) => this.talk(line), signal }));
    const context = { ...typed, ...world, azure, interactive };
    const inspected = await inspectFor(args.workspace, flags, context);
    const { held } = inspected;
    const errors = held.state === 'mismatch' ? [mismatch(inspected, held)] : [];
    return {
      result: () => inspectedResult(inspected),
      exit: errors[0]?.exit ?? EXIT.ok,
      text: (paint) => inspectedLines(inspected, paint),
      errors,
    };
  }
}
