import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, ask } from '../support/ask.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const C = 'providers/Microsoft.Compute';
const V = 'api-version=2024-07-01';
const set = (name: string): string => `${S}/resourceGroups/sets-westeurope/${C}/virtualMachineScaleSets/${name}`;

let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 40 });
});
afterAll(() => azure.close());

type Line = readonly [title: string, request: string, body: unknown, status: number, says: (answer: Asked) => unknown];

describe('scale sets', () => {
  // biome-ignore format: one line a case
  const LINES: readonly Line[] = [
    ['one', `GET ${set('set-manual-01')}?${V}`, undefined, 200, ({ body }) => body.sku.capacity === 3 && body.properties.upgradePolicy.mode === 'Manual' && body.properties.orchestrationMode === 'Uniform' && body.properties.virtualMachineProfile.extensionProfile === undefined],
    ['one in the version that az sends', `GET ${set('set-rolling-01')}?api-version=2022-11-01`, undefined, 200, ({ body }) => body.properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent === 20],
    ['its model has extensions', `GET ${set('set-behind-01')}?${V}`, undefined, 200, ({ body }) => body.properties.virtualMachineProfile.extensionProfile.extensions[0].properties.type === 'AzureMonitorLinuxAgent' && body.identity.type === 'SystemAssigned'],
    ['those of a group', `GET ${S}/resourceGroups/sets-westeurope/${C}/virtualMachineScaleSets?${V}`, undefined, 200, ({ body }) => body.value.length === 6],
    ['those of a subscription', `GET ${S}/${C}/virtualMachineScaleSets?${V}`, undefined, 200, ({ body }) => body.value.length >= 6],
    ['the instances', `GET ${set('set-behind-01')}/virtualMachines?${V}`, undefined, 200, ({ body }) => body.value.length === 3 && body.value[0].instanceId === '0' && body.value[0].properties.latestModelApplied === false && body.value[0].properties.instanceView === undefined],
    ['with their views', `GET ${set('set-ama-01')}/virtualMachines?${V}&$expand=instanceView`, undefined, 200, ({ body }) => body.value[1].properties.instanceView.extensions[0].statuses[0].code === 'ProvisioningState/succeeded' && body.value[1].resources[0].properties.type === 'AzureMonitorLinuxAgent'],
    ['one instance', `GET ${set('set-auto-01')}/virtualMachines/1?${V}&$expand=instanceView`, undefined, 200, ({ body }) => body.name === 'set-auto-01_1' && body.properties.osProfile.computerName === 'SET-AUTO-000001' && body.properties.instanceView.statuses[1].code === 'PowerState/running'],
    ['its view', `GET ${set('set-ama-01')}/virtualMachines/0/instanceView?${V}`, undefined, 200, ({ body }) => body.vmAgent.extensionHandlers.length === 1],
    ['its extensions', `GET ${set('set-ama-01')}/virtualMachines/0/extensions?${V}`, undefined, 200, ({ body }) => body.value[0].properties.provisioningState === 'Succeeded'],
    ['one of them', `GET ${set('set-ama-01')}/virtualMachines/0/extensions/azuremonitorlinuxagent?${V}&$expand=instanceView`, undefined, 200, ({ body }) => body.properties.instanceView.typeHandlerVersion === '1.36.3'],
    ['the view of the set', `GET ${set('set-ama-01')}/instanceView?${V}`, undefined, 200, ({ body }) => body.virtualMachine.statusesSummary[0].count === 2 && body.extensions[0].statusesSummary[0].count === 2],
    ['instances of a flexible set', `GET ${set('set-flexible-01')}/virtualMachines?${V}`, undefined, 200, ({ body }) => body.value.length >= 2 && body.value[0].instanceId === 'flex-01' && body.value[0].properties.latestModelApplied === undefined],
    ['which are virtual machines', `GET ${S}/resourceGroups/sets-westeurope/${C}/virtualMachines/flex-01?${V}`, undefined, 200, ({ body }) => body.properties.virtualMachineScaleSet.id === set('set-flexible-01')],
    ['and listed as such', `GET ${S}/resourceGroups/sets-westeurope/${C}/virtualMachines?${V}&$filter=${encodeURIComponent(`'virtualMachineScaleSet/id' eq '${set('set-flexible-01')}'`)}`, undefined, 200, ({ body }) => body.value.length >= 2],
  ];

  test.for(LINES)('%s', async ([, request, body, status, says]) => {
    const [method = ''] = request.split(' ', 1);
    const answer = await ask(azure, method, request.slice(method.length + 1), body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(says(answer), JSON.stringify(answer.body)).toBeTruthy();
  });
});

describeWith({ data: SPECIFICATION })('what was asked and answered here', () => {
  test("fits Microsoft's specification", async () => expect(await validate(azure.exchanges)).toEqual([]));
});
