import type { Secret } from '../secret.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';

/** Questions to somebody at the terminal. Throw AZMON-CANCELLED (130). */
export interface Ask {
  workspace(all: readonly AzureWorkspace[]): Promise<AzureWorkspace>;
  /** Hidden; undefined for an empty answer. */
  key(workspaceId: string): Promise<Secret | undefined>;
}
