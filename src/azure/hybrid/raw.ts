/** What Azure answers about Arc machines (Microsoft.HybridCompute 2022-12-27), as far as it is read. Anything may be null. */
export interface RawMachine {
  readonly id: string;
  readonly name?: string | null;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>> | null;
  readonly properties?: RawProperties | null;
}

export interface RawProperties {
  readonly provisioningState?: string | null;
  readonly status?: string | null;
  readonly lastStatusChange?: string | null;
  readonly agentVersion?: string | null;
  readonly vmId?: string | null;
  readonly vmUuid?: string | null;
  readonly displayName?: string | null;
  readonly osName?: string | null;
  readonly osType?: string | null;
  readonly osSku?: string | null;
  readonly osVersion?: string | null;
  readonly osProfile?: { readonly computerName?: string | null } | null;
  readonly agentConfiguration?: { readonly extensionsEnabled?: string | boolean | null } | null;
}

export interface RawExtension {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly properties?: {
    readonly publisher?: string | null;
    readonly type?: string | null;
    readonly typeHandlerVersion?: string | null;
    readonly provisioningState?: string | null;
    readonly autoUpgradeMinorVersion?: boolean | null;
    readonly enableAutomaticUpgrade?: boolean | null;
    readonly forceUpdateTag?: string | null;
    readonly settings?: Readonly<Record<string, unknown>> | null;
    readonly instanceView?: {
      readonly typeHandlerVersion?: string | null;
      readonly status?: RawStatus | null;
    } | null;
  } | null;
}

export interface RawStatus {
  readonly code?: string | null;
  readonly level?: string | null;
  readonly displayStatus?: string | null;
  readonly message?: string | null;
  readonly time?: string | null;
}
