/**
 * What --ignore lowers of a removal. On the command line every word must be one of them (`named` throws); in AZMON_IGNORE, which is set for
 * checks too, the others speak of those.
 */
export function loweredStops<S extends string>(
  words: readonly string[] | undefined,
  onCommandLine: boolean,
  named: (text: string) => S,
  all: readonly S[],
): readonly S[] {
  const known = (text: string): boolean => all.some((stop) => stop === text);
  return (words ?? []).filter((text) => onCommandLine || known(text)).map(named);
}
