import { managementGroups } from '../check/both/operations-manager.ts';
import type { MachineFacts } from '../machine/facts.ts';
import type { AgentState } from '../manage/agent-state.ts';

/** The agent that is there, as far as a look at the machine tells it: enough to refuse what cannot be, before anything is sent there. */
export function stateIn(facts: MachineFacts, system: 'linux' | 'windows'): AgentState {
  const [version, ids, extension] =
    system === 'linux'
      ? [facts['oms.version'], facts['oms.workspace'], facts['oms.extension']]
      : [facts['mma.version'], facts['mma.workspace'], facts['mma.extension']];
  const installed = typeof version === 'string';
  const workspaces = installed ? [...new Set((ids ?? []).map((id) => id.trim().toLowerCase()))] : [];
  return {
    ...{ system, installed },
    ...(installed ? { version } : {}),
    workspaces: workspaces.map((id) => ({ id, status: system === 'linux' ? 'onboarded' : 'connected', text: '' })),
    groups: (managementGroups(facts) ?? []).map((name) => ({ name })),
    ...(extension === true ? { extension } : {}),
  };
}
