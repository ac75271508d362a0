import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action, PutExtension, PutRule } from '../../src/method/action.ts';
import { type TemplateTarget, templateDeployments } from '../../src/method/template.ts';
import { failureOfItem } from '../../src/method/template-failure.ts';
import { LIMITS, resourcesOf } from '../../src/method/template-file.ts';
import { templateOrder } from '../../src/method/template-order.ts';
import { machinesParameter } from '../../src/method/template-parameters.ts';
import { templateRequest } from '../../src/method/template-request.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { DeploymentFailure } from '../../src/target/deployment-failure.ts';

const SUB = '00000000-0000-0000-0000-000000000001';
const group = (name: string): string => `/subscriptions/${SUB}/resourceGroups/${name}`;
const machine = (name: string, of = 'servers', type = 'Microsoft.Compute/virtualMachines'): string =>
  `${group(of)}/providers/${type}/${name}`;
const ARC = 'Microsoft.HybridCompute/machines';
const SET = 'Microsoft.Compute/virtualMachineScaleSets';
const RULE = `${group('monitoring')}/providers/Microsoft.Insights/dataCollectionRules/azmon-logs-linux`;

const legacy = (id: string, more: Partial<PutExtension> = {}): PutExtension => ({
  ...{ kind: 'put-extension', change: 'create', machine: id, name: 'OmsAgentForLinux', location: 'westeurope' },
  ...{ publisher: 'Microsoft.EnterpriseCloud.Monitoring', type: 'OmsAgentForLinux', version: '1.13' },
  ...{ autoUpgradeMinor: true, settings: { workspaceId: 'w' }, why: '' },
  protectedSettings: { workspaceKey: { secret: 'workspace-key' } },
  ...more,
});
const successor = (id: string): PutExtension =>
  legacy(id, {
    ...{ name: 'AzureMonitorLinuxAgent', type: 'AzureMonitorLinuxAgent', publisher: 'Microsoft.Azure.Monitor' },
    ...{ version: '1.36', settings: {}, protectedSettings: {} },
  });
const associate = (id: string): Action => ({ kind: 'associate', machine: id, name: 'azmon-rule', rule: RULE, why: '' });
const makeRule: PutRule = {
  ...{ kind: 'put-rule', change: 'create', rule: RULE, location: 'westeurope', system: 'Linux', why: '' },
  ...{
    tags: { azmon: 'default-rule' },
    properties: { destinations: { logAnalytics: [{ workspaceResourceId: 'W' }] } },
  },
};
const target = (key: string, actions: readonly Action[], more: Partial<TemplateTarget> = {}): TemplateTarget => ({
  ...{ key: key.toLowerCase(), system: 'linux', secrets: 'one', actions },
  ...more,
});
const legacyOn = (name: string, of?: string, type?: string, more?: Partial<TemplateTarget>): TemplateTarget => {
  const id = machine(name, of, type);
  return target(id, [legacy(id)], more);
};
const plan = (targets: readonly TemplateTarget[], taken: readonly string[] = []) =>
  templateDeployments(targets, { stamp: '20261122T120000000', taken: () => taken });
const shape = (targets: readonly TemplateTarget[]): readonly string[] =>
  plan(targets).map(({ scope, template, items }) => `${scope.split('/')[4]} ${template} ${items.length}`);

describe('which machines are deployed together', () => {
  test.for([
    ['one machine', [legacyOn('a')], ['servers log-analytics-vm 1']],
    ['two of a group', [legacyOn('a'), legacyOn('b')], ['servers log-analytics-vm 2']],
    ['a group in another spelling', [legacyOn('a'), legacyOn('b', 'SERVERS')], ['servers log-analytics-vm 2']],
    ['two groups', [legacyOn('a'), legacyOn('b', 'web')], ['servers log-analytics-vm 1', 'web log-analytics-vm 1']],
    [
      'three kinds',
      [legacyOn('a'), legacyOn('b', 'servers', ARC), legacyOn('c', 'servers', SET)],
      ['servers log-analytics-vm 1', 'servers log-analytics-arc 1', 'servers log-analytics-scale-set 1'],
    ],
    [
      'other secrets',
      [legacyOn('a'), legacyOn('b', 'servers', undefined, { secrets: 'two' })],
      ['servers log-analytics-vm 1', 'servers log-analytics-vm 1'],
    ],
    [
      'a key that the template reads, and one that was given',
      [legacyOn('a'), legacyOn('b', 'servers', undefined, { keyOf: 'W' })],
      ['servers log-analytics-vm 1', 'servers log-analytics-vm 1'],
    ],
    [
      'extension and tie are one machine; the rule comes first, once',
      [
        target('a', [makeRule, successor(machine('a')), associate(machine('a'))]),
        target('b', [makeRule, associate(machine('b'))]),
      ],
      ['monitoring data-collection-rule 0', 'servers azure-monitor-vm 2'],
    ],
    ['nothing to deploy', [target('a', [{ kind: 'start', machine: machine('a'), why: '' }])], []],
    [
      'a rule that somebody changed is put right by the API',
      [target('a', [{ ...makeRule, change: 'update' }, associate(machine('a'))])],
      ['servers azure-monitor-vm 1'],
    ],
  ] as const)('%s', ([, targets, expected]) => expect(shape(targets)).toEqual(expected));

  const several = fc.array(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
      of: fc.constantFrom('servers', 'Servers', 'web'),
      type: fc.constantFrom('Microsoft.Compute/virtualMachines', ARC, SET),
      rule: fc.boolean(),
      secrets: fc.constantFrom('one', 'two'),
      size: fc.constantFrom(0, 10, 2_000_000),
    }),
    { maxLength: 30 },
  );
  const targetOf = (
    of: typeof several extends fc.Arbitrary<(infer T)[]> ? T : never,
    index: number,
  ): TemplateTarget => {
    const id = machine(`${of.name}${index}`, of.of, of.type);
    const put = legacy(id, { settings: { workspaceId: 'w', filler: 'x'.repeat(of.size) } });
    return target(id, of.rule ? [successor(id), associate(id)] : [put], { secrets: of.secrets });
  };

  test('never over a limit, no machine twice or lost, no name twice', () => {
    fc.assert(
      fc.property(several, (list) => {
        const targets = list.map(targetOf);
        const deployments = plan(targets);
        const items = deployments.flatMap((one) => one.items);
        expect(items.map((one) => one.machine).sort()).toEqual(targets.map((_, i) => machineOf(targets, i)).sort());
        expect(new Set(deployments.map(({ name }) => name.toLowerCase())).size).toBe(deployments.length);
        for (const one of deployments) {
          expect(one.name).toMatch(/^[-\w.()]{1,64}$/);
          expect(one.items.length * resourcesOf(one.template)).toBeLessThanOrEqual(LIMITS.resources);
          const bytes = Buffer.byteLength(JSON.stringify(machinesParameter(one.items)));
          expect(one.items.length === 1 || bytes < 4_000_000).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
  const machineOf = (targets: readonly TemplateTarget[], index: number): string =>
    (targets[index]?.actions[0] as PutExtension | undefined)?.machine ?? '';

  test.for([
    ['Log Analytics agent', 1700, [800, 800, 100], false],
    ['Azure Monitor Agent', 900, [400, 400, 100], true],
  ] as const)('%s: %i machines in %s', ([, count, expected, rule]) => {
    const targets = Array.from({ length: count }, (_, index) => {
      const id = machine(`m${index}`);
      return target(id, rule ? [successor(id), associate(id)] : [legacy(id)]);
    });
    expect(plan(targets).map(({ items }) => items.length)).toEqual(expected);
  });

  test('a name that the history has is not taken again', () => {
    const [first] = plan([legacyOn('a')]);
    const [second] = plan([legacyOn('a')], [first?.name.toUpperCase() ?? '']);
    expect(second?.name).toBe(`${first?.name}-2`);
  });
});

describe('parameters', () => {
  const secrets = new Map([['workspace-key', new Secret('k')]] as const);
  const requestOf = (targets: readonly TemplateTarget[]) => {
    const [one] = plan(targets);
    if (one === undefined) throw new Error('nothing is deployed');
    return templateRequest(one, one.items, {}, secrets).parameters;
  };

  test('a given key is a secret, the others empty', () =>
    expect(requestOf([legacyOn('a')])).toMatchObject({
      workspaceResourceId: { value: '' },
      workspaceId: { value: 'w' },
      workspaceKey: { value: expect.any(Secret) },
      proxy: { value: '' },
    }));
  test('a key that the template reads is not sent', () =>
    expect(requestOf([legacyOn('a', 'servers', undefined, { keyOf: 'W' })])).toMatchObject({
      workspaceResourceId: { value: 'W' },
      workspaceKey: { value: '' },
    }));
  test('a secret that nobody handed over is not sent as nothing', () => {
    const [one] = plan([legacyOn('a')]);
    if (one === undefined) throw new Error('nothing is deployed');
    expect(() => templateRequest(one, one.items, {}, new Map())).toThrow(RangeError);
  });
  test.for([
    ['both', [successor(machine('a')), associate(machine('a'))], undefined],
    ['the tie alone', [associate(machine('a'))], 'association'],
    ['the extension alone', [successor(machine('a'))], 'extension'],
  ] as const)('%s', ([, actions, only]) => {
    const [one] = plan([target('a', actions)]);
    expect(machinesParameter(one?.items ?? [])[0]?.only).toBe(only);
  });
});

test('what a template cannot do stands before and after what it does', () => {
  const id = machine('a');
  const order: readonly Action[] = [
    { kind: 'start', machine: id, why: '' },
    makeRule,
    { kind: 'add-identity', machine: id, why: '' },
    { kind: 'delete-extension', machine: id, name: 'x', why: '' },
    successor(id),
    { kind: 'upgrade-instances', machine: id, instances: ['0'], why: '' },
    associate(id),
    { kind: 'stop', machine: id, to: 'stopped', why: '' },
  ];
  expect(templateOrder(order).map(({ kind }) => kind)).toEqual([
    ...[
      'start',
      'add-identity',
      'delete-extension',
      'put-rule',
      'put-extension',
      'associate',
      'upgrade-instances',
      'stop',
    ],
  ]);
});

describe('whose error it is', () => {
  const item = { target: 'a', machine: machine('a'), system: 'linux', extension: legacy(machine('a')) } as const;
  const failed = (...errors: DeploymentFailure['errors']): Problem =>
    new Problem({
      code: 'AZMON-DEPLOYMENT-FAILED',
      exit: EXIT.failed,
      message: 'failed',
      cause: new DeploymentFailure(errors),
    });
  const HANDLER = `VM has reported a failure when processing extension 'OmsAgentForLinux' (publisher 'p' and type 't'). Error message: "Enable failed with exit code 52". More information on troubleshooting is available at https://aka.ms/x`;

  test.for([
    [
      'its own',
      failed({ resource: `${machine('A')}/extensions/x`, code: 'VMExtensionProvisioningError', message: HANDLER }),
      'failed',
    ],
    ['of another machine', failed({ resource: `${machine('b')}/extensions/x`, code: 'x', message: '' }), 'unsaid'],
    [
      'of a machine whose name begins alike',
      failed({ resource: `${machine('ab')}/extensions/x`, code: 'x', message: '' }),
      'unsaid',
    ],
    ['of nothing in particular', failed({ code: 'InvalidTemplate', message: '' }), 'whole'],
    [
      'of the deployment itself',
      failed({ resource: `${group('servers')}/providers/Microsoft.Resources/deployments/d`, code: 'x', message: '' }),
      'whole',
    ],
    ['refused', new Problem({ code: 'AZMON-AZURE-DENIED', exit: EXIT.auth, message: 'no' }), 'whole'],
  ] as const)('%s', ([, problem, state]) => expect(failureOfItem(problem, item).state).toBe(state));

  test('a handler speaks in its own words', () => {
    const failure = failureOfItem(
      failed({ resource: `${machine('a')}/extensions/x`, code: 'VMExtensionProvisioningError', message: HANDLER }),
      item,
    );
    expect(failure).toMatchObject({
      part: 'extension',
      problem: { code: 'AZMON-EXTENSION-FAILED', why: 'Enable failed with exit code 52' },
    });
  });
  test('a tie that failed is no trouble of the extension', () =>
    expect(
      failureOfItem(
        failed({
          resource: `${machine('a')}/providers/Microsoft.Insights/dataCollectionRuleAssociations/r`,
          code: 'BadRequest',
          message: 'no',
        }),
        item,
      ),
    ).toMatchObject({ part: 'association', problem: { code: 'AZMON-DEPLOYMENT-FAILED', why: 'no' } }));
});
