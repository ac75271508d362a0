/**
 * What a default rule collects: enough to see that a machine lives and what ails it, at a price that does not surprise. Counters every
 * 60 s; warnings and worse of the logs. Windows counters begin with a backslash, Linux ones (the names of the Log Analytics agent) do not.
 * Source: docs "Data collection rule structure"; levels: Error of the older agent is 1 and 2, Warning is 3.
 */

const SECONDS = 60;

/** As in `properties.dataSources` of a rule. Names are unique over all types of source. */
export const BASE_SET = {
  windows: {
    performanceCounters: [
      {
        name: 'azmon-counters',
        streams: ['Microsoft-Perf'],
        samplingFrequencyInSeconds: SECONDS,
        counterSpecifiers: [
          '\\Processor(_Total)\\% Processor Time',
          '\\Memory\\Available MBytes',
          '\\LogicalDisk(*)\\% Free Space',
          '\\LogicalDisk(*)\\Free Megabytes',
          '\\Network Interface(*)\\Bytes Total/sec',
        ],
      },
    ],
    windowsEventLogs: [
      {
        name: 'azmon-events',
        streams: ['Microsoft-Event'],
        xPathQueries: [
          'System!*[System[(Level=1 or Level=2 or Level=3)]]',
          'Application!*[System[(Level=1 or Level=2 or Level=3)]]',
        ],
      },
    ],
  },
  linux: {
    performanceCounters: [
      {
        name: 'azmon-counters',
        streams: ['Microsoft-Perf'],
        samplingFrequencyInSeconds: SECONDS,
        counterSpecifiers: [
          'Processor(*)\\% Processor Time',
          'Memory(*)\\% Used Memory',
          'Logical Disk(*)\\% Used Space',
        ],
      },
    ],
    syslog: [
      {
        name: 'azmon-syslog',
        streams: ['Microsoft-Syslog'],
        facilityNames: ['auth', 'authpriv', 'cron', 'daemon', 'kern'],
        logLevels: ['Warning', 'Error', 'Critical', 'Alert', 'Emergency'],
      },
    ],
  },
} as const;

const STREAMS = {
  windows: ['Microsoft-Perf', 'Microsoft-Event'],
  linux: ['Microsoft-Perf', 'Microsoft-Syslog'],
} as const;

const DESTINATION = 'azmon-workspace';

export type RuleProperties = Readonly<Record<string, unknown>>;

/** `properties` of a rule that sends the base set of a system to a workspace (by its resource id). */
export const baseProperties = (system: 'linux' | 'windows', workspace: string): RuleProperties => ({
  description: 'Base set, made by azmon. Sources that you add stay; its own are put back.',
  dataSources: BASE_SET[system],
  destinations: { logAnalytics: [{ name: DESTINATION, workspaceResourceId: workspace }] },
  dataFlows: [{ streams: STREAMS[system], destinations: [DESTINATION] }],
});
