import { TemplateError } from './arm-error.ts';

/** An expression of a template, between its brackets. */
export type Expression =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: Expression };

/** Limits of ARM: docs "Best practices for templates". The depth is the sandbox's own. */
const LONGEST = 24_576;
const DEEPEST = 100;

const TOKEN =
  /\s*(?:(?<name>[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)?(?=\s*\())|(?<word>[A-Za-z_]\w*)|(?<number>-?\d+)|'(?<text>(?:[^']|'')*)'|(?<sign>[()[\],.]))/y;

interface Token {
  readonly kind: 'name' | 'word' | 'number' | 'text' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/** Whether a text is an expression: in brackets, the first of which is not doubled. */
export const isExpression = (text: string): boolean =>
  text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[');

/** Reads an expression with its brackets. Total: an expression, or TemplateError that says where it went wrong. */
export function parseExpression(text: string): Expression {
  if (text.length > LONGEST)
    throw new TemplateError(
      `The language expression length limit exceeded. Limit: '${LONGEST}' and actual: '${text.length}'.`,
    );
  const tokens = tokensOf(text);
  let next = 0;
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '', at: text.length };
  const take = (): Token => tokens[next++] ?? peek();
  const wrong = (expected: string, token: Token): TemplateError =>
    new TemplateError(
      `Unable to parse language expression '${text.slice(1, -1)}': expected ${expected} and actual '${token.text === '' ? 'EndOfData' : token.text}' at position '${token.at}'. Please see https://aka.ms/arm-functions for usage details.`,
    );

  function sign(wanted: string): void {
    const token = take();
    if (token.kind !== 'sign' || token.text !== wanted) throw wrong(`token '${wanted}'`, token);
  }
  function one(depth: number): Expression {
    const token = take();
    if (depth > DEEPEST) throw wrong('less nesting', token);
    if (token.kind === 'text') return members({ kind: 'value', value: token.text.replaceAll("''", "'") }, depth);
    if (token.kind === 'number') return members({ kind: 'value', value: Number(token.text) }, depth);
    if (token.kind === 'name') return members({ kind: 'call', name: token.text, args: args(depth) }, depth);
    throw wrong('a function, a text or a number', token);
  }
  function args(depth: number): Expression[] {
    sign('(');
    if (peek().text === ')' && peek().kind === 'sign') {
      next++;
      return [];
    }
    const list = [one(depth + 1)];
    while (peek().kind === 'sign' && peek().text === ',') {
      next++;
      list.push(one(depth + 1));
    }
    sign(')');
    return list;
  }
  function members(start: Expression, depth: number): Expression {
    let of = start;
    for (;;) {
      const { kind, text: what } = peek();
      if (kind !== 'sign' || (what !== '.' && what !== '[')) return of;
      next++;
      of = { kind: 'member', of, name: what === '.' ? word() : one(depth + 1) };
      if (what === '[') sign(']');
    }
  }
  function word(): Expression {
    const token = take();
    if (token.kind !== 'word' && token.kind !== 'name') throw wrong('the name of a property', token);
    return { kind: 'value', value: token.text };
  }

  const found = one(0);
  if (peek().kind !== 'end') throw wrong("token 'EndOfData'", peek());
  return found;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.length - 1;
  for (let at = 1; at < end; ) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null || TOKEN.lastIndex > end) {
      const rest = text.slice(at, end).trimStart();
      if (rest === '') break;
      const message = `Unable to parse language expression '${text.slice(1, -1)}': unexpected '${rest[0]}' at position '${end - rest.length}'. Please see https://aka.ms/arm-functions for usage details.`;
      throw new TemplateError(message);
    }
    const [kind, value] = Object.entries(found.groups ?? {}).find(([, group]) => group !== undefined) ?? ['end', ''];
    tokens.push({ kind: kind as Token['kind'], text: value ?? '', at });
    at = TOKEN.lastIndex;
  }
  return tokens;
}
