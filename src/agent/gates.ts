import type { Gate } from './agent.ts';

export const LOG_ANALYTICS_GATES: readonly Gate[] = [];
export const AZURE_MONITOR_GATES: readonly Gate[] = [];
