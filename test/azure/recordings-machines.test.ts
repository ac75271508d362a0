import { expect, test } from 'vitest';
import { scaleSetOf } from '../../src/azure/compute/scale-set-of.ts';
import type { ExtensionPut } from '../../src/ports.ts';
import { Secret } from '../../src/secret.ts';
import { testData } from '../support/data.ts';
import { describeWith } from '../support/needs.ts';
import { recordedAnswer, replay } from './replay.ts';

const DATA = testData('data', 'arm-recordings');
const NOBODY = '/subscriptions/00000000-0000-0000-0000-000000000000';
const ARC = `${NOBODY}/resourceGroups/az-sdk-test/providers/Microsoft.HybridCompute/machines/testmachine`;

const put: ExtensionPut = {
  ...{ machine: ARC, name: 'custom-test', location: 'eastus2euap', publisher: 'Microsoft.Compute' },
  ...{ type: 'CustomScriptExtension', version: '1.10', autoUpgradeMinor: true, settings: { commandToExecute: 'x' } },
  protectedSettings: { workspaceKey: new Secret('canary') },
};

describeWith({ data: DATA })('other machines as Azure really answered about them', () => {
  const name = 'arc-machine-extension';

  test('an Arc machine and its extensions, which stand in a list of their own', async () => {
    const found = await replay(name, [0, 15], ({ azure }) => azure.machines.vm(ARC));
    expect(found).toMatchObject({
      ...{ kind: 'arc', name: 'testmachine', group: 'az-sdk-test', location: 'eastus2euap', system: 'windows' },
      ...{ power: 'running', computerName: 'LAPTOP-S0HSJ7FB', extensionsAllowed: true, provisioning: 'Succeeded' },
      vmId: '1A9E1B42-3894-11EC-80F0-84A9388B55FE',
      os: { name: 'Windows 10 Enterprise', version: '10.0.19045.3693' },
      vmAgent: { state: 'ready', version: '1.36.02501.1366' },
      identity: { system: true, user: [] },
      arc: {
        ...{ status: 'Connected', agentVersion: '1.36.02501.1366' },
        lastStatusChange: '2023-11-27T08:54:45.9994534Z',
      },
    });
    expect(found.extensions.map(({ type }) => type)).toEqual(['CustomScriptExtension', 'WindowsOsUpdateExtension']);
    expect(found.extensions[0]).toMatchObject({
      installedVersion: '1.10.10',
      statuses: [{ code: 'ProvisioningState/succeeded', level: 'Info', message: /^Command execution finished/ }].map(
        (status) => ({ ...status, message: expect.stringMatching(status.message) }),
      ),
    });
  });

  test('an extension is put: an answer without a body, and addresses that change on the way', async () => {
    const { made, sent } = await replay(name, [2, 3, 4, 5, 6], async ({ azure, requests }) => ({
      made: await azure.machines.putExtension(put, {}),
      sent: requests[0]?.body,
    }));
    expect(made).toMatchObject({ name: 'custom-test', provisioning: 'Succeeded', automaticUpgrade: true });
    expect(sent).toEqual({
      location: 'eastus2euap',
      properties: {
        ...{ publisher: 'Microsoft.Compute', type: 'CustomScriptExtension', typeHandlerVersion: '1.10' },
        ...{ autoUpgradeMinorVersion: true, settings: { commandToExecute: 'x' } },
        protectedSettings: { workspaceKey: 'canary' },
      },
    });
  });

  test('and removed', () =>
    replay(name, [30, 31, 32, 33], ({ azure }) => azure.machines.deleteExtension(ARC, 'custom-test', {})));

  test('versions that Arc offers: a list with a wrapping, newest first', async () => {
    const { made, paths } = await replay(name, [18], async ({ azure, requests }) => ({
      made: await azure.machines.extensionVersions(
        ...(['00000000-0000-0000-0000-000000000000', 'eastus2euap'] as const),
        ...(['Microsoft.Compute', 'CustomScriptExtension', 'arc'] as const),
      ),
      paths: requests.map(({ url }) => url),
    }));
    expect(made.slice(0, 3)).toEqual(['1.10.15', '1.10.14', '1.10.12']);
    expect(paths[0]).toContain('api-version=2022-12-27');
  });

  test('a flexible scale set with an extension in its model, which does not tell how it is provisioned', () => {
    const { response } = recordedAnswer('vmss-extension-lifecycle', 12);
    const { properties, ...rest } = response.body as { properties: Record<string, unknown> };
    const model = structuredClone(properties) as {
      virtualMachineProfile: { extensionProfile: { extensions: { name: string; properties: { type: string } }[] } };
    };
    // As the SDK hands it on: without the level of `properties`.
    const profile = model.virtualMachineProfile.extensionProfile;
    const flat = profile.extensions.map(({ name: own, properties: { type, ...more } }) => ({
      ...{ name: own, typePropertiesType: type, ...more },
    }));
    profile.extensions = flat as never;
    const set = scaleSetOf({ ...rest, ...model } as never, []);
    expect(set).toMatchObject({
      ...{ kind: 'scale-set', name: 'vmss1', system: 'linux', power: 'running', extensionsAllowed: true },
      image: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS', version: 'latest' },
      set: { orchestration: 'flexible', upgradePolicy: 'Manual', instances: [] },
    });
    expect(set.extensions).toMatchObject([
      { name: 'MyNetworkWatcher', type: 'NetworkWatcherAgentLinux', version: '1.4', provisioning: 'Succeeded' },
    ]);
  });
});
