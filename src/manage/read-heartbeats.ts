import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import { LAST_HEARTBEATS } from '../verify/log-queries.ts';
import { type Heartbeat, heartbeatOf } from './heartbeat.ts';
import { sideBySide } from './side-by-side.ts';

/** How many workspaces are asked at a time. */
const WORKSPACES = 6;

export interface Heartbeats {
  readonly rows: readonly Heartbeat[];
  /** Workspaces (GUID) that could be read. */
  readonly read: ReadonlySet<string>;
  /** Why the others could not. */
  readonly unread: ReadonlyMap<string, Problem>;
}

/** The newest record of every agent in each workspace (GUIDs) within some days. A workspace that cannot be read stops no other. */
export async function readHeartbeats(
  azure: Azure,
  workspaces: readonly string[],
  days: number,
  signal?: AbortSignal,
): Promise<Heartbeats> {
  const query = LAST_HEARTBEATS.text({ days: String(days) });
  const unread = new Map<string, Problem>();
  const answers = await sideBySide(workspaces, WORKSPACES, async (workspace) => {
    try {
      const rows = await azure.logs.query(workspace, query, signal);
      return rows.map((row) => heartbeatOf(row, workspace)).filter((one) => one !== undefined);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unread.set(workspace, error);
      return [];
    }
  });
  return { rows: answers.flat(), read: new Set(workspaces.filter((id) => !unread.has(id))), unread };
}
