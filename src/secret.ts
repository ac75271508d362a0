const MASK = '[secret]';

/** What util.inspect and console ask for. By its registered name: importing node:util loads much, and Node then warns about colours. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

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

  /** The same text. Both were given to azmon by its own user: nobody learns anything from how long it takes. */
  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  /** The same text but for upper and lower case, which something on the way has changed. */
  differsInCaseOnly(other: Secret): boolean {
    return !this.equals(other) && new Secret(this.#value.toLowerCase()).equals(new Secret(other.#value.toLowerCase()));
  }

  /** Without the blanks and line breaks around it that files and clipboards add. */
  trimmed(): Secret {
    return new Secret(this.#value.trim());
  }

  /** The same with text around it, as a login within a URL: a secret still. */
  between(before: string, after: string): Secret {
    return new Secret(`${before}${this.#value}${after}`);
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

  [INSPECT](): string {
    return MASK;
  }
}
