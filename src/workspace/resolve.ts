import type { Problem } from '../problem.ts';
import type { CloudId } from '../target/cloud.ts';
import type { KeyState, WorkspaceCredentials } from './credentials.ts';
import { keyOfForm } from './form-key.ts';
import { type Held, type Inspected, inspectWorkspace, type Wish } from './inspect.ts';
import { keysRefused, keyWanted, mismatch } from './key-problems.ts';
import { promptedKey } from './sources/prompt.ts';
import type { WorkspacePorts } from './which.ts';

type Usable = Extract<Held, { key: unknown }>;

/**
 * The workspace with its key, from the documented sources (docs/workspace.md).
 * Throws AZMON-WORKSPACE-KEY-MISMATCH (2), AZMON-WORKSPACE-NO-KEYS (4), why the key could not be looked up (3, 11, 12), and as
 * `inspectWorkspace`.
 */
export async function resolveWorkspace(
  wish: Wish,
  ports: WorkspacePorts,
  cloud: CloudId,
): Promise<WorkspaceCredentials> {
  const inspected = await inspectWorkspace(wish, ports);
  const held = await usable(inspected, ports);
  const { workspaceId, from, workspace } = inspected;
  return {
    ...{ workspaceId, cloud, key: held.key, from: { id: from, key: held.from }, keyState: stateOf(held) },
    ...(workspace === undefined ? {} : { workspace }),
  };
}

async function usable(inspected: Inspected, ports: WorkspacePorts): Promise<Usable> {
  const { held } = inspected;
  if (held.state === 'mismatch') throw mismatch(inspected, held);
  if (held.state === 'refused') throw keysRefused(inspected);
  return held.state === 'none' ? typed(inspected, held.problem, ports) : held;
}

/** The last source: somebody types it. */
async function typed({ workspaceId }: Inspected, problem: Problem, { ask }: WorkspacePorts): Promise<Usable> {
  const found = ask === undefined ? undefined : await promptedKey(ask, workspaceId);
  if (found === undefined) throw keyWanted(problem);
  return { state: 'form-only', why: problem.message, from: found.from, key: keyOfForm(found.key, found.from) };
}

const stateOf = (held: Usable): KeyState =>
  held.state === 'verified' ? { state: 'verified', which: held.which } : { state: 'form-only', why: held.why };
