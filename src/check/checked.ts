import type { ExitCode, Problem } from '../problem.ts';
import type { Assessment } from './assess.ts';

/** One target of a run of `azmon check`, judged or not reached. Kept by key, never by order of completion. */
export type CheckedTarget = {
  readonly target: string;
  /** Line of the target file it came from. */
  readonly line?: number;
  /** Resource id of a machine that Azure was asked about. */
  readonly machine?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly durationMs: number;
  readonly exit: ExitCode;
} & ({ readonly assessment: Assessment } | { readonly problem: Problem });

export interface CheckRun {
  readonly targets: readonly CheckedTarget[];
  readonly asOf: string;
  readonly strict: boolean;
  /** Checks or groups that alone were asked; missing: all. A verdict speaks of these only. */
  readonly only?: readonly string[];
  /** Titles of generations that were retired by then, where that concerns any of the machines. */
  readonly retired: readonly string[];
  readonly exit: ExitCode;
}
