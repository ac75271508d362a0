import type { SandboxState } from './state.ts';

/** Whether a workspace takes in an agent that comes with a key. Ids and keys are compared letter by letter, as the service does. */
export function takenIn(
  { workspaces }: SandboxState,
  workspaceId: string,
  key: string,
): 'taken' | 'refused' | 'unknown' {
  const workspace = Object.values(workspaces).find(({ customerId }) => customerId === workspaceId);
  if (workspace === undefined) return 'unknown';
  const fits = key === workspace.primaryKey || key === workspace.secondaryKey;
  return fits && !workspace.localAuthDisabled ? 'taken' : 'refused';
}
