import { describe, expect, test } from 'vitest';
import type { Action, PutExtension } from '../../src/method/action.ts';
import { describeAction } from '../../src/method/describe.ts';
import { planExtension } from '../../src/method/extension.ts';
import type { ExtensionRequest } from '../../src/method/request.ts';
import { Problem } from '../../src/problem.ts';
import type { AzureVm } from '../../src/target/azure-vm.ts';
import { vm, WORKSPACE_GUID } from '../support/azure-fake.ts';
import {
  amaLinux,
  amaWindows,
  legacy,
  mma,
  OTHER_GUID,
  oms,
  RULE_ID,
  successor,
  USER_IDENTITY,
  windowsVm,
} from './requests.ts';

const on = (extensions: AzureVm['extensions'], part: Partial<AzureVm> = {}): AzureVm => vm({ extensions, ...part });
const withSystem = { identity: { system: true, user: [] } };
const tied = [{ id: 'a', name: 'anyone', rule: RULE_ID.toUpperCase() }];
const lines = (request: ExtensionRequest): readonly string[] => planExtension(request).actions.map(describeAction);
const put = (request: ExtensionRequest): PutExtension =>
  planExtension(request).actions.find((action: Action) => action.kind === 'put-extension') as PutExtension;

function refusal(request: ExtensionRequest): Problem {
  try {
    planExtension(request);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a machine without the agent', () => {
  test('Linux, workspace: one PUT with id, boolean stop, and a slot for the key', () =>
    expect(planExtension(legacy())).toEqual({
      state: 'changes',
      note: '',
      actions: [
        {
          ...{ kind: 'put-extension', change: 'create', machine: vm().id, name: 'OmsAgentForLinux' },
          ...{ location: 'westeurope', publisher: 'Microsoft.EnterpriseCloud.Monitoring', type: 'OmsAgentForLinux' },
          ...{ version: '1.13', autoUpgradeMinor: true, why: 'it is not installed' },
          settings: { stopOnMultipleConnections: true, workspaceId: WORKSPACE_GUID },
          protectedSettings: { workspaceKey: { secret: 'workspace-key' } },
        },
      ],
    }));

  test('Windows, workspace', () =>
    expect(put(legacy({ vm: windowsVm() }))).toMatchObject({ type: 'MicrosoftMonitoringAgent', version: '1.0' }));

  test('Linux, rule: identity, extension, association', () =>
    expect(lines(successor())).toEqual([
      '+ add a system-assigned identity: the agent signs in with an identity of the machine',
      '+ put extension AzureMonitorLinuxAgent 1.36: it is not installed',
      '+ associate rule base as azmon-base: the machine is not tied to the rule',
    ]));

  test('rule: upgraded by Azure, and nothing in the protected settings, or the handler fails with 53', () =>
    expect(put(successor())).toMatchObject({ automaticUpgrade: true, settings: {}, protectedSettings: {} }));

  test.for([
    ['a system-assigned identity is enough', { system: true, user: [] }, 0],
    ['the only user-assigned one is enough', { system: false, user: [USER_IDENTITY] }, 0],
    ['of two user-assigned ones the agent knows not which', { system: false, user: [USER_IDENTITY, 'other'] }, 1],
    ['none', { system: false, user: [] }, 1],
  ] as const)('identity: %s', ([, identity, added]) => {
    const { actions } = planExtension(successor({ vm: vm({ identity }) }));
    expect(actions.filter(({ kind }) => kind === 'add-identity')).toHaveLength(added);
  });

  test('a named identity goes into the settings, and Windows takes a later version for it', () => {
    const options = { identity: USER_IDENTITY };
    const machine = windowsVm({ identity: { system: false, user: [USER_IDENTITY.toLowerCase()] } });
    expect(put(successor({ vm: machine, options }))).toMatchObject({
      version: '1.2',
      settings: {
        authentication: {
          managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': USER_IDENTITY },
        },
      },
    });
  });

  test('an extension of another type has the name already: another name', () =>
    expect(put(legacy({ vm: on([oms({ name: 'omsagentforlinux', type: 'Custom', publisher: 'Me' })]) })).name).toBe(
      'OmsAgentForLinux-2',
    ));

  test.for([
    ['--extension-version', { extensionVersion: '1.14' }, { version: '1.14' }],
    ['--no-auto-upgrade-minor', { autoUpgradeMinor: false }, { autoUpgradeMinor: false }],
    ['--automatic-upgrade', { automaticUpgrade: true }, { automaticUpgrade: true }],
    [
      '--no-stop-on-multiple-connections',
      { stopOnMultipleConnections: false },
      { settings: { stopOnMultipleConnections: false } },
    ],
    [
      '--proxy',
      { proxy: { address: 'http://proxy:8080', login: true } },
      { protectedSettings: { proxy: { secret: 'proxy' } } },
    ],
  ] as const)('%s', ([, options, expected]) => expect(put(legacy({ options }))).toMatchObject(expected));

  test.for([
    [false, 'false', {}],
    [true, 'true', { proxy: { username: { secret: 'proxy-user' }, password: { secret: 'proxy-password' } } }],
  ] as const)('rule, --proxy with a login: %s', ([login, auth, protectedSettings]) => {
    const found = put(successor({ options: { proxy: { address: 'http://proxy:8080', login } } }));
    expect(found.settings).toEqual({ proxy: { mode: 'application', address: 'http://proxy:8080', auth } });
    expect(found.protectedSettings).toEqual(protectedSettings);
  });

  test('a workspace of another cloud has to be named on Linux', () => {
    const destination = { kind: 'workspace', workspaceId: WORKSPACE_GUID, cloud: 'usgov' } as const;
    expect(put(legacy({ destination, machineCloud: 'public' })).protectedSettings).toMatchObject({
      domain: 'opinsights.azure.us',
    });
    expect(put(legacy({ destination })).protectedSettings).not.toHaveProperty('domain');
  });
});

describe('nothing differs: unchanged, and no PUT', () => {
  test.for<[string, ExtensionRequest]>([
    ['Linux', legacy({ vm: on([oms()]) })],
    ['under another name', legacy({ vm: on([oms({ name: 'MMAExtension' })]) })],
    [
      'in another case',
      legacy({
        vm: on([
          oms({
            type: 'omsagentforlinux',
            settings: { workspaceId: WORKSPACE_GUID.toUpperCase() },
            provisioning: 'succeeded',
          }),
        ]),
      }),
    ],
    [
      'another version and flags that nobody asked to change',
      legacy({ vm: on([oms({ version: '1.7', autoUpgradeMinor: false })]) }),
    ],
    [
      "a policy's text in place of yes",
      legacy({ vm: on([oms({ settings: { workspaceId: WORKSPACE_GUID, stopOnMultipleConnections: 'true' } })]) }),
    ],
    ['the version asked for', legacy({ vm: on([oms({ version: '1.13' })]), options: { extensionVersion: '1.13' } })],
    ['Windows', legacy({ vm: windowsVm({ extensions: [mma()] }) })],
    ['rule, tied under any name', successor({ vm: on([amaLinux()], withSystem), associations: tied })],
    ['a stopped machine', legacy({ vm: on([oms()], { power: 'deallocated', vmAgent: { state: 'absent' } }) })],
    [
      'a user identity on 1.1 that runs a later build',
      successor({
        vm: windowsVm({
          identity: { system: false, user: [USER_IDENTITY] },
          extensions: [
            amaWindows({
              installedVersion: '1.39.0',
              settings: {
                authentication: {
                  managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': USER_IDENTITY },
                },
              },
            }),
          ],
        }),
        associations: tied,
        options: { identity: USER_IDENTITY },
      }),
    ],
  ])('%s', ([, request]) => {
    const plan = planExtension(request);
    expect(plan).toMatchObject({ state: 'unchanged', actions: [] });
    expect(plan.note).toContain('as asked already');
  });
});

describe('the difference only', () => {
  test.for<[string, ExtensionRequest, readonly string[]]>([
    [
      'only the association',
      successor({ vm: on([amaLinux()], withSystem) }),
      ['+ associate rule base as azmon-base: the machine is not tied to the rule'],
    ],
    [
      'only the identity',
      successor({ vm: on([amaLinux()]), associations: tied }),
      ['+ add a system-assigned identity: the agent signs in with an identity of the machine'],
    ],
    [
      'an association of that name for another rule stays',
      successor({ vm: on([amaLinux()], withSystem), associations: [{ id: 'a', name: 'azmon-base', rule: 'other' }] }),
      ['+ associate rule base as azmon-base-2: the machine is not tied to the rule'],
    ],
    [
      'a failed one is repaired under its name',
      legacy({ vm: on([oms({ name: 'MMAExtension', provisioning: 'Failed' })]) }),
      [`~ put extension MMAExtension (OmsAgentForLinux) 1.13 (workspace ${WORKSPACE_GUID}): its state is Failed`],
    ],
    [
      'one that failed while it was re-pointed is taken off first',
      legacy({
        vm: on([
          oms({
            provisioning: 'Failed',
            statuses: [
              {
                code: 'ProvisioningState/failed/52',
                level: 'Error',
                message: "Enable failed with exit code 52 Couldn't create marker file",
              },
            ],
          }),
        ]),
      }),
      [
        '- delete extension OmsAgentForLinux: it takes no change of this kind while installed',
        `+ put extension OmsAgentForLinux 1.13 (workspace ${WORKSPACE_GUID}): its state is Failed`,
      ],
    ],
    [
      '--extension-version',
      legacy({ vm: on([oms({ version: '1.7' })]), options: { extensionVersion: '1.13' } }),
      [`~ put extension OmsAgentForLinux 1.13 (workspace ${WORKSPACE_GUID}): its version is 1.7, not 1.13`],
    ],
    [
      '--automatic-upgrade',
      legacy({ vm: on([oms()]), options: { automaticUpgrade: true } }),
      [`~ put extension OmsAgentForLinux 1.13 (workspace ${WORKSPACE_GUID}): automatic upgrade is off`],
    ],
    [
      '--stop-on-multiple-connections where a text stands',
      legacy({
        vm: on([oms({ settings: { workspaceId: WORKSPACE_GUID, stopOnMultipleConnections: 'true' } })]),
        options: { stopOnMultipleConnections: true },
      }),
      [
        `~ put extension OmsAgentForLinux 1.13 (workspace ${WORKSPACE_GUID}): its setting stopOnMultipleConnections differs`,
      ],
    ],
    [
      '--proxy of the successor',
      successor({
        vm: on([amaLinux()], withSystem),
        associations: tied,
        options: { proxy: { address: 'http://proxy:8080', login: false } },
      }),
      ['~ put extension AzureMonitorLinuxAgent 1.36: its setting proxy differs'],
    ],
  ])('%s', ([, request, expected]) => expect(lines(request)).toEqual(expected));

  test.for([
    ['--update-key', { updateKey: true }, 'Succeeded', 'run-1'],
    ['a repair', {}, 'Failed', 'run-1'],
    ['another version', { extensionVersion: '1.14' }, 'Succeeded', 'before'],
  ] as const)('%s: forceUpdateTag', ([, options, provisioning, tag]) => {
    const machine = on([oms({ provisioning, forceUpdateTag: 'before' })]);
    expect(put(legacy({ vm: machine, options })).forceUpdateTag).toBe(tag);
  });

  test('what nobody asked for stays: settings, version, flags', () => {
    const settings = {
      workspaceId: WORKSPACE_GUID,
      skipDockerProviderInstall: true,
      stopOnMultipleConnections: 'true',
    };
    const machine = on([oms({ version: '1.16', autoUpgradeMinor: false, automaticUpgrade: true, settings })]);
    expect(put(legacy({ vm: machine, options: { updateKey: true } }))).toMatchObject({
      ...{ version: '1.16', autoUpgradeMinor: false, automaticUpgrade: true },
      settings: { workspaceId: WORKSPACE_GUID, skipDockerProviderInstall: true, stopOnMultipleConnections: true },
    });
  });

  test('a proxy cannot be read back: said, and nothing sent', () =>
    expect(
      planExtension(legacy({ vm: on([oms()]), options: { proxy: { address: 'http://p:1', login: false } } })),
    ).toMatchObject({ state: 'unchanged', note: expect.stringContaining('--update-key') }));
});

describe('another workspace', () => {
  const elsewhere = (part = {}): AzureVm => on([oms({ settings: { workspaceId: OTHER_GUID }, ...part })]);

  test('conflict, and both are named', () => {
    const problem = refusal(legacy({ vm: elsewhere() }));
    expect(problem).toMatchObject({ code: 'AZMON-WORKSPACE-CONFLICT', exit: 10, target: vm().id });
    expect(problem.message).toContain(OTHER_GUID);
    expect(problem.message).toContain(WORKSPACE_GUID);
  });

  test('conflict comes before the power state', () =>
    expect(refusal(legacy({ vm: { ...elsewhere(), power: 'deallocated' } })).exit).toBe(10));

  test('conflict where it names no workspace and works: something else manages it', () =>
    expect(refusal(legacy({ vm: on([oms({ settings: {} })]) })).exit).toBe(10));

  test('no conflict where it names none and failed', () =>
    expect(put(legacy({ vm: on([oms({ settings: {}, provisioning: 'Failed' })]) })).change).toBe('update'));

  test('--replace on Linux: off and on again, since a PUT is known to end with 52', () =>
    expect(lines(legacy({ vm: elsewhere({ name: 'MMAExtension' }), options: { replace: true } }))).toEqual([
      '- delete extension MMAExtension: it takes no change of this kind while installed',
      `+ put extension MMAExtension (OmsAgentForLinux) 1.13 (workspace ${WORKSPACE_GUID}): it reports to ${OTHER_GUID}`,
    ]));

  test('--replace on Windows: a PUT, and what else the agent reports to is said to stay', () => {
    const machine = windowsVm({ extensions: [mma({ settings: { workspaceId: OTHER_GUID } })] });
    const plan = planExtension(legacy({ vm: machine, options: { replace: true } }));
    expect(plan.actions.map(describeAction)).toEqual([
      `~ put extension MicrosoftMonitoringAgent 1.0 (workspace ${WORKSPACE_GUID}): it reports to ${OTHER_GUID}`,
    ]);
    expect(plan.note).toContain('one workspace');
  });
});

describe('beside the other generation: allowed, and said', () => {
  test.for<[string, ExtensionRequest, string]>([
    ['successor beside', successor({ vm: on([oms()]) }), 'Log Analytics agent'],
    ['legacy beside', legacy({ vm: on([amaLinux()]) }), 'Azure Monitor Agent'],
  ])('%s', ([, request, title]) =>
    expect(planExtension(request).note).toBe(
      `the ${title} is there too: what both collect arrives twice and is paid for twice`,
    ),
  );
});

describe('refused before anything is sent', () => {
  const stop = [{ name: 'keep', level: 'CanNotDelete', scope: '/subscriptions/x' }] as const;
  const readOnly = [{ name: 'frozen', level: 'ReadOnly', scope: '/subscriptions/x' }] as const;
  const login = { proxy: { mode: 'application', address: 'http://p:1', auth: 'true' } };
  const windowsRule = { kind: 'rule', rule: { id: RULE_ID, name: 'base', kind: 'Windows' } } as const;
  const government = { kind: 'workspace', workspaceId: WORKSPACE_GUID, cloud: 'usgov' } as const;
  const proxy = { address: 'http://proxy:8080', login: false };

  test.for<[string, ExtensionRequest, string, number]>([
    ['stopped', legacy({ vm: vm({ power: 'stopped' }) }), 'AZMON-MACHINE-STOPPED', 9],
    ['deallocated', legacy({ vm: vm({ power: 'deallocated' }) }), 'AZMON-MACHINE-STOPPED', 9],
    ['starting', legacy({ vm: vm({ power: 'starting' }) }), 'AZMON-MACHINE-CHANGING', 9],
    [
      'deallocating, with --start-stopped',
      legacy({ vm: vm({ power: 'deallocating' }), options: { startStopped: true } }),
      'AZMON-MACHINE-CHANGING',
      9,
    ],
    ['no VM agent', legacy({ vm: vm({ vmAgent: { state: 'absent' } }) }), 'AZMON-VM-AGENT', 4],
    ['VM agent not ready', legacy({ vm: vm({ vmAgent: { state: 'not-ready' } }) }), 'AZMON-VM-AGENT', 4],
    ['no extensions allowed', legacy({ vm: vm({ extensionsAllowed: false }) }), 'AZMON-EXTENSIONS-FORBIDDEN', 4],
    ['being created', legacy({ vm: on([oms({ provisioning: 'Creating' })]) }), 'AZMON-EXTENSION-BUSY', 9],
    ['being updated', legacy({ vm: on([oms({ provisioning: 'Updating' })]) }), 'AZMON-EXTENSION-BUSY', 9],
    ['being deleted', legacy({ vm: on([oms({ provisioning: 'Deleting' })]) }), 'AZMON-EXTENSION-BUSY', 9],
    ['the machine being deleted', legacy({ vm: vm({ provisioning: 'Deleting' }) }), 'AZMON-EXTENSION-BUSY', 9],
    ['ReadOnly lock', legacy({ locks: readOnly }), 'AZMON-MACHINE-LOCKED', 4],
    [
      'CanNotDelete lock where something must be taken off',
      legacy({ vm: on([oms({ settings: { workspaceId: OTHER_GUID } })]), options: { replace: true }, locks: stop }),
      'AZMON-MACHINE-LOCKED',
      4,
    ],
    ['identity not assigned', successor({ options: { identity: USER_IDENTITY } }), 'AZMON-IDENTITY-NOT-ASSIGNED', 4],
    ['a rule for the other system', successor({ destination: windowsRule }), 'AZMON-RULE-SYSTEM', 2],
    ['a rule for the agent with a key', legacy({ destination: windowsRule }), 'AZMON-AGENT-DESTINATION', 2],
    ['a version of three numbers', legacy({ options: { extensionVersion: '1.13.40' } }), 'AZMON-EXTENSION-VERSION', 2],
    [
      'automatic upgrade where there is none',
      legacy({ vm: windowsVm(), options: { automaticUpgrade: true } }),
      'AZMON-EXTENSION-UPGRADE',
      2,
    ],
    ['a proxy on Windows', legacy({ vm: windowsVm(), options: { proxy } }), 'AZMON-EXTENSION-PROXY', 2],
    [
      'Windows, workspace of another cloud',
      legacy({ vm: windowsVm(), destination: government, machineCloud: 'public' }),
      'AZMON-CLOUD-DIFFERS',
      2,
    ],
    [
      "a change that would lose the proxy's login",
      successor({
        vm: on([amaLinux({ settings: login, provisioning: 'Failed' })], withSystem),
        associations: tied,
      }),
      'AZMON-PROXY-AGAIN',
      2,
    ],
  ])('%s', ([, request, code, exit]) => expect(refusal(request)).toMatchObject({ code, exit }));

  test.for([
    [
      'another rule is associated',
      { associations: [{ id: 'a', name: 'x', rule: '/g/other' }] },
      /other rules too \(other\)/,
    ],
    ['special characters for the proxy', { options: { proxy: { ...proxy, encoded: true } } }, /special characters/],
  ] as const)('not refused, but told: %s', ([, part, note]) => {
    expect(planExtension(successor(part)).note).toMatch(note);
    expect(planExtension(successor()).note).not.toMatch(note);
  });
  test('not refused: a CanNotDelete lock where nothing is taken off', () =>
    expect(lines(legacy({ locks: stop }))).toHaveLength(1));
  test('not refused: a machine that is stopped where only Azure itself is changed', () =>
    expect(
      lines(successor({ vm: on([amaLinux()], { ...withSystem, power: 'deallocated', vmAgent: { state: 'absent' } }) })),
    ).toHaveLength(1));
});

describe('--start-stopped', () => {
  test.for(['stopped', 'deallocated'] as const)('%s: started, and brought back to that', (power) => {
    const machine = vm({ power, vmAgent: { state: 'absent' } });
    const { actions } = planExtension(legacy({ vm: machine, options: { startStopped: true } }));
    expect(actions.map(({ kind }) => kind)).toEqual(['start', 'put-extension', 'stop']);
    expect(actions.at(-1)).toMatchObject({ to: power });
  });
});
