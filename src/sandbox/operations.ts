import type { SandboxAnswer } from './exchange.ts';

/** Long-running operations: an Azure-AsyncOperation address that says InProgress until its time has come. */
export interface Operations {
  /**
   * Begins one; `settle` is called once, when the time has come or at the first look after it, and says how it ended. The headers go
   * into the answer that began it.
   */
  begin(work: OperationWork): { readonly headers: Readonly<Record<string, string>>; readonly id: string };
  /** GET of the operation's address. */
  look(id: string): SandboxAnswer;
}

export interface OperationWork {
  readonly subscription: string;
  readonly location: string;
  /** Namespace whose address it gets, e.g. Microsoft.Compute. */
  readonly namespace: string;
  /** Milliseconds of the sandbox's clock. */
  readonly lastsMs: number;
  /** api-version of the address; 2024-07-01 without it. */
  readonly apiVersion?: string;
  /** Hybrid Compute has addresses, words and results of its own: Queued first, and the resource in `properties` at the end. */
  readonly style?: 'hybrid';
  /** Also a Location header (deletes, POST). */
  readonly withLocation?: boolean;
  settle():
    | { readonly status: 'Succeeded'; readonly output?: unknown }
    | {
        readonly status: 'Failed';
        readonly error: { readonly code: string; readonly message: string };
        /** Of Hybrid Compute: the resource as it failed. */
        readonly output?: unknown;
      };
}
