import { findWorkspace } from '../workspace/find.ts';
import type { WorkspaceLook } from './chain.ts';
import { INGESTION_TROUBLE } from './log-queries.ts';
import { readOr } from './read-chain.ts';
import type { VerifyPorts } from './request.ts';

/**
 * What can be seen of workspaces (GUIDs) when no record comes: their own resource, and what they say about taking in data. Machines of
 * one run share their looks: a fleet reports to few workspaces.
 */
export function readWorkspaces(ids: readonly string[], ports: VerifyPorts): Promise<readonly WorkspaceLook[]> {
  const looks = ports.looks ?? new Map<string, Promise<WorkspaceLook>>();
  return Promise.all(
    ids.map((id) => {
      const look = looks.get(id) ?? lookAt(id, ports);
      looks.set(id, look);
      return look;
    }),
  );
}

async function lookAt(id: string, { azure, signal }: VerifyPorts): Promise<WorkspaceLook> {
  const [workspace, trouble] = await Promise.all([
    readOr(() => findWorkspace(id, azure, [])),
    readOr(() => azure.logs.query(id, INGESTION_TROUBLE.text({}), signal)),
  ]);
  const rows = 'value' in trouble ? trouble.value : [];
  return { id, workspace, trouble: rows.map(({ Detail }) => String(Detail ?? '')).filter((text) => text !== '') };
}
