import { managementGroups } from '../check/both/operations-manager.ts';
import type { MachineFacts } from '../machine/facts.ts';
import type { AgentState } from './agent-state.ts';

/**
 * The agent that is there, as far as a look at the machine tells it: enough to say what a change would be, and to refuse what cannot be,
 * before anything is sent there. Whether a workspace is really connected, only the agent itself says.
 */
export function stateIn(facts: MachineFacts, system: 'linux' | 'windows'): AgentState {
  const { version, workspaces, groups, service, extension, leftover } = LOOKS[system](facts);
  const installed = typeof version === 'string';
  const ids = installed ? [...new Set((workspaces ?? []).map((id) => id.trim().toLowerCase()))] : [];
  return {
    ...{ system, installed },
    ...(installed ? { version } : {}),
    ...(installed || leftover === undefined ? {} : { packages: leftover ? 'half' : 'none' }),
    workspaces: ids.filter((id) => id !== '').map((id) => ({ id, status: HERE[system], text: '' })),
    ...(service === undefined ? {} : { service }),
    ...(typeof facts['oms.proxy'] === 'string' && system === 'linux' ? { proxy: facts['oms.proxy'] } : {}),
    groups: groups.map((name) => ({ name })),
    ...(extension === true ? { extension } : {}),
    ...(typeof facts['ama.version'] === 'string' ? { successor: facts['ama.version'] } : {}),
    ...(typeof facts['host.name'] === 'string' ? { host: facts['host.name'] } : {}),
  };
}

/** A configuration is there; that it is in use is to be hoped. */
const HERE = { linux: 'onboarded', windows: 'connected' } as const;

interface Look {
  readonly version: string | null | undefined;
  readonly workspaces: readonly string[] | undefined;
  readonly groups: readonly string[];
  readonly service: AgentState['service'];
  readonly extension: boolean | null | undefined;
  /** Directories without the packages. */
  readonly leftover?: boolean | undefined;
}

const LOOKS: Readonly<Record<'linux' | 'windows', (facts: MachineFacts) => Look>> = {
  linux: (facts) => ({
    version: facts['oms.version'],
    workspaces: facts['oms.workspace'],
    groups: facts['scom.linked'] === true ? ['scom'] : [],
    service: runs(facts['oms.running']),
    extension: facts['oms.extension'],
    leftover: facts['oms.leftover'] ?? undefined,
  }),
  windows: (facts) => ({
    version: facts['mma.version'],
    workspaces: facts['mma.workspace'],
    groups: managementGroups(facts) ?? [],
    service: byWord(facts['mma.service']),
    extension: facts['mma.extension'],
  }),
};

const runs = (running: boolean | null | undefined): AgentState['service'] =>
  running === undefined || running === null ? undefined : running ? 'running' : 'stopped';

const byWord = (word: string | null | undefined): AgentState['service'] =>
  word === undefined ? undefined : word === null ? 'absent' : word === 'RUNNING' ? 'running' : 'stopped';
