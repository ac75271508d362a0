import { isWorkspaceId } from '../target/workspace.ts';
import type { Notice } from './answer.ts';
import type { Job } from './job.ts';

/** What is said once a run where rows name their workspace by a name or a resource id: its own hosts cannot be told from that. */
export function workspaceNotices(jobs: readonly Job[], offline: boolean): Notice[] {
  const named = jobs.filter(
    (job) => job.kind === 'row' && job.row.workspace !== undefined && !isWorkspaceId(job.row.workspace),
  );
  if (offline || named.length === 0) return [];
  const rows = named.length === 1 ? 'one row names its workspace' : `${named.length} rows name their workspace`;
  return [
    {
      code: 'AZMON-WORKSPACE-NAME',
      message: `${rows} by a name or resource id; the hosts of the workspace follow from its id (a GUID) only, so their network checks are left out there.`,
    },
  ];
}
