/** What stands in the place of what may be a secret. */
export const MASK = '***';

/** A text without what may be a secret, and how often something was taken out of it. */
export interface Masked {
  readonly text: string;
  readonly count: number;
}

const NAMES = [
  '(?:shared|workspace|access|account|primary|secondary|api|private|storage|encryption)[ _-]?key',
  ...['pass(?:word|wd|phrase)?', 'pwd', 'secret', 'token', 'credentials?', 'signature', 'sig'],
].join('|');

/** A value is quoted, or goes to the end of its line: passwords hold blanks. */
const VALUE = String.raw`(?:"(?:[^"\\\n]|\\[^\n])*"?|'[^'\n]*'?|[^\n]+)`;

/** The widest first. */
const RULES: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/-----BEGIN [^-\n]*-----[\s\S]*?(?:-----END [^-\n]*-----|$)/g, MASK],
  // Headers say nothing else in their line.
  [/((?:proxy-)?authorization|(?:set-)?cookie)(["']?[ \t]*[:=])[^\n]*/gi, `$1$2 ${MASK}`],
  // user:password@host; a password holds what it likes. A name alone is none.
  [/([a-z][\w+.-]*:\/\/)(?![\w.-]{1,32}@)[^\s"'<>]*@/gi, `$1${MASK}@`],
  [/(^|[\s"'=(])[^\s"'=@/:()]+:(?!\/\/)[^\s"'@]+@(?=[\w.[-])/g, `$1${MASK}@`],
  [new RegExp(`((?:${NAMES})["']?[ \\t]*[:=][ \\t]*)${VALUE}`, 'gi'), `$1${MASK}`],
  [/\b((?:Bearer|Basic|SharedKey(?:Lite)?)[ \t]+)\S+/gi, `$1${MASK}`],
  [/(\s--(?:shared|proxy|password)(?:[ \t]+|=))\S+/g, `$1${MASK}`],
  // Bytes, written as numbers.
  [/(?<![0-9a-f])[0-9a-f]{80,}(?![0-9a-f])/gi, MASK],
  [/(?:\d{1,3},[ \t]?){24,}\d{1,3}/g, MASK],
];

/** Signs of base64, as programs write them: as they are, percent-encoded, escaped in JSON and HTML. */
const SIGN = String.raw`(?:[A-Za-z0-9+/]|%(?:25)*(?:2[BbFf]|3[Dd])|\\/|\\u00(?:2[BbFf]|3[Dd])|&#(?:43|47|61|x2[BbFf]|x3[Dd]);)`;
/** A third of a workspace key: what is left of one that was cut off. The form for addresses has signs that names have too. */
const ROWS: readonly RegExp[] = [new RegExp(`${SIGN}{28,}={0,2}`, 'g'), /[A-Za-z0-9_-]{60,}/g];

/**
 * Takes out what may be a secret: values behind the words that name them, logins within addresses, headers, long rows of base64 in any
 * writing. Thumbprints, hashes, GUIDs and paths stay. More is taken than has to be: what is left is sent to others. Total; a second time
 * changes nothing.
 */
export function masked(text: string): Masked {
  let count = 0;
  const cut = (found: string, by: string): string => {
    if (found !== by) count += 1;
    return by;
  };
  const named = RULES.reduce(
    (rest, [pattern, by]) =>
      rest.replace(pattern, (found: string, first?: unknown, second?: unknown) =>
        cut(
          found,
          by.replace('$1', () => String(first)).replace('$2', () => String(second)),
        ),
      ),
    text,
  );
  const rowless = ROWS.reduce(
    (rest, row) => rest.replace(row, (found) => (isOpen(found) ? found : cut(found, MASK))),
    named,
  );
  return { text: rowless.replace(TAIL, (found) => cut(found, MASK)), count };
}

/** A row of base64 that was wrapped: its last line, below what was taken out. */
const TAIL = /\*\*\*\r?\n[ \t]*[A-Za-z0-9+/]{1,75}={1,2}(?=\s|$)/g;

/** Hexadecimal digits are hashes and ids; words and paths do without one of capitals, small letters and digits, and change seldom. */
function isOpen(row: string): boolean {
  if (/^[0-9a-f-]+$/i.test(row)) return true;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(row)).length;
  const humps = row.match(/[a-z][A-Z]/g)?.length ?? 0;
  return (
    kinds < 3 &&
    !/[+%]/.test(row) &&
    humps * 6 <= row.length &&
    (row.length < 43 || !/[A-Z].*[a-z]|[a-z].*[A-Z]/.test(row))
  );
}

/** The same for every text within plain data; the keys are ours. */
export function maskedValue(value: unknown): { readonly value: unknown; readonly count: number } {
  if (typeof value === 'string') {
    const { text, count } = masked(value);
    return { value: text, count };
  }
  if (typeof value !== 'object' || value === null) return { value, count: 0 };
  const inner = Object.entries(value).map(([key, one]) => [key, maskedValue(one)] as const);
  const count = inner.reduce((sum, [, one]) => sum + one.count, 0);
  if (Array.isArray(value)) return { value: inner.map(([, one]) => one.value), count };
  return { value: Object.fromEntries(inner.map(([key, one]) => [key, one.value])), count };
}
