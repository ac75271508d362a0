import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { promptChoice, promptSecret } from '../terminal/prompt.ts';
import type { Ask } from '../workspace/ask.ts';

/** The questions about a workspace, at the terminal. */
export const workspaceAsk: Ask = {
  workspace: (all) =>
    promptChoice(
      'Workspace:',
      all.map((one) => ({ value: one, name: one.name, description: description(one) })),
    ),
  key: (workspaceId) => promptSecret(`Key of the workspace ${workspaceId}:`),
};

const description = ({ location, group, subscription }: AzureWorkspace): string =>
  `${location}, resource group ${group}, subscription ${subscription}`;
