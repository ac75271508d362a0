import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import { baseProperties } from '../../src/collection/base-set.ts';
import { TEMPLATE_FILES } from '../../src/method/template-file.ts';
import { bodyOf, planOf } from '../../src/sandbox/deployments-plan.ts';
import { scopeOf } from '../../src/sandbox/deployments-scope.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

/**
 * The files of templates/arm. Microsoft's schema of templates comes with no package: their form is held to what the documentation says of it
 * ("Understand the structure and syntax of ARM templates"), the bodies that they make to Microsoft's specification of the resources.
 */
const FOLDER = join(ROOT, 'templates', 'arm');

interface Parameter {
  readonly type: string;
  readonly defaultValue?: unknown;
  readonly metadata?: { readonly description?: string };
}
interface Template {
  readonly $schema: string;
  readonly contentVersion: string;
  readonly metadata: { readonly description: string };
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly variables: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly resources: readonly Readonly<Record<string, unknown>>[];
}
const read = (name: string): Template => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
const FILES = TEMPLATE_FILES.map((name) => [name, read(name)] as const);

const PARTS = ['$schema', 'contentVersion', 'metadata', 'parameters', 'variables', 'resources', 'outputs'];
const OF_PARAMETER = ['type', 'defaultValue', 'allowedValues', 'minLength', 'maxLength', 'metadata'];
const TYPES = ['string', 'securestring', 'array', 'object'];
const OF_RESOURCE = [
  ...[
    'condition',
    'type',
    'apiVersion',
    'scope',
    'name',
    'location',
    'kind',
    'tags',
    'copy',
    'dependsOn',
    'properties',
  ],
];

test('every file is one that azmon deploys', () =>
  expect(readdirSync(FOLDER).sort()).toEqual(TEMPLATE_FILES.map((name) => `${name}.json`).sort()));

describe.for(FILES)('%s', ([, template]) => {
  test('has the form of a template', () => {
    expect(Object.keys(template).filter((part) => !PARTS.includes(part))).toEqual([]);
    expect(template.$schema).toBe('https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#');
    expect(template.contentVersion).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(template.metadata.description).toMatch(/[\w)]\.$/);
    expect(template.resources.length).toBeGreaterThan(0);
    for (const resource of template.resources) {
      expect(Object.keys(resource).filter((part) => !OF_RESOURCE.includes(part))).toEqual([]);
      expect(resource).toMatchObject({
        type: expect.stringMatching(/^Microsoft\.\w+(\/\w+)+$/),
        name: expect.any(String),
      });
      expect(resource.apiVersion).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  test('describes its parameters, and no secure one has a default', () => {
    for (const [name, parameter] of Object.entries(template.parameters)) {
      expect(Object.keys(parameter).filter((part) => !OF_PARAMETER.includes(part))).toEqual([]);
      expect(TYPES).toContain(parameter.type);
      expect(parameter.metadata?.description, name).toMatch(/[\w)]\.$/);
      if (parameter.type.startsWith('secure')) expect('defaultValue' in parameter, name).toBe(false);
      if (/key$|password|proxy/i.test(name)) expect(parameter.type, name).toBe('securestring');
    }
  });

  test('no expression is longer than Azure takes, no output gives a secret back', () => {
    const texts = JSON.stringify(template).match(/"\[[^"]*\]"/g) ?? [];
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(24_576);
    expect(JSON.stringify((template as unknown as { outputs?: unknown }).outputs ?? {})).not.toMatch(
      /listKeys|workspaceKey/,
    );
  });
});

describe('what stands in the templates is what azmon itself installs', () => {
  test.for(FILES.filter(([name]) => name !== 'data-collection-rule'))('%s', ([name, { variables }]) => {
    const { extension } = name.startsWith('azure-monitor') ? AGENTS['azure-monitor'] : AGENTS['log-analytics'];
    for (const system of ['linux', 'windows'] as const)
      expect(variables.extensions?.[system]).toMatchObject({
        ...{ publisher: extension.publisher, type: extension[system].type },
        typeHandlerVersion: extension[system].version,
      });
  });
  test.for(['linux', 'windows'] as const)('the base set for %s', (system) => {
    const { variables, resources } = read('data-collection-rule');
    const wanted = baseProperties(system, "[parameters('workspaceResourceId')]");
    const { properties } = resources[0] as { properties: Record<string, unknown> };
    expect({
      ...properties,
      dataSources: variables.dataSources?.[system],
      dataFlows: variables.dataFlows?.[system],
    }).toEqual(wanted);
  });
});

describeWith({ data: SPECIFICATION })('bodies that the templates make', () => {
  let azure: TestSandbox;
  beforeAll(async () => {
    azure = await sandbox({ machines: 200 });
  });
  afterAll(() => azure.close());

  const SUB = '/subscriptions/0a000000-0000-4000-8000-000000000001';
  const WORKSPACE = `${SUB}/resourceGroups/monitoring/providers/Microsoft.OperationalInsights/workspaces/logs-westeurope`;
  const RULE = `${SUB}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/made`;
  const AGENT = {
    workspaceId: 'e34591aa-e269-4301-8282-c70c4838eb2b',
    proxy: 'http://proxy:8080',
    workspaceResourceId: WORKSPACE,
  };
  const LOGIN = { proxyUser: 'somebody', proxyPassword: 'of-no-use', ruleId: RULE };
  const TWO = (linux: string, windows: string) => [
    { name: linux, system: 'linux', properties: { forceUpdateTag: 'again' } },
    { name: windows, system: 'windows', location: 'westeurope' },
  ];

  test.for([
    [
      'data-collection-rule',
      'monitoring',
      { ruleName: 'made', system: 'linux', location: 'westeurope', workspaceResourceId: WORKSPACE },
    ],
    ['log-analytics-vm', 'app-westeurope', { ...AGENT, machines: TWO('web-01', 'win-01') }],
    ['azure-monitor-vm', 'app-westeurope', { ...LOGIN, machines: TWO('web-03', 'win-02') }],
    ['log-analytics-arc', 'hybrid-westeurope', { ...AGENT, machines: TWO('arc-01', 'arc-ama-01') }],
    ['azure-monitor-arc', 'hybrid-westeurope', { ...LOGIN, machines: TWO('arc-01', 'arc-ama-01') }],
    ['log-analytics-scale-set', 'sets-westeurope', { ...AGENT, machines: TWO('set-manual-01', 'set-auto-01') }],
    ['azure-monitor-scale-set', 'sets-westeurope', { ...LOGIN, machines: TWO('set-manual-01', 'set-auto-01') }],
  ] as const)('%s: as the specification has them', async ([name, group, parameters]) => {
    const key = Object.values(azure.state.workspaces).find(({ id }) => id === WORKSPACE)?.primaryKey ?? '';
    const given = { ...parameters, ...('proxy' in parameters ? { workspaceKey: key } : {}) };
    const values = Object.entries(given).map(([one, value]) => [one, { value }] as const);
    const id = `${SUB}/resourceGroups/${group}/providers/Microsoft.Resources/deployments/test`;
    const { resources } = planOf(
      { mode: 'Incremental', template: read(name), parameters: Object.fromEntries(values) } as never,
      scopeOf(id, undefined, { state: azure.state, origin: azure.origin }),
    );
    const before = azure.exchanges.length;
    for (const one of resources) {
      const response = await fetch(`${azure.origin}${one.id}?api-version=${one.apiVersion}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${await azure.token()}`, 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(one)),
      });
      expect(response.status, `${one.id}: ${await response.text()}`).toBeLessThan(300);
    }
    const sent = azure.exchanges.slice(before).filter(({ method }) => method === 'PUT');
    expect(sent.length).toBe(resources.length);
    expect(await validate(sent)).toEqual([]);
  });
});
