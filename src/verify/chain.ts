import type { Agent } from '../agent/agent.ts';
import type { Read } from '../machine/azure-look.ts';
import type { AzureRule } from '../target/azure-rule.ts';
import type { AzureVm, ScaleSetInstance, VmExtension } from '../target/azure-vm.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';

/** A rule that is associated with a machine. */
export interface TiedRule {
  readonly id: string;
  readonly rule: Read<AzureRule>;
}

/** What Azure shows of a machine's way to its workspace, link by link. */
export interface Chain {
  readonly agent: Agent;
  readonly vm: AzureVm;
  /** The instance of the scale set `vm` that is meant; `vm` then has its power. */
  readonly instance?: ScaleSetInstance;
  /** The agent's extension; missing: there is none. */
  readonly extension?: VmExtension;
  /** Rules associated with it; only read where the agent takes rules. */
  readonly rules: Read<readonly TiedRule[]>;
}

/** A workspace as far as it could be read. */
export interface WorkspaceLook {
  /** GUID */
  readonly id: string;
  readonly workspace: Read<AzureWorkspace>;
  /** What it says itself about taking in data, newest first; empty where that could not be read. */
  readonly trouble: readonly string[];
}
