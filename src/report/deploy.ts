import type { DeployRun } from '../rollout/deploy-run.ts';
import type { TextOptions } from './check-words.ts';
import { deployedFleet } from './deploy-fleet.ts';
import { deployedOne } from './deploy-one.ts';
import { deploySummary } from './deploy-summary.ts';

/** The report of an install or a removal as lines: one machine in detail, several by what became of them. Pure. */
export function deployText(run: DeployRun, options: TextOptions): string[] {
  const [only, second] = run.targets;
  const body = only !== undefined && second === undefined ? deployedOne(only, options) : deployedFleet(run, options);
  return [...body, ...deploySummary(run, options.paint)];
}
