import { timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

const MASK = '[secret]';

/** A value that cannot print itself: string conversion, JSON and inspection give a mask. Only transport/ and azure/ open it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** Whether it has a form, without opening it to the caller. */
  matches(form: RegExp): boolean {
    return form.test(this.#value);
  }

  /** The same text; takes as long whether they differ early or late. */
  equals(other: Secret): boolean {
    const [a, b] = [Buffer.from(this.#value), Buffer.from(other.#value)];
    return a.length === b.length && timingSafeEqual(a, b);
  }

  /** Without the blanks and line breaks around it that files and clipboards add. */
  trimmed(): Secret {
    return new Secret(this.#value.trim());
  }

  get isEmpty(): boolean {
    return this.#value === '';
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
