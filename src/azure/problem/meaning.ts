import type { ExitCode, Fix } from '../../problem.ts';
import type { Attempt } from './attempt.ts';
import type { Refusal } from './refusal.ts';

/** A kind of refusal: how it is recognised, what it is called, what helps. */
export interface Meaning {
  readonly when: (refusal: Refusal) => boolean;
  readonly code: string;
  readonly exit: ExitCode;
  readonly retryable?: true;
  readonly message: (refusal: Refusal, attempt: Attempt) => string;
  /** In place of Azure's own words. */
  readonly why?: (refusal: Refusal, attempt: Attempt) => string;
  readonly fix: (refusal: Refusal, attempt: Attempt) => readonly Fix[];
}

/** One of these codes is in the chain of errors. */
export const has =
  (...codes: readonly string[]) =>
  (refusal: Refusal): boolean =>
    refusal.codes.some((code) => codes.includes(code));

/** `write the extension A of web-01` */
export const tried = ({ verb, thing }: Attempt): string => `${verb} ${thing}`;
