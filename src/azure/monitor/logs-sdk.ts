/** The client of @azure/monitor-query-logs. */
export { LogsQueryClient } from '@azure/monitor-query-logs';
