/**
 * Azure's own account of a machine, in azmon's words: a virtual machine, an Azure Arc machine, or a scale set, whose extensions are those
 * of its model and whose instances stand in `set`. Azure's words are kept where they are shown to people.
 */
export interface AzureVm {
  readonly kind: 'vm' | 'scale-set' | 'arc';
  /** As Azure returned it. */
  readonly id: string;
  /** `id` in lower case: what results are kept under. */
  readonly key: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
  readonly system: 'linux' | 'windows';
  /** properties.vmId: what Heartbeat calls VMUUID (upper or lower case). */
  readonly vmId?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly image?: ImageReference;
  /** What the VM agent reported, e.g. `ubuntu` and `18.04`; missing while it does not report. */
  readonly os?: { readonly name: string; readonly version: string };
  readonly computerName?: string;
  /** provisioningState of the VM itself. */
  readonly provisioning: string;
  readonly power: PowerState;
  readonly vmAgent: VmAgent;
  /** osProfile.allowExtensionOperations; true where Azure does not say. */
  readonly extensionsAllowed: boolean;
  readonly identity: VmIdentity;
  readonly extensions: readonly VmExtension[];
  /** Resource id of the scale set it belongs to (flexible orchestration). */
  readonly scaleSet?: string;
  /** Only and always of a scale set. */
  readonly set?: ScaleSetPart;
  /** Only and always of an Azure Arc machine. `power` is `running` while it is connected, else `unknown`; its identity is its own. */
  readonly arc?: ArcPart;
}

export interface ArcPart {
  /** Connected | Disconnected | Error | Expired */
  readonly status: string;
  /** Of the Connected Machine agent. */
  readonly agentVersion?: string;
  /** ISO 8601 */
  readonly lastStatusChange?: string;
}

/** Only then does it take changes; `Expired` will not come back by itself. */
export const isConnected = (arc: ArcPart | undefined): boolean => arc?.status.toLowerCase() === 'connected';

export interface ScaleSetPart {
  readonly orchestration: 'uniform' | 'flexible';
  /** Manual: a change of the model reaches an instance only when that instance is upgraded. */
  readonly upgradePolicy: 'Manual' | 'Automatic' | 'Rolling';
  /** All instances; of a flexible set they are virtual machines of their own. */
  readonly instances: readonly ScaleSetInstance[];
}

export interface ScaleSetInstance {
  readonly id: string;
  /** What manualupgrade takes: `0`, `12`; of a flexible set the name of the virtual machine. */
  readonly instanceId: string;
  readonly name: string;
  readonly computerName?: string;
  readonly power: PowerState;
  /** The newest model is applied; missing for flexible sets, which do not tell. */
  readonly latestModel?: boolean;
  /** Protected from scale set actions: Azure brings no change of the model to it. */
  readonly isProtected?: boolean;
  readonly extensions: readonly Pick<VmExtension, 'name' | 'publisher' | 'type' | 'provisioning' | 'statuses'>[];
}

export interface ImageReference {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly version: string;
}

/** The words after `PowerState/`. `unknown`: Azure did not say. */
export type PowerState = 'running' | 'starting' | 'stopping' | 'stopped' | 'deallocating' | 'deallocated' | 'unknown';

export interface VmAgent {
  /** `absent`: the instance view has none, as for images without it and for machines that are not running. */
  readonly state: 'ready' | 'not-ready' | 'absent';
  readonly version?: string;
  readonly message?: string;
}

export interface VmIdentity {
  readonly system: boolean;
  /** Resource ids of user-assigned identities. */
  readonly user: readonly string[];
}

/** An extension on a machine: what was asked for, and what its handler says. */
export interface VmExtension {
  /** Free text, chosen by whoever installed it: extensions are found by publisher and type, never by name. */
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  /** typeHandlerVersion as asked: major.minor. */
  readonly version: string;
  /** What really runs, from the instance view. */
  readonly installedVersion?: string;
  /** Creating | Updating | Deleting | Succeeded | Failed | Canceled ... */
  readonly provisioning: string;
  readonly autoUpgradeMinor?: boolean;
  readonly automaticUpgrade?: boolean;
  readonly forceUpdateTag?: string;
  /** Public settings only; protected ones never come back. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly statuses: readonly ExtensionStatus[];
}

export interface ExtensionStatus {
  /** e.g. ProvisioningState/failed/52 */
  readonly code: string;
  readonly level: string;
  readonly display?: string;
  readonly message?: string;
  /** ISO 8601 */
  readonly time?: string;
}

/** The extension of a publisher and type, whatever its name; Azure compares both without case, and allows one of each on a machine. */
export const extensionOf = (
  vm: Pick<AzureVm, 'extensions'>,
  { publisher, type }: Pick<VmExtension, 'publisher' | 'type'>,
): VmExtension | undefined =>
  vm.extensions.find(
    (extension) =>
      extension.publisher.toLowerCase() === publisher.toLowerCase() &&
      extension.type.toLowerCase() === type.toLowerCase(),
  );
