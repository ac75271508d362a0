import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import type { AzureVm, ScaleSetInstance, ScaleSetPart } from '../../src/target/azure-vm.ts';
import type { Chain } from '../../src/verify/chain.ts';
import { diagnoseMachine } from '../../src/verify/diagnose-machine.ts';
import { FIRST_HEARTBEAT, INGESTION_TROUBLE, SERVICE_NOW } from '../../src/verify/log-queries.ts';
import { verifyMachine } from '../../src/verify/verify.ts';
import { fakeAzure, SUBSCRIPTION, vm, workspace } from '../support/azure-fake.ts';
import { ama, rule } from './chain.ts';

const ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/prod/providers/Microsoft.Compute/virtualMachineScaleSets/front`;
const NOON = '2026-11-22T12:00:00.000Z';

const instance = (number: number, part: Partial<ScaleSetInstance> = {}): ScaleSetInstance => ({
  ...{ id: `${ID}/virtualMachines/${number}`, instanceId: `${number}`, name: `front_${number}`, power: 'running' },
  ...{ latestModel: true, extensions: [ama()], ...part },
});

const set = (instances: readonly ScaleSetInstance[], part: Partial<AzureVm & ScaleSetPart> = {}): AzureVm => ({
  ...vm({ identity: { system: true, user: [] }, extensions: [ama()], ...part }),
  ...{ kind: 'scale-set', id: ID, key: ID.toLowerCase(), name: 'front' },
  set: { orchestration: 'uniform', upgradePolicy: part.upgradePolicy ?? 'Manual', instances },
});

/** One look; `reporting`: names of the instances of which a record is there. */
async function verified(machine: AzureVm, reporting: readonly string[], rules: Parameters<typeof rule>[0][] = [{}]) {
  const asked: string[] = [];
  const world = rules.map((one) => rule(one));
  const azure = fakeAzure({
    ...{ vms: [machine], workspaces: [workspace()], rules: world, graph: () => [{ id: workspace().id }] },
    associations: { [machine.key]: world.map(({ id }, index) => ({ id: `${index}`, name: `r${index}`, rule: id })) },
    logs(_, text) {
      if (SERVICE_NOW.read(text) !== undefined) return [{ Now: NOON }];
      if (INGESTION_TROUBLE.read(text) !== undefined) return [];
      const id = FIRST_HEARTBEAT.read(text)?.resourceId ?? '';
      asked.push(id);
      const there = machine.set?.instances.find((one) => one.id === id && reporting.includes(one.name));
      return [
        there === undefined
          ? { TimeGenerated: null, Now: NOON }
          : { TimeGenerated: NOON, Now: NOON, Computer: there.name },
      ];
    },
  });
  const ports = { azure, clock: { now: () => 0 }, sleep: async () => {} };
  const request = {
    machine: ID,
    agent: 'azure-monitor',
    level: 'reporting',
    timeoutMs: 0,
    asOf: '2026-11-22',
  } as const;
  return { proof: await verifyMachine(request, ports), asked, calls: azure.calls };
}

describe('every running instance of a scale set reports by its own id', () => {
  const three = [instance(0), instance(1), instance(2)];

  test('all of them', async () => {
    const { proof, asked } = await verified(set(three), ['front_0', 'front_1', 'front_2']);
    expect(proof).toMatchObject({ state: 'reporting', instances: { all: 3, running: 3, reporting: 3, silent: [] } });
    expect(asked).toEqual(three.map(({ id }) => id));
  });

  test('those that do not run are only counted', async () => {
    const { proof, asked } = await verified(set([instance(0), instance(1, { power: 'deallocated' })]), ['front_0']);
    expect(proof).toMatchObject({ state: 'reporting', instances: { all: 2, running: 1, reporting: 1 } });
    expect(asked).toHaveLength(1);
  });

  test.each<[string, Partial<ScaleSetInstance>, string, RegExp]>([
    ['of which nothing explains it', {}, 'unknown', /all that Azure shows/],
    ['without the extension, on an older model', { extensions: [], latestModel: false }, 'extension', /newest model/],
    ['without the extension', { extensions: [] }, 'extension', /there is no extension/],
    [
      'whose handler failed',
      { extensions: [ama({ provisioning: 'Failed', statuses: [{ code: 'x', level: 'Error', message: 'no disk' }] })] },
      'extension',
      /is Failed.*no disk/,
    ],
  ])('a silent one is named with its link: %s', async (_, part, link, evidence) => {
    const { proof } = await verified(set([instance(0), instance(1, part)]), ['front_0']);
    expect(proof).toMatchObject({
      state: 'silent',
      instances: {
        reporting: 1,
        silent: [{ name: 'front_1', broken: { link, evidence: expect.stringMatching(evidence) } }],
      },
    });
  });

  test.each<[string, AzureVm, Parameters<typeof rule>[0][], string]>([
    ['no instance runs', set([instance(0, { power: 'stopped' })]), [{}], 'agent'],
    ['there are none', set([]), [{}], 'agent'],
    ['its model has no agent', set([instance(0)], { extensions: [] }), [{}], 'extension'],
    ['it has no identity', set([instance(0)], { identity: { system: false, user: [] } }), [{}], 'identity'],
    ['no rule is tied to it', set([instance(0)]), [], 'rule'],
  ])('where the set itself shows why, nobody is asked for records: %s', async (_, machine, rules, link) => {
    const { proof, asked } = await verified(machine, ['front_0'], rules);
    expect(proof).toMatchObject({ state: 'silent', broken: { link } });
    expect(asked).toEqual([]);
  });
});

describe('an Azure Arc machine', () => {
  const chain = (status: string): Chain => ({
    agent: AGENTS['azure-monitor'],
    vm: { ...vm({ power: 'unknown', identity: { system: true, user: [] } }), kind: 'arc', arc: { status } },
    extension: ama(),
    rules: { value: [{ id: rule().id, rule: { value: rule() } }] },
  });

  test.each(['Disconnected', 'Expired'])('%s: that is the link, and records may still come', (status) =>
    expect(diagnoseMachine(chain(status), { workspaces: [], named: true })).toMatchObject({
      link: 'agent',
      final: false,
    }),
  );

  test('connected: nothing', () =>
    expect(diagnoseMachine(chain('Connected'), { workspaces: [], named: true })).toBeUndefined());
});
