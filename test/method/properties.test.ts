import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import { SECRET_NAMES } from '../../src/method/action.ts';
import { carryOut } from '../../src/method/carry-out.ts';
import { describeAction } from '../../src/method/describe.ts';
import { planExtension } from '../../src/method/extension.ts';
import { planRemoval } from '../../src/method/removal.ts';
import type { ExtensionOptions, ExtensionRequest, RemovalRequest } from '../../src/method/request.ts';
import { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import type { RuleAssociation } from '../../src/target/azure-rule.ts';
import type { AzureVm, VmExtension } from '../../src/target/azure-vm.ts';
import { type FakeAzure, fakeAzure, vm, WORKSPACE_GUID } from '../support/azure-fake.ts';
import { OTHER_GUID, RULE_ID, USER_IDENTITY } from './requests.ts';

const CANARY = 'canary-0123456789';
const SECRETS = new Map(SECRET_NAMES.map((name) => [name, new Secret(`${CANARY}-${name}`)]));

/** Short in the report of a counterexample. */
const agents = Object.values(AGENTS).map((agent) => ({ ...agent, [fc.toStringMethod]: () => agent.id }));
const handlers = agents.flatMap(({ extension: { publisher, linux, windows } }) =>
  [linux, windows].map(({ type, name }) => ({ publisher, type, name })),
);

/** Mostly one of the first, so that not every machine is refused. */
const mostly = <T>(often: readonly T[], seldom: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...often) }, { weight: 1, arbitrary: fc.constantFrom(...seldom) });

const settings = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      workspaceId: fc.constantFrom<unknown>(WORKSPACE_GUID, WORKSPACE_GUID.toUpperCase(), OTHER_GUID, '', 7, null),
      stopOnMultipleConnections: fc.constantFrom<unknown>(true, false, 'true', 'false', null),
      proxy: fc.constantFrom<unknown>(
        null,
        'x',
        { mode: 'none' },
        { mode: 'application', address: 'http://p:1', auth: true },
        { mode: 'application', address: 'http://p:1', auth: 'false' },
      ),
      authentication: fc.constantFrom<unknown>(
        null,
        3,
        {},
        { managedIdentity: { 'identifier-name': 'client_id', 'identifier-value': 'x' } },
        { managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': USER_IDENTITY } },
      ),
      more: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);

const extension: fc.Arbitrary<VmExtension> = fc
  .record({
    handler: fc.constantFrom(...handlers, { publisher: 'Me', type: 'Custom', name: 'Custom' }),
    name: fc.constantFrom('', 'MMAExtension', 'OMSEXTENSION', 'OmsAgentForLinux', 'AzureMonitorLinuxAgent'),
    version: fc.constantFrom('1.0', '1.1', '1.7', '1.13', '1.36', '2.0', ''),
    installedVersion: fc.option(fc.constantFrom('1.0.18029.0', '1.17.1', '1.39.0'), { nil: undefined }),
    provisioning: mostly(['Succeeded', 'Failed', 'Canceled'], ['Creating', 'Updating', 'Deleting', '']),
    flags: fc.record({ autoUpgradeMinor: fc.boolean(), automaticUpgrade: fc.boolean() }, { requiredKeys: [] }),
    settings,
    message: fc.constantFrom('', "Enable failed with exit code 52 Couldn't create marker file", 'exit code 51'),
  })
  .map(({ handler, name, installedVersion, flags, message, ...rest }) => ({
    ...{ ...rest, ...flags, publisher: handler.publisher, type: handler.type, name: name || handler.name },
    ...(installedVersion === undefined ? {} : { installedVersion }),
    statuses: message === '' ? [] : [{ code: 'ProvisioningState/failed/52', level: 'Error', message }],
  }));

const machine: fc.Arbitrary<AzureVm> = fc
  .record({
    system: fc.constantFrom('linux', 'windows'),
    power: mostly(['running', 'stopped', 'deallocated'], ['starting', 'stopping', 'deallocating', 'unknown']),
    vmAgent: mostly([{ state: 'ready' }], [{ state: 'not-ready', message: 'x' }, { state: 'absent' }]),
    extensionsAllowed: mostly([true], [false]),
    provisioning: mostly(['Succeeded', 'Updating', 'Failed'], ['Creating', 'Deleting']),
    identity: fc.record({ system: fc.boolean(), user: fc.subarray([USER_IDENTITY, '/other']) }),
    extensions: fc.uniqueArray(extension, { maxLength: 4, selector: ({ publisher, type }) => `${publisher}/${type}` }),
  } as const)
  .map(({ extensions, ...rest }) => vm({ ...rest, extensions: unique(extensions) } as Partial<AzureVm>));

/** Names are unique on a machine, without case. */
function unique(extensions: readonly VmExtension[]): readonly VmExtension[] {
  const seen = new Set<string>();
  return extensions.filter(({ name }) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}

const options: fc.Arbitrary<ExtensionOptions> = fc.record(
  {
    replace: fc.boolean(),
    extensionVersion: mostly(['1.13', '1.36'], ['9', '1.13.4']),
    autoUpgradeMinor: fc.boolean(),
    automaticUpgrade: fc.boolean(),
    stopOnMultipleConnections: fc.boolean(),
    startStopped: fc.boolean(),
    identity: mostly([USER_IDENTITY], ['/another']),
    proxy: fc.record({ address: fc.constant('http://proxy:8080'), login: fc.boolean() }),
  },
  { requiredKeys: [] },
);

const associations = fc.subarray<RuleAssociation>([
  { id: '1', name: 'azmon-base', rule: RULE_ID },
  { id: '2', name: 'azmon-base', rule: '/x/other' },
  { id: '3', name: 'someone', rule: RULE_ID.toLowerCase() },
  { id: '4', name: 'configurationAccessEndpoint', endpoint: '/x/dce' },
]);

const destination = {
  workspace: fc.constant({ kind: 'workspace', workspaceId: WORKSPACE_GUID, cloud: 'public' } as const),
  rule: mostly(
    [{ kind: 'rule', rule: { id: RULE_ID, name: 'base' } }] as const,
    [{ kind: 'rule', rule: { id: RULE_ID, name: 'base', kind: 'Linux' } }] as const,
  ),
};

const request: fc.Arbitrary<ExtensionRequest> = fc
  .record({
    vm: machine,
    agent: fc.constantFrom(...agents),
    crossed: mostly([false], [true]),
    ...destination,
    associations,
    options,
    tag: fc.constant('run-2'),
  })
  .map(({ crossed, workspace, rule, ...rest }) => ({
    ...rest,
    destination: (rest.agent.extension.destination === 'rule') === crossed ? workspace : rule,
  }));

/** The plan, or undefined where it is refused; anything but a Problem is a fault. */
function planned<R>(
  plan: (request: R) => ReturnType<typeof planExtension>,
  of: R,
): ReturnType<typeof planExtension> | undefined {
  try {
    return plan(of);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

async function done(
  of: ExtensionRequest | RemovalRequest,
  actions: ReturnType<typeof planExtension>['actions'],
): Promise<FakeAzure> {
  const up = of.vm.power === 'unknown' ? { ...of.vm, power: 'running' as const } : of.vm;
  const azure = fakeAzure({ vms: [up], associations: { [of.vm.key]: of.associations } });
  await carryOut(actions, { azure, secrets: SECRETS, waiting: {}, step: () => {} });
  return azure;
}

describe('plans of any machine', () => {
  test('never throw anything but a Problem, and are plain, serialisable and free of secrets', () =>
    fc.assert(
      fc.property(request, (of) => {
        const plan = planned(planExtension, of);
        if (plan === undefined) return;
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
        expect(JSON.stringify(plan) + plan.actions.map(describeAction).join()).not.toContain(CANARY);
        expect(plan.state).toBe(plan.actions.length === 0 ? 'unchanged' : 'changes');
      }),
      { numRuns: 2_000 },
    ));

  test('converge: planned again after they were carried out, nothing is left to do', async () => {
    const reached = { changes: 0 };
    await fc.assert(
      fc.asyncProperty(request, async (of) => {
        const plan = planned(planExtension, of);
        if (plan === undefined || plan.state === 'unchanged') return;
        const azure = await done(of, plan.actions);
        const again = planExtension({
          ...of,
          vm: azure.vm(of.vm.id),
          associations: await azure.rules.associations(of.vm.id),
        });
        expect(again.actions).toEqual([]);
        expect([of.vm.power, 'running']).toContain(azure.vm(of.vm.id).power);
        reached.changes += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(reached.changes).toBeGreaterThan(200);
  });

  test('removal converges, too, and leaves every other extension alone', () =>
    fc.assert(
      fc.asyncProperty(request, async ({ vm: of, agent, associations: tied, options: { startStopped } }) => {
        const removal: RemovalRequest = {
          ...{ vm: of, agent, associations: tied, policies: [], locks: [] },
          options: { startStopped, ignore: ['defender'] },
        };
        const plan = planned(planRemoval, removal);
        if (plan === undefined) return;
        const azure = await done(removal, plan.actions);
        const again = { ...removal, vm: azure.vm(of.id), associations: await azure.rules.associations(of.id) };
        expect(planRemoval(again).state).toBe('unchanged');
        const gone = of.extensions.filter((one) => !azure.vm(of.id).extensions.includes(one));
        for (const { publisher } of gone) expect(publisher).toBe(agent.extension.publisher);
      }),
      { numRuns: 1_000 },
    ));
});
