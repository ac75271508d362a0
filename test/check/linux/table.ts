import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/check/catalogue.ts';
import type { Outcome, Severity } from '../../../src/check/check.ts';
import type { CheckId } from '../../../src/check/text.ts';
import type { MachineFacts } from '../../../src/machine/facts.ts';
import { type SubjectOptions, subject } from '../../support/subject.ts';

interface Failing {
  readonly cause: string;
  /** Commands of the fixes, in order; those without one are left out. */
  readonly commands?: readonly string[];
  readonly severity?: Severity;
  readonly measured?: string;
}

/** What a row expects: a status, the measured value of a pass, the reason of an unknown or skip, or a failure. */
export type Expected =
  | 'pass'
  | 'unknown'
  | 'skip'
  | 'not asked'
  | { readonly pass: string }
  | { readonly unknown: string; readonly severity?: Severity }
  | { readonly skip: string }
  | Failing;

/** Title, facts, what is expected, and what else the subject has. */
export type Row = readonly [
  title: string,
  facts: MachineFacts,
  expected: Expected,
  more?: Omit<SubjectOptions, 'facts'>,
];

export const fails = (cause: string, ...commands: string[]): Failing => ({ cause, commands });
export const warns = (cause: string, ...commands: string[]): Failing => ({ cause, commands, severity: 'warn' });

/** Judges each row by the check alone. */
export function table(id: CheckId, rows: readonly Row[]): void {
  describe(id, () => {
    for (const [title, facts, expected, more = {}] of rows)
      test(title, () => expect(seen(id, { ...more, facts }, expected)).toEqual(expected));
  });
}

/** The outcome in the words of the expectation, with exactly the parts that the expectation names. */
function seen(id: CheckId, options: SubjectOptions, expected: Expected): unknown {
  const check = CATALOGUE.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  const asked = subject(options);
  if (!check.applies(asked)) return 'not asked';
  const outcome = check.judge(asked);
  return typeof expected === 'string' ? outcome.status : told(outcome, check.severity, expected);
}

function told(outcome: Outcome, severity: Severity, expected: object): unknown {
  const level = 'severity' in outcome && outcome.severity !== undefined ? outcome.severity : severity;
  const withLevel = 'severity' in expected ? { severity: level } : {};
  switch (outcome.status) {
    case 'pass':
      return { pass: outcome.evidence?.measured };
    case 'unknown':
      return { unknown: outcome.reason, ...withLevel };
    case 'skip':
      return { skip: outcome.reason };
    case 'fail':
      return {
        cause: outcome.cause,
        ...('commands' in expected
          ? { commands: (outcome.fix ?? []).flatMap(({ command }) => (command === undefined ? [] : [command])) }
          : {}),
        ...withLevel,
        ...('measured' in expected ? { measured: outcome.evidence?.measured } : {}),
      };
  }
}
