import type { AzureVm } from '../target/azure-vm.ts';
import type { ManagementLock, Permission, PolicyAssignment } from '../target/scope.ts';

/** Something azmon asked Azure for: the answer, or why there is none (no right to read it, the service did not answer). */
export type Read<T> = { readonly value: T } | { readonly unread: string };

/** What Azure knows about a machine, read without touching the machine itself. */
export interface AzureLook {
  readonly vm: AzureVm;
  readonly locks: Read<readonly ManagementLock[]>;
  readonly permissions: Read<readonly Permission[]>;
  readonly policies: Read<readonly PolicyAssignment[]>;
  /** registrationState of the resource providers that an install needs, by namespace. */
  readonly providers: Readonly<Record<string, Read<string>>>;
  /** Newest first; empty: the extension is not offered in the machine's region. By `publisher/type` in lower case. */
  readonly versions: Readonly<Record<string, Read<readonly string[]>>>;
}
