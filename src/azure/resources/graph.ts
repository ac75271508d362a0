import type { GraphRow } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import { API } from '../api-versions.ts';
import type { Answer } from '../wire/follow.ts';
import { send, type Wire } from '../wire/wire.ts';

/** As many as the service gives at once. */
const PAGE = 1_000;
/** As many as one query takes. */
const MOST_SUBSCRIPTIONS = 1_000;

interface GraphPage {
  readonly data?: readonly GraphRow[];
  /** A text. */
  readonly resultTruncated?: string;
  readonly $skipToken?: string;
}

/**
 * Runs a query of Resource Graph page by page. Throws where the service keeps rows back: it gives no token for the next page when a
 * query does not project `id`, and asks no more than the first 10,000 subscriptions.
 */
export async function* graphPages(
  wire: Wire,
  query: string,
  subscriptions: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<readonly GraphRow[]> {
  for (const some of inParts(subscriptions)) {
    let token: string | undefined;
    do {
      const answer = await send(wire, 'post', '/providers/Microsoft.ResourceGraph/resources', {
        version: API.graph.sent,
        body: bodyOf(query, some, token),
        signal,
      });
      const page = answer.body as GraphPage;
      token = page.$skipToken === '' ? undefined : page.$skipToken;
      whole(page, answer, token);
      yield page.data ?? [];
      if (token !== undefined) await restWhere(answer, wire, signal);
    } while (token !== undefined);
  }
}

/** No subscriptions: one query for the whole tenant. */
function inParts(subscriptions: readonly string[]): readonly (readonly string[])[] {
  const count = Math.max(1, Math.ceil(subscriptions.length / MOST_SUBSCRIPTIONS));
  return Array.from({ length: count }, (_, index) =>
    subscriptions.slice(index * MOST_SUBSCRIPTIONS, (index + 1) * MOST_SUBSCRIPTIONS),
  );
}

const bodyOf = (query: string, subscriptions: readonly string[], token: string | undefined): object => ({
  ...(subscriptions.length === 0 ? {} : { subscriptions }),
  query,
  options: { $top: PAGE, resultFormat: 'objectArray', ...(token === undefined ? {} : { $skipToken: token }) },
});

function whole({ resultTruncated }: GraphPage, { header }: Answer, token: string | undefined): void {
  const kept =
    header('x-ms-tenant-subscription-limit-hit')?.toLowerCase() === 'true'
      ? 'it asks no more than 10,000 subscriptions; name those that matter with --subscription'
      : resultTruncated === 'true' && token === undefined
        ? 'it gave a part of the rows and no way to the rest'
        : undefined;
  if (kept === undefined) return;
  throw new Problem({
    code: 'AZMON-AZURE-TRUNCATED',
    exit: EXIT.unavailable,
    message: 'Resource Graph does not give all that was asked for',
    why: kept,
  });
}

/** The quota (about 15 queries in 5 s) stands in every answer: waiting before it is gone is quicker than being refused. */
async function restWhere({ header }: Answer, { pace, signal: run }: Wire, signal?: AbortSignal): Promise<void> {
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d)/.exec(header('x-ms-user-quota-resets-after') ?? '') ?? [];
  if (header('x-ms-user-quota-remaining') !== '0' || seconds === undefined) return;
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  await pace.wait(Math.min(ms, 60_000), signal ?? run);
}
