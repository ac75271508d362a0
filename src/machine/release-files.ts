/** Lines of release files by path; every reader of them is total. */
export type ReleaseFiles = ReadonlyMap<string, readonly string[]>;

/** Sorts `<path>:<line>` facts into files; a line without a path is dropped. */
export function readReleaseFiles(release: readonly string[]): ReleaseFiles {
  const files = new Map<string, string[]>();
  for (const fact of release) {
    const colon = fact.indexOf(':');
    if (colon <= 0) continue;
    const path = fact.slice(0, colon);
    const lines = files.get(path);
    const line = fact.slice(colon + 1).trimEnd();
    if (lines === undefined) files.set(path, [line]);
    else lines.push(line);
  }
  return files;
}

/**
 * Assignments of a file that is written as shell variables (os-release, lsb-release), without running it:
 * values quoted or bare, comments and other lines left out, the last assignment wins.
 */
export function readAssignments(lines: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(line);
    if (match?.[1] !== undefined) values.set(match[1], unquote((match[2] ?? '').trim()));
  }
  return values;
}

/** Some real files hold unquoted blanks: the whole rest of the line is the value. */
function unquote(value: string): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value;
  const end = value.lastIndexOf(quote);
  const inner = value.slice(1, end > 0 ? end : undefined);
  return (quote === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner).trim();
}

/** The first line that says something. */
export function firstLine(lines: readonly string[] | undefined): string {
  return (lines ?? []).find((line) => line.trim() !== '')?.trim() ?? '';
}
