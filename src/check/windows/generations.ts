import type { AgentId } from '../../agent/agent.ts';
import type { MachineFacts } from '../../machine/facts.ts';

interface Presence {
  readonly title: string;
  readonly version: 'mma.version' | 'ama.version';
  /** undefined: not observed. */
  readonly state: (facts: MachineFacts) => string | null | undefined;
  readonly start: string;
}

/** How each generation of the agent shows on a Windows machine. */
export const GENERATIONS: Readonly<Record<AgentId, Presence>> = {
  'log-analytics': {
    title: 'Log Analytics agent',
    version: 'mma.version',
    state: (facts) => facts['mma.service'],
    start: 'net start HealthService',
  },
  'azure-monitor': {
    title: 'Azure Monitor Agent',
    version: 'ama.version',
    state: ({ 'ama.running': running }) =>
      running === undefined || running === null ? undefined : running ? 'RUNNING' : 'STOPPED',
    // Only the client installer brings a service; the extension is started by the guest agent of the machine.
    start: 'net start AzureMonitorAgent || net stop WindowsAzureGuestAgent && net start WindowsAzureGuestAgent',
  },
};
