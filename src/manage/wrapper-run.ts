import type { AgentState } from './agent-state.ts';
import type { LedgerEntry } from './ledger.ts';

export const WRAPPER_RESULTS = ['changed', 'unchanged', 'removed', 'absent', 'planned', 'failed'] as const;
export type WrapperResult = (typeof WRAPPER_RESULTS)[number];

export interface WrapperStep {
  readonly step: string;
  /** `begun`: nothing more was heard of it. */
  readonly state: 'begun' | 'done' | 'skipped' | 'failed';
  readonly text: string;
}

export interface WrapperFailure {
  /** A word of docs/wrapper.md; one that azmon does not know is kept as it is. */
  readonly word: string;
  readonly text: string;
  /** Whose exit code it is: bundle, omsadmin, msiexec ... */
  readonly source?: string;
  readonly exit?: number;
  /** What it last said. */
  readonly said?: string;
}

/** What a run of the wrapper printed, read (docs/wrapper.md). Free of secrets. */
export interface WrapperRun {
  readonly system?: 'linux' | 'windows';
  readonly run?: string;
  readonly plan: readonly { readonly step: string; readonly text: string }[];
  readonly steps: readonly WrapperStep[];
  /** Lines of other programs, the newest last; at most 200. */
  readonly said: readonly string[];
  /** Runs that had been cut off and were undone first. */
  readonly recovered: readonly { readonly run: string; readonly text: string }[];
  readonly undone: readonly { readonly kind: string; readonly what: string }[];
  /** What the undo could not bring back. */
  readonly left: readonly string[];
  readonly failure?: WrapperFailure;
  readonly measured?: { readonly sha256: string; readonly bytes?: number };
  /** How the machine is at the end. */
  readonly state?: AgentState;
  readonly ledger: readonly LedgerEntry[];
  readonly logs: readonly { readonly path: string; readonly lines: readonly string[] }[];
  readonly result?: WrapperResult;
  /** It ran to its end, and nothing of its output is missing. */
  readonly complete: boolean;
}
