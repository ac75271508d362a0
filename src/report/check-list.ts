import type { Check } from '../check/check.ts';
import type { CheckText } from '../check/check-text.ts';
import { groupOf } from '../check/finding.ts';
import { TEXT } from '../check/text.ts';
import type { Paint } from './paint.ts';

/** `azmon check --list`: every check there is, by group. Pure. */
export function listLines(catalogue: readonly Check[], paint: Paint): string[] {
  const width = Math.max(...catalogue.map((check) => check.id.length));
  const groups = Map.groupBy(catalogue, (check) => groupOf(check.id));
  return [...groups].flatMap(([group, checks]) => [
    paint.strong(group),
    ...checks.map(
      (check) => `  ${check.id.padEnd(width)}  ${check.severity.padEnd(5)}  ${paint.dim(TEXT[check.id].title)}`,
    ),
  ]);
}

export function listResult(catalogue: readonly Check[]): object {
  return {
    checks: catalogue.map((check) => {
      const text: CheckText = TEXT[check.id];
      return {
        id: check.id,
        group: groupOf(check.id),
        severity: check.severity,
        title: text.title,
        why: text.why,
        source: text.source,
      };
    }),
  };
}
