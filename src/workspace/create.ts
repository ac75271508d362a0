import type { Azure, WorkspacePut } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { isWorkspaceName, workspaceResourceId } from '../target/workspace.ts';

/** What is wanted; days are only compared where they were asked for. */
export interface WantedWorkspace extends Omit<WorkspacePut, 'retentionDays'> {
  readonly retentionDays?: number;
}

/** What has to be done for it. A dry run shows this value, a real one carries it out. */
export type Creation =
  | { readonly change: 'create'; readonly put: WorkspacePut }
  | { readonly change: 'none'; readonly workspace: AzureWorkspace };

/** As the service itself: data is kept for 30 days where nothing is said. */
const DEFAULT_DAYS = 30;

/**
 * Looks whether the workspace is there already. Reads only.
 * Throws AZMON-WORKSPACE-NAME-FORM (2), AZMON-GROUP-UNKNOWN (11), and AZMON-WORKSPACE-EXISTS (10) where one of that name has other settings.
 */
export async function planWorkspace(wanted: WantedWorkspace, azure: Azure): Promise<Creation> {
  if (!isWorkspaceName(wanted.name) || wanted.name.includes('/')) throw wrongName();
  const there = await workspaceAt(wanted, azure);
  if (there === undefined)
    return { change: 'create', put: { ...wanted, retentionDays: wanted.retentionDays ?? DEFAULT_DAYS } };
  const differences = differencesOf(wanted, there);
  if (differences.length > 0) throw exists(there, differences);
  return { change: 'none', workspace: there };
}

async function workspaceAt(wanted: WantedWorkspace, azure: Azure): Promise<AzureWorkspace | undefined> {
  try {
    return await azure.workspaces.get(workspaceResourceId(wanted));
  } catch (error) {
    if (!(error instanceof Problem) || error.exit !== EXIT['not-found']) throw error;
    if (error.why?.includes('ResourceGroupNotFound')) throw noGroup(wanted, error);
    return undefined;
  }
}

/** What was asked for and is otherwise: the region cannot be changed, and fewer days would delete data. */
export function differencesOf(wanted: WantedWorkspace, there: AzureWorkspace): readonly string[] {
  const { location, retentionDays } = wanted;
  return [
    ...(plain(there.location) === plain(location) ? [] : [`it is in ${there.location}, ${location} was asked for`]),
    ...(retentionDays === undefined || there.retentionDays === undefined || there.retentionDays === retentionDays
      ? []
      : [`it keeps data for ${there.retentionDays} days, ${retentionDays} were asked for`]),
  ];
}

/** `West Europe` and `westeurope` are one region. */
const plain = (region: string): string => region.replaceAll(' ', '').toLowerCase();

const wrongName = (): Problem =>
  new Problem({
    code: 'AZMON-WORKSPACE-NAME-FORM',
    exit: EXIT.usage,
    message: 'that cannot be the name of a workspace',
    why: 'it has 4 to 63 letters, digits and dashes, with no dash at either end',
    fix: [{ text: 'choose another name' }],
  });

const noGroup = ({ group, location }: WantedWorkspace, cause: Problem): Problem =>
  new Problem({
    code: 'AZMON-GROUP-UNKNOWN',
    exit: EXIT['not-found'],
    message: `there is no resource group ${group} in that subscription`,
    why: 'a workspace is made in a resource group that is there',
    fix: [
      { text: 'make it', command: `az group create --name '${group}' --location '${location}'` },
      { text: 'or name another with --group, or another subscription with --subscription' },
    ],
    cause,
  });

const exists = (there: AzureWorkspace, differences: readonly string[]): Problem =>
  new Problem({
    code: 'AZMON-WORKSPACE-EXISTS',
    exit: EXIT.conflict,
    message: `there is a workspace ${there.name} with other settings`,
    why: differences.join('\n'),
    fix: [
      { text: 'use it as it is', command: `azmon workspace show ${there.name}` },
      { text: 'or choose another name; azmon does not change the settings of a workspace that is there' },
    ],
  });
