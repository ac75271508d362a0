import type { Azure } from '../../ports.ts';
import type { AzureWorkspace } from '../../target/azure-workspace.ts';
import type { FoundKey } from './source.ts';

/** The primary key, as the workspace itself has it now; the caller needs the right `sharedKeys/action` on it. */
export async function lookUp(workspace: AzureWorkspace, azure: Azure): Promise<FoundKey> {
  const [key] = await azure.workspaces.keys(workspace.id);
  return { key, from: { source: 'look-up', text: `the look-up of the workspace ${workspace.name} in Azure` } };
}
