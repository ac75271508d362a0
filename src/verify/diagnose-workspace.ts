import type { Agent } from '../agent/agent.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { WorkspaceLook } from './chain.ts';
import type { Diagnosis } from './diagnosis.ts';

/** What stands against data at its destination: the first finding of any workspace. Pure. */
export function workspaceLink(agent: Agent, looks: readonly WorkspaceLook[]): Diagnosis | undefined {
  for (const { workspace, trouble } of looks) {
    if ('unread' in workspace) continue;
    const found = closed(agent, workspace.value) ?? troubled(workspace.value, trouble);
    if (found !== undefined) return { ...found, final: false };
  }
  return undefined;
}

/** Words of workspaceCapping.dataIngestionStatus that mean: taken in as usual. */
const TAKEN_IN = ['respectquota', 'approachingquota', 'forceon'];

function closed(agent: Agent, workspace: AzureWorkspace): Omit<Diagnosis, 'final'> | undefined {
  const { name, ingestionStatus, dailyCapGb } = workspace;
  if (workspace.keysRefused && agent.extension.destination === 'workspace')
    return {
      link: 'key',
      evidence: `the workspace ${name} refuses every agent that signs in with a key (disableLocalAuth)`,
      fix: [{ text: 'the successor signs in with an identity', command: `azmon install extension --help` }],
    };
  if (ingestionStatus !== undefined && !TAKEN_IN.includes(ingestionStatus.toLowerCase()))
    return {
      link: 'ingestion',
      evidence: `the workspace ${name} takes in no data: ${ingestionStatus}${dailyCapGb === undefined ? '' : ` (daily cap ${dailyCapGb} GB)`}`,
      fix: [{ text: 'raise the daily cap, or wait for the hour at which it is reset' }],
    };
  if (!workspace.publicIngestion)
    return {
      link: 'ingestion',
      evidence: `the workspace ${name} takes data from private links only`,
      fix: [{ text: 'let the machine reach it by its private link, or allow public ingestion in the workspace' }],
    };
  return undefined;
}

function troubled({ name }: AzureWorkspace, [newest]: readonly string[]): Omit<Diagnosis, 'final'> | undefined {
  if (newest === undefined) return undefined;
  return {
    link: 'ingestion',
    evidence: `the workspace ${name} reports trouble with taking in data: ${newest}`,
    fix: [{ text: 'the table Operation of the workspace has the details' }],
  };
}
