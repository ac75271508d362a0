import type { Endpoint } from './agent.ts';

export const LOG_ANALYTICS_ENDPOINTS: readonly Endpoint[] = [];
export const AZURE_MONITOR_ENDPOINTS: readonly Endpoint[] = [];
