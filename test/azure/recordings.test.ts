import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { attemptOf } from '../../src/azure/problem/attempt.ts';
import { problemOfRefusal } from '../../src/azure/problem/problem-of-refusal.ts';
import { readRefusal } from '../../src/azure/problem/read-refusal.ts';
import { readErrors } from '../../src/azure/problem/refusal.ts';
import type { ExtensionPut } from '../../src/ports.ts';
import { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import type { ExtensionFailure } from '../../src/target/extension-failure.ts';
import { testData } from '../support/data.ts';
import { describeWith } from '../support/needs.ts';
import { recordedAnswer, replay } from './replay.ts';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000000';
const DATA = testData('data', 'arm-recordings');

/** Every recording of the test data: what is replayed below, or why azmon uses no operation of it yet. */
const RECORDINGS: Readonly<Record<string, string>> = {
  'vm-extension-lifecycle': 'replayed',
  'vm-update-with-workspace-linux': 'replayed',
  'vm-update-with-workspace-windows-2020': 'replayed',
  'vm-create-with-workspace-windows': 'replayed: the deployment, its workspace and its machine',
  'vm-extension-agent-not-reporting': 'replayed',
  'run-command-action': 'replayed',
  'vm-extension-image-catalog': 'replayed',
  'log-analytics-workspace-lifecycle': 'replayed: making and reading; azmon removes no workspace',
  'data-collection-rule': 'replayed',
  'resource-graph-paged': 'replayed',
  'resource-graph-error': 'replayed',
  'provider-not-registered': 'replayed: the error; the resource is none of azmon',
  'policy-assignment-identity': 'replayed: definitions and their 404; azmon assigns no policy yet',
  'role-assignment-for-new-identity': 'replayed: the errors; azmon assigns no role',
  'security-workspace-settings': 'replayed: the state of a provider and the workspace; the settings come with Defender',
  'deployment-failed-nested-2016': 'replayed: the deployment, its operations and those of the one below it',
  'deployment-validation-errors': 'replayed: what is taken and what is not, and the history',
  'deployment-subscription-and-teardown-2026':
    'replayed: a deployment into a subscription, its history page by page, the workspace by 2025-07-01',
  'arc-machine-extension':
    'replayed: the machine, its extension from PUT to DELETE, versions, the 429 in plain text; azmon installs no updates',
  'deployment-group': 'replayed',
  'deployment-what-if': 'replayed',
  'log-analytics-linked-service': 'linked services belong to Automation, a method to come',
  'operations-management-solution': 'solutions belong to VM insights, a method to come',
  'policy-remediation': 'remediation belongs to Azure Policy, a method to come',
  'run-command-managed': 'azmon runs scripts by the action, which leaves nothing behind on the machine',
  'security-auto-provisioning': 'automatic provisioning is a method to come',
  'vmss-extension-lifecycle':
    'replayed: its deployment, the set with the extension; az writes the whole set where azmon writes the extension',
};

const vm = (group: string, name: string): string =>
  `${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
const workspace = (group: string, name: string): string =>
  `${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.OperationalInsights/workspaces/${name}`;

const put = (part: Pick<ExtensionPut, 'machine' | 'name' | 'publisher' | 'type' | 'version'>): ExtensionPut => ({
  location: 'westus',
  autoUpgradeMinor: true,
  settings: {},
  protectedSettings: { workspaceKey: new Secret('canary') },
  ...part,
});
const LOG_ANALYTICS = 'Microsoft.EnterpriseCloud.Monitoring';

const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error('no Problem was thrown', { cause: error });
  return error;
};

/** What azmon would make of a recorded answer. */
function translated(name: string, n: number): Problem {
  const found = recordedAnswer(name, n);
  const { status, headers, body } = found.response;
  const lower = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), String(value)]));
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const refusal = readRefusal({ status, text, header: (header) => lower[header.toLowerCase()] }, 0);
  return problemOfRefusal(refusal, attemptOf(found.request.method, found.request.url));
}

describeWith({ data: DATA })('what Azure really answered', () => {
  test('every recording is replayed, or it is said why not', () => {
    const rows = readFileSync(`${DATA}/manifest.tsv`, 'utf8').trim().split('\n').slice(1);
    const names = rows.map((row) => row.split('\t')[0]?.replace('.json', ''));
    expect(Object.keys(RECORDINGS).sort()).toEqual(names.sort());
  });

  describe('an extension from its first PUT to its end', () => {
    const [name, machine] = ['vm-extension-lifecycle', vm('cli_test_vm_extension_2000001', 'myvm')];

    test('put under a name of its own: the signed address is followed byte for byte', async () => {
      const wanted = {
        machine,
        ...{ name: 'MyAccessExt', publisher: 'Microsoft.OSTCExtensions', type: 'VMAccessForLinux', version: '1.2' },
      };
      const { made, sent } = await replay(name, [17, 18, 19, 20], async ({ azure, requests }) => ({
        made: await azure.machines.putExtension(put(wanted), {}),
        sent: requests,
      }));
      expect(made).toMatchObject({ name: 'MyAccessExt', type: 'VMAccessForLinux', provisioning: 'Succeeded' });
      expect(sent[0]?.body).toEqual({
        location: 'westus',
        properties: {
          ...{ publisher: 'Microsoft.OSTCExtensions', type: 'VMAccessForLinux', typeHandlerVersion: '1.2' },
          ...{ autoUpgradeMinorVersion: true, settings: {}, protectedSettings: { workspaceKey: 'canary' } },
        },
      });
      expect(sent[1]?.url.length).toBeGreaterThan(2_000);
    });

    test('without waiting: one PUT, and what is there', async () => {
      const wanted = {
        machine,
        ...{ name: 'MyAccessExt', publisher: 'Microsoft.OSTCExtensions', type: 'VMAccessForLinux', version: '1.2' },
      };
      const made = await replay(name, [17, 20], ({ azure }) =>
        azure.machines.putExtension(put(wanted), { wait: false }),
      );
      expect(made.name).toBe('MyAccessExt');
    });

    test('removed', () =>
      replay(name, [22, 23, 24], ({ azure }) => azure.machines.deleteExtension(machine, 'MyAccessExt', {})));

    test('read', async () => {
      const found = await replay(name, [21], ({ azure }) => azure.machines.extension(machine, 'MyAccessExt'));
      expect(found).toMatchObject({ publisher: 'Microsoft.OSTCExtensions', version: '1.2', autoUpgradeMinor: true });
    });

    test('the machine', async () => {
      const found = await replay(name, [13], ({ azure }) => azure.machines.vm(machine));
      expect(found).toMatchObject({
        ...{ name: 'myvm', system: 'linux', location: 'westus', power: 'running', extensionsAllowed: true },
        image: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS', version: 'latest' },
        vmId: 'a1f3ac8a-1827-46ec-8bab-8f9cdb154b7c',
        identity: { system: false, user: [] },
      });
    });
  });

  describe('the Log Analytics agent on a Linux machine, and its move to a second workspace', () => {
    const [name, group] = ['vm-update-with-workspace-linux', 'cli_test_vm_update_with_workspace_linux000001'];
    const oms = put({
      ...{ machine: vm(group, 'monitorvm'), name: 'OmsAgentForLinux', publisher: LOG_ANALYTICS },
      ...{ type: 'OmsAgentForLinux', version: '1.0' },
    });

    test('installed', async () => {
      const made = await replay(name, [30, 31, 41, 51, 52], ({ azure }) => azure.machines.putExtension(oms, {}));
      expect(made).toMatchObject({ type: 'OmsAgentForLinux', provisioning: 'Succeeded' });
      expect(made.settings).toMatchObject({ workspaceId: '0a0ce46d-f5a2-4154-95f2-df0b6c27ce5b' });
    });

    test('moved: code 52 in an answer with HTTP 200', async () => {
      const problem = await replay(name, [61, 62, 72], ({ azure }) => problemOf(azure.machines.putExtension(oms, {})));
      expect(problem).toMatchObject({
        ...{ code: 'AZMON-EXTENSION-FAILED', exit: 7 },
        message: 'the extension OmsAgentForLinux failed with code 52',
        why: "Enable failed with exit code 52 Couldn't create marker file",
      });
      expect((problem.cause as ExtensionFailure).handler).toEqual({
        code: 'VMExtensionProvisioningError',
        text: "Enable failed with exit code 52 Couldn't create marker file",
        exitCode: 52,
        ...{ extension: 'OmsAgentForLinux', publisher: LOG_ANALYTICS, type: 'OmsAgentForLinux' },
        link: 'https://aka.ms/VMExtensionOMSAgentLinuxTroubleshoot',
      });
    });

    test('the keys, wrapped', async () => {
      const keys = await replay(name, [28], ({ azure }) =>
        azure.workspaces.keys(workspace(group, 'cliworkspace000002')),
      );
      expect(keys.map(String)).toEqual(['[secret]', '[secret]']);
      expect(keys.every((key) => key.matches(/^[A-Za-z0-9+/]{86}==$/))).toBe(true);
    });

    test('the workspace: made and read', async () => {
      const made = await replay(name, [5, 6, 26], ({ azure }) =>
        azure.workspaces.create(
          {
            ...{ subscription: '00000000-0000-0000-0000-000000000000', group, name: 'cliworkspace000002' },
            ...{ location: 'eastus', retentionDays: 30 },
          },
          {},
        ),
      );
      expect(made).toMatchObject({
        provisioning: 'Succeeded',
        sku: 'PerGB2018',
        retentionDays: 30,
        keysRefused: false,
      });
      expect(made.workspaceId).toMatch(/^[0-9a-f-]{36}$/);
    });

    test('a log query without rows', async () => {
      const rows = await replay(name, [81], ({ azure }) =>
        azure.logs.query('16b0b61e-ba52-409f-b362-fad33e5eb4a9', 'Perf | limit 10'),
      );
      expect(rows).toEqual([]);
    });

    test('the machine with the agent: settings as they were asked for, protected ones never', async () => {
      const found = await replay(name, [60], ({ azure }) => azure.machines.vm(vm(group, 'monitorvm')));
      expect(found.extensions).toHaveLength(1);
      expect(found.extensions[0]).toMatchObject({ publisher: LOG_ANALYTICS, type: 'OmsAgentForLinux' });
      expect(JSON.stringify(found)).not.toContain('workspaceKey');
    });
  });

  describe('the same on Windows, in 2020', () => {
    const [name, group] = ['vm-update-with-workspace-windows-2020', 'cli_test_vm_update_with_workspace_windows000001'];
    const mma = put({
      ...{ machine: vm(group, 'monitorvm'), name: 'MicrosoftMonitoringAgent', publisher: LOG_ANALYTICS },
      ...{ type: 'MicrosoftMonitoringAgent', version: '1.0' },
    });

    test('a handler that says nothing but that it failed', async () => {
      const problem = await replay(name, [30, 48, 50, 52, 54, 60], ({ azure }) =>
        problemOf(azure.machines.putExtension(mma, {})),
      );
      expect(problem).toMatchObject({ code: 'AZMON-EXTENSION-FAILED', exit: 7 });
      expect(problem.why).toBe(
        "Extension '' of Handler 'Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent' version '1.0' faulted due to exception during extension processing",
      );
      expect((problem.cause as ExtensionFailure).handler).not.toHaveProperty('exitCode');
    });

    test('the workspace that is not there', async () => {
      const problem = await replay(name, [23], ({ azure }) =>
        problemOf(azure.workspaces.get(workspace(group, 'cliworkspace000002'))),
      );
      expect(problem).toMatchObject({
        ...{ code: 'AZMON-AZURE-NOT-FOUND', exit: 11, message: 'the workspace cliworkspace000002 was not found' },
      });
    });

    test('the machine', async () => {
      const found = await replay(name, [70], ({ azure }) => azure.machines.vm(vm(group, 'monitorvm')));
      expect(found).toMatchObject({ system: 'windows', power: 'running', vmAgent: { state: 'ready' } });
    });
  });

  test('a machine whose agent never reports: 25 minutes of looking, then the reason', async () => {
    const looks = Array.from({ length: 48 }, (_, index) => 17 + index);
    const attestation = put({
      machine: vm('cli_test_vm_defaults_to_tl_000001', 'vm-000003'),
      ...{ name: 'GuestAttestation', publisher: 'Microsoft.Azure.Security.LinuxAttestation' },
      ...{ type: 'GuestAttestation', version: '1.0' },
    });
    const group = /resourceGroups\/([^/]+)/i.exec(recordedAnswer('vm-extension-agent-not-reporting', 16).request.url);
    const { problem, waits } = await replay('vm-extension-agent-not-reporting', [16, ...looks], async (played) => ({
      problem: await problemOf(
        played.azure.machines.putExtension({ ...attestation, machine: vm(group?.[1] ?? '', 'vm-000003') }, {}),
      ),
      waits: played.waits,
    }));
    expect(problem).toMatchObject({ code: 'AZMON-EXTENSION-FAILED', exit: 7 });
    expect(problem.why).toMatch(/has not reported status for VM agent or extensions/);
    expect(waits).toHaveLength(48);
    expect(waits.slice(0, 6)).toEqual([1_000, 2_000, 2_000, 3_000, 5_000, 5_000]);
  });

  test('a script by run-command: both streams', async () => {
    const machine = vm('cli_test_vm_run_command_w_params000001', 'test-run-command-vm2');
    const script = { system: 'linux', script: 'echo $0 $1' } as const;
    const { ran, sent } = await replay('run-command-action', [15, 16], async ({ azure, requests }) => ({
      ran: await azure.machines.runCommand(machine, script, {}),
      sent: requests[0]?.body,
    }));
    expect(ran).toEqual({ stdout: '/var/lib/waagent/run-command/download/0/script.sh hello\n', stderr: '' });
    expect(sent).toEqual({ commandId: 'RunShellScript', script: ['echo $0 $1'] });
  });

  test('versions of an extension in a region: a bare list, newest first', async () => {
    const versions = await replay('vm-extension-image-catalog', [1], ({ azure }) =>
      azure.machines.extensionVersions(
        '00000000-0000-0000-0000-000000000000',
        'westus',
        'Microsoft.Azure.Diagnostics',
        'IaaSDiagnostics',
      ),
    );
    expect(versions).toHaveLength(51);
    expect(versions.slice(0, 2)).toEqual(['1.22.0.1', '1.21.0.1']);
    expect(versions.slice(-2)).toEqual(['1.2.0.0', '1.1.0.0']);
  });

  test('a workspace that is made: read until it is usable', async () => {
    const made = await replay('log-analytics-workspace-lifecycle', [1, 2], ({ azure }) =>
      azure.workspaces.create(
        {
          subscription: '00000000-0000-0000-0000-000000000000',
          ...{ group: 'cli_test_monitor_workspace_recover000001', name: 'clitest000002' },
          ...{ location: 'westus', retentionDays: 30 },
        },
        {},
      ),
    );
    expect(made.provisioning).toBe('Succeeded');
  });

  test('data collection rules: put, read, listed', async () => {
    const name = 'data-collection-rule';
    const group = /resourceGroups\/([^/]+)/i.exec(recordedAnswer(name, 0).request.url)?.[1] ?? '';
    const id = `${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Insights/dataCollectionRules/testrule`;
    const { made, again, sent } = await replay(name, [0, 1], async ({ azure, requests, recorded }) => {
      const body = recorded(0).request.body as { location: string; properties: Record<string, unknown> };
      const made = await azure.rules.put({ id, location: body.location, tags: {}, properties: body.properties });
      return { made, again: await azure.rules.get(id), sent: requests[0]?.body };
    });
    expect(made).toMatchObject({
      name: 'testrule',
      provisioning: 'Succeeded',
      immutableId: expect.stringMatching(/^dcr-/),
    });
    expect(again.immutableId).toBe(made.immutableId);
    expect(sent).toMatchObject({
      tags: {},
      properties: (recordedAnswer(name, 0).request.body as { properties: object }).properties,
    });
  });

  test('Resource Graph: a page with a token is followed by the next one', async () => {
    const pages = async (azure: Parameters<Parameters<typeof replay>[2]>[0]['azure']) => {
      const rows = [];
      for await (const page of azure.resources.graph('project id', [])) rows.push(...page);
      return rows;
    };
    const { response } = recordedAnswer('resource-graph-paged', 0);
    const token = (response.body as { $skipToken?: string }).$skipToken;
    expect(token).toBeTypeOf('string');
    // The second page was not recorded: it must be asked for, by the token of the first.
    const error = await replay('resource-graph-paged', [0], ({ azure }) => pages(azure)).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toContain('nothing more is recorded');
  });

  test('Resource Graph: a query that it does not understand', async () => {
    const problem = await replay('resource-graph-error', [0], async ({ azure }) =>
      problemOf(azure.resources.graph('where where', [])[Symbol.asyncIterator]().next()),
    );
    expect(problem).toMatchObject({ code: 'AZMON-AZURE', exit: 7, message: 'Azure refused to query Resource Graph' });
    expect(problem.why).toMatch(/^Query is invalid/);
  });

  test('the state of a provider', async () => {
    const state = await replay('security-workspace-settings', [0], ({ azure }) =>
      azure.resources.provider(
        /subscriptions\/([^/]+)/.exec(recordedAnswer('security-workspace-settings', 0).request.url)?.[1] ?? '',
        'Microsoft.OperationalInsights',
      ),
    );
    expect(state).toBe('Registered');
  });

  test('a workspace as 2025-07-01 shows it', async () => {
    const name = 'deployment-subscription-and-teardown-2026';
    const { pathname } = new URL(recordedAnswer(name, 41).request.url);
    const found = await replay(name, [41], ({ azure }) => azure.workspaces.get(pathname));
    expect(found).toMatchObject({ provisioning: 'Succeeded', keysRefused: false, publicIngestion: true });
  });

  test('a machine of a template, with its agent', async () => {
    const machine = vm('cli_test_vm_create_with_workspace_windows000001', 'monitorvm');
    const found = await replay('vm-create-with-workspace-windows', [34], ({ azure }) => azure.machines.vm(machine));
    expect(found).toMatchObject({ system: 'windows', power: 'running' });
    expect(found.extensions.map(({ type }) => type)).toContain('MicrosoftMonitoringAgent');
  });

  test.for([
    [
      'provider-not-registered',
      2,
      'AZMON-AZURE-UNREGISTERED',
      4,
      'the subscription is not registered for Microsoft.DomainRegistration',
    ],
    [
      'policy-assignment-identity',
      2,
      'AZMON-AZURE-NOT-FOUND',
      11,
      'the policy definition 06a78e20-9358-41c9-923c-fb736d382a4d was not found',
    ],
    [
      'role-assignment-for-new-identity',
      1,
      'AZMON-AZURE-FORBIDDEN',
      3,
      'no right to read the policy definition test/error_policy',
    ],
    ['role-assignment-for-new-identity', 20, 'AZMON-AZURE', 7, 'Azure refused to write'],
    [
      'deployment-validation-errors',
      3,
      'AZMON-TEMPLATE-INVALID',
      2,
      'Azure does not take the template of the deployment mock-deployment',
    ],
    ['arc-machine-extension', 9, 'AZMON-AZURE-THROTTLED', 12, 'Azure takes no more requests for now'],
  ] as const)('%s, answer %i is %s', ([name, n, code, exit, message]) => {
    const problem = translated(name, n);
    expect(problem).toMatchObject({ code, exit });
    expect(problem.message).toContain(message);
    expect(problem.why).not.toBe('');
  });

  test('a missing right names caller, action and scope, and the command that grants it', () => {
    const { why, fix } = translated('role-assignment-for-new-identity', 1);
    expect(why).toMatch(
      /^the caller 6d97229a-391f-473a-893f-f0608b592d7b lacks Microsoft\.Authorization\/.*\/read on /,
    );
    expect(fix[0]?.command).toMatch(/^az role assignment create --assignee 6d97229a-.* --role "Reader" --scope /);
  });

  test('nested deployments: the innermost error is the cause', () => {
    const { response } = recordedAnswer('deployment-failed-nested-2016', 15);
    const refusal = { status: 200, ...readErrors((response.body as { properties: unknown }).properties) };
    expect(refusal.codes).toEqual([
      ...['DeploymentFailed', 'Conflict', 'ResourceDeploymentFailure', 'BadRequest', 'NoRegisteredProviderFound'],
    ]);
    const { why } = problemOfRefusal(refusal, { verb: 'deploy', thing: 'the template' });
    expect(why).toMatch(/^No registered resource provider found for location 'West US'/);
  });
});
