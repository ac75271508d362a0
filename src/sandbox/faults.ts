/** A knob: which requests go wrong, how, how often. Read from `--faults FILE` (JSON or YAML: a list of these). */
export interface Fault {
  /** Method, or * */
  readonly method?: string;
  /** Part of the path, compared without case. */
  readonly path?: string;
  /** Name of the machine it is about; missing: any. */
  readonly machine?: string;
  readonly kind:
    | 'status'
    /** The connection is cut before an answer. */
    | 'cut'
    /** No answer for `delayMs`. */
    | 'slow'
    /** The extension operation fails with this code or text. */
    | 'extension'
    /** The operation never ends. */
    | 'stuck'
    /** The installed agent never reports. */
    | 'silent';
  readonly status?: number;
  /** Error code of the body. */
  readonly code?: string;
  readonly message?: string;
  readonly retryAfterS?: number;
  readonly delayMs?: number;
  /** Handler's exit code. */
  readonly exitCode?: number;
  /** How many matching requests; missing: all of them. */
  readonly times?: number;
  /** Matching requests to let pass before. */
  readonly after?: number;
}

export interface Faults {
  /** The first fault that matches and is not used up, counted as used. */
  take(what: {
    readonly method: string;
    readonly path: string;
    readonly machine?: string;
    readonly kinds: readonly Fault['kind'][];
  }): Fault | undefined;
}
