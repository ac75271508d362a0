import { VERDICTS } from '../check/check.ts';
import type { CheckRun } from '../check/checked.ts';
import { exitName } from '../problem.ts';
import { machines } from './check-words.ts';
import type { Paint } from './paint.ts';

/** The last lines of a run: how many ended how, the exit code, and what to do next. */
export function summaryLines(run: CheckRun, durationMs: number, verbose: boolean, paint: Paint): string[] {
  // The error says all there is to say.
  if (run.targets.length === 1 && run.targets.every((checked) => 'problem' in checked)) return [];
  const words = VERDICTS.toReversed().flatMap((verdict) => {
    const count = run.targets.filter(
      (checked) => 'assessment' in checked && checked.assessment.verdict === verdict,
    ).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const failed = run.targets.filter((checked) => 'problem' in checked).length;
  const stranded = run.targets.filter((checked) => 'assessment' in checked && checked.assessment.stranded).length;
  const counted = [
    ...words,
    ...(failed > 0 ? [`${failed} not judged`] : []),
    ...(stranded > 0 ? [`${stranded} stranded (no successor agent)`] : []),
  ];
  const several = run.targets.some((checked) => 'assessment' in checked && checked.assessment.generations.length > 1);
  const time = `${(durationMs / 1000).toFixed(1)} s`;
  const notes = [
    ...(run.only === undefined ? [] : [`judged by ${run.only.join(', ')} only`]),
    ...run.retired.map((title) => `the ${title} is retired: what is ready may still not report`),
  ];
  return [
    ...notes.map((note) => paint.warn(note)),
    paint.strong(`${machines(run.targets.length)}: ${counted.join(', ')}`) +
      paint.dim(`  ${several ? 'by the better generation, ' : ''}as of ${run.asOf}, ${time}`),
    `exit code ${run.exit} (${exitName(run.exit)})${verbose ? '' : paint.dim('; -v also shows what passed and what was left out')}`,
  ];
}
