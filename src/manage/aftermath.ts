import type { WrapperRun } from './wrapper-run.ts';

/** In which state a run that failed left the machine, a sentence each. `verb`: of the wrapper. */
export function aftermathOf({ undone, left, recovered, result }: WrapperRun, verb: string): readonly string[] {
  const before = recovered.map(({ text, run }) => `a run that was cut off was undone first (${text || run})`);
  const count = `${undone.length} ${undone.length === 1 ? 'change' : 'changes'}`;
  const back =
    undone.length > 0
      ? [verb === 'remove' ? `${count} undone before it` : `what it had done was undone (${count})`]
      : result === 'failed' && verb !== 'remove' && left.length === 0
        ? ['nothing was changed']
        : [];
  return [...before, ...back, ...(left.length === 0 ? [] : [`left behind: ${left.join(', ')}`])];
}
