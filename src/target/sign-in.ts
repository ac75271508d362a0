/** A way to sign in that gave no token. */
export interface Unanswered {
  /** The word of `--auth`. */
  readonly credential: string;
  /** Why it did not answer; lower case, no full stop. */
  readonly why: string;
  /** The command that would make it answer. */
  readonly command?: string;
  /** What to do where no single command does it. */
  readonly fix: string;
}

/** Cause of AZMON-AUTH-NONE: every way that was tried, in order. */
export class SignInFailure extends Error {
  readonly unanswered: readonly Unanswered[];

  constructor(unanswered: readonly Unanswered[]) {
    super('no credential answered');
    this.name = 'SignInFailure';
    this.unanswered = unanswered;
  }
}
