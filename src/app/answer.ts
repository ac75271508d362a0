import type { ExitCode, Problem } from '../problem.ts';
import type { Paint } from '../report/paint.ts';

/** What a command has to say, whatever the output: the one value that text, JSON and NDJSON are made from. */
export interface Answer {
  /** `result` of the JSON envelope. Plain data: lists are empty, not null; ids and enums in kebab case. As a function it is only called under JSON. */
  readonly result: object | (() => object);
  readonly exit: ExitCode;
  /** Lines for stdout when people read. As a function it is only called then. */
  readonly text: readonly string[] | ((paint: Paint) => readonly string[]);
  readonly warnings?: readonly Notice[];
  /** Problems that belong to single targets; the others still got their result. */
  readonly errors?: readonly Problem[];
}

/** Something worth knowing that is not an error, `warnings[]` of the envelope. */
export interface Notice {
  readonly code: string;
  readonly message: string;
}
