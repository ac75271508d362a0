import type { Logs } from '../ports.ts';
import { SERVICE_NOW } from './log-queries.ts';

/**
 * The time by the service's own clock, ISO 8601: taken before a change, it is what the first record is counted from. The first workspace
 * that answers tells it; throws the last one's Problem where none does, and a RangeError for no workspace at all.
 */
export async function serviceMark(logs: Logs, workspaces: readonly string[], signal?: AbortSignal): Promise<string> {
  let refusal: unknown = new RangeError('no workspace to ask for the time');
  for (const workspace of workspaces) {
    try {
      const [row] = await logs.query(workspace, SERVICE_NOW.text({}), signal);
      return new Date(String(row?.Now)).toISOString();
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}
