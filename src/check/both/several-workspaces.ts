import type { Fix } from '../../problem.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { fail, pass } from '../outcome.ts';

/** Windows: the agent reports to several workspaces, up to a limit; setup cannot count them. */
export function severalWorkspaces({ facts, release, place }: Subject): Outcome {
  const seen = facts['mma.workspace'];
  if (seen === undefined) return notObserved('the workspaces of an agent that is there');
  const there = [...new Set(seen.map((id) => id.trim().toLowerCase()))];
  const most = release.windows.maxWorkspaces ?? 0;
  const wanted = place.workspaceId?.toLowerCase();
  const measured = there.length === 0 ? 'no workspace' : `${there.length}: ${there.join(', ')}`;
  const required = `at most ${most}`;
  if (there.length > most) return fail('reports to too many workspaces', { measured, required, fix: [REMOVE] });
  if (wanted !== undefined && there.includes(wanted)) return pass(`reports to ${wanted} already`, required);
  if (there.length < most) return pass(measured, required);
  return fail('no room for a further workspace', {
    measured,
    required: `at most ${most}, and one is to be added`,
    fix: [REMOVE],
    ...(wanted === undefined ? { severity: 'warn' } : {}),
  });
}

const REMOVE: Fix = {
  text: 'take a workspace off first, elevated (put its id in place of ID)',
  command:
    'powershell -NoProfile -Command "$agent = New-Object -ComObject AgentConfigManager.MgmtSvcCfg; $agent.RemoveCloudWorkspace(\'ID\'); $agent.ReloadConfiguration()"',
};
