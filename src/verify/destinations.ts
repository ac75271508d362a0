import type { Chain } from './chain.ts';
import { readOr } from './read-chain.ts';
import type { VerifyPorts } from './request.ts';

/** Ids (GUIDs, lower case) of the workspaces that a machine is set to report to, as far as they can be told; none may be left. */
export async function destinationsOf(chain: Chain, azure: VerifyPorts['azure']): Promise<readonly string[]> {
  const own = chain.extension?.settings.workspaceId;
  if (typeof own === 'string' && chain.agent.extension.destination === 'workspace') return [own.toLowerCase()];
  if (!('value' in chain.rules)) return [];
  const ids = chain.rules.value.flatMap(({ rule }) => ('value' in rule ? rule.value.workspaces : []));
  const distinct = [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
  const read = await Promise.all(distinct.map((id) => readOr(() => azure.workspaces.get(id))));
  return read.flatMap((one) => ('value' in one ? [one.value.workspaceId.toLowerCase()] : []));
}
