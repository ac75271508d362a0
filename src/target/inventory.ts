import { EXIT, Problem } from '../problem.ts';
import { formatOf, type InventoryFormat } from './inventory-format.ts';
import { inventoryProblem, type RawRow } from './inventory-raw.ts';
import { type InventoryWords, type Row, readRow } from './inventory-row.ts';
import { placeOf } from './place.ts';
import { isText } from './text-file.ts';

export interface InventorySource {
  /** As the user wrote it, `-` for stdin; errors name it. */
  readonly path: string;
  /** Overrides what the name and the text tell. */
  readonly format?: InventoryFormat;
  readonly words: InventoryWords;
}

/**
 * Reads a file of targets: one a line (or separated by NUL), JSON, YAML, or CSV with a header.
 * A row that cannot be used becomes a problem with its line, and the others go on. Throws a Problem (2) where the file as a whole
 * cannot be used: no text, syntax, no target in it, no column `target`, a column for credentials.
 */
export async function parseInventory(text: string, source: InventorySource): Promise<readonly Row[]> {
  const plain = text.replace(/^\uFEFF/, '');
  const format = source.format ?? formatOf(source.path, plain);
  if (!isText(plain, format === 'lines')) throw noText(source.path);
  const raw = await READERS[format](plain, source.path);
  if (raw.length === 0 && !(await isNothingToDo(plain, format))) throw empty(source.path);
  return withoutDuplicates(
    raw.map((row) => readRow(row, source.path, source.words)),
    source.path,
  );
}

/** `azmon status --in-state ... | azmon verify --file -` where no machine is in that state. */
const isNothingToDo = async (text: string, format: InventoryFormat): Promise<boolean> =>
  format === 'json' && (await import('./inventory-json.ts')).isEmptyAnswer(text);

/** Readers are opened when first used: a list of lines needs no YAML. */
const READERS: Readonly<Record<InventoryFormat, (text: string, path: string) => Promise<readonly RawRow[]>>> = {
  lines: async (text) => (await import('./inventory-lines.ts')).readLines(text),
  json: async (text, path) => (await import('./inventory-json.ts')).readJson(text, path),
  yaml: async (text, path) => (await import('./inventory-yaml.ts')).readYaml(text, path),
  csv: async (text, path) => (await import('./inventory-csv.ts')).readCsv(text, path),
};

/** The same machine twice would be looked at twice and reported once. */
function withoutDuplicates(rows: readonly Row[], path: string): readonly Row[] {
  const first = new Map<string, number>();
  return rows.map((row) => {
    if (!('target' in row)) return row;
    const seen = first.get(row.target.key);
    if (seen === undefined) first.set(row.target.key, row.line);
    return seen === undefined
      ? row
      : { line: row.line, problem: duplicateRow(row.target.key, path, row.line, `line ${seen}`) };
  });
}

/** `first`: where the same machine was named first. */
export const duplicateRow = (key: string, path: string, line: number, first: string): Problem =>
  inventoryProblem('AZMON-INVENTORY-DUPLICATE', path, line, `${key} was named before`, {
    why: `${first} names the same machine`,
    fix: [{ text: 'remove one of the two' }],
  });

const empty = (path: string): Problem =>
  new Problem({
    code: 'AZMON-INVENTORY-EMPTY',
    exit: EXIT.usage,
    message: `${placeOf(path)} names no target`,
    fix: [{ text: 'write one target a line, for instance ssh://web-01' }],
  });

const noText = (path: string): Problem =>
  inventoryProblem('AZMON-INVENTORY-TEXT', path, undefined, 'this is not a text file', {
    why: 'it holds control characters, or much that is no UTF-8',
    fix: [{ text: 'check that it is the right file; save a spreadsheet as CSV in UTF-8' }],
  });
