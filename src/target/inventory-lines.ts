import type { RawRow } from './inventory-raw.ts';

/** One target a line; `#` begins a comment at the start of a line or after a blank. With a NUL in the text, NUL separates (find -print0). */
export function readLines(text: string): readonly RawRow[] {
  const nul = text.includes('\0');
  const rows: RawRow[] = [];
  for (const [index, entry] of text.split(nul ? '\0' : /\r\n|\n|\r/).entries()) {
    const target = nul ? entry.trim() : entry.replace(/(^|\s)#.*$/, '').trim();
    if (target !== '') rows.push({ line: index + 1, fields: { target } });
  }
  return rows;
}
