import type { AgentId } from '../agent/agent.ts';
import type { ExitCode, Problem } from '../problem.ts';
import type { Proof } from './proof.ts';

/** What was proven of one generation on one machine, or why it could not be looked at. */
export interface VerifiedTarget {
  /** Resource id where the machine has one and it was found, else as it was named. */
  readonly target: string;
  /** As it was named. */
  readonly name: string;
  /** Missing: it never came to that. */
  readonly agent?: AgentId;
  readonly proof?: Proof;
  readonly problem?: Problem;
  readonly exit: ExitCode;
  readonly durationMs: number;
}

export interface VerifyRun {
  readonly targets: readonly VerifiedTarget[];
  readonly exit: ExitCode;
}
