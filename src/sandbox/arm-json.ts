import type { Spot } from './arm-error.ts';

/** Where an object or a list that was read by `parseArmJson` stands in its text. */
export const spotOf = (value: unknown): Spot | undefined =>
  typeof value === 'object' && value !== null ? spots.get(value) : undefined;

const spots = new WeakMap<object, Spot>();

/** Text that is no JSON, not even in ARM's way. */
export class ArmJsonError extends Error {
  readonly spot: Spot;

  constructor(expected: string, spot: Spot) {
    super(`${expected} at line ${spot.line}, position ${spot.column}`);
    this.name = 'ArmJsonError';
    this.spot = spot;
  }
}

/** Deeper than any template; keeps the reader from running out of stack. */
const DEEPEST = 256;
const BLANK = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

/**
 * JSON as ARM reads it: with comments, and with keys that are no strings, because az sends `template:` so (recordings of az 2.45). Notes
 * where objects and lists stand. Throws ArmJsonError.
 */
export function parseArmJson(text: string): unknown {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #counted = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    this.#blank();
    if (depth > DEEPEST) throw this.#expected('Less nesting was expected');
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#list(depth);
    if (next === '"') return this.#string();
    const number = this.#take(NUMBER);
    if (number !== undefined) return Number(number);
    const word = this.#take(WORD);
    if (word !== undefined && Object.hasOwn(WORDS, word)) return WORDS[word];
    throw this.#expected('A value was expected');
  }

  end(): void {
    this.#blank();
    if (this.#at < this.#text.length) throw this.#expected('The end was expected');
  }

  #object(depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    spots.set(object, this.#spot());
    this.#members('}', () => {
      const name = this.#text[this.#at] === '"' ? this.#string() : this.#take(WORD);
      if (name === undefined) throw this.#expected('A name was expected');
      this.#blank();
      this.#want(':');
      const value = this.value(depth + 1);
      Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    });
    return object;
  }

  #list(depth: number): unknown[] {
    const list: unknown[] = [];
    spots.set(list, this.#spot());
    this.#members(']', () => list.push(this.value(depth + 1)));
    return list;
  }

  #members(end: string, read: () => void): void {
    this.#at++;
    this.#blank();
    if (this.#text[this.#at] === end) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#blank();
      read();
      this.#blank();
      if (this.#text[this.#at] === end) break;
      this.#want(',');
    }
    this.#at++;
  }

  #string(): string {
    const spot = this.#spot();
    const raw = this.#take(STRING);
    if (raw === undefined) throw new ArmJsonError('The end of a string was expected', spot);
    try {
      return JSON.parse(raw) as string;
    } catch {
      throw new ArmJsonError('A string without control characters was expected', spot);
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #blank(): void {
    this.#take(BLANK);
  }

  #want(sign: string): void {
    if (this.#text[this.#at] !== sign) throw this.#expected(`'${sign}' was expected`);
    this.#at++;
  }

  #expected = (what: string): ArmJsonError => new ArmJsonError(what, this.#spot());

  /** Lines are counted as far as the reader has come, each once. */
  #spot(): Spot {
    for (let next = this.#text.indexOf('\n', this.#counted); next !== -1 && next < this.#at; ) {
      this.#line++;
      this.#lineStart = next + 1;
      this.#counted = next + 1;
      next = this.#text.indexOf('\n', this.#counted);
    }
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }
}
