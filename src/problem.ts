import { printable } from './printable.ts';

/** The exit codes of azmon: fixed, documented in `azmon help exit-codes`, never reused for another cause. */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  auth: 3,
  'not-ready': 4,
  warnings: 5,
  partial: 6,
  failed: 7,
  unverified: 8,
  pending: 9,
  conflict: 10,
  'not-found': 11,
  unavailable: 12,
  declined: 13,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitName = keyof typeof EXIT;
export type ExitCode = (typeof EXIT)[ExitName];

/** Worst first. With several targets a reading command ends with the first of these that any target has. */
const WORST_FIRST: readonly ExitCode[] = [130, 143, 1, 3, 12, 7, 4, 10, 11, 2, 13, 8, 9, 6, 5, 0];

/** The exit code that stands for several targets in a reading command (check, status, verify); none at all is 0. */
export function worstExit(codes: Iterable<ExitCode>): ExitCode {
  const present = new Set(codes);
  return WORST_FIRST.find((code) => present.has(code)) ?? EXIT.ok;
}

/** The name of an exit code, as it stands in `status` of the JSON envelope. */
export function exitName(code: ExitCode): ExitName {
  return (Object.keys(EXIT) as ExitName[]).find((name) => EXIT[name] === code) ?? 'internal';
}

/** One thing to do about a problem or a failed check; `command` can be pasted into a shell as it is. */
export interface Fix {
  readonly text: string;
  readonly command?: string;
}

export interface ProblemDetails {
  /** Stable for ever, `AZMON-...`; a page in docs/errors.md belongs to it. */
  readonly code: string;
  readonly exit: ExitCode;
  /** What: subject, verb, object; lower case, no full stop. */
  readonly message: string;
  /** Why it is so, as far as it is known. */
  readonly why?: string;
  readonly fix?: readonly Fix[];
  /** The target it belongs to, where it belongs to one. */
  readonly target?: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/**
 * An expected failure: a sentence for the user, what to do about it, and the exit code it stands for. Never holds a secret, and nothing
 * that a terminal acts on: what it quotes may come from a machine, a file, or the name of one.
 */
export class Problem extends Error {
  readonly code: string;
  readonly exit: ExitCode;
  readonly why: string | undefined;
  readonly fix: readonly Fix[];
  readonly target: string | undefined;
  readonly retryable: boolean;

  constructor(details: ProblemDetails) {
    super(printable(details.message), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Problem';
    this.code = details.code;
    this.exit = details.exit;
    this.why = details.why === undefined ? undefined : printable(details.why);
    this.fix = (details.fix ?? []).map(printableFix);
    this.target = details.target === undefined ? undefined : printable(details.target);
    this.retryable = details.retryable ?? false;
  }

  /** Where the documentation treats this problem. */
  get docs(): string {
    return `docs/errors.md#${this.code.toLowerCase()}`;
  }

  /** The same problem, belonging to a target. */
  on(target: string): Problem {
    return new Problem({
      code: this.code,
      exit: this.exit,
      message: this.message,
      fix: this.fix,
      retryable: this.retryable,
      target,
      cause: this.cause,
      ...(this.why === undefined ? {} : { why: this.why }),
    });
  }
}

const printableFix = ({ text, command }: Fix): Fix => ({
  text: printable(text),
  ...(command === undefined ? {} : { command: printable(command) }),
});
