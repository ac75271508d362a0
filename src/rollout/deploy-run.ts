import type { Agent, MethodId } from '../agent/agent.ts';
import type { Assessment } from '../check/assess.ts';
import type { Action, Outstanding } from '../method/action.ts';
import type { Destination } from '../method/request.ts';
import type { ExitCode, Problem } from '../problem.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import type { Proof } from '../verify/proof.ts';
import type { KeyState, Provenance } from '../workspace/credentials.ts';
import type { TaskState } from './task.ts';

/** What became of an action. `begun`: sent to Azure, its end was not waited for or not seen. */
export type ActionState = 'planned' | 'done' | 'begun' | 'failed' | 'not-done';

export interface ActionRecord {
  readonly action: Action;
  readonly state: ActionState;
}

/** Where data goes, and where the key came from; never the key. */
export type DestinationShown = Destination & {
  readonly key?: { readonly from: Provenance; readonly state: KeyState };
};

/** One machine of an install or a removal, as far as it got. Free of secrets. */
export interface MachineChange {
  readonly vm: AzureVm;
  readonly agent?: Agent;
  readonly destination?: DestinationShown;
  /** What the machine then is, or why nothing has to be done. */
  readonly note?: string;
  readonly actions: readonly ActionRecord[];
  readonly assessment?: Assessment;
  readonly proof?: Proof;
  /** Instances of a scale set that it has not reached. */
  readonly outstanding?: Outstanding;
  /** What a removal leaves in its place. */
  readonly stays?: readonly string[];
  /** What stopped it; what had been done until then stands in `actions`. */
  readonly problem?: Problem;
}

/** One target of a run. Kept by key, never by order of completion. */
export interface DeployedTarget {
  /** Resource id in lower case; of what Azure does not know, the target as it was named. */
  readonly key: string;
  /** For people: the machine's name, with its group where two have the same. */
  readonly name: string;
  /** As it was named, each spelling once. */
  readonly named: readonly string[];
  readonly state: TaskState;
  readonly exit: ExitCode;
  readonly durationMs: number;
  readonly change?: MachineChange;
  readonly problem?: Problem;
}

export interface DeployRun {
  readonly verb: 'install' | 'remove';
  readonly method: MethodId;
  readonly dryRun: boolean;
  readonly targets: readonly DeployedTarget[];
  readonly exit: ExitCode;
  readonly durationMs: number;
  /** The one command that continues. */
  readonly next?: { readonly text: string; readonly command: string };
}
