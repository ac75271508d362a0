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
  return new Parser(text).whole();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  whole(): Expression {
    const found = this.#one(0);
    if (this.#peek().kind !== 'end') throw this.#wrong("token 'EndOfData'", this.#peek());
    return found;
  }

  #one(depth: number): Expression {
    const token = this.#take();
    if (depth > DEEPEST) throw this.#wrong('less nesting', token);
    const { kind, text } = token;
    if (kind === 'text') return this.#members({ kind: 'value', value: text.replaceAll("''", "'") }, depth);
    if (kind === 'number') return this.#members({ kind: 'value', value: Number(text) }, depth);
    if (kind === 'name') return this.#members({ kind: 'call', name: text, args: this.#args(depth) }, depth);
    throw this.#wrong('a function, a text or a number', token);
  }

  #args(depth: number): Expression[] {
    this.#want('(');
    if (this.#has(')')) return [];
    const list = [this.#one(depth + 1)];
    while (this.#has(',')) list.push(this.#one(depth + 1));
    this.#want(')');
    return list;
  }

  #members(start: Expression, depth: number): Expression {
    let of = start;
    for (;;) {
      if (this.#has('.')) of = { kind: 'member', of, name: this.#word() };
      else if (this.#has('[')) {
        of = { kind: 'member', of, name: this.#one(depth + 1) };
        this.#want(']');
      } else return of;
    }
  }

  #word(): Expression {
    const token = this.#take();
    if (token.kind !== 'word' && token.kind !== 'name') throw this.#wrong('the name of a property', token);
    return { kind: 'value', value: token.text };
  }

  #peek = (): Token => this.#tokens[this.#next] ?? { kind: 'end', text: '', at: this.#text.length };

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  /** Goes over a sign where it is next. */
  #has(sign: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'sign' || text !== sign) return false;
    this.#next++;
    return true;
  }

  #want(sign: string): void {
    if (!this.#has(sign)) throw this.#wrong(`token '${sign}'`, this.#peek());
  }

  #wrong(expected: string, { kind, text, at }: Token): TemplateError {
    return new TemplateError(
      `Unable to parse language expression '${this.#text.slice(1, -1)}': expected ${expected} and actual '${kind === 'end' ? 'EndOfData' : text}' at position '${at}'. Please see https://aka.ms/arm-functions for usage details.`,
    );
  }
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
