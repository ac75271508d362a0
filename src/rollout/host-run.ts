import type { Assessment } from '../check/assess.ts';
import type { AgentState } from '../manage/agent-state.ts';
import type { WrapperRun } from '../manage/wrapper-run.ts';
import type { ExitCode, Problem } from '../problem.ts';
import type { CloudId } from '../target/cloud.ts';
import type { Proof } from '../verify/proof.ts';
import type { KeyState, Provenance } from '../workspace/credentials.ts';
import type { TaskState } from './task.ts';

/** One machine outside Azure (or reached from inside): what was done there, as far as it got. Free of secrets. */
export interface HostChange {
  readonly system: 'linux' | 'windows';
  readonly destination?: {
    readonly workspaceId: string;
    readonly cloud: CloudId;
    readonly name?: string;
    readonly key?: { readonly from: Provenance; readonly state: KeyState };
  };
  readonly bundle?: {
    readonly name: string;
    readonly sha256?: string;
    /** How the hash is known: `--sha256`, `the .sha256sums beside it`, `azmon's table: <source>`. */
    readonly pinnedBy?: string;
    readonly pushed: boolean;
  };
  readonly assessment?: Assessment;
  readonly wrapper?: WrapperRun;
  readonly proof?: Proof;
  readonly note?: string;
  readonly problem?: Problem;
}

export interface HostTarget {
  /** The target's key: `local`, `ssh://root@web-01`. */
  readonly key: string;
  readonly state: TaskState;
  readonly exit: ExitCode;
  readonly durationMs: number;
  readonly change?: HostChange;
  readonly problem?: Problem;
}

export interface HostRun {
  /** As typed: `install linux`, `agent set-proxy`. */
  readonly words: string;
  readonly dryRun: boolean;
  readonly targets: readonly HostTarget[];
  readonly exit: ExitCode;
  readonly durationMs: number;
  readonly next?: { readonly text: string; readonly command: string };
}

/** The agent of one machine, as `azmon agent show` tells it. */
export interface ShownAgent {
  readonly key: string;
  readonly durationMs: number;
  readonly exit: ExitCode;
  readonly state?: AgentState;
  readonly ledger?: WrapperRun['ledger'];
  /** Why the workspaces could not be asked for the last heartbeat. */
  readonly heartbeatsUnread?: string;
  readonly problem?: Problem;
}
