import { query } from '../target/query.ts';

/**
 * Every query that azmon sends to Log Analytics. Heartbeat has a row a minute from every agent; `Category` tells the generations
 * apart (`Direct Agent`, `SCOM Agent`, `SCOM Management Server`: the Log Analytics agent; `Azure Monitor Agent`: its successor).
 * Source: azure-monitor-ref, table Heartbeat. Columns that an empty workspace does not have yet are asked for with column_ifexists.
 */

/** The service's own clock: what an install waits for is counted by it, whatever the clock here says. */
export const SERVICE_NOW = query<Record<string, never>>('service-now', 'print Now = now()');

/** The newest record of every agent of the workspace in the last `days` days. */
export const LAST_HEARTBEATS = query<{ days: string }>(
  'last-heartbeats',
  `Heartbeat
| where TimeGenerated > ago({days}d)
| summarize arg_max(TimeGenerated, Computer, Version, OSType, ManagementGroupName, ResourceId = column_ifexists('_ResourceId', ''), VMUUID = column_ifexists('VMUUID', '')) by SourceComputerId, Category
| extend Now = now()
| order by SourceComputerId asc`,
);

/** The first record of one Azure machine after a time (ISO 8601), of any of the categories (separated by commas), with when it had been taken in. */
export const FIRST_HEARTBEAT = query<{ since: string; resourceId: string; categories: string }>(
  'first-heartbeat',
  `Heartbeat
| where TimeGenerated > datetime({since}) and _ResourceId =~ '{resourceId}' and array_index_of(split(tolower('{categories}'), ','), tolower(Category)) >= 0
| extend Ingested = ingestion_time()
| summarize arg_min(TimeGenerated, Ingested, Computer, Version)
| extend Now = now()`,
);

/** The same for a machine that Azure does not know, by the first label of its name. */
export const FIRST_HEARTBEAT_OF_COMPUTER = query<{ since: string; computer: string; categories: string }>(
  'first-heartbeat-of-computer',
  `Heartbeat
| where TimeGenerated > datetime({since}) and tostring(split(Computer, '.')[0]) =~ '{computer}' and array_index_of(split(tolower('{categories}'), ','), tolower(Category)) >= 0
| extend Ingested = ingestion_time()
| summarize arg_min(TimeGenerated, Ingested, Computer, Version)
| extend Now = now()`,
);

/** What the workspace itself reports about taking in data: caps, throttling, suspended. */
export const INGESTION_TROUBLE = query<Record<string, never>>(
  'ingestion-trouble',
  `Operation
| where TimeGenerated > ago(1d) and OperationStatus in~ ('Error', 'Warning', 'Failed') and OperationCategory =~ 'Ingestion'
| summarize arg_max(TimeGenerated, Detail) by OperationKey = column_ifexists('OperationKey', '')
| order by TimeGenerated desc`,
);

export const LOG_QUERIES = [
  SERVICE_NOW,
  LAST_HEARTBEATS,
  FIRST_HEARTBEAT,
  FIRST_HEARTBEAT_OF_COMPUTER,
  INGESTION_TROUBLE,
] as const;
