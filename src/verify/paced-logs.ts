import type { Clock, Logs } from '../ports.ts';
import type { VerifyPorts } from './request.ts';

/** Limits of the query API for one user: 200 queries in 30 s (docs "Azure Monitor service limits"). Some are left to others. */
const QUERIES = 150;
const WINDOW_MS = 30_000;

/** The same port, never quicker than the service takes it: what would be one query too many waits until its turn. */
export function pacedLogs(logs: Logs, clock: Clock, sleep: VerifyPorts['sleep']): Logs {
  const sent: number[] = [];
  return {
    async query(workspaceId, query, signal) {
      const now = clock.now();
      const turn = Math.max(now, (sent.at(-QUERIES) ?? Number.NEGATIVE_INFINITY) + WINDOW_MS);
      sent.push(turn);
      if (sent.length > QUERIES) sent.shift();
      if (turn > now) await sleep(turn - now, signal);
      return logs.query(workspaceId, query, signal);
    },
  };
}
