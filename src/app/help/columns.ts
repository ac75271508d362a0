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

/** Breaks at spaces; a word longer than the line stays whole, so that ids and commands can be copied. */
export function wrapped(text: string, width: number | undefined): string[] {
  if (width === undefined || width < 20) return [text];
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
