import type { Secret } from './secret.ts';
import type { AzureRule, RuleAssociation } from './target/azure-rule.ts';
import type { AzureVm, VmExtension } from './target/azure-vm.ts';
import type { AzureWorkspace } from './target/azure-workspace.ts';
import type { FolderFile } from './target/folder-file.ts';
import type { ResourceChange } from './target/resource-change.ts';
import type { ManagementLock, Permission, PolicyAssignment, Subscription } from './target/scope.ts';
import type { Unanswered } from './target/sign-in.ts';
import type { Target } from './target/target.ts';

/** Everything azmon can do to the world, as types. The outside (transport/, disk/, terminal/) implements them; app/wiring hands them out. */

/** What to run on a machine to look at it. Both scripts are given because only the transport learns which system is there. */
export interface ProbeRequest {
  readonly linux: string;
  readonly windows: string;
  /** Set as variables for the script: names of capital letters and underscores, values any text of one line. */
  readonly parameters: Readonly<Record<string, string>>;
  /** As `parameters`, but only opened while written to the script's stdin (or the environment of that one child on Windows). */
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Which system is there, where it is known already; a transport that must know asks otherwise. */
  readonly system?: 'linux' | 'windows';
  /** Look as root where sudo allows it: without a password first, then with this one. Where it does not, look as the user who logs in. */
  readonly sudo?: { readonly password?: Secret };
}

/** What came back. Times are of azmon's own clock, milliseconds since 1970. */
export interface ProbeRun {
  readonly output: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** Reaches one kind of target. Throws a Problem (12 unreachable, 3 refused or host key changed, 7 the probe broke) belonging to the target. */
export interface Transport {
  probe(target: Target, request: ProbeRequest): Promise<ProbeRun>;
}

/** Reading files; paths as the user wrote them, `-` is stdin (read at most once). Throws a Problem (2) that names the path. */
export interface Files {
  read(path: string): Promise<string>;
  /** Files of a folder in name order (not recursive, hidden ones left out), or the path itself when it is a file or `-`. */
  list(path: string): Promise<readonly string[]>;
}

/** Files that hold a secret. */
export interface PrivateFiles {
  /**
   * Writes the secret and nothing else, readable by its owner only (0600), whole or not at all. Throws a Problem (2) that names the
   * path: AZMON-FILE-EXISTS without `overwrite`, AZMON-FILE-LINK for a symbolic link, AZMON-FILE-KIND for what is no plain file,
   * AZMON-FILE-MISSING for its folder, AZMON-FILE-DENIED, AZMON-FILE-WRITE.
   */
  writePrivate(path: string, secret: Secret, how: { readonly overwrite: boolean }): Promise<void>;
  /** Who may read a file, by its mode; `unknown` where modes say nothing (Windows). */
  readers(path: string): Promise<'owner' | 'others' | 'unknown'>;
}

/** Folders of files that hold no secret. */
export interface Folders {
  /**
   * Paths relative to the folder; what is missing of it is made. `ownerOnly`: nobody else may read what is made (0700, 0600). Throws
   * AZMON-FILE-EXISTS (2; nothing is written then), -DENIED, -WRITE.
   */
  write(
    folder: string,
    files: readonly FolderFile[],
    how: { readonly overwrite: boolean; readonly ownerOnly?: boolean },
  ): Promise<void>;
}

export interface Clock {
  now(): number;
}

/** How long-running work in Azure is waited for. */
export interface Waiting {
  /** In the place of the run's own signal: what must be done after the run was cancelled comes with another. */
  readonly signal?: AbortSignal;
  /** false: start it and come back; what is returned then is not finished. Default true. */
  readonly wait?: boolean;
  /** Milliseconds until the wait is given up: throws AZMON-AZURE-TIMEOUT (9), the operation itself goes on. */
  readonly timeoutMs?: number;
}

/** Who is signed in, as `azmon login status` shows it. Never a token. */
export interface Identity {
  /** The word of `--auth`: environment, workload-identity, managed-identity, az, azd, powershell, browser, device-code. */
  readonly credential: string;
  readonly tenant?: string;
  /** Object id of the caller. */
  readonly object?: string;
  /** User name, or the application id of a service principal. */
  readonly name?: string;
  /** ISO 8601 */
  readonly expires: string;
  /** The ways that were tried before this one answered. */
  readonly unanswered?: readonly Unanswered[];
}

/** Signing in. Throws AZMON-AUTH-NONE (3) naming each credential that was tried and why it did not answer; its cause is a SignInFailure. */
export interface SignIn {
  identity(signal?: AbortSignal): Promise<Identity>;
}

/** One row of Resource Graph. */
export type GraphRow = Readonly<Record<string, unknown>>;

/** Reading what stands around machines. All throw AZMON-AZURE-* Problems; a list is complete (paged through) or it throws. */
export interface Resources {
  subscriptions(): Promise<readonly Subscription[]>;
  /** One of the queries of target/graph-queries.ts, page by page. No subscriptions: the whole tenant. */
  graph(query: string, subscriptions: readonly string[], signal?: AbortSignal): AsyncIterable<readonly GraphRow[]>;
  /** Locks on the scope and on all above it. */
  locks(scope: string): Promise<readonly ManagementLock[]>;
  permissions(scope: string): Promise<readonly Permission[]>;
  /** Assignments that apply to the scope, those above it included, with the definitions resolved. */
  policies(scope: string): Promise<readonly PolicyAssignment[]>;
  /** Registered | Registering | NotRegistered | Unregistered */
  provider(subscription: string, namespace: string): Promise<string>;
}

/** Values of protected settings are only opened while the request is built. */
export interface ExtensionPut {
  /** Resource id of the machine. */
  readonly machine: string;
  readonly name: string;
  readonly location: string;
  readonly publisher: string;
  readonly type: string;
  /** major.minor */
  readonly version: string;
  readonly autoUpgradeMinor: boolean;
  readonly automaticUpgrade?: boolean;
  readonly forceUpdateTag?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** One level deep at most: the Azure Monitor Agent takes `proxy.username` and `proxy.password`. */
  readonly protectedSettings: Readonly<Record<string, Secret | string | Readonly<Record<string, Secret | string>>>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Virtual machines, Azure Arc machines and scale sets: the id tells which. A machine that is not there: AZMON-AZURE-NOT-FOUND (11). What a
 * kind cannot do (power of an Arc machine, a script on a whole scale set) is a Problem (2).
 */
export interface Machines {
  /** With its instance view. */
  vm(id: string): Promise<AzureVm>;
  extension(machine: string, name: string): Promise<VmExtension | undefined>;
  /** A handler that failed: AZMON-EXTENSION-FAILED (7), whose `why` is the handler's own text and whose cause is an ExtensionFailure. */
  putExtension(put: ExtensionPut, waiting: Waiting): Promise<VmExtension>;
  /** Absent is done. */
  deleteExtension(machine: string, name: string, waiting: Waiting): Promise<void>;
  /** Adds a system-assigned identity and keeps the user-assigned ones. */
  addSystemIdentity(machine: string, waiting: Waiting): Promise<void>;
  power(machine: string, change: 'start' | 'deallocate' | 'power-off', waiting: Waiting): Promise<void>;
  /** Brings instances of a scale set to its newest model (uniform orchestration, upgrade policy Manual). */
  upgradeInstances(set: string, instanceIds: readonly string[], waiting: Waiting): Promise<void>;
  /** Runs a script through the VM agent as root or SYSTEM. At most the last 4,096 bytes of each stream come back. */
  runCommand(
    machine: string,
    command: RemoteScript,
    waiting: Waiting,
  ): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** Versions of an extension in a region, newest first; empty where it is not offered there. Arc machines have a list of their own. */
  extensionVersions(
    subscription: string,
    location: string,
    publisher: string,
    type: string,
    kind?: AzureVm['kind'],
  ): Promise<readonly string[]>;
}

export interface RemoteScript {
  readonly system: 'linux' | 'windows';
  /** Whole text; never holds a secret (run-command keeps its scripts). */
  readonly script: string;
}

export interface WorkspacePut {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
  readonly retentionDays: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Workspaces {
  list(subscription: string): Promise<readonly AzureWorkspace[]>;
  get(id: string): Promise<AzureWorkspace>;
  /** Comes back when it is usable. */
  create(put: WorkspacePut, waiting: Waiting): Promise<AzureWorkspace>;
  /** Primary first. */
  keys(id: string): Promise<readonly [Secret, Secret]>;
}

/** An ARM template deployment. Values that are secrets are only opened while the request is built. */
export interface DeploymentRequest {
  /** Resource id of a resource group or a subscription. */
  readonly scope: string;
  /** At most 64 letters, digits and `-._()`. */
  readonly name: string;
  /** Where a subscription's deployment is kept; missing for a resource group. */
  readonly location?: string;
  readonly template: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, { readonly value: unknown } | { readonly value: Secret }>>;
}

/**
 * Deployments. A template that Azure refuses: AZMON-TEMPLATE-INVALID (2); one that failed: AZMON-DEPLOYMENT-FAILED (7), whose cause is a
 * DeploymentFailure (target/deployment-failure.ts) with the errors that matter, each with the resource it belongs to.
 */
export interface Deployments {
  /** Resource ids that the deployment would touch. */
  validate(request: DeploymentRequest, waiting: Waiting): Promise<readonly string[]>;
  whatIf(request: DeploymentRequest, waiting: Waiting): Promise<readonly ResourceChange[]>;
  deploy(
    request: DeploymentRequest,
    waiting: Waiting,
  ): Promise<{ readonly id: string; readonly resources: readonly string[] }>;
  /** Names in the history of the scope, newest first. */
  names(scope: string): Promise<readonly string[]>;
}

/** Data collection rules and what ties machines to them. */
export interface Rules {
  list(subscription: string): Promise<readonly AzureRule[]>;
  get(id: string): Promise<AzureRule>;
  put(rule: RulePut): Promise<AzureRule>;
  associations(machine: string): Promise<readonly RuleAssociation[]>;
  associate(machine: string, name: string, rule: string): Promise<void>;
  /** Absent is done. */
  dissociate(machine: string, name: string): Promise<void>;
}

export interface RulePut {
  readonly id: string;
  readonly location: string;
  readonly kind?: 'Linux' | 'Windows';
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The query API of Log Analytics; queries are those of verify/log-queries.ts. */
export interface Logs {
  /** Rows of the first table by column name. Times come as ISO 8601 text. */
  query(
    workspaceId: string,
    query: string,
    signal?: AbortSignal,
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Azure Key Vault. */
export interface Vault {
  /** By `https://<vault>.<domain>/secrets/<name>[/<version>]`. */
  secret(url: string): Promise<Secret>;
}

/** Azure as azmon uses it; each member opens its own client when first used. */
export interface Azure {
  readonly signIn: SignIn;
  readonly resources: Resources;
  readonly machines: Machines;
  readonly workspaces: Workspaces;
  readonly rules: Rules;
  readonly deployments: Deployments;
  readonly logs: Logs;
  readonly vault: Vault;
}
