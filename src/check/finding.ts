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

/** What was made so far, by check and then by the one text that differs most. */
const kept = new Map<CheckId, Map<string, [made: Made, finding: Finding][]>>();
const latest = new Map<CheckId, [made: Made, finding: Finding]>();
const MOST_KEPT = 20_000;
let count = 0;

/** Ten thousand machines say the same few hundred things: what is made from the same is made once, and shared. */
export function findingOf(made: Made): Finding {
  const last = latest.get(made.id);
  // The very same outcome: a constant of the check.
  if (last !== undefined && last[0].outcome === made.outcome && isSameMade(made, last[0])) return last[1];
  const alike = alikeTo(made);
  for (const [other, finding] of alike) if (isSameMade(made, other)) return finding;
  const finding = build(made);
  latest.set(made.id, [made, finding]);
  if (count < MOST_KEPT) {
    alike.push([made, finding]);
    count += 1;
  }
  return finding;
}

function alikeTo({ id, outcome }: Made): [made: Made, finding: Finding][] {
  const texts = kept.get(id) ?? new Map<string, [Made, Finding][]>();
  if (texts.size === 0) kept.set(id, texts);
  const text = 'reason' in outcome ? outcome.reason : (outcome.evidence?.measured ?? '');
  const alike = texts.get(text) ?? [];
  if (alike.length === 0 && count < MOST_KEPT) texts.set(text, alike);
  return alike;
}

/** All of Made but the id, by which they were looked up. */
const isSameMade = (a: Made, b: Made): boolean =>
  a.severity === b.severity &&
  a.ignored === b.ignored &&
  a.verdict === b.verdict &&
  isSame(a.outcome, b.outcome) &&
  isSame(a.otherwise, b.otherwise);

/** Equal in everything, however deep; quicker than to write both down and compare that. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isRecord(a) || !isRecord(b)) return false;
  const fields = Object.keys(a);
  return fields.length === Object.keys(b).length && fields.every((field) => isSame(a[field], b[field]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

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
