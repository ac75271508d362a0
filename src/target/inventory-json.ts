import { notARow, type RawRow, refuseKeys, syntaxProblem } from './inventory-raw.ts';

/**
 * JSON: an array of texts and objects, an object with such an array under `targets`, or an answer of azmon itself (also as NDJSON, whose
 * last line it is). Throws a Problem (2) for what is none of them.
 */
export function readJson(text: string, path: string): readonly RawRow[] {
  const answer = answerIn(text);
  if (answer !== undefined) return eachOnce(answer).map((value) => rowOf(plainOf(value), path, 1));
  const list = listIn(parse(text, path), path);
  const lines = elementLines(text);
  const rows = list.map((value, index) => rowOf(value, path, lines[index] ?? 1));
  refuseKeys(namesOf(list), path);
  return rows;
}

/** The targets of an answer of azmon (`schema: azmon/v1`); undefined for every other text. */
function answerIn(text: string): readonly unknown[] | undefined {
  if (!text.includes('"azmon/v1"')) return undefined;
  for (const part of [text, text.trimEnd().split('\n').at(-1) ?? '']) {
    const document = parsed(part);
    if (!isObject(document) || document.schema !== 'azmon/v1' || !isObject(document.result)) continue;
    if (Array.isArray(document.result.targets)) return document.result.targets;
  }
  return undefined;
}

/** An answer of azmon that names no machine: there is nothing to do, which is no mistake in a file. */
export const isEmptyAnswer = (text: string): boolean => answerIn(text)?.length === 0;

/** A machine that was answered for twice (once for each generation) is one target. */
function eachOnce(targets: readonly unknown[]): readonly unknown[] {
  const names = new Set<unknown>();
  return targets.filter((value) => {
    const name = isObject(value) ? value.target : value;
    const isNew = !names.has(name);
    names.add(name);
    return isNew;
  });
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What azmon tells of a machine beside plain columns (its agents, its findings) is no column. */
const plainOf = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([, cell]) => typeof cell !== 'object' || cell === null))
    : value;

/** The array of rows in a parsed document. */
export function listIn(document: unknown, path: string): readonly unknown[] {
  const list = isObject(document) ? document.targets : document;
  if (Array.isArray(list)) return list;
  throw syntaxProblem(
    path,
    undefined,
    'there is no list of targets in it',
    'it must be an array, or an object whose "targets" is one',
  );
}

/** One element as a row; names of columns are compared in lower case. */
export function rowOf(value: unknown, path: string, line: number): RawRow {
  if (typeof value === 'string') return { line, fields: { target: value } };
  if (!isObject(value)) return notARow(path, line);
  return {
    line,
    fields: Object.fromEntries(Object.entries(value).map(([name, cell]) => [name.trim().toLowerCase(), cell])),
  };
}

/** Every name used in any of the rows, as written. */
export const namesOf = (list: readonly unknown[]): Set<string> =>
  new Set(list.filter(isObject).flatMap((value) => Object.keys(value)));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parser's own message is withheld: it quotes the text, which may hold a password. */
function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const line = /\(line (\d+) column \d+\)/.exec(String(error))?.[1];
    throw syntaxProblem(path, line === undefined ? undefined : Number(line), 'this is not valid JSON');
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|\n|[^\s[\]{},:"]+/g;

/** The line on which each element of the outermost list begins (JSON.parse does not tell). The text is known to be valid JSON. */
function elementLines(text: string): number[] {
  const lines: number[] = [];
  const wanted = text.trimStart().startsWith('[') ? 1 : 2;
  let [line, depth, key, inside, fresh] = [1, 0, '', wanted === 1, false];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '\n') {
      line += 1;
      continue;
    }
    const closes = token === ']' || token === '}';
    if (closes) depth -= 1;
    if (fresh && inside && depth === wanted && !closes && token !== ',') lines.push(line);
    if (depth === 1 && wanted === 2 && token !== ':')
      [key, inside] = token === '[' ? [key, key === '"targets"'] : [token, false];
    if (token === '[' || token === '{') depth += 1;
    fresh = depth === wanted && (token === ',' || token === '[');
  }
  return lines;
}
