import { AGENTS } from '../agent/index.ts';
import type { Logs } from '../ports.ts';
import { Problem } from '../problem.ts';
import { FIRST_HEARTBEAT, FIRST_HEARTBEAT_OF_COMPUTER } from './log-queries.ts';
import type { Proof } from './proof.ts';
import type { VerifyRequest } from './request.ts';

export type Reporting = Extract<Proof, { state: 'reporting' }>;

/** Where and from when on a record is looked for. */
export interface Search {
  readonly request: Pick<VerifyRequest, 'machine' | 'computer' | 'agent'>;
  /** GUIDs, not empty. */
  readonly workspaces: readonly string[];
  /** ISO 8601 */
  readonly since: string;
}

export interface Look {
  /** The earliest record that was found. */
  readonly record?: Reporting;
  /** Why a workspace could not be read, by its GUID. */
  readonly unread: ReadonlyMap<string, Problem>;
}

/** One look into every workspace, for all categories under which the agent reports. A workspace that cannot be read hides no record of another. */
export async function firstRecord(
  logs: Logs,
  { request, workspaces, since }: Search,
  signal?: AbortSignal,
): Promise<Look> {
  const found: Reporting[] = [];
  const unread = new Map<string, Problem>();
  const query = queryFor(request, since);
  const ask = async (workspace: string): Promise<void> => {
    try {
      const [row] = await logs.query(workspace, query, signal);
      const record = row === undefined ? undefined : recordOf(row, workspace, since);
      if (record !== undefined) found.push(record);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unread.set(workspace, error);
    }
  };
  await Promise.all(workspaces.map(ask));
  const [record] = found.sort((a, b) => a.at.localeCompare(b.at));
  return { unread, ...(record === undefined ? {} : { record }) };
}

function queryFor({ machine, computer, agent }: Search['request'], since: string): string {
  const categories = AGENTS[agent].extension.heartbeatCategories.join(',');
  if (machine !== undefined) return FIRST_HEARTBEAT.text({ since, resourceId: machine, categories });
  const label = (computer ?? '').split('.')[0] ?? '';
  return FIRST_HEARTBEAT_OF_COMPUTER.text({ since, computer: label, categories });
}

/** A summary of no rows is one row without a time. */
function recordOf(row: Readonly<Record<string, unknown>>, workspace: string, since: string): Reporting | undefined {
  const at = timeOf(row.TimeGenerated);
  if (at === undefined) return undefined;
  const takenIn = timeOf(row.Ingested) ?? timeOf(row.Now) ?? at;
  const version = typeof row.Version === 'string' && row.Version !== '' ? row.Version : undefined;
  return {
    state: 'reporting',
    at: new Date(at).toISOString(),
    latencyMs: Math.max(0, takenIn - Date.parse(since)),
    ingestionMs: Math.max(0, takenIn - at),
    computer: String(row.Computer ?? ''),
    workspace,
    ...(version === undefined ? {} : { version }),
  };
}

/** Milliseconds since 1970; undefined where there is no time. */
function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
