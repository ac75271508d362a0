import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, visitorKeys } from 'oxc-parser';

/** A source file with what the floor plan asks about. Paths are relative to the project, with slashes. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  /** Specifiers as written: static, type-only, re-exported, dynamic and `import('x').T`; of a dynamic one that is not a literal, its text. */
  readonly imports: readonly string[];
  /** Member accesses such as `process.env`, calls such as `.reveal(`, and bare calls such as `createServer(`. */
  readonly words: ReadonlySet<string>;
  /** Upper-case properties read from `env` or `process.env`. */
  readonly variables: readonly string[];
  readonly functions: readonly { readonly name: string; readonly lines: number }[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export function sourcesIn(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map((path) => sourceOf(path, readFileSync(join(ROOT, path), 'utf8')));
}

export function sourceOf(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found = {
    imports: [] as string[],
    words: new Set<string>(),
    variables: [] as string[],
    functions: [] as { name: string; lines: number }[],
  };
  walk(program as unknown as Node, '', (node, name) => {
    if (node.source !== undefined && node.source !== null) found.imports.push(literal(node.source as Node, text));
    if (node.type === 'MemberExpression') member(node, found);
    if (node.type === 'CallExpression') called(node, found.words);
    if (/Function(Expression|Declaration)$/.test(node.type))
      found.functions.push({ name, lines: linesOf(text.slice(node.start, node.end)) });
  });
  return { path, lines: linesOf(text.trimEnd()), ...found };
}

function walk(node: Node, name: string, visit: (node: Node, name: string) => void): void {
  const own = nameOf(node) ?? name;
  visit(node, own);
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [node[key]].flat() as (Node | null | undefined)[]) if (child) walk(child, own, visit);
  }
}

/** The nearest name around a function: its own, or that of the variable, property or method it is the value of. */
function nameOf(node: Node): string | undefined {
  const id = (node.id ?? (node.type === 'Property' || node.type.endsWith('Definition') ? node.key : undefined)) as
    | Node
    | null
    | undefined;
  return typeof id?.name === 'string' ? id.name : undefined;
}

const literal = (source: Node, text: string): string =>
  typeof source.value === 'string' ? source.value : text.slice(source.start, source.end);

function member(node: Node, found: { words: Set<string>; variables: string[] }): void {
  const object = node.object as Node;
  const property = (node.property as Node).name;
  if (typeof property !== 'string') return;
  if (typeof object.name === 'string') found.words.add(`${object.name}.`).add(`${object.name}.${property}`);
  const reads =
    object.name === 'env' || (object.type === 'MemberExpression' && (object.property as Node).name === 'env');
  if (reads && /^[A-Z][A-Z_]+$/.test(property)) found.variables.push(property);
}

function called(node: Node, words: Set<string>): void {
  const callee = node.callee as Node;
  const name = callee.name ?? (callee.property as Node | undefined)?.name;
  if (typeof name === 'string') words.add(`${name}(`);
}

const linesOf = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length;
