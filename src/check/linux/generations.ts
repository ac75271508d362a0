import type { AgentId } from '../../agent/agent.ts';
import type { FactKey } from '../../machine/facts.ts';

interface Presence {
  readonly title: string;
  readonly version: FactKey & ('oms.version' | 'ama.version');
  readonly running: FactKey & ('oms.running' | 'ama.running');
  readonly start: string;
}

/** How each generation of the agent shows on a Linux machine. */
export const GENERATIONS: Readonly<Record<AgentId, Presence>> = {
  'log-analytics': {
    title: 'Log Analytics agent',
    version: 'oms.version',
    running: 'oms.running',
    start: '/opt/microsoft/omsagent/bin/service_control restart',
  },
  'azure-monitor': {
    title: 'Azure Monitor Agent',
    version: 'ama.version',
    running: 'ama.running',
    start: 'systemctl restart azuremonitoragent',
  },
};
