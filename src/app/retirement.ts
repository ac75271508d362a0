import type { Agent } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { CheckedTarget } from '../check/checked.ts';
import type { Notice } from './answer.ts';

/**
 * The generations that were judged and had been retired by that day (YYYY-MM-DD). It belongs to the generation, not to a machine:
 * said once a run, never counted, and not said where every machine reports to Operations Manager only, which is not concerned.
 */
export function retiredAgents(targets: readonly CheckedTarget[], asOf: string): readonly Agent[] {
  const judged = new Set(
    targets.flatMap((checked) =>
      'assessment' in checked && !checked.assessment.operationsManagerOnly
        ? checked.assessment.generations.map(({ agent }) => agent)
        : [],
    ),
  );
  return Object.values(AGENTS).filter(
    ({ id, retirement }) => judged.has(id) && retirement !== undefined && asOf >= retirement.date,
  );
}

export const retirementNotices = (agents: readonly Agent[]): Notice[] =>
  agents.map(({ retirement }) => ({ code: 'AZMON-RETIRED', message: retirement?.text ?? '' }));
