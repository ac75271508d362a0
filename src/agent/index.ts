import type { Agent, AgentId } from './agent.ts';
import { AZURE_MONITOR } from './azure-monitor.ts';
import { LOG_ANALYTICS } from './log-analytics.ts';

/** Both generations, by id; in the order in which they are shown. */
export const AGENTS: Readonly<Record<AgentId, Agent>> = {
  'log-analytics': LOG_ANALYTICS,
  'azure-monitor': AZURE_MONITOR,
};
