import { failed, type Handler } from './handler-verdict.ts';
import { takenIn } from './workspace-door.ts';

/** The one text that is known of a configuration that failed: its code was never published. */
const NOT_APPLIED = 'Failed to apply configuration to Microsoft Monitoring Agent.';

/**
 * The handler of the Log Analytics agent for Windows. It takes every Windows on which its setup runs, and another workspace in place of
 * the first; a machine without network gets the agent and stays silent.
 */
export const mmaHandler: Handler = ({ machine, wish, world }) => {
  const { workspaceId } = wish.settings;
  const { workspaceKey } = wish.protectedSettings;
  if (typeof workspaceId !== 'string' || typeof workspaceKey !== 'string') return failed('enable', 1, NOT_APPLIED);
  const taken = takenIn(world.state, workspaceId, workspaceKey) === 'taken';
  if (machine.networkBlocked !== true && !taken) return failed('enable', 1, NOT_APPLIED);
  const message = 'Latest configuration has been applied to the Microsoft Monitoring Agent.';
  return { state: 'enabled', message, ...(taken ? { workspaceId } : {}) };
};
