/** A share of characters that no text has, above which a file is none: texts of another encoding have a few. */
const MOST = 0.1;
const FEW = 4;

/**
 * Whether what was read as UTF-8 is a text at all, and not a program, an archive or a spreadsheet given by mistake: much that is no
 * UTF-8 (U+FFFD), control characters, or NUL other than between the targets of a list (`find -print0`).
 */
export function isText(text: string, nulSeparates: boolean): boolean {
  if (text.includes('\0') && !(nulSeparates && hasWords(text))) return false;
  const most = Math.max(FEW, text.replaceAll('\0', '').length * MOST);
  let strange = 0;
  for (const _ of text.matchAll(STRANGE)) if (++strange > most) return false;
  return true;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const STRANGE = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/g;

/** In UTF-16 without its mark there is a NUL beside every single character. */
const hasWords = (text: string): boolean => text.split('\0').some((word) => word.trim().length > 1);
