import { EXIT, Problem } from '../problem.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { WORKSPACE_BY_ID } from '../target/graph-queries.ts';
import type { WorkspaceLook } from './chain.ts';
import { INGESTION_TROUBLE } from './log-queries.ts';
import { readOr } from './read-chain.ts';
import type { VerifyPorts } from './request.ts';

/** What can be seen of workspaces (GUIDs) when no record comes: their own resource, and what they say about taking in data. */
export function readWorkspaces(
  ids: readonly string[],
  { azure, signal }: VerifyPorts,
): Promise<readonly WorkspaceLook[]> {
  return Promise.all(
    ids.map(async (id) => {
      const [workspace, trouble] = await Promise.all([
        readOr(() => workspaceById(id, azure, signal)),
        readOr(() => azure.logs.query(id, INGESTION_TROUBLE.text({}), signal)),
      ]);
      const rows = 'value' in trouble ? trouble.value : [];
      return { id, workspace, trouble: rows.map(({ Detail }) => String(Detail ?? '')).filter((text) => text !== '') };
    }),
  );
}

async function workspaceById(
  workspaceId: string,
  azure: VerifyPorts['azure'],
  signal: AbortSignal | undefined,
): Promise<AzureWorkspace> {
  for await (const rows of azure.resources.graph(WORKSPACE_BY_ID.text({ workspaceId }), [], signal)) {
    const [row] = rows;
    if (row !== undefined) return azure.workspaces.get(String(row.id));
  }
  throw new Problem({
    code: 'AZMON-WORKSPACE-UNSEEN',
    exit: EXIT['not-found'],
    message: `no workspace of the id ${workspaceId} can be seen`,
    why: 'it is in none of the subscriptions that the signed-in caller may read, or it was deleted',
    fix: [{ text: 'the workspaces that can be seen', command: 'azmon workspace list' }],
  });
}
