// By name at the top: the bundle gives a CommonJS module that is opened by import() nothing but its default export. This file itself is opened late.
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { listIn, namesOf, rowOf } from './inventory-json.ts';
import { type RawRow, refuseKeys, syntaxProblem } from './inventory-raw.ts';

/**
 * YAML of the same shape as JSON. Values stay the text that was written (`rack: 007` is "007"), as in CSV.
 * Throws a Problem (2) with the line of the first error; the parser's own message is withheld, it quotes the text.
 */
export function readYaml(text: string, path: string): readonly RawRow[] {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    schema: 'failsafe',
    prettyErrors: false,
    logLevel: 'error',
  });
  const error = document.errors[0];
  if (error !== undefined)
    throw syntaxProblem(path, counter.linePos(error.pos[0]).line, `this is not valid YAML (${error.code})`);
  const list = listIn(toValue(document, path), path);
  const node = isMap(document.contents) ? document.contents.get('targets') : document.contents;
  const items = isSeq(node) ? node.items : [];
  refuseKeys(namesOf(list), path);
  return list.map((value, index) => rowOf(value, path, lineOf(items[index], counter.linePos.bind(counter))));
}

/** Aliases are resolved here, and refused where they are unknown or would blow up. */
function toValue(document: { toJS(options: { maxAliasCount: number }): unknown }, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw syntaxProblem(path, undefined, 'its YAML aliases cannot be resolved');
  }
}

function lineOf(node: unknown, position: (offset: number) => { line: number }): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? position(range[0]).line : 1;
}
