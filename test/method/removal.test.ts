import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import { describeAction } from '../../src/method/describe.ts';
import { planRemoval } from '../../src/method/removal.ts';
import { HARD_STOPS, type RemovalRequest } from '../../src/method/request.ts';
import { Problem } from '../../src/problem.ts';
import type { PolicyAssignment } from '../../src/target/scope.ts';
import { SUBSCRIPTION, vm } from '../support/azure-fake.ts';
import { amaLinux, mma, oms, RULE_ID, removal, windowsVm } from './requests.ts';

const lines = (request: RemovalRequest): readonly string[] => planRemoval(request).actions.map(describeAction);

function refusal(request: RemovalRequest): Problem {
  try {
    planRemoval(request);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const ama = AGENTS['azure-monitor'];
const withIdentity = { identity: { system: true, user: [] } };
const assigned = (part: Partial<PolicyAssignment> = {}): PolicyAssignment => ({
  ...{ id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/policyAssignments/put-back` },
  ...{ name: 'put-back', title: 'Agents everywhere', scope: `/subscriptions/${SUBSCRIPTION}` },
  definitions: ['/providers/Microsoft.Authorization/policyDefinitions/053d3325-282c-4e5c-b944-24faffd30d77'],
  ...{ effect: 'deployifnotexists', enforced: true, excluded: [], ...part },
});

describe('what is taken off', () => {
  test('the extension, whatever its name', () =>
    expect(lines(removal({ vm: vm({ extensions: [oms({ name: 'MMAExtension' })] }) }))).toEqual([
      '- delete extension MMAExtension: removal was asked for',
    ]));

  test('one that failed, too', () =>
    expect(lines(removal({ vm: vm({ extensions: [oms({ provisioning: 'Failed' })] }) }))).toHaveLength(1));

  test('of the successor also the associations that azmon made; others stay and are listed, and so does the identity', () => {
    const plan = planRemoval(
      removal({
        ...{ agent: ama, vm: vm({ extensions: [amaLinux()], ...withIdentity }) },
        associations: [
          { id: '1', name: 'azmon-base', rule: RULE_ID },
          { id: '2', name: 'assoc-x', rule: '/x/others' },
          { id: '3', name: 'azmon-owned', rule: '/x/owned', provisionedBy: 'Sentinel' },
          { id: '4', name: 'configurationAccessEndpoint', endpoint: '/x/dce' },
        ],
      }),
    );
    expect(plan.actions.map(describeAction)).toEqual([
      '- remove association azmon-base: azmon made it for this agent',
      '- delete extension AzureMonitorLinuxAgent: removal was asked for',
    ]);
    expect(plan.note).toBe(
      "associations that azmon did not make stay: assoc-x (others), azmon-owned (owned); the machine's identity stays",
    );
  });

  test('an association that azmon left behind, without the extension', () =>
    expect(
      lines(removal({ agent: ama, vm: vm(), associations: [{ id: '1', name: 'azmon-base', rule: RULE_ID }] })),
    ).toEqual(['- remove association azmon-base: azmon made it for this agent']));

  test('rules are no matter of the Log Analytics agent', () =>
    expect(lines(removal({ associations: [{ id: '1', name: 'azmon-base', rule: RULE_ID }] }))).toHaveLength(1));

  test('nothing there: unchanged, whatever stands against it', () =>
    expect(planRemoval(removal({ vm: vm({ power: 'deallocated' }), policies: [assigned()] }))).toEqual({
      state: 'unchanged',
      actions: [],
      note: 'no Log Analytics agent extension is there',
    }));

  test('a stopped machine: refused, or started and stopped again', () => {
    const request = removal({ vm: vm({ extensions: [oms()], power: 'stopped', vmAgent: { state: 'absent' } }) });
    expect(refusal(request)).toMatchObject({ code: 'AZMON-MACHINE-STOPPED', exit: 9 });
    const { actions } = planRemoval({ ...request, options: { startStopped: true } });
    expect(actions.map(({ kind }) => kind)).toEqual(['start', 'delete-extension', 'stop']);
  });

  test('already being deleted', () =>
    expect(refusal(removal({ vm: vm({ extensions: [oms({ provisioning: 'Deleting' })] }) })).exit).toBe(9));
});

describe('hard stops', () => {
  const on2016 = windowsVm({ extensions: [mma()], os: { name: 'Windows', version: '10.0.14393.6351' } });
  const lock = [{ name: 'keep', level: 'CanNotDelete', scope: '/subscriptions/x' }] as const;

  const stops: readonly [string, (typeof HARD_STOPS)[number], RemovalRequest][] = [
    ['Heartbeat of a SCOM Agent', 'operations-manager', removal({ seen: { categories: ['SCOM Agent'] } })],
    ['a management group', 'operations-manager', removal({ seen: { managementGroups: ['AOI-1', 'PROD'] } })],
    ['Windows Server 2016 by its build', 'defender', removal({ vm: on2016 })],
    [
      'Windows Server 2012 R2 by its image, while it is off',
      'defender',
      removal({
        vm: {
          ...on2016,
          os: { name: '', version: '' },
          image: { publisher: 'p', offer: 'o', sku: '2012-R2-Datacenter', version: 'latest' },
        },
      }),
    ],
    [
      'Windows of an unknown version',
      'defender',
      removal({
        vm: { ...on2016, os: { name: '', version: '' }, image: { publisher: '', offer: '', sku: 'own', version: '' } },
      }),
    ],
    ['a built-in policy', 'policy', removal({ policies: [assigned()] })],
    ['a built-in policy whose effect is not known', 'policy', removal({ policies: [withoutEffect(assigned())] })],
    [
      'an own policy that says so in its title',
      'policy',
      removal({ policies: [assigned({ definitions: ['/x/own'], title: 'Deploy the Log Analytics agent' })] }),
    ],
    ['a lock', 'lock', removal({ locks: lock })],
  ];

  test.for(stops)('%s: %s', ([, name, request]) => {
    const problem = refusal(request);
    expect(problem).toMatchObject({ code: 'AZMON-REMOVAL-STOPPED', exit: 10, target: request.vm.id });
    expect(problem.fix.map(({ text }) => text)).toContain(`or go ahead all the same with --ignore ${name}`);
  });

  test.for(stops)('%s: lowered by the name %s alone', ([, name, request]) => {
    expect(lines({ ...request, options: { ignore: [name] } })).toHaveLength(1);
    const others = HARD_STOPS.filter((other) => other !== name);
    expect(refusal({ ...request, options: { ignore: others } }).exit).toBe(10);
  });

  test('several at once are all named', () => {
    const problem = refusal(removal({ policies: [assigned()], locks: lock }));
    expect(problem.message).toBe(
      'the policy "Agents everywhere" puts the agent back; the lock keep (CanNotDelete) forbids it',
    );
    expect(problem.why).toContain('put-back');
  });

  test.for<[string, RemovalRequest]>([
    [
      'a workspace shows as a management group',
      removal({ seen: { managementGroups: ['AOI-1'], categories: ['Direct Agent'] } }),
    ],
    ['Windows Server 2019', removal({ vm: windowsVm({ extensions: [mma()] }) })],
    [
      'what a probe found weighs more than the build',
      removal({
        vm: on2016,
        system: {
          ...{ family: 'windows', id: '2019', name: '', build: 17763, servicePack: 0, server: true, edition: '' },
          ...{ core: false, multiSession: false, architecture: 'AMD64' },
        },
      }),
    ],
    ['a policy that is not enforced', removal({ policies: [assigned({ enforced: false })] })],
    ['a policy that only audits', removal({ policies: [assigned({ effect: 'auditifnotexists' })] })],
    [
      'a policy that exempts the group',
      removal({ policies: [assigned({ excluded: [vm().id.split('/providers')[0] ?? ''] })] }),
    ],
    [
      'a policy for the other agent',
      removal({
        policies: [
          assigned({ definitions: ['/x/a4034bc6-ae50-406d-bf76-50f4ee5a7811'], title: 'Azure Monitor Agent' }),
        ],
      }),
    ],
    [
      'an own policy that audits',
      removal({ policies: [assigned({ definitions: [], title: 'Log Analytics agent', effect: 'audit' })] }),
    ],
    [
      'Operations Manager and Defender are no matter of the successor',
      removal({
        ...{ agent: ama, seen: { categories: ['SCOM Agent'], managementGroups: ['PROD'] } },
        vm: windowsVm({
          os: { name: 'Windows Server 2016', version: '10.0.14393' },
          extensions: [{ ...mma(), publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorWindowsAgent' }],
        }),
      }),
    ],
  ])('no stop: %s', ([, request]) => expect(lines(request)).toHaveLength(1));
});

function withoutEffect({ effect: _, ...rest }: PolicyAssignment): PolicyAssignment {
  return rest;
}
