import { type CsvError, type Options, parse } from 'csv-parse/sync';
import { inventoryProblem, type RawRow, refuseKeys, syntaxProblem } from './inventory-raw.ts';

/**
 * CSV with a header, separated by commas, semicolons or tabs (what spreadsheets write), `#` lines are comments.
 * Throws a Problem (2) where the header lacks `target`, names a column twice or has one for credentials.
 */
export function readCsv(text: string, path: string): readonly RawRow[] {
  const skipped: RawRow[] = [];
  const options: Options = {
    ...OPTIONS,
    delimiter: delimiterOf(text),
    columns: (header: string[]) => readHeader(header, path),
    on_skip: (error) => void skipped.push(skippedRow(error, path)),
  };
  const records = run(() => parse(text, options), path) as unknown as {
    record: Record<string, string>;
    info: { lines: number };
  }[];
  const rows: RawRow[] = records.map(({ record, info }) => ({ line: info.lines, fields: record }));
  return [...rows, ...skipped].sort((a, b) => a.line - b.line);
}

const OPTIONS: Options = {
  bom: true,
  info: true,
  trim: true,
  skip_empty_lines: true,
  comment: '#',
  comment_no_infix: true,
  skip_records_with_error: true,
};

function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  return [',', ';', '\t'].find((mark) => header.includes(mark)) ?? ',';
}

function readHeader(header: readonly string[], path: string): string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  refuseKeys(header, path);
  if (!names.includes('target')) throw headerProblem(path, 'the header has no column "target"');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw headerProblem(path, `the header names the column "${twice}" twice`);
  return names;
}

const headerProblem = (path: string, message: string) =>
  inventoryProblem('AZMON-INVENTORY-HEADER', path, undefined, message, {
    fix: [{ text: 'the first line names the columns, for instance: target,method,agent,workspace,rule,proxy,site' }],
  });

/** The parser's own message is withheld: it quotes the row. */
function skippedRow(error: CsvError | undefined, path: string): RawRow {
  const line = typeof error?.lines === 'number' ? error.lines : 1;
  const [message, fix] = error === undefined ? UNREADABLE : wrongIn(error);
  return { line, problem: inventoryProblem('AZMON-INVENTORY-ROW', path, line, message, { fix: [{ text: fix }] }) };
}

type Wrong = readonly [message: string, fix: string];

function wrongIn({ code, record, columns }: CsvError): Wrong {
  if (code !== 'CSV_RECORD_INCONSISTENT_COLUMNS') return WRONG[code] ?? UNREADABLE;
  const [has, wants] = [record, columns].map((list) => (Array.isArray(list) ? list.length : '?'));
  const fix = 'a field with a comma in it stands in quotation marks; an empty one keeps its comma';
  return [`the row has ${has} ${has === 1 ? 'field' : 'fields'}, the header has ${wants}`, fix];
}

const QUOTES = 'quotation marks stand around a whole field, and are doubled inside it';
const UNREADABLE: Wrong = ['the row cannot be read', QUOTES];
const WRONG: Readonly<Record<string, Wrong>> = {
  CSV_QUOTE_NOT_CLOSED: ['a quotation mark of this row or of the lines just above is not closed', QUOTES],
  CSV_INVALID_CLOSING_QUOTE: ['a quotation mark ends inside a field', QUOTES],
  INVALID_OPENING_QUOTE: ['a quotation mark begins inside a field', QUOTES],
};

function run<T>(parse: () => T, path: string): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') throw error;
    throw syntaxProblem(path, undefined, 'this is not valid CSV');
  }
}
