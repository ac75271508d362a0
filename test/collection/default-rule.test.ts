import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BASE_SET } from '../../src/collection/base-set.ts';
import { type DefaultRule, type DefaultRuleRequest, defaultRule, RULE_TAG } from '../../src/collection/default-rule.ts';
import { collectsTheSame, holds, merged } from '../../src/collection/rule-content.ts';
import type { PutRule } from '../../src/method/action.ts';
import { perform } from '../../src/method/perform.ts';
import type { AzureRule } from '../../src/target/azure-rule.ts';
import { fakeAzure, SUBSCRIPTION, workspace } from '../support/azure-fake.ts';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules`;
const ask = (rules: readonly AzureRule[] = [], part: Partial<DefaultRuleRequest> = {}): DefaultRule =>
  defaultRule({ workspace: workspace(), system: 'linux', rules, ...part });
const made = (part: Partial<DefaultRuleRequest> = {}): PutRule => ask([], part).action as PutRule;

/** What Azure makes of a PUT: its own parts added, ids in another case. */
function stored(put: PutRule, part: Partial<AzureRule> = {}): AzureRule {
  const { destinations, ...rest } = put.properties as { destinations: { logAnalytics: Record<string, string>[] } };
  const places = destinations.logAnalytics.map((one) => ({
    ...one,
    workspaceResourceId: (one.workspaceResourceId ?? '').toLowerCase(),
    workspaceId: 'a GUID',
  }));
  return {
    ...{ id: put.rule, key: put.rule.toLowerCase(), subscription: SUBSCRIPTION, group: 'monitoring' },
    ...{ name: put.rule.slice(put.rule.lastIndexOf('/') + 1), location: put.location, provisioning: 'Succeeded' },
    ...(put.system === undefined ? {} : { kind: put.system }),
    workspaces: places.map(({ workspaceResourceId }) => workspaceResourceId),
    tags: put.tags,
    properties: {
      ...rest,
      destinations: { logAnalytics: places },
      ...{ immutableId: 'dcr-1', provisioningState: 'Succeeded', metadata: null },
    },
    ...part,
  };
}

const sourcesOf = ({ properties }: { properties: Readonly<Record<string, unknown>> }) =>
  properties.dataSources as Record<string, readonly Record<string, unknown>[]>;

describe('a workspace without one', () => {
  test('Linux: the whole rule', () =>
    expect(ask()).toEqual({
      rule: { id: `${GROUP}/azmon-logs-we-linux`, name: 'azmon-logs-we-linux', kind: 'Linux' },
      note: 'rule azmon-logs-we-linux is made',
      action: {
        ...{ kind: 'put-rule', change: 'create', rule: `${GROUP}/azmon-logs-we-linux`, location: 'westeurope' },
        ...{ system: 'Linux', tags: { azmon: 'default-rule' } },
        why: 'the workspace has no rule with the base set for this system',
        properties: {
          description: expect.any(String),
          dataSources: {
            performanceCounters: [
              {
                ...{ name: 'azmon-counters', streams: ['Microsoft-Perf'], samplingFrequencyInSeconds: 60 },
                counterSpecifiers: [
                  'Processor(*)\\% Processor Time',
                  'Memory(*)\\% Used Memory',
                  'Logical Disk(*)\\% Used Space',
                ],
              },
            ],
            syslog: [
              {
                ...{ name: 'azmon-syslog', streams: ['Microsoft-Syslog'] },
                facilityNames: ['auth', 'authpriv', 'cron', 'daemon', 'kern'],
                logLevels: ['Warning', 'Error', 'Critical', 'Alert', 'Emergency'],
              },
            ],
          },
          destinations: {
            logAnalytics: [{ name: 'azmon-workspace', workspaceResourceId: workspace().id }],
          },
          dataFlows: [{ streams: ['Microsoft-Perf', 'Microsoft-Syslog'], destinations: ['azmon-workspace'] }],
        },
      },
    }));

  test('Windows: events by XPath, Error with Critical, and Warning', () => {
    const put = made({ system: 'windows' });
    expect(put).toMatchObject({ rule: `${GROUP}/azmon-logs-we-windows`, system: 'Windows' });
    expect(sourcesOf(put).windowsEventLogs?.[0]).toMatchObject({
      streams: ['Microsoft-Event'],
      xPathQueries: [
        'System!*[System[(Level=1 or Level=2 or Level=3)]]',
        'Application!*[System[(Level=1 or Level=2 or Level=3)]]',
      ],
    });
    for (const counter of BASE_SET.windows.performanceCounters[0].counterSpecifiers)
      expect(counter).toMatch(/^\\[\w ]+(\([\w*]+\))?\\[^\\]+$/);
  });

  test.for(['linux', 'windows'] as const)('%s: names of sources are unique over all types', (system) => {
    const names = Object.values(sourcesOf(made({ system }))).flatMap((list) => list.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });

  test('names stay below 64 characters, and apart', () => {
    const long = (group: string): string =>
      made({ workspace: workspace({ name: 'w'.repeat(63), group }), system: 'windows' })
        .rule.split('/')
        .at(-1) ?? '';
    expect(long('a').length).toBeLessThanOrEqual(60);
    expect(long('a')).toMatch(/^azmon-w+-[0-9a-f]{8}-windows$/);
    expect(long('a')).not.toBe(long('b'));
  });
});

describe("azmon's own", () => {
  const own = (part: Partial<AzureRule> = {}): AzureRule => stored(made(), part);

  test('is taken as Azure gives it back', () => {
    expect(ask([own()])).toEqual({
      rule: { id: own().id, name: own().name, kind: 'Linux' },
      note: 'rule azmon-logs-we-linux: azmon made it',
    });
  });

  test('with sources that somebody added is taken', () => {
    const { properties } = own();
    const dataSources = { ...sourcesOf(own()), iisLogs: [{ name: 'iis', streams: ['Microsoft-W3CIISLog'] }] };
    expect(ask([own({ properties: { ...properties, dataSources } })]).action).toBeUndefined();
  });

  test('with a changed source is put right; what else is in it stays, what Azure writes is not sent', () => {
    const { properties } = own();
    const [counters] = sourcesOf(own()).performanceCounters ?? [];
    const changed = {
      ...properties,
      dataCollectionEndpointId: '/x/dce',
      unheardOf: { a: 1 },
      dataSources: {
        ...sourcesOf(own()),
        performanceCounters: [
          { ...counters, samplingFrequencyInSeconds: 10 },
          { name: 'mine', streams: ['x'] },
        ],
      },
    };
    const { action, rule } = ask([own({ properties: changed, tags: { ...RULE_TAG, team: 'x' } })]);
    expect(rule.id).toBe(own().id);
    expect(action).toMatchObject({ change: 'update', tags: { azmon: 'default-rule', team: 'x' } });
    expect(action?.properties).toMatchObject({ dataCollectionEndpointId: '/x/dce', unheardOf: { a: 1 } });
    expect(action?.properties).not.toHaveProperty('immutableId');
    expect(sourcesOf(action as PutRule).performanceCounters).toEqual([{ name: 'mine', streams: ['x'] }, counters]);
    expect(ask([stored(action as PutRule)]).action).toBeUndefined();
  });

  test('whose destination was taken out is put right', () => {
    const { properties } = own();
    const { action } = ask([own({ properties: { ...properties, destinations: {} }, workspaces: [] })]);
    expect(action).toMatchObject({ change: 'update', rule: own().id });
  });

  test('of another system is not for this one', () =>
    expect(ask([stored(made({ system: 'windows' }))]).action).toMatchObject({ change: 'create' }));
});

describe("somebody else's", () => {
  const theirs = (part: Partial<AzureRule> = {}): AzureRule => {
    const { properties } = made();
    const rename = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('azmon-', 'our-'));
    const renamed = { ...made(), rule: `${GROUP}/ours`, tags: {}, properties: rename(properties) };
    return stored(renamed as PutRule, part);
  };

  test('is taken where it collects just the same, under whatever names', () =>
    expect(ask([theirs()])).toEqual({
      rule: { id: `${GROUP}/ours`, name: 'ours', kind: 'Linux' },
      note: 'rule ours: it collects the base set and nothing else',
    }));

  test.for<[string, Partial<AzureRule>]>([
    ['it belongs to another service', { provisionedBy: 'Sentinel' }],
    ['it is in another region', { location: 'northeurope' }],
    ['it is for the other system', { kind: 'Windows' }],
    ['it sends to another workspace', { workspaces: ['/x/other'] }],
    [
      'it collects more',
      {
        properties: {
          ...theirs().properties,
          dataSources: { ...sourcesOf(theirs()), iisLogs: [{ name: 'iis', streams: ['x'] }] },
        },
      },
    ],
    [
      'it transforms',
      {
        properties: {
          ...theirs().properties,
          dataFlows: [
            {
              streams: ['Microsoft-Perf', 'Microsoft-Syslog'],
              destinations: ['our-workspace'],
              transformKql: 'source | take 0',
            },
          ],
        },
      },
    ],
  ])('is not taken where %s', ([, part]) => expect(ask([theirs(part)]).action).toMatchObject({ change: 'create' }));

  test('a foreign rule that has the name is never touched: another name', () => {
    const foreign = stored(made(), { tags: {}, properties: { dataSources: {} }, workspaces: [] });
    expect(ask([foreign]).rule.name).toBe('azmon-logs-we-linux-2');
    const second = stored(ask([foreign]).action as PutRule);
    expect(ask([foreign, second])).toMatchObject({ rule: { name: 'azmon-logs-we-linux-2' } });
    expect(ask([foreign, second]).action).toBeUndefined();
  });

  test('one that carries the mark and was taken over by another service is never touched', () =>
    expect(ask([stored(made(), { provisionedBy: 'Defender' })]).action).toMatchObject({ change: 'create' }));
});

test('asked again after the put: nothing to do', async () => {
  const azure = fakeAzure();
  for (const system of ['linux', 'windows'] as const) {
    await perform(made({ system }), azure, new Map(), {});
    expect(ask(await azure.rules.list(SUBSCRIPTION), { system }).action).toBeUndefined();
  }
});

describe('contents of rules, whatever they are', () => {
  const wanted = made().properties;
  const content = fc.dictionary(
    fc.constantFrom('dataSources', 'destinations', 'dataFlows', 'immutableId', 'other', 'description'),
    fc.oneof(fc.jsonValue(), fc.constant(wanted.dataSources), fc.constant(wanted.dataFlows)),
  ) as fc.Arbitrary<Record<string, unknown>>;

  test('what was merged holds what was wanted, and merging again changes nothing', () =>
    fc.assert(
      fc.property(content, (properties) => {
        const once = merged(properties, wanted);
        expect(holds(once, wanted)).toBe(true);
        expect(merged(once, wanted)).toEqual(once);
      }),
    ));

  test('comparing never throws, and everything is the same as itself', () =>
    fc.assert(
      fc.property(content, content, (a, b) => {
        expect(collectsTheSame(a, structuredClone(a))).toBe(true);
        expect(collectsTheSame(a, b)).toBe(collectsTheSame(b, a));
      }),
    ));
});
