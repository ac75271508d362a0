import type { Assessment } from '../check/assess.ts';
import type { Finding, Verdict } from '../check/check.ts';
import { worse } from '../check/judge.ts';
import { EXIT, type ExitCode, type Fix, Problem } from '../problem.ts';

/** What stops an install before anything is changed. `undetermined` does not: not all of a machine can be known beforehand. */
const BLOCKING: readonly Verdict[] = ['impossible', 'refused', 'unlisted', 'not-ready'];

const EXITS: Readonly<Record<string, ExitCode>> = { 'cloud.rights': EXIT.auth, 'privilege.root': EXIT.auth };

/** An assessment without some checks, which something else answers: its verdicts are those of the rest. */
export function withoutChecks(assessment: Assessment, answered: readonly string[]): Assessment {
  const generations = assessment.generations.map((generation) => {
    const findings = generation.findings.filter(({ id }) => !answered.includes(id));
    return { ...generation, findings, verdict: findings.map(({ verdict }) => verdict).reduce(worse, 'ready') };
  });
  const [first, ...others] = generations.map(({ verdict }) => verdict);
  return { ...assessment, generations, verdict: others.reduce(worse, first ?? 'ready') };
}

/** What stands against an install, the worst first. */
export const blockingIn = (findings: readonly Finding[]): readonly Finding[] =>
  findings
    .filter(({ verdict }) => BLOCKING.includes(verdict))
    .toSorted((a, b) => BLOCKING.indexOf(a.verdict) - BLOCKING.indexOf(b.verdict));

export interface Refusing {
  /** The command that shows all that was found. */
  readonly check: string;
  /** Further ways out, for the worst finding. */
  readonly mends?: (worst: Finding) => readonly Fix[];
}

/** Throws AZMON-MACHINE-NOT-READY (4, or 3 for missing rights) where what was found stands against the install. */
export function refuseUnready({ generations }: Assessment, { check, mends }: Refusing): void {
  for (const { title, findings } of generations) {
    const [worst, ...others] = blockingIn(findings);
    if (worst !== undefined) throw notReady(worst, others.length, title, check, mends?.(worst) ?? []);
  }
}

function notReady(worst: Finding, others: number, title: string, check: string, mends: readonly Fix[]): Problem {
  const more = others === 0 ? '' : ` (and ${others === 1 ? 'one more' : `${others} more`})`;
  const { measured, required } = worst.evidence ?? {};
  const evidence = [measured, required === undefined ? undefined : `required: ${required}`];
  return new Problem({
    code: 'AZMON-MACHINE-NOT-READY',
    exit: EXITS[worst.id] ?? EXIT['not-ready'],
    message: `the machine does not take the ${title}: ${worst.cause ?? worst.title}${more}`,
    why: `${worst.id}: ${evidence.filter((part) => part !== undefined).join('; ')}; nothing was changed`,
    fix: [
      ...worst.fix,
      ...mends,
      { text: 'shows all that was found', command: check },
      ...(worst.verdict === 'impossible' ? [] : [{ text: `or go on in spite of it: --ignore ${worst.id}` }]),
    ],
  });
}
