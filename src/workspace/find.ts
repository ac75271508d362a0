import type { Azure } from '../ports.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';

/**
 * A workspace by its name, ARM id or GUID, among the subscriptions (ids; none: all that can be seen).
 * Throws AZMON-WORKSPACE-UNKNOWN (11), AZMON-WORKSPACE-AMBIGUOUS (2) naming all ids, and what the ports throw.
 */
export async function findWorkspace(
  _text: string,
  _azure: Azure,
  _subscriptions: readonly string[],
): Promise<AzureWorkspace> {
  throw new Error('to be written');
}
