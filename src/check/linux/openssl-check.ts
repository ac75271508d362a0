import type { Check, Outcome, Severity, Subject } from '../check.ts';
import { skip } from '../outcome.ts';
import { hasNoBuild, NO_BUILD } from '../support/no-build.ts';
import type { CheckId } from '../text.ts';
import { linuxCheck } from './linux-check.ts';

interface OpensslQuestion {
  readonly id: CheckId;
  readonly severity: Severity;
  judge(subject: Subject): Outcome;
}

/** A question about OpenSSL, asked where the release depends on it and has a build that could. */
export function opensslCheck({ id, severity, judge }: OpensslQuestion): Check {
  return linuxCheck({
    id,
    severity,
    when: ({ openssl }) => openssl !== undefined,
    judge: (subject) => (hasNoBuild(subject) ? skip(NO_BUILD) : judge(subject)),
  });
}
