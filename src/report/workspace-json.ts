import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { Provenance } from '../workspace/credentials.ts';
import type { Held, Inspected } from '../workspace/inspect.ts';
import type { WorkspacesShown } from './workspace-table.ts';

/** `result` of `azmon workspace list`. */
export const workspacesResult = ({ workspaces, subscriptions }: WorkspacesShown): object => ({
  workspaces: workspaces.map(workspaceRecord),
  subscriptions: subscriptions.map(({ id, name }) => ({ id, name })),
});

/** A workspace as every command tells it; an allow-list. */
export function workspaceRecord(one: AzureWorkspace): object {
  const { name, id, workspaceId, subscription, group, location, provisioning, tags } = one;
  return {
    ...{ name, id, workspaceId, subscription, group, location, provisioning },
    ...given({ sku: one.sku, retentionDays: one.retentionDays }),
    keys: one.keysRefused ? 'refused' : 'taken',
    ...{ publicIngestion: one.publicIngestion, publicQuery: one.publicQuery },
    ...given({ dailyCapGb: one.dailyCapGb, ingestionStatus: one.ingestionStatus, createdAt: one.createdAt }),
    tags,
  };
}

/** `result` of `azmon workspace show`. Where the key comes from and what is known of it, never the key. */
export const inspectedResult = ({ workspaceId, workspace, from, held }: Inspected): object => ({
  workspaceId,
  ...(workspace === undefined ? {} : { workspace: workspaceRecord(workspace) }),
  id: { from: provenanceRecord(from) },
  key: keyRecord(held),
});

function keyRecord(held: Held): object {
  const from = 'from' in held ? { from: provenanceRecord(held.from) } : {};
  if (held.state === 'verified') return { state: held.state, which: held.which, ...from };
  if (held.state === 'form-only') return { state: held.state, why: held.why, ...from };
  if (held.state === 'mismatch') return { state: held.state, caseOnly: held.caseOnly, ...from };
  if (held.state === 'none') return { state: held.state, why: held.problem.message, code: held.problem.code };
  return { state: held.state };
}

const provenanceRecord = ({ source, text }: Provenance): object => ({ source, text });

/** Without what is not known. */
const given = (record: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
