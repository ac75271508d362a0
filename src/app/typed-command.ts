/** Values of flags as they were parsed. */
export type FlagValues = Readonly<Record<string, unknown>>;

/**
 * A command as it would be typed, of its parsed flags: only those that stand on the command line, so that what came from a variable is
 * not written out. Keys are no flags, and a proxy with a login is refused on a command line: nothing here is secret.
 */
export function typedCommand(
  words: string,
  flags: FlagValues,
  names: readonly string[],
  targets: readonly string[] = [],
): string {
  return [words, ...names.flatMap((name) => asTyped(name, flags[name])), ...targets.map(quoted)].join(' ');
}

function asTyped(name: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (value === true) return [`--${name}`];
  if (value === false) return [`--no-${name}`];
  if (Array.isArray(value)) return value.flatMap((one) => [`--${name}`, quoted(String(one))]);
  return [`--${name}`, quoted(DURATIONS.includes(name) ? durationText(Number(value)) : String(value))];
}

/** They are parsed to milliseconds. */
const DURATIONS: readonly string[] = ['timeout', 'verify-timeout'];

/** 900000 -> `15m` */
function durationText(ms: number): string {
  const [size, unit] = UNITS.find(([size]) => ms % size === 0) ?? [1, 'ms'];
  return `${ms / size}${unit}`;
}

const UNITS = [
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const;

/** For a POSIX shell; what needs no quotes gets none. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
