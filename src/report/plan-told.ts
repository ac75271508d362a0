import type { WrapperRun } from '../manage/wrapper-run.ts';

/** So many of a kind are told one by one. */
const FEW = 3;
/** What an undo brings back: kind and what, as the ledger has them. */
const UNDO = /^(?:bring back as it was: )?(path|packages|account|service|workspace|registry|product|proxy|group) (.*)$/;

const COUNTED: Readonly<Record<string, string>> = {
  path: 'files and folders',
  registry: 'values in the registry',
};

/** The lines of a dry run. An undo of many files is told by kind: how many, or their names where these say something; with -v each. */
export function planTold(plan: WrapperRun['plan'], verbose: boolean): readonly string[] {
  const lines = plan.map(({ step, text }) => ({
    text: text === '' ? step : text,
    undo: step === 'undo' ? UNDO.exec(text) : null,
  }));
  if (verbose) return lines.map(({ text }) => text);
  const kinds = new Map<string, string[]>();
  for (const { undo } of lines)
    if (undo !== null) kinds.set(undo[1] ?? '', [...(kinds.get(undo[1] ?? '') ?? []), undo[2] ?? '']);
  const told = new Set<string>();
  return lines.flatMap(({ text, undo }) => {
    const kind = undo?.[1] ?? '';
    const all = kinds.get(kind) ?? [];
    if (undo === null || all.length <= FEW) return [text];
    if (told.has(kind)) return [];
    told.add(kind);
    const counted = COUNTED[kind];
    return [
      `bring back as it was: ${counted === undefined ? `${kind} ${all.join(', ')}` : `${all.length} ${counted} (-v names them)`}`,
    ];
  });
}
