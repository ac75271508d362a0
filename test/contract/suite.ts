import { expect, test } from 'vitest';
import type { Azure, ExtensionPut, Waiting } from '../../src/ports.ts';
import { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { ARC, BROKEN, KEYS, SET, STOPPED, WEB, WORKSPACE } from './world.ts';

export interface Stage {
  readonly azure: Azure;
  close(): Promise<void>;
}

const WAIT: Waiting = { timeoutMs: 20_000 };
const NOBODY = WEB.id.replace('web-01', 'nobody');
const RULE = `/subscriptions/${WEB.subscription}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/base`;

const put = (machine: string, part: Partial<ExtensionPut> = {}): ExtensionPut => ({
  machine,
  name: 'MyAgent',
  location: 'westeurope',
  publisher: 'Microsoft.EnterpriseCloud.Monitoring',
  type: 'OmsAgentForLinux',
  version: '1.13',
  autoUpgradeMinor: true,
  settings: { workspaceId: WORKSPACE.workspaceId, stopOnMultipleConnections: true },
  protectedSettings: { workspaceKey: new Secret(KEYS[0]) },
  ...part,
});

const rule = () => ({
  id: RULE,
  location: 'westeurope',
  kind: 'Linux' as const,
  tags: { by: 'test' },
  properties: {
    dataSources: {
      performanceCounters: [
        {
          name: 'perf',
          streams: ['Microsoft-Perf'],
          samplingFrequencyInSeconds: 60,
          counterSpecifiers: ['\\Processor(*)\\% Processor Time'],
        },
      ],
    },
    destinations: { logAnalytics: [{ name: 'logs', workspaceResourceId: WORKSPACE.id }] },
    dataFlows: [{ streams: ['Microsoft-Perf'], destinations: ['logs'] }],
  },
});

/** Code and exit of what a call throws. */
const refusal = async (call: Promise<unknown>): Promise<readonly [string, number]> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error(`no Problem, but ${String(error)}`);
  return [error.code, error.exit];
};

type Case = readonly [title: string, run: (azure: Azure) => Promise<void>];

/** What every implementation of the Azure ports keeps to. Each case has a world of its own. */
const CASES: readonly Case[] = [
  [
    'a machine is read with its power, VM agent and identities',
    async ({ machines }) => {
      const vm = await machines.vm(WEB.id);
      expect(vm).toMatchObject({ key: WEB.key, name: 'web-01', group: 'servers', location: 'westeurope' });
      expect(vm).toMatchObject({ system: 'linux', power: 'running', vmAgent: { state: 'ready' }, extensions: [] });
      expect(vm.identity.user.map((id) => id.toLowerCase())).toEqual(WEB.identity.user.map((id) => id.toLowerCase()));
    },
  ],
  [
    'ids are compared without case',
    async ({ machines }) => expect((await machines.vm(WEB.id.toUpperCase())).key).toBe(WEB.key),
  ],
  [
    'a stopped machine is read as such',
    async ({ machines }) => expect(await machines.vm(STOPPED.id)).toMatchObject({ power: 'deallocated' }),
  ],
  [
    'a machine that is not there',
    async ({ machines }) => expect(await refusal(machines.vm(NOBODY))).toEqual(['AZMON-AZURE-NOT-FOUND', 11]),
  ],
  [
    'an extension is put, found, put again and taken off',
    async ({ machines }) => {
      expect(await machines.putExtension(put(WEB.id), WAIT)).toMatchObject({
        name: 'MyAgent',
        provisioning: 'Succeeded',
      });
      expect(await machines.extension(WEB.id, 'MyAgent')).toMatchObject({ type: 'OmsAgentForLinux', version: '1.13' });
      await machines.putExtension(put(WEB.id, { forceUpdateTag: '2' }), WAIT);
      const { extensions } = await machines.vm(WEB.id);
      expect(extensions).toHaveLength(1);
      expect(extensions[0]).toMatchObject({ forceUpdateTag: '2', settings: { stopOnMultipleConnections: true } });
      await machines.deleteExtension(WEB.id, 'MyAgent', WAIT);
      expect((await machines.vm(WEB.id)).extensions).toEqual([]);
    },
  ],
  [
    'an absent extension is none',
    async ({ machines }) => expect(await machines.extension(WEB.id, 'x')).toBe(undefined),
  ],
  ['taking off what is absent is done', async ({ machines }) => machines.deleteExtension(WEB.id, 'absent', WAIT)],
  [
    'a stopped machine takes no extension',
    async ({ machines }) =>
      expect(await refusal(machines.putExtension(put(STOPPED.id), WAIT))).toEqual(['AZMON-MACHINE-STOPPED', 9]),
  ],
  [
    'a handler that fails',
    async ({ machines }) =>
      expect(await refusal(machines.putExtension(put(BROKEN.id), WAIT))).toEqual(['AZMON-EXTENSION-FAILED', 7]),
  ],
  [
    'a system identity is added, and those of the user stay',
    async ({ machines }) => {
      await machines.addSystemIdentity(WEB.id, WAIT);
      const { identity } = await machines.vm(WEB.id);
      expect(identity.system).toBe(true);
      expect(identity.user).toHaveLength(1);
    },
  ],
  [
    'a machine is started and deallocated again',
    async ({ machines }) => {
      await machines.power(STOPPED.id, 'start', WAIT);
      expect((await machines.vm(STOPPED.id)).power).toBe('running');
      await machines.power(STOPPED.id, 'deallocate', WAIT);
      expect((await machines.vm(STOPPED.id)).power).toBe('deallocated');
    },
  ],
  [
    'an Arc machine is read with its connection; it has an identity from the start',
    async ({ machines }) => {
      await machines.addSystemIdentity(ARC.id, WAIT);
      expect(await machines.vm(ARC.id.toUpperCase())).toMatchObject({
        ...{ kind: 'arc', key: ARC.key, system: 'linux', power: 'running', extensionsAllowed: true },
        ...{ identity: { system: true, user: [] }, extensions: [], arc: { status: 'Connected' } },
      });
    },
  ],
  [
    'an extension of an Arc machine is put, found and taken off',
    async ({ machines }) => {
      expect(await machines.putExtension(put(ARC.id), WAIT)).toMatchObject({ provisioning: 'Succeeded' });
      expect(await machines.extension(ARC.id, 'MyAgent')).toMatchObject({ type: 'OmsAgentForLinux', version: '1.13' });
      expect((await machines.vm(ARC.id)).extensions).toHaveLength(1);
      await machines.deleteExtension(ARC.id, 'MyAgent', WAIT);
      await machines.deleteExtension(ARC.id, 'MyAgent', WAIT);
      expect(await machines.extension(ARC.id, 'MyAgent')).toBe(undefined);
    },
  ],
  [
    'an extension has versions for Arc machines too',
    async ({ machines }) => {
      const { publisher, type } = put(ARC.id);
      const versions = await machines.extensionVersions(ARC.subscription, 'westeurope', publisher, type, 'arc');
      expect(versions.length).toBeGreaterThan(0);
    },
  ],
  [
    'an Arc machine that is not there',
    async ({ machines }) => expect(await refusal(machines.vm(`${ARC.id}x`))).toEqual(['AZMON-AZURE-NOT-FOUND', 11]),
  ],
  [
    'what a kind of machine does not have is a mistake in the question',
    async ({ machines }) => {
      const wrong = ['AZMON-MACHINE-KIND', 2];
      expect(await refusal(machines.power(ARC.id, 'start', WAIT))).toEqual(wrong);
      expect(await refusal(machines.power(SET.id, 'deallocate', WAIT))).toEqual(wrong);
      expect(await refusal(machines.runCommand(SET.id, { system: 'linux', script: 'id' }, WAIT))).toEqual(wrong);
      expect(await refusal(machines.upgradeInstances(WEB.id, ['0'], WAIT))).toEqual(wrong);
    },
  ],
  [
    'a scale set upgraded by hand: its model takes the extension, its instances when they are upgraded',
    async ({ machines }) => {
      const latest = async () => (await machines.vm(SET.id)).set?.instances.map((one) => one.latestModel);
      expect(await latest()).toEqual([true, true]);
      expect(await machines.putExtension(put(SET.id), WAIT)).toMatchObject({ provisioning: 'Succeeded' });
      expect((await machines.vm(SET.id)).extensions).toMatchObject([{ name: 'MyAgent', type: 'OmsAgentForLinux' }]);
      expect(await machines.extension(SET.id, 'MyAgent')).toMatchObject({ version: '1.13' });
      expect(await latest()).toEqual([false, false]);
      await machines.upgradeInstances(SET.id, ['1'], WAIT);
      expect(await latest()).toEqual([false, true]);
      await machines.deleteExtension(SET.id, 'MyAgent', WAIT);
      expect((await machines.vm(SET.id)).extensions).toEqual([]);
    },
  ],
  [
    'a scale set is read with its instances, and takes an identity',
    async ({ machines }) => {
      await machines.addSystemIdentity(SET.id, WAIT);
      expect(await machines.vm(SET.id)).toMatchObject({
        ...{ kind: 'scale-set', key: SET.key, system: 'linux', power: 'running', identity: { system: true, user: [] } },
        set: {
          ...{ orchestration: 'uniform', upgradePolicy: 'Manual' },
          instances: [
            { instanceId: '0', name: 'front_0', power: 'running' },
            { instanceId: '1', name: 'front_1', power: 'running' },
          ],
        },
      });
    },
  ],
  [
    'a workspace is listed, read and gives its keys, primary first',
    async ({ workspaces }) => {
      expect((await workspaces.list(WEB.subscription)).map(({ key }) => key)).toEqual([WORKSPACE.key]);
      expect(await workspaces.get(WORKSPACE.id)).toMatchObject({
        workspaceId: WORKSPACE.workspaceId,
        keysRefused: false,
        provisioning: 'Succeeded',
      });
      const [primary, secondary] = await workspaces.keys(WORKSPACE.id);
      expect([primary.equals(new Secret(KEYS[0])), secondary.equals(new Secret(KEYS[1]))]).toEqual([true, true]);
    },
  ],
  [
    'a workspace that is not there',
    async ({ workspaces }) =>
      expect(await refusal(workspaces.get(`${WORKSPACE.id}x`))).toEqual(['AZMON-AZURE-NOT-FOUND', 11]),
  ],
  [
    'a workspace is made, and usable when that comes back',
    async ({ workspaces }) => {
      const { subscription, group, location } = WORKSPACE;
      const made = await workspaces.create(
        { subscription, group, location, name: 'logs-new', retentionDays: 60 },
        WAIT,
      );
      expect(made).toMatchObject({ name: 'logs-new', provisioning: 'Succeeded', retentionDays: 60 });
      expect(await workspaces.list(subscription)).toHaveLength(2);
    },
  ],
  [
    'a rule is put, listed and associated with a machine, and let go again',
    async ({ rules }) => {
      expect(await rules.put(rule())).toMatchObject({ name: 'base', kind: 'Linux', workspaces: [WORKSPACE.id] });
      expect(await rules.list(WEB.subscription)).toHaveLength(1);
      await rules.associate(WEB.id, 'azmon-base', RULE);
      const tied = await rules.associations(WEB.id);
      expect(tied.map(({ name, rule }) => [name, rule?.toLowerCase()])).toEqual([['azmon-base', RULE.toLowerCase()]]);
      await rules.dissociate(WEB.id, 'azmon-base');
      await rules.dissociate(WEB.id, 'azmon-base');
      expect(await rules.associations(WEB.id)).toEqual([]);
    },
  ],
  [
    'a rule that is not there',
    async ({ rules }) => expect(await refusal(rules.get(`${RULE}x`))).toEqual(['AZMON-AZURE-NOT-FOUND', 11]),
  ],
  [
    'what stands around a machine is read: nothing that hinders',
    async ({ resources }) => {
      expect(await resources.locks(WEB.id)).toEqual([]);
      expect(await resources.policies(WEB.id)).toEqual([]);
      expect((await resources.permissions(WEB.id)).flatMap(({ actions }) => actions)).toContain('*');
      expect(await resources.provider(WEB.subscription, 'Microsoft.Compute')).toBe('Registered');
      expect((await resources.subscriptions()).map(({ id }) => id)).toEqual([WEB.subscription]);
    },
  ],
  [
    'an extension has versions where it is offered',
    async ({ machines }) => {
      const { publisher, type } = put(WEB.id);
      const versions = await machines.extensionVersions(WEB.subscription, 'westeurope', publisher, type);
      expect(versions.length).toBeGreaterThan(0);
    },
  ],
  [
    'a group that nothing was deployed into has no history',
    async ({ deployments }) => {
      const group = `/subscriptions/${WEB.subscription}/resourceGroups/servers`;
      expect(await deployments.names(group)).toEqual([]);
    },
  ],
  [
    'who is signed in is known',
    async ({ signIn }) => expect((await signIn.identity()).credential).toBe('managed-identity'),
  ],
];

export function contract(open: () => Promise<Stage>): void {
  test.each(CASES)('%s', async (_, run) => {
    const { azure, close } = await open();
    try {
      await run(azure);
    } finally {
      await close();
    }
  });
}
