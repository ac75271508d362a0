/** What a stretch of text means; how that looks is the terminal's business. Word and symbol come first, colour is never alone. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly symbols: Symbols;
  /** Columns to wrap at; undefined: do not wrap (output is piped). */
  readonly width: number | undefined;
}

export interface Symbols {
  readonly pass: string;
  readonly warn: string;
  readonly fail: string;
  readonly skip: string;
  readonly unknown: string;
  readonly info: string;
}

const same = (text: string): string => text;

/** No colour, ASCII symbols, no wrapping: pipes, files, old consoles, tests. */
export const PLAIN: Paint = {
  good: same,
  warn: same,
  bad: same,
  dim: same,
  strong: same,
  symbols: { pass: '+', warn: '!', fail: 'x', skip: '-', unknown: '?', info: 'i' },
  width: undefined,
};
