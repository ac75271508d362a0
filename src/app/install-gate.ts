import type { Assessment } from '../check/assess.ts';
import type { Finding, Verdict } from '../check/check.ts';
import { worse } from '../check/judge.ts';
import { EXIT, type ExitCode, Problem } from '../problem.ts';
import type { AzureVm } from '../target/azure-vm.ts';

/** What stops an install before anything is sent. `undetermined` does not: without a look inside much of a machine is not known. */
const BLOCKING: readonly Verdict[] = ['impossible', 'refused', 'unlisted', 'not-ready'];

/** The plan itself answers these, each with an exit code of its own: a stopped or disconnected machine, another workspace, a lock. */
const PLANNED: readonly string[] = ['cloud.power', 'cloud.arc-connected', 'cloud.extension', 'cloud.lock'];

const EXITS: Readonly<Record<string, ExitCode>> = { 'cloud.rights': EXIT.auth };

/** What is left for the checks to say: without what the plan says itself. */
export function besidePlan(assessment: Assessment): Assessment {
  const generations = assessment.generations.map((generation) => {
    const findings = generation.findings.filter(({ id }) => !PLANNED.includes(id));
    return { ...generation, findings, verdict: findings.map(({ verdict }) => verdict).reduce(worse, 'ready') };
  });
  const [first, ...others] = generations.map(({ verdict }) => verdict);
  return { ...assessment, generations, verdict: others.reduce(worse, first ?? 'ready') };
}

/** Throws AZMON-MACHINE-NOT-READY (4, or 3 for missing rights) where what was found stands against the install. */
export function refuseBlocked(vm: AzureVm, assessment: Assessment): void {
  for (const { title, findings } of assessment.generations) {
    const blocking = findings.filter(({ verdict }) => BLOCKING.includes(verdict));
    const [worst] = blocking.toSorted((a, b) => BLOCKING.indexOf(a.verdict) - BLOCKING.indexOf(b.verdict));
    if (worst !== undefined) throw notReady(vm, title, worst, blocking.length - 1);
  }
}

function notReady(vm: AzureVm, title: string, worst: Finding, others: number): Problem {
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
      { text: 'shows all that was found', command: `azmon check --method extension ${vm.id}` },
      ...(worst.verdict === 'impossible' ? [] : [{ text: `or go on in spite of it: --ignore ${worst.id}` }]),
    ],
  });
}
