/**
 * How distributions compare versions: component by component, numbers as numbers, so 8.10 is newer than 8.9 and 7.9.9 older than 7.15.5.
 * A component is a run of digits or of letters; every other character only separates. All functions take any text and never throw.
 */

const PARTS = /\d+|[a-z]+/gi;

/** Tables of versions are compared with machine after machine: what has been cut once is kept, up to a limit. */
const cut = new Map<string, readonly string[]>();

/** The components of a version; a tail after a blank (a date, a library name) does not belong to it. */
function parts(version: string): readonly string[] {
  const known = cut.get(version);
  if (known !== undefined) return known;
  const found = (version.trim().split(/\s/, 1)[0] ?? '').toLowerCase().match(PARTS) ?? [];
  if (cut.size < 2000) cut.set(version, found);
  return found;
}

const isNumber = (part: string): boolean => part.charCodeAt(0) <= 57;

/** Numbers may be longer than a double holds exactly: first by count of digits, then digit by digit. */
function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [withoutZeros(a), withoutZeros(b)];
  return Math.sign(x.length - y.length) || compareText(x, y);
}

const withoutZeros = (digits: string): string => (digits[0] === '0' ? digits.replace(/^0+(?=\d)/, '') : digits);

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A place that a version does not have counts as 0, so 8 equals 8.0. Letters stand between 0 and 1 there: 1.1.1 comes before
 * 1.1.1w, and that before 1.1.1.1. Only so the order carries over from pair to pair.
 */
function compareParts(a = '0', b = '0'): number {
  const [x, y] = [isNumber(a), isNumber(b)];
  if (x && y) return compareNumbers(a, b);
  if (!x && !y) return compareText(a, b);
  return x ? compareNumbers(a, '0') || -1 : compareNumbers('0', b) || 1;
}

/** -1, 0 or 1. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const order = compareParts(x[i], y[i]);
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * Whether a version belongs to a prefix, compared by as many components as the prefix has: `8` takes 8.10 and not 80,
 * `18.04` takes 18.04 and not 18.10, `15.0` takes a bare 15. A letter suffix of OpenSSL is a component: `1.0.2` takes 1.0.2k-fips.
 */
export function hasVersionPrefix(version: string, prefix: string): boolean {
  const [own, wanted] = [parts(version), parts(prefix)];
  if (own.length === 0 || wanted.length === 0) return false;
  return wanted.every((part, i) => compareParts(own[i], part) === 0);
}
