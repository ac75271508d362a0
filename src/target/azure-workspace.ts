/** Azure's own account of a Log Analytics workspace. */
export interface AzureWorkspace {
  readonly id: string;
  /** `id` in lower case. */
  readonly key: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
  /** The GUID that agents use (ARM: customerId), lower case. */
  readonly workspaceId: string;
  /** Creating | Succeeded | Deleting ... */
  readonly provisioning: string;
  /** e.g. PerGB2018 */
  readonly sku?: string;
  readonly retentionDays?: number;
  /** features.disableLocalAuth: nothing that signs in with a key is let in. */
  readonly keysRefused: boolean;
  /** publicNetworkAccessForIngestion; true where Azure does not say. */
  readonly publicIngestion: boolean;
  readonly publicQuery: boolean;
  /** GB a day; missing: no cap. */
  readonly dailyCapGb?: number;
  /** workspaceCapping.dataIngestionStatus, e.g. RespectQuota | OverQuota | SubscriptionSuspended */
  readonly ingestionStatus?: string;
  readonly createdAt?: string;
  readonly tags: Readonly<Record<string, string>>;
}
