import type { Assessment } from '../check/assess.ts';
import type { Finding, Verdict } from '../check/check.ts';
import { worse } from '../check/judge.ts';
import { EXIT, type ExitCode, Problem } from '../problem.ts';

/** What stops an install before anything is changed. `undetermined` does not: the wrapper looks again, as root. */
const BLOCKING: readonly Verdict[] = ['impossible', 'refused', 'unlisted', 'not-ready'];

/** The wrapper answers these itself, each with an exit code of its own: it waits for a lock, it knows another workspace, it upgrades. */
const ANSWERED: readonly string[] = ['agent.workspaces', 'agent.version', 'package.lock'];

const EXITS: Readonly<Record<string, ExitCode>> = { 'privilege.root': EXIT.auth };

/** What is left for the checks to say: without what the run answers itself, and what it was asked to mend. */
export function besideWrapper(assessment: Assessment, mended: readonly string[]): Assessment {
  const generations = assessment.generations.map((generation) => {
    const findings = generation.findings.filter(({ id }) => !ANSWERED.includes(id) && !mended.includes(id));
    return { ...generation, findings, verdict: findings.map(({ verdict }) => verdict).reduce(worse, 'ready') };
  });
  const [first, ...others] = generations.map(({ verdict }) => verdict);
  return { ...assessment, generations, verdict: others.reduce(worse, first ?? 'ready') };
}

/** What stands against the install, the worst first. */
export function blockingOf({ generations }: Assessment): readonly Finding[] {
  return generations
    .flatMap(({ findings }) => findings.filter(({ verdict }) => BLOCKING.includes(verdict)))
    .toSorted((a, b) => BLOCKING.indexOf(a.verdict) - BLOCKING.indexOf(b.verdict));
}

export interface GateWords {
  readonly target: string;
  readonly method: 'linux' | 'windows';
  /** What --fix would run, one command for a finding. */
  readonly fixable: readonly string[];
}

/** Throws AZMON-MACHINE-NOT-READY (4, or 3 for missing rights) where what was found stands against the install. */
export function refuseBlockedHost(assessment: Assessment, words: GateWords): void {
  const [worst, ...others] = blockingOf(assessment);
  if (worst !== undefined) throw notReady(worst, others.length, assessment.generations[0]?.title ?? 'agent', words);
}

function notReady(worst: Finding, others: number, title: string, { target, method, fixable }: GateWords): Problem {
  const more = others === 0 ? '' : ` (and ${others === 1 ? 'one more' : `${others} more`})`;
  const { measured, required } = worst.evidence ?? {};
  const evidence = [measured, required === undefined ? undefined : `required: ${required}`];
  const mends = fixable.includes(worst.id)
    ? [{ text: 'or let azmon run such commands first, shown before: --fix' }]
    : [];
  return new Problem({
    code: 'AZMON-MACHINE-NOT-READY',
    exit: EXITS[worst.id] ?? EXIT['not-ready'],
    message: `the machine does not take the ${title}: ${worst.cause ?? worst.title}${more}`,
    why: `${worst.id}: ${evidence.filter((part) => part !== undefined).join('; ')}; nothing was changed`,
    fix: [
      ...worst.fix,
      ...mends,
      {
        text: 'shows all that was found',
        command: `azmon check --agent log-analytics --method ${method} ${target}`,
      },
      ...(worst.verdict === 'impossible' ? [] : [{ text: `or go on in spite of it: --ignore ${worst.id}` }]),
    ],
  });
}
