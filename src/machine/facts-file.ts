import { printable } from '../printable.ts';
import { EXIT, Problem } from '../problem.ts';
import { placeOf } from '../target/place.ts';
import { FACT_KINDS, type FactKey, type MachineFacts } from './facts.ts';
import { narrow } from './narrow.ts';
import { parseProbeOutput } from './probe-output.ts';

/** One machine out of a file of facts: its facts, or what is wrong with them. `target` is missing where the file does not say. */
export type FactsEntry =
  | { readonly target?: string; readonly facts: MachineFacts; readonly complete: boolean }
  | { readonly target?: string; readonly problem: Problem };

const FACTS_SCHEMA = 'azmon-facts/v1';

/**
 * Facts that were collected elsewhere. The text is a probe's output as it came (several one behind the other are several machines),
 * or JSON `{"schema": "azmon-facts/v1", "target": "...", "facts": {...}}`, an array of those, or one of those a line.
 * Never throws: what cannot be read becomes a problem (AZMON-FACTS-UNREADABLE, -TRUNCATED, -EMPTY, exit 2) in its place,
 * so that there is at least one entry.
 */
export function readFacts(text: string, path: string): readonly FactsEntry[] {
  const content = narrow(text);
  const named = placeOf(path);
  const start = content.search(/\S/);
  if (!isJson(content, start)) return readOutputs(content, named);
  return readJson(content.slice(start), lineAt(content, start), named);
}

/** What a run-command answers begins with `[stdout]`, and its JSON may hold a packed output. */
const isJson = (text: string, start: number): boolean =>
  (text[start] === '{' || text[start] === '[') && !/^probe\.version=|azmon-probe-gzip:/m.test(text);

function readOutputs(text: string, path: string): readonly FactsEntry[] {
  const starts = [...text.matchAll(/^probe\.version=/gm)].map((match) => match.index);
  if (starts.length < 2) return [readOutput(text, 1, path)];
  return starts.map((start, index) => readOutput(text.slice(start, starts[index + 1]), lineAt(text, start), path));
}

function readOutput(text: string, line: number, path: string): FactsEntry {
  const { facts, complete, unreadable } = parseProbeOutput(text);
  if (complete) return { facts, complete };
  if (Object.keys(facts).length > 0 || /probe\.(version|end)=|azmon-probe-gzip:/.test(text))
    return { problem: truncated(path) };
  return { problem: unreadableAt(path, line - 1 + (unreadable[0]?.line ?? 1), 'it is no output of the probe') };
}

/** JSON as a whole, or else one value a line. */
function readJson(text: string, line: number, path: string): readonly FactsEntry[] {
  const whole = parsed(text);
  if ('value' in whole) {
    const { value } = whole;
    if (Array.isArray(value) && value.length === 0) return [{ problem: empty(path) }];
    return Array.isArray(value)
      ? value.map((item, index) => readEntry(item, path, `entry ${index + 1}`))
      : [readEntry(value, path, `line ${line}`)];
  }
  const rows = text.split('\n');
  if (!('value' in parsed(rows[0] ?? ''))) {
    return [{ problem: unreadableAt(path, line - 1 + whole.line, 'the JSON breaks there') }];
  }
  return rows.flatMap((row, index) => (row.trim() === '' ? [] : [readRow(row, line + index, path)]));
}

function readRow(row: string, line: number, path: string): FactsEntry {
  const whole = parsed(row);
  if ('value' in whole) return readEntry(whole.value, path, `line ${line}`);
  return { problem: unreadableAt(path, line, 'the JSON breaks there') };
}

function readEntry(value: unknown, path: string, place: string): FactsEntry {
  const { schema, target, facts } = isRecord(value) ? value : {};
  const named = typeof target === 'string' && printable(target) !== '' ? { target: printable(target) } : {};
  const wrong = schema === FACTS_SCHEMA ? wrongFact(facts) : `its schema is not ${FACTS_SCHEMA}`;
  if (wrong !== undefined) return { ...named, problem: unreadable(path, place, wrong) };
  return { ...named, facts: shown(facts as MachineFacts), complete: true };
}

/** What is wrong with the facts of a JSON entry; undefined: nothing. */
function wrongFact(facts: unknown): string | undefined {
  if (!isRecord(facts)) return 'its facts are not an object';
  for (const [key, value] of Object.entries(facts)) {
    if (!Object.hasOwn(FACT_KINDS, key)) return `it has a fact that azmon does not know: ${key.slice(0, 60)}`;
    const kind = FACT_KINDS[key as FactKey];
    if (!FITS[kind](value)) return `its fact ${key} is not ${EXPECTED[kind]}`;
  }
  return undefined;
}

const isLine = (value: unknown): boolean => typeof value === 'string' && !/[\r\n]/.test(value);

const FITS = {
  text: (value: unknown) => value === null || isLine(value),
  count: (value: unknown) => value === null || (Number.isSafeInteger(value) && (value as number) >= 0),
  flag: (value: unknown) => value === null || typeof value === 'boolean',
  lines: (value: unknown) => Array.isArray(value) && value.every(isLine),
} as const;

const EXPECTED = {
  text: 'one line of text or null',
  count: 'a whole number from 0 or null',
  flag: 'true, false or null',
  lines: 'a list of lines',
} as const;

/** Facts are shown, whatever tool wrote them: nothing in them may act on a terminal. */
function shown(facts: MachineFacts): MachineFacts {
  const texts = (value: unknown): unknown => (typeof value === 'string' ? printable(value) : value);
  const entries = Object.entries(facts).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(texts) : texts(value),
  ]);
  return Object.fromEntries(entries);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): { readonly value: unknown } | { readonly line: number } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // The rest of the engine's message quotes the text, which is of no use here.
    const position = /position (\d+)/.exec(String(error))?.[1];
    return { line: position === undefined ? lineAt(text, text.trimEnd().length) : lineAt(text, Number(position)) };
  }
}

const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length;

const unreadableAt = (path: string, line: number, why: string): Problem => unreadable(path, `line ${line}`, why);

const unreadable = (path: string, place: string, why: string): Problem =>
  new Problem({
    code: 'AZMON-FACTS-UNREADABLE',
    exit: EXIT.usage,
    message: `${path}, ${place}: these are not facts of a machine`,
    why,
    fix: [{ text: 'Collect them with the script that `azmon probe linux` or `azmon probe windows` prints' }],
  });

const empty = (path: string): Problem =>
  new Problem({
    code: 'AZMON-FACTS-EMPTY',
    exit: EXIT.usage,
    message: `${path} holds the facts of no machine`,
    why: 'its list is empty',
    fix: [{ text: 'see whether what wrote it found no machine' }],
  });

const truncated = (path: string): Problem =>
  new Problem({
    code: 'AZMON-FACTS-TRUNCATED',
    exit: EXIT.usage,
    message: `${path}: the facts break off, the last line probe.end=ok is missing`,
    why: 'the probe was interrupted, or the way back kept only a part of its output (Azure run-command keeps 4,096 bytes)',
    fix: [
      {
        text: 'Collect them again, on Linux for example by',
        command: 'azmon probe linux | ssh HOST sh -s > HOST.facts',
      },
    ],
  });
