import type { Clock, Logs } from '../ports.ts';
import { SERVICE_NOW } from './log-queries.ts';

/**
 * The same port, which asks a workspace for its time once: how far its clock is from ours stays the same for a run, and a fleet would
 * spend a third of its queries on it. What fails is asked again.
 */
export function clockedLogs(logs: Logs, clock: Clock): Logs {
  const offsets = new Map<string, Promise<number>>();
  const offsetOf = async (workspace: string, query: string, signal: AbortSignal | undefined): Promise<number> => {
    const asked = clock.now();
    const [row] = await logs.query(workspace, query, signal);
    return Date.parse(String(row?.Now)) - asked;
  };
  return {
    async query(workspace, query, signal) {
      if (SERVICE_NOW.read(query) === undefined) return logs.query(workspace, query, signal);
      const offset = offsets.get(workspace) ?? offsetOf(workspace, query, signal);
      offsets.set(workspace, offset);
      try {
        return [{ Now: new Date(clock.now() + (await offset)).toISOString() }];
      } catch (error) {
        offsets.delete(workspace);
        throw error;
      }
    },
  };
}
