import { wrapped } from '../../report/wrapped.ts';

/** Two columns, the second wrapped under itself where a width is known. */
export function columns(rows: readonly (readonly [string, string])[], width: number | undefined): string[] {
  const left = Math.min(30, Math.max(0, ...rows.map(([word]) => word.length)));
  return rows.flatMap(([word, text]) => {
    const lines = wrapped(text, width === undefined ? undefined : width - left - 4);
    const [first = '', ...more] = lines;
    const head =
      word.length > left ? [`  ${word}`, `  ${' '.repeat(left)}  ${first}`] : [`  ${word.padEnd(left)}  ${first}`];
    return [...head, ...more.map((line) => `  ${' '.repeat(left)}  ${line}`)].map((line) => line.trimEnd());
  });
}
