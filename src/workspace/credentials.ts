import type { Secret } from '../secret.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { CloudId } from '../target/cloud.ts';

/** Where a value came from, for people: `the file key.txt`, `AZMON_WORKSPACE_KEY`, `Key Vault kv-prod, secret law-key`. Never the value. */
export interface Provenance {
  readonly source:
    | 'flag'
    | 'stdin'
    | 'file'
    | 'environment'
    | 'key-vault'
    | 'config'
    | 'look-up'
    | 'prompt'
    | 'inventory';
  readonly text: string;
}

/** How sure it is that the key belongs to the workspace. */
export type KeyState =
  /** Signed in, it was compared with the workspace's keys. */
  | { readonly state: 'verified'; readonly which: 'primary' | 'secondary' }
  /** Its form is right; nothing was sent anywhere to try it. `why` it could not be compared. */
  | { readonly state: 'form-only'; readonly why: string };

/** Where an agent that signs in with a key sends its data. */
export interface WorkspaceCredentials {
  /** The GUID, lower case. */
  readonly workspaceId: string;
  readonly key: Secret;
  readonly cloud: CloudId;
  readonly from: { readonly id: Provenance; readonly key: Provenance };
  readonly keyState: KeyState;
  /** Known when it was looked up. */
  readonly workspace?: AzureWorkspace;
}
