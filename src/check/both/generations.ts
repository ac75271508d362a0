import type { AgentId } from '../../agent/agent.ts';
import type { MachineFacts } from '../../machine/facts.ts';
import type { System } from '../../machine/system.ts';

/** How a generation of the agent shows on a machine. */
export interface Presence {
  readonly title: string;
  /** The fact that holds its version. */
  readonly version: 'oms.version' | 'mma.version' | 'ama.version';
  /** `gone`: the agent is there and its service is not; undefined: not observed. */
  readonly state: (facts: MachineFacts) => 'runs' | 'stopped' | 'gone' | undefined;
  readonly start: string;
}

const byFlag =
  (key: 'oms.running' | 'ama.running') =>
  (facts: MachineFacts): 'runs' | 'stopped' | undefined => {
    const running = facts[key];
    return running === undefined || running === null ? undefined : running ? 'runs' : 'stopped';
  };

/** HealthService, which is the whole agent on Windows. */
function byService({ 'mma.service': service }: MachineFacts): 'runs' | 'stopped' | 'gone' | undefined {
  if (service === undefined) return undefined;
  return service === null ? 'gone' : service === 'RUNNING' ? 'runs' : 'stopped';
}

/** Every generation of the agent, by family of systems. */
export const GENERATIONS: Readonly<Record<System['family'], Readonly<Record<AgentId, Presence>>>> = {
  linux: {
    'log-analytics': {
      title: 'Log Analytics agent',
      version: 'oms.version',
      state: byFlag('oms.running'),
      start: '/opt/microsoft/omsagent/bin/service_control restart',
    },
    'azure-monitor': {
      title: 'Azure Monitor Agent',
      version: 'ama.version',
      state: byFlag('ama.running'),
      start: 'systemctl restart azuremonitoragent',
    },
  },
  windows: {
    'log-analytics': {
      title: 'Log Analytics agent',
      version: 'mma.version',
      state: byService,
      start: 'net start HealthService',
    },
    'azure-monitor': {
      title: 'Azure Monitor Agent',
      version: 'ama.version',
      state: byFlag('ama.running'),
      // Only the client installer brings a service; the extension is started by the guest agent of the machine.
      start: 'net start AzureMonitorAgent || net stop WindowsAzureGuestAgent && net start WindowsAzureGuestAgent',
    },
  },
};
