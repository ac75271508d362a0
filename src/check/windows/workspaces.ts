import type { Fix } from '../../problem.ts';
import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** The agent for Windows reports to several workspaces, up to a limit; setup cannot count them. */
export const workspaces = windowsCheck({
  id: 'mma.workspaces',
  severity: 'block',
  when: ({ maxWorkspaces }) => maxWorkspaces !== undefined,
  judge({ facts, release, place }) {
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
    const severity = wanted === undefined ? ({ severity: 'warn' } as const) : {};
    return fail('no room for a further workspace', { measured, required, fix: [REMOVE], ...severity });
  },
});

const REMOVE: Fix = {
  text: 'take a workspace off first, elevated (put its id in place of ID)',
  command:
    'powershell -NoProfile -Command "$agent = New-Object -ComObject AgentConfigManager.MgmtSvcCfg; $agent.RemoveCloudWorkspace(\'ID\'); $agent.ReloadConfiguration()"',
};
