import type { AgentId } from '../agent/agent.ts';
import type { Azure, Clock } from '../ports.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import type { WorkspaceLook } from './chain.ts';
import type { VerifyLevel } from './proof.ts';

/** What is to be proven of one machine and one generation of the agent. */
export interface VerifyRequest {
  /** Resource id of a virtual machine or an Azure Arc machine; missing: Azure does not know it, and `computer` names it. */
  readonly machine?: string;
  /** Name under which it reports; its first label counts, in any case. */
  readonly computer?: string;
  readonly agent: AgentId;
  /** Workspaces to look in, by id (GUID). Missing: the one in the extension's settings, or those that the machine's rules send to. */
  readonly workspaces?: readonly string[];
  /** Records after this count, ISO 8601, by the service's clock (`serviceMark`). Missing: those of `lookBackMs` before the first look. */
  readonly since?: string;
  /** Milliseconds, for a machine that is expected to report already; missing: 0. */
  readonly lookBackMs?: number;
  /** Milliseconds to wait for the first record, by azmon's clock; 0: one look. */
  readonly timeoutMs: number;
  readonly level: VerifyLevel;
  /** YYYY-MM-DD: by what was known on that day an upload may have been shut down. */
  readonly asOf: string;
}

/** By GUID. */
export type WorkspaceLooks = Map<string, Promise<WorkspaceLook>>;

/** What verifying uses of the world. */
export interface VerifyPorts {
  readonly azure: Azure;
  readonly clock: Clock;
  /** Comes back after that many milliseconds, or throws when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly signal?: AbortSignal;
  /** Reads a machine; missing: as Azure has it. Instances of a scale set share one look at their set. */
  readonly vm?: (id: string) => Promise<AzureVm>;
  /** What was seen of workspaces, for all machines of a run; missing: each looks by itself. */
  readonly looks?: WorkspaceLooks;
  /** For the person who waits. */
  readonly step?: (text: string) => void;
}
