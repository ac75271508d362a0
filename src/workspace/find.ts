import type { Azure, GraphRow } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { WORKSPACE_BY_ID, WORKSPACES_NAMED } from '../target/graph-queries.ts';
import { isWorkspaceId, isWorkspaceName, placeOfWorkspace } from '../target/workspace.ts';
import { listWorkspaces } from './list.ts';
import { unknownSubscription } from './subscriptions.ts';
import { ambiguousWorkspace, notAWorkspace, unknownWorkspace } from './unknown-workspace.ts';

/**
 * A workspace by its name, ARM id or GUID, among the subscriptions (ids; none: all that can be seen).
 * Throws AZMON-WORKSPACE-NAME-FORM (2), AZMON-WORKSPACE-UNKNOWN (11), AZMON-WORKSPACE-AMBIGUOUS (2) naming all ids,
 * AZMON-SUBSCRIPTION-UNKNOWN (11) for an ARM id elsewhere, and what the ports throw.
 */
export async function findWorkspace(
  text: string,
  azure: Azure,
  subscriptions: readonly string[],
): Promise<AzureWorkspace> {
  const wanted = text.trim();
  if (placeOfWorkspace(wanted) !== undefined) return byResourceId(wanted, azure);
  if (!isWorkspaceId(wanted) && !isWorkspaceName(wanted)) throw notAWorkspace();
  const ids = await idsInGraph(wanted, azure, subscriptions);
  const [found, ...others] = ids.length > 0 ? ids : await idsInLists(wanted, azure, subscriptions);
  if (found === undefined) throw await unknownWorkspace(wanted, azure, subscriptions);
  if (others.length > 0) throw ambiguousWorkspace(wanted, [found, ...others]);
  return azure.workspaces.get(found);
}

async function byResourceId(text: string, azure: Azure): Promise<AzureWorkspace> {
  const id = text.startsWith('/') ? text : `/${text}`;
  try {
    return await azure.workspaces.get(id.replace(/\/$/, ''));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.exit === EXIT['not-found'] || error.exit === EXIT.auth) await refuseForeign(text, azure);
    throw error.exit === EXIT['not-found'] ? await unknownWorkspace(text, azure, []) : error;
  }
}

/** Azure answers for a subscription that the caller cannot see as for a workspace that is not there. */
async function refuseForeign(text: string, azure: Azure): Promise<void> {
  const place = placeOfWorkspace(text);
  const seen = await azure.resources.subscriptions();
  if (place !== undefined && !seen.some(({ id }) => id.toLowerCase() === place.subscription))
    throw unknownSubscription(place.subscription, seen);
}

async function idsInGraph(text: string, azure: Azure, subscriptions: readonly string[]): Promise<readonly string[]> {
  const query = isWorkspaceId(text)
    ? WORKSPACE_BY_ID.text({ workspaceId: text.toLowerCase() })
    : WORKSPACES_NAMED.text({ name: text });
  const rows: GraphRow[] = [];
  for await (const page of azure.resources.graph(query, subscriptions)) rows.push(...page);
  return rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

/** Subscriptions that are asked one by one, beyond which a look takes longer than a person waits. */
const FEW = 20;

/** Resource Graph learns of a new workspace late, a subscription's own list knows it at once. */
async function idsInLists(text: string, azure: Azure, subscriptions: readonly string[]): Promise<readonly string[]> {
  const wanted = text.toLowerCase();
  const asked = subscriptions.length > 0 ? subscriptions : (await azure.resources.subscriptions()).map(({ id }) => id);
  if (asked.length === 0 || asked.length > FEW) return [];
  const { workspaces } = await listWorkspaces(azure, asked);
  return workspaces
    .filter((one) => one.workspaceId === wanted || one.name.toLowerCase() === wanted)
    .map(({ id }) => id);
}
