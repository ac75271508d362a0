import { describe, expect, test } from 'vitest';
import { azureLooker } from '../../src/machine/look-azure.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { fakeAzure, vm } from '../support/azure-fake.ts';

const WANTS = {
  providers: ['Microsoft.Compute', 'Microsoft.Insights'],
  extensions: [{ publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' }],
};
const KEY = 'microsoft.azure.monitor/azuremonitorlinuxagent';
const denied = new Problem({ code: 'AZMON-AZURE-DENIED', exit: EXIT.auth, message: 'Azure refuses', why: 'no right' });

describe('a look from the side of Azure', () => {
  test('brings the machine and what stands around it', async () => {
    const lock = { name: 'frozen', level: 'ReadOnly', scope: '/subscriptions/s' } as const;
    const azure = fakeAzure({ vms: [vm()], locks: [lock], providers: { 'Microsoft.Insights': 'NotRegistered' } });
    expect(await azureLooker(azure)(vm().id, WANTS)).toEqual({
      vm: vm(),
      locks: { value: [lock] },
      permissions: { value: [{ actions: ['*'], notActions: [] }] },
      policies: { value: [] },
      providers: { 'Microsoft.Compute': { value: 'Registered' }, 'Microsoft.Insights': { value: 'NotRegistered' } },
      versions: { [KEY]: { value: ['1.0.0.0'] } },
    });
  });

  test.each(['locks', 'permissions', 'policies'] as const)(
    '%s that cannot be read leave the rest as it is',
    async (what) => {
      const look = await azureLooker(fakeAzure({ vms: [vm()], failing: { [what]: denied } }))(vm().id, WANTS);
      expect(look[what]).toEqual({ unread: 'Azure refuses: no right' });
      expect(look.vm).toEqual(vm());
    },
  );

  test('providers and versions that cannot be read, too', async () => {
    const azure = fakeAzure({ vms: [vm()], failing: { provider: denied, extensionVersions: denied } });
    const { providers, versions } = await azureLooker(azure)(vm().id, WANTS);
    expect(providers['Microsoft.Insights']).toEqual({ unread: 'Azure refuses: no right' });
    expect(versions[KEY]).toEqual({ unread: 'Azure refuses: no right' });
  });

  test('a machine that is not there is its problem', async () => {
    await expect(azureLooker(fakeAzure())(vm().id, WANTS)).rejects.toMatchObject({ code: 'AZMON-AZURE-NOT-FOUND' });
  });

  test('an error that nobody foresaw is not hidden', async () => {
    const azure = fakeAzure({ vms: [vm()] });
    const broken = { ...azure, resources: { ...azure.resources, locks: () => Promise.reject(new RangeError('bug')) } };
    await expect(azureLooker(broken)(vm().id, WANTS)).rejects.toThrow('bug');
  });

  test('what is the same for a subscription or a region is asked once', async () => {
    const fleet = [vm({ name: 'a' }), vm({ name: 'b' }), vm({ name: 'c', location: 'northeurope' })];
    const azure = fakeAzure({ vms: fleet });
    const look = azureLooker(azure);
    await Promise.all(fleet.map(({ id }) => look(id, WANTS)));
    const count = (name: string): number => azure.calls.filter((call) => call.startsWith(`${name} `)).length;
    expect({
      vm: count('vm'),
      locks: count('locks'),
      provider: count('provider'),
      versions: count('extensionVersions'),
    }).toEqual({
      vm: 3,
      locks: 3,
      provider: 2,
      versions: 2,
    });
    expect(azure.writes).toEqual([]);
  });
});
