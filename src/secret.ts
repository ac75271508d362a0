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
