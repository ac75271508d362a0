import type { Question } from '../check/assess.ts';
import type { CheckRun } from '../check/checked.ts';
import type { Notice } from './answer.ts';

/**
 * What is said once a run of a generation that was retired by then. It belongs to the generation, not to a machine: never counted,
 * and not said where every machine reports to Operations Manager only, which the retirement does not concern.
 */
export function retirementNotices(run: CheckRun, question: Question): Notice[] {
  const concerned = run.targets.some((checked) => 'assessment' in checked && !checked.assessment.operationsManagerOnly);
  if (!concerned) return [];
  return question.agents
    .filter(({ retirement }) => retirement !== undefined && run.asOf >= retirement.date)
    .map((agent) => ({ code: 'AZMON-RETIRED', message: agent.retirement?.text ?? '' }));
}
