import type { Azure, PrivateFiles } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { wantFlags } from './missing-flags.ts';

export interface KeyFlags {
  readonly out?: string | undefined;
  readonly secondary?: boolean | undefined;
  readonly force?: boolean | undefined;
}

export interface WrittenKey {
  readonly workspace: AzureWorkspace;
  readonly which: 'primary' | 'secondary';
  readonly out: string;
}

/** Reads a key of a workspace and writes it where --out says, and nowhere else. Throws AZMON-KEY-STDOUT (2) and as the ports do. */
export async function writeKey(
  flags: KeyFlags,
  files: PrivateFiles,
  azure: () => Promise<Azure>,
  find: () => Promise<AzureWorkspace>,
): Promise<WrittenKey> {
  wantFlags({ ...flags }, ['out']);
  const { out = '', secondary = false, force = false } = flags;
  if (STDOUT.test(out)) throw toStdout();
  const workspace = await find();
  const [first, second] = await (await azure()).workspaces.keys(workspace.id);
  await files.writePrivate(out, secondary ? second : first, { overwrite: force });
  return { workspace, which: secondary ? 'secondary' : 'primary', out };
}

const STDOUT = /^(-|\/dev\/.*|\/proc\/.*|con|CONOUT\$)$/i;

const toStdout = (): Problem =>
  new Problem({
    code: 'AZMON-KEY-STDOUT',
    exit: EXIT.usage,
    message: 'a key is not written to a terminal, a pipe or another device',
    why: 'what goes through them ends in logs, histories and on screens',
    fix: [{ text: 'write it to a file', command: 'azmon workspace key NAME --out key.txt' }],
  });
