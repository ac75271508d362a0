import type { Agent } from '../agent/agent.ts';
import type { System } from '../machine/system.ts';
import type { AzureRule, RuleAssociation } from '../target/azure-rule.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import type { CloudId } from '../target/cloud.ts';
import type { ManagementLock, PolicyAssignment } from '../target/scope.ts';

/** Where the agent is to send its data. Which of the two an agent takes says `agent.extension.destination`. */
export type Destination =
  | {
      readonly kind: 'workspace';
      /** The GUID, lower case. */
      readonly workspaceId: string;
      /** The workspace's cloud. */
      readonly cloud: CloudId;
      /** For people. */
      readonly name?: string | undefined;
    }
  | {
      readonly kind: 'rule';
      /** As far as it is known: a default rule that a dry run would make has no more than these. */
      readonly rule: Pick<AzureRule, 'id' | 'name' | 'kind'>;
    };

/** A proxy as an action may show it; the login itself is a secret that `perform` is given. */
export interface ProxyWish {
  /** `http://host:port`, without a login. */
  readonly address: string;
  /** There is a user and password: the secrets `proxy-user`, `proxy-password`, and `proxy` (the whole URL, percent-encoded). */
  readonly login: boolean;
  /** The login holds characters that an address takes percent-encoded only. */
  readonly encoded?: true;
}

/** What was asked for; what is missing was not. */
export interface ExtensionOptions {
  /** Take the machine away from another workspace. */
  readonly replace?: boolean | undefined;
  /** Run the handler again with the current key (and proxy), though nothing that can be read differs. */
  readonly updateKey?: boolean | undefined;
  /** major.minor */
  readonly extensionVersion?: string | undefined;
  readonly autoUpgradeMinor?: boolean | undefined;
  readonly automaticUpgrade?: boolean | undefined;
  readonly stopOnMultipleConnections?: boolean | undefined;
  readonly startStopped?: boolean | undefined;
  readonly instances?: InstanceWish | undefined;
  /** Resource id of a user-assigned identity. */
  readonly identity?: string | undefined;
  readonly proxy?: ProxyWish | undefined;
}

/** How instances of a scale set with the upgrade policy Manual come to its newest model; missing: they keep theirs. */
export interface InstanceWish {
  /** So many at a time; missing: a fifth of them. */
  readonly atATime?: number | undefined;
}

export interface ExtensionRequest {
  /** With its instance view. */
  readonly vm: AzureVm;
  readonly agent: Agent;
  readonly destination: Destination;
  /** What the machine is tied to; only looked at where the agent takes a rule. */
  readonly associations: readonly RuleAssociation[];
  readonly options: ExtensionOptions;
  /** The cloud of the machine; missing: the workspace's. */
  readonly machineCloud?: CloudId | undefined;
  /** Locks on the machine and above it, as far as they could be read. */
  readonly locks?: readonly ManagementLock[] | undefined;
  /** A text that no run before had: forceUpdateTag, where the handler must run again. */
  readonly tag: string;
}

/** What stands against a removal, by the word that lowers it. */
export const HARD_STOPS = ['operations-manager', 'defender', 'policy', 'lock'] as const;
export type HardStop = (typeof HARD_STOPS)[number];

export interface RemovalRequest {
  readonly vm: AzureVm;
  readonly agent: Agent;
  readonly associations: readonly RuleAssociation[];
  /** Of the machine's agent, as far as seen: categories of its Heartbeat rows, management groups of its rows or its registry. */
  readonly seen?: {
    readonly categories?: readonly string[] | undefined;
    readonly managementGroups?: readonly string[] | undefined;
  };
  readonly policies: readonly PolicyAssignment[];
  readonly locks: readonly ManagementLock[];
  /** What the machine runs, where a probe or the VM agent told; else it is read off the VM. */
  readonly system?: System | undefined;
  readonly options: {
    readonly startStopped?: boolean | undefined;
    readonly instances?: InstanceWish | undefined;
    /** Hard stops that the user lowered by name. */
    readonly ignore?: readonly HardStop[] | undefined;
  };
}
