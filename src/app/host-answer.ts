import { hostLines, hostResult } from '../report/host.ts';
import { changingExit } from '../rollout/exit.ts';
import type { HostRun, HostTarget } from '../rollout/host-run.ts';
import type { Answer, Notice } from './answer.ts';
import type { Asked } from './asked.ts';

/** One value for all outputs. For people the report on several machines tells their errors by cause; one machine's stands on stderr. */
export function hostAnswer(run: HostRun, { output, verbose }: Asked, warnings: readonly Notice[]): Answer {
  const problems = run.targets.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  return {
    result: () => hostResult(run),
    exit: run.exit,
    text: (paint) => hostLines(run, { paint, verbose }),
    warnings,
    errors: output === 'text' && run.targets.length > 1 ? [] : problems,
  };
}

export const exitOfHosts = (targets: readonly HostTarget[]) => changingExit(targets.map(({ exit }) => exit));
