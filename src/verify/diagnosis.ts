import type { BrokenLink } from './proof.ts';

/** A link that is broken, as a diagnosis has it. */
export interface Diagnosis extends BrokenLink {
  /** Waiting helps nothing: no record can come before somebody mends it. */
  readonly final: boolean;
}
