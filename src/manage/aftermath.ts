import type { WrapperRun } from './wrapper-run.ts';

/** In which state a run that failed left the machine, a sentence each. */
export function aftermathOf({ undone, left, recovered, steps, result }: WrapperRun): readonly string[] {
  const before = recovered.map(({ text, run }) => `a run that was cut off was undone first (${text || run})`);
  const changed = steps.some(({ state }) => state === 'done' || state === 'begun' || state === 'failed');
  const back =
    undone.length > 0
      ? [`what it had done was undone (${undone.length} ${undone.length === 1 ? 'change' : 'changes'})`]
      : result === 'failed' && !changed
        ? ['nothing was changed']
        : [];
  return [...before, ...back, ...(left.length === 0 ? [] : [`left behind: ${left.join(', ')}`])];
}
