import { bothCheck } from './both-check.ts';
import { oneWorkspace } from './one-workspace.ts';
import { severalWorkspaces } from './several-workspaces.ts';

/** An agent that is there already leaves room for the workspace that is wanted. */
export const agentWorkspaces = bothCheck({
  id: 'agent.workspaces',
  severity: 'block',
  when: ({ system, release }) =>
    system.family === 'linux' ? release.linux.singleWorkspace : release.windows.maxWorkspaces !== undefined,
  linux: oneWorkspace,
  windows: severalWorkspaces,
});
