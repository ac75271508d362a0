import type { Outcome } from '../check.ts';

/** Of several answers to one question the one that counts: a failure (one that is not lowered first), then what is not known, then a pass. */
export function worstOf(outcomes: readonly Outcome[]): Outcome {
  const worst = outcomes.toSorted((a, b) => weight(b) - weight(a))[0];
  if (worst === undefined) return { status: 'skip', reason: 'there is nothing to ask' };
  return worst.status === 'pass' ? together(outcomes) : worst;
}

const WEIGHTS = { block: 5, warn: 4, info: 2 } as const;

function weight(outcome: Outcome): number {
  if (outcome.status === 'fail') return WEIGHTS[outcome.severity ?? 'block'];
  return outcome.status === 'unknown' ? 3 : outcome.status === 'pass' ? 1 : 0;
}

/** All passed: what was measured of each. */
function together(outcomes: readonly Outcome[]): Outcome {
  const measured = outcomes.flatMap((one) => ('evidence' in one ? (one.evidence?.measured ?? []) : [])).join(', ');
  return { status: 'pass', evidence: { measured } };
}
