import type { SandboxState } from './state.ts';

/** One of `error.details[]` of a rule that is refused. */
export interface RuleTrouble {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

interface RuleBody {
  readonly location?: unknown;
  readonly kind?: unknown;
  readonly properties?: {
    readonly dataSources?: Readonly<Record<string, readonly Source[]>>;
    readonly destinations?: { readonly logAnalytics?: readonly Destination[] } & Readonly<Record<string, unknown>>;
    readonly dataFlows?: readonly Flow[];
  };
}

interface Source {
  readonly name?: string;
  readonly streams?: readonly string[];
  readonly samplingFrequencyInSeconds?: number;
}

interface Destination {
  readonly name?: string;
  readonly workspaceResourceId?: string;
}

interface Flow {
  readonly streams?: readonly string[];
  readonly destinations?: readonly string[];
}

/** What is wrong with a rule; empty: nothing. Source of the rules: docs "Structure of a data collection rule", the service's limits. */
export function ruleTrouble(body: unknown, state: SandboxState): readonly RuleTrouble[] {
  const rule = (body ?? {}) as RuleBody;
  return [...sourceTrouble(rule), ...destinationTrouble(rule, state), ...flowTrouble(rule)];
}

/** Which sources belong to one system alone. */
const ONLY: Readonly<Record<string, 'Linux' | 'Windows'>> = {
  syslog: 'Linux',
  windowsEventLogs: 'Windows',
  iisLogs: 'Windows',
  windowsFirewallLogs: 'Windows',
};

/** Streams that each kind of source makes, where the set is closed. */
const STREAMS: Readonly<Record<string, readonly string[]>> = {
  performanceCounters: ['Microsoft-Perf', 'Microsoft-InsightsMetrics'],
  syslog: ['Microsoft-Syslog', 'Microsoft-CommonSecurityLog'],
  windowsEventLogs: ['Microsoft-Event', 'Microsoft-WindowsEvent', 'Microsoft-SecurityEvent'],
  iisLogs: ['Microsoft-W3CIISLog'],
};

function sourceTrouble({ kind, properties }: RuleBody): readonly RuleTrouble[] {
  const seen = new Set<string>();
  return Object.entries(properties?.dataSources ?? {}).flatMap(([type, sources]) =>
    sources.flatMap((source, index) => {
      const target = `properties.dataSources.${type}[${index}]`;
      const twice = source.name !== undefined && seen.has(source.name);
      seen.add(source.name ?? '');
      return [
        ...(twice
          ? [
              {
                code: 'DuplicateDataSource',
                message: `Data source name '${source.name}' is used more than once.`,
                target,
              },
            ]
          : []),
        ...streamTrouble(type, source, target),
        ...(ONLY[type] !== undefined && kind !== undefined && kind !== ONLY[type]
          ? [
              {
                code: 'InvalidDataSource',
                message: `Data source type '${type}' is not supported in rules of kind '${kind}'.`,
                target,
              },
            ]
          : []),
        ...frequencyTrouble(source, target),
      ];
    }),
  );
}

const streamTrouble = (type: string, { streams = [] }: Source, target: string): readonly RuleTrouble[] =>
  streams
    .filter((stream) => STREAMS[type] !== undefined && !STREAMS[type].includes(stream))
    .map((stream) => ({
      code: 'InvalidStream',
      message: `Stream '${stream}' is not supported for data source type '${type}'.`,
      target: `${target}.streams`,
    }));

function frequencyTrouble({ samplingFrequencyInSeconds: seconds }: Source, target: string): readonly RuleTrouble[] {
  if (seconds === undefined || (seconds >= 1 && seconds <= 1800)) return [];
  const message = `Sampling frequency of ${seconds} seconds is not between 1 and 1800.`;
  return [{ code: 'InvalidSamplingFrequency', message, target: `${target}.samplingFrequencyInSeconds` }];
}

function destinationTrouble({ location, properties }: RuleBody, state: SandboxState): readonly RuleTrouble[] {
  return (properties?.destinations?.logAnalytics ?? []).flatMap(({ workspaceResourceId = '', name }, index) => {
    const target = `properties.destinations.logAnalytics[${index}]`;
    const workspace = state.workspaces[workspaceResourceId.toLowerCase()];
    if (workspace === undefined)
      return [
        {
          code: 'InvalidDestination',
          message: `Workspace '${workspaceResourceId}' of destination '${name}' was not found.`,
          target,
        },
      ];
    return workspace.location === location
      ? []
      : [
          {
            code: 'InvalidDestinationLocation',
            message: `Destination '${name}' is in '${workspace.location}': a rule and its workspaces must be in the same region, and the rule is in '${location}'.`,
            target,
          },
        ];
  });
}

function flowTrouble({ properties }: RuleBody): readonly RuleTrouble[] {
  const { destinations = {}, dataFlows = [] } = properties ?? {};
  const names = Object.values(destinations).flatMap((value) => [value].flat().map((one) => (one as Destination).name));
  return dataFlows.flatMap(({ destinations: wanted = [], streams = [] }, index) => [
    ...(streams.length > 0
      ? []
      : [
          {
            code: 'InvalidDataFlow',
            message: 'A data flow needs at least one stream.',
            target: `properties.dataFlows[${index}].streams`,
          },
        ]),
    ...wanted
      .filter((name) => !names.includes(name))
      .map((name) => ({
        code: 'InvalidDestination',
        message: `Destination '${name}' is not defined.`,
        target: `properties.dataFlows[${index}].destinations`,
      })),
  ]);
}
