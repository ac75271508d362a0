import { deployText } from '../report/deploy.ts';
import { deployResult } from '../report/deploy-json.ts';
import type { DeployRun } from '../rollout/deploy-run.ts';
import type { Answer, Notice } from './answer.ts';
import type { Asked } from './asked.ts';

/** One value for all outputs. For people the report on several machines tells their errors by cause; one machine's stands on stderr. */
export function deployAnswer(run: DeployRun, { output, verbose }: Asked, warnings: readonly Notice[]): Answer {
  const problems = run.targets.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  return {
    result: () => deployResult(run),
    exit: run.exit,
    text: (paint) => deployText(run, { paint, verbose }),
    warnings,
    errors: output === 'text' && run.targets.length > 1 ? [] : problems,
  };
}
