import { printable } from '../printable.ts';
import { Problem } from '../problem.ts';
import { inventoryProblem, keyProblem, type RawRow } from './inventory-raw.ts';
import { parseTarget } from './parse-target.ts';
import { type ProxyRoute, parseProxy } from './proxy.ts';
import type { Target } from './target.ts';
import { isWorkspaceId, isWorkspaceName } from './workspace.ts';
import { holdsKey } from './workspace-key.ts';

/** A machine of an inventory with what its row says about it. */
export interface TargetRow {
  readonly line: number;
  readonly target: Target;
  readonly method?: string;
  readonly agent?: string;
  /** Its id (GUID), or its name or resource id, which say no more than which one it is. */
  readonly workspace?: string;
  readonly rule?: string;
  readonly proxy?: ProxyRoute;
  /** Every other column. */
  readonly labels: Readonly<Record<string, string>>;
}

export type Row = TargetRow | { readonly line: number; readonly problem: Problem };

/** What the columns `method` and `agent` may say. */
export interface InventoryWords {
  readonly method: readonly string[];
  readonly agent: readonly string[];
}

const KNOWN = ['target', 'method', 'agent', 'workspace', 'rule', 'proxy'];

/** Judges one row; what is wrong with it becomes its problem, and never an exception. */
export function readRow(raw: RawRow, path: string, words: InventoryWords): Row {
  if ('problem' in raw) return raw;
  const { line } = raw;
  try {
    const fields = readTexts(raw.fields, path, line);
    return { line, ...readFields(fields, path, line, words) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { line, problem: atLine(error, path, line) };
  }
}

function readFields(
  fields: ReadonlyMap<string, string>,
  path: string,
  line: number,
  words: InventoryWords,
): Omit<TargetRow, 'line'> {
  const text = fields.get('target');
  if (text === undefined)
    throw rowProblem(path, line, 'the target is missing', 'fill it in, for instance ssh://web-01, or remove the row');
  const target = parseTarget(text);
  for (const name of ['method', 'agent'] as const) mustBeOneOf(name, fields.get(name), words[name], path, line);
  mustBeWorkspace(fields.get('workspace'), path, line);
  const proxy = fields.get('proxy');
  return {
    target,
    ...Object.fromEntries(['method', 'agent', 'workspace', 'rule'].flatMap((name) => pick(fields, name))),
    ...(proxy === undefined ? {} : { proxy: parseProxy(proxy) }),
    labels: labelsOf(fields),
  };
}

/** Labels come back in reports as they are, but for what a terminal acts on. */
const labelsOf = (fields: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(
    [...fields].filter(([name]) => !KNOWN.includes(name)).map(([name, value]) => [printable(name), printable(value)]),
  );

const pick = (fields: ReadonlyMap<string, string>, name: string): [string, string][] => {
  const value = fields.get(name);
  return value === undefined ? [] : [[name, value]];
};

/** Empty and null values count as absent; numbers and booleans as their text. */
function readTexts(fields: Readonly<Record<string, unknown>>, path: string, line: number): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'object' && value !== null)
      throw rowProblem(path, line, `the value of "${name}" is not a plain text`, 'write a text or a number there');
    const text = value === null || value === undefined ? '' : String(value).trim();
    // Labels come back in answers; the login of a proxy does not, and may look like anything.
    if (name !== 'proxy' && holdsKey(text)) throw keyProblem(path, line, `the value of "${name}" looks like a key`);
    if (text !== '') texts.set(name, text);
  }
  return texts;
}

function mustBeOneOf(
  name: string,
  value: string | undefined,
  words: readonly string[],
  path: string,
  line: number,
): void {
  if (value === undefined || words.includes(value)) return;
  throw rowProblem(path, line, `the ${name} is not one that azmon knows`, `write one of: ${words.join(', ')}`);
}

function mustBeWorkspace(value: string | undefined, path: string, line: number): void {
  if (value === undefined || isWorkspaceId(value) || isWorkspaceName(value)) return;
  const fix = 'copy the id from the overview page of the workspace: 8-4-4-4-12 hexadecimal digits';
  throw rowProblem(path, line, 'the workspace is neither an id (a GUID) nor a name of one', fix);
}

const rowProblem = (path: string, line: number, message: string, fix: string): Problem =>
  inventoryProblem('AZMON-INVENTORY-ROW', path, line, message, { fix: [{ text: fix }] });

/** A problem of a value, told with the place where the value stands. */
function atLine(problem: Problem, path: string, line: number): Problem {
  if (problem.code.startsWith('AZMON-INVENTORY-')) return problem;
  return inventoryProblem(problem.code, path, line, problem.message, {
    fix: problem.fix,
    ...(problem.why === undefined ? {} : { why: problem.why }),
  });
}
