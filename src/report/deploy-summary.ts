import { exitName } from '../problem.ts';
import type { DeployRun } from '../rollout/deploy-run.ts';
import type { TaskState } from '../rollout/task.ts';
import { machines } from './check-words.ts';
import { timeWords } from './deploy-words.ts';
import type { Paint } from './paint.ts';

/** In the order in which a reader hopes for them. */
const STATES: readonly TaskState[] = [
  'verified',
  'changed',
  'removed',
  'unchanged',
  'planned',
  'started',
  'pending',
  'deferred',
  'unverified',
  'failed',
];

/** What any run that changes machines has. */
type Summed = Pick<DeployRun, 'durationMs' | 'exit' | 'next'> & {
  readonly targets: readonly { readonly state: TaskState; readonly change?: unknown }[];
};

/** The last lines of a run: how many ended how, the one command that continues, the exit code. */
export function deploySummary(run: Summed, paint: Paint): string[] {
  // The error says all there is to say.
  if (run.targets.length === 1 && run.targets[0]?.change === undefined) return [];
  const counted = STATES.flatMap((state) => {
    const count = run.targets.filter((target) => target.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const { next } = run;
  return [
    `${paint.strong(`${machines(run.targets.length)}: ${counted.join(', ')}`)}${paint.dim(`  ${timeWords(run.durationMs)}`)}`,
    ...(next === undefined ? [] : [`${paint.dim('next')}  ${paint.strong(next.command)}   ${next.text}`]),
    `exit code ${run.exit} (${exitName(run.exit)})`,
  ];
}
