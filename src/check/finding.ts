import type { Finding, Outcome, Severity, Status, Verdict } from './check.ts';
import { type CheckId, TEXT } from './text.ts';

/** What came of asking: the check's outcome, or that it broke. */
export type Answer = Outcome | { readonly status: 'error'; readonly reason: string; readonly severity?: Severity };

export type Otherwise = readonly { readonly release: string; readonly status: Status }[];

/** All that a finding is made from. */
export interface Made {
  readonly id: CheckId;
  readonly outcome: Answer;
  readonly severity: Severity;
  readonly ignored: boolean;
  readonly verdict: Verdict;
  readonly otherwise: Otherwise;
}

const kept = new Map<string, Finding>();
const MOST_KEPT = 20_000;

/** Ten thousand machines say the same few hundred things: what is made from the same is made once, and shared. */
export function findingOf(made: Made): Finding {
  const key = keyOf(made);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const finding = build(made);
  if (kept.size < MOST_KEPT) kept.set(key, finding);
  return finding;
}

/** Most of what a fleet yields is one sentence about one check, and needs no JSON; everything else is told apart as a whole. */
function keyOf(made: Made): string {
  const { id, outcome, severity, ignored, verdict, otherwise } = made;
  if (!('reason' in outcome) || otherwise.length > 0) return JSON.stringify(made);
  return `${id} ${outcome.status} ${severity} ${ignored} ${verdict} ${outcome.reason}`;
}

function build({ id, outcome, severity, ignored, verdict, otherwise }: Made): Finding {
  const text: { title: string } = TEXT[id];
  return {
    id,
    group: groupOf(id),
    title: text.title,
    severity,
    status: outcome.status,
    ...('cause' in outcome ? { cause: outcome.cause } : {}),
    ...('reason' in outcome ? { reason: outcome.reason } : {}),
    ...('evidence' in outcome && outcome.evidence !== undefined ? { evidence: outcome.evidence } : {}),
    fix: ('fix' in outcome ? outcome.fix : undefined) ?? [],
    docs: `docs/checks.md#${anchor(id)}`,
    ...(ignored ? { ignored: true } : {}),
    ...(otherwise.length > 0 ? { otherwise } : {}),
    verdict,
  };
}

/** `python` of `python.alias`. */
export const groupOf = (id: string): string => id.slice(0, id.indexOf('.'));

/** The anchor of a check in docs/checks.md, as a Markdown heading of the id gets it. */
export const anchor = (id: string): string => id.replaceAll('.', '');
