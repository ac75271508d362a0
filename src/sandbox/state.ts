/**
 * What the sandbox's Azure holds. Plain data, written to and read from `--state FILE` as it stands. Maps are keyed by the ARM id in
 * lower case. Times are milliseconds of the sandbox's clock. Workspace keys stand here in the clear: they open nothing.
 */
export interface SandboxState {
  readonly version: 1;
  readonly tenant: string;
  readonly subscriptions: readonly SandboxSubscription[];
  readonly groups: Record<string, SandboxGroup>;
  /** Virtual machines (those of flexible scale sets too) and Azure Arc machines. */
  readonly machines: Record<string, SandboxMachine>;
  /** Missing in files of before: none. */
  readonly scaleSets?: Record<string, SandboxScaleSet>;
  /** By deployment id; missing in files of before: none. */
  readonly deployments?: Record<string, SandboxDeployment>;
  readonly workspaces: Record<string, SandboxWorkspace>;
  readonly rules: Record<string, SandboxRule>;
  /** Keyed by the association's own id. */
  readonly associations: Record<string, SandboxAssociation>;
  readonly locks: SandboxLock[];
  readonly policies: SandboxPolicy[];
  /** Provider registrations by subscription, then namespace in lower case; missing: Registered. */
  readonly providers: Record<string, Record<string, string>>;
  /** What the signed-in caller may do, by scope in lower case; missing: everything (`*`). */
  readonly permissions: Record<string, { readonly actions: string[]; readonly notActions: string[] }>;
  /** Secrets of the one key vault, by name. */
  readonly vault: Record<string, string>;
}

export interface SandboxSubscription {
  readonly id: string;
  readonly name: string;
  readonly state: 'Enabled' | 'Disabled';
}

export interface SandboxGroup {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Record<string, string>;
}

export interface SandboxMachine {
  readonly id: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
  readonly system: 'linux' | 'windows';
  readonly vmId: string;
  readonly computerName: string;
  readonly image: {
    readonly publisher: string;
    readonly offer: string;
    readonly sku: string;
    readonly version: string;
  };
  /** Which captured machine answers the probe, and by whose facts the handlers decide (profiles.ts). */
  readonly profile: string;
  power: 'running' | 'stopped' | 'deallocated';
  vmAgent: 'ready' | 'not-ready' | 'absent';
  extensionsAllowed: boolean;
  identity: { system: boolean; user: string[] };
  tags: Record<string, string>;
  extensions: SandboxExtension[];
  /** Records of agents that no extension accounts for: reports of a management group, an agent installed by hand, one that fell silent. */
  otherAgents: SandboxAgentRecord[];
  /** The machine cannot reach the agents' endpoints: extensions install, and no record ever arrives. */
  networkBlocked?: true;
  /** An Azure Arc machine: its id is one of Microsoft.HybridCompute. */
  arc?: { status: 'Connected' | 'Disconnected' | 'Expired'; readonly agentVersion: string; readonly since: number };
  /** Resource id of the flexible scale set it belongs to. */
  readonly scaleSet?: string;
  /** Of an instance of a uniform scale set: whether the newest model is applied. */
  latestModel?: boolean;
}

export interface SandboxScaleSet {
  readonly id: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
  readonly system: 'linux' | 'windows';
  readonly image: SandboxMachine['image'];
  readonly profile: string;
  readonly orchestration: 'uniform' | 'flexible';
  upgradePolicy: 'Manual' | 'Automatic' | 'Rolling';
  identity: { system: boolean; user: string[] };
  tags: Record<string, string>;
  /** Of the model: what new and upgraded instances get. */
  extensions: SandboxExtension[];
  /** Of a uniform set, by instance id; those of a flexible one are machines of their own. */
  instances: Record<string, SandboxMachine>;
}

/** A deployment as its history keeps it: secure parameters are not in it. */
export interface SandboxDeployment {
  readonly id: string;
  readonly name: string;
  /** Resource id of the group or subscription. */
  readonly scope: string;
  readonly at: number;
  state: 'Accepted' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled';
  readonly parameters: Record<string, unknown>;
  resources: string[];
  error?: unknown;
  operations: SandboxDeploymentOperation[];
  /** Of a subscription's deployment. */
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly correlationId: string;
  readonly templateHash: string;
  /** Last part of the address at which its end is asked for. */
  readonly operation: string;
  endedAt?: number;
  /** Secure ones without their values. */
  outputs?: Record<string, unknown>;
  readonly providers: readonly unknown[];
  readonly dependencies: readonly unknown[];
}

export interface SandboxDeploymentOperation {
  /** Resource id; empty for the evaluation of outputs. */
  readonly resource: string;
  readonly state: string;
  readonly statusCode: string;
  readonly at: number;
  readonly tookMs: number;
  /** Body of the answer that refused it, or how its operation ended. */
  readonly message?: unknown;
}

export interface SandboxExtension {
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  version: string;
  installedVersion: string;
  autoUpgradeMinor: boolean;
  automaticUpgrade?: boolean;
  forceUpdateTag?: string;
  settings: Record<string, unknown>;
  /** Names only: values are judged when they come and are not kept. */
  protectedNames: string[];
  tags: Record<string, string>;
  provisioning: 'Creating' | 'Updating' | 'Deleting' | 'Succeeded' | 'Failed';
  /** What its handler says when there is something to say. */
  message?: string;
  code?: number;
  /** Since when it has been working: heartbeats begin a delay after it. */
  workingSince?: number;
  /** The workspace (GUID) that a Log Analytics agent was taken in by; missing: its key was wrong, or it never connected. */
  workspaceId?: string;
  /** When its uploads ended, where they did. */
  silentSince?: number;
}

export interface SandboxAgentRecord {
  readonly category: 'Direct Agent' | 'SCOM Agent' | 'Azure Monitor Agent';
  readonly workspaceId: string;
  readonly managementGroup?: string;
  readonly since: number;
  readonly until?: number;
  readonly version: string;
}

export interface SandboxWorkspace {
  readonly id: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
  readonly customerId: string;
  readonly createdAt: number;
  readonly primaryKey: string;
  readonly secondaryKey: string;
  /** Until then it says Creating. */
  readonly readyAt: number;
  sku: string;
  retentionDays: number;
  localAuthDisabled: boolean;
  publicIngestion: boolean;
  publicQuery: boolean;
  dailyCapGb?: number;
  overQuota?: true;
  tags: Record<string, string>;
}

export interface SandboxRule {
  readonly id: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly immutableId: string;
  location: string;
  kind?: 'Linux' | 'Windows';
  tags: Record<string, string>;
  properties: Record<string, unknown>;
  /** Another service owns it. */
  provisionedBy?: string;
}

export interface SandboxAssociation {
  readonly id: string;
  readonly machine: string;
  readonly name: string;
  readonly rule?: string;
  readonly endpoint?: string;
  readonly since: number;
}

export interface SandboxLock {
  readonly name: string;
  readonly scope: string;
  readonly level: 'CanNotDelete' | 'ReadOnly';
  readonly notes?: string;
}

export interface SandboxPolicy {
  readonly name: string;
  readonly scope: string;
  readonly title: string;
  /** GUID of a built-in definition. */
  readonly definition: string;
  readonly effect: string;
  readonly parameters: Record<string, { readonly value: unknown }>;
}
