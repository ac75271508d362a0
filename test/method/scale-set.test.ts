import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/method/action.ts';
import { describeAction } from '../../src/method/describe.ts';
import { planExtension } from '../../src/method/extension.ts';
import { planRemoval } from '../../src/method/removal.ts';
import type { ExtensionOptions } from '../../src/method/request.ts';
import { Problem } from '../../src/problem.ts';
import type { AzureVm, ScaleSetInstance, ScaleSetPart } from '../../src/target/azure-vm.ts';
import { SUBSCRIPTION, vm } from '../support/azure-fake.ts';
import { amaLinux, oms, RULE_ID, removal, successor } from './requests.ts';

const ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/prod/providers/Microsoft.Compute/virtualMachineScaleSets/front`;

const instance = (number: number, part: Partial<ScaleSetInstance> = {}): ScaleSetInstance => ({
  ...{ id: `${ID}/virtualMachines/${number}`, instanceId: `${number}`, name: `front_${number}`, power: 'running' },
  ...{ latestModel: true, extensions: [], ...part },
});

const three = [0, 1, 2].map((number) => instance(number));

/** A set whose own power never counts: `deallocated` on purpose. */
const set = (part: Partial<ScaleSetPart> = {}, machine: Partial<AzureVm> = {}): AzureVm => ({
  ...vm({ identity: { system: true, user: [] }, power: 'deallocated', ...machine }),
  ...{ kind: 'scale-set', id: ID, key: ID.toLowerCase(), name: 'front', vmAgent: { state: 'absent' } },
  set: { orchestration: 'uniform', upgradePolicy: 'Manual', instances: three, ...part },
});

const arc = (status: string, machine: Partial<AzureVm> = {}): AzureVm => ({
  ...vm({ power: 'unknown', identity: { system: true, user: [] }, ...machine }),
  ...{ kind: 'arc', arc: { status, lastStatusChange: '2026-11-10T00:00:00Z' }, vmAgent: { state: 'not-ready' } },
});

const words = ({ actions }: Plan): readonly string[] =>
  actions.map((one) => (one.kind === 'upgrade-instances' ? `upgrade ${one.instances.join(' ')}` : one.kind));
const planned = (machine: AzureVm, options: ExtensionOptions = {}): Plan =>
  planExtension(successor({ vm: machine, options }));
const tied = { associations: [{ id: 'a', name: 'azmon-base', rule: RULE_ID }] };

describe('the model of a scale set', () => {
  const put = ['put-extension', 'associate'];
  const bare = [instance(0), instance(1)];
  test.each<[string, Partial<ScaleSetPart>, ExtensionOptions, readonly string[], readonly string[]]>([
    ['Manual, not asked', {}, {}, put, ['front_0', 'front_1', 'front_2']],
    ['Manual, one at a time', {}, { instances: {} }, [...put, 'upgrade 0', 'upgrade 1', 'upgrade 2'], []],
    ['Manual, two at a time', {}, { instances: { atATime: 2 } }, [...put, 'upgrade 0 1', 'upgrade 2'], []],
    ['Manual, more than there are', {}, { instances: { atATime: 9 } }, [...put, 'upgrade 0 1 2'], []],
    ['Automatic', { upgradePolicy: 'Automatic' }, { instances: {} }, put, []],
    ['Rolling', { upgradePolicy: 'Rolling' }, { instances: {} }, put, []],
    ['flexible: rules are tied to each machine', { orchestration: 'flexible' }, {}, ['put-extension'], []],
    ['without instances', { instances: [] }, { instances: {} }, put, []],
    ['all of them behind before', { instances: bare }, { instances: { atATime: 2 } }, [...put, 'upgrade 0 1'], []],
  ])('%s', (_, part, options, actions, outstanding) => {
    const plan = planned(set(part), options);
    expect(words(plan)).toEqual(actions);
    expect(plan.outstanding?.instances ?? []).toEqual(outstanding);
  });

  test('a fifth at a time, and each part says which it is', () => {
    const plan = planned(set({ instances: Array.from({ length: 11 }, (_, index) => instance(index)) }), {
      instances: {},
    });
    const upgrades = plan.actions.filter(({ kind }) => kind === 'upgrade-instances');
    expect(upgrades).toHaveLength(6);
    expect(describeAction(upgrades[0] as (typeof upgrades)[number])).toBe(
      '~ upgrade instances 0, 1 to the newest model of the scale set: the upgrade policy is Manual; 1 of 6',
    );
  });

  test('is right and instances are behind: upgrading them is the whole plan', () => {
    const there = { extensions: [amaLinux()] };
    const machine = set({ instances: [instance(0), instance(1, { latestModel: false })] }, there);
    const request = { vm: machine, ...tied } as const;
    expect(planExtension(successor({ ...request, options: { instances: {} } }))).toMatchObject({
      state: 'changes',
      actions: [{ kind: 'upgrade-instances', instances: ['1'] }],
      note: 'in the model: as asked already',
    });
    const left = planExtension(successor(request));
    expect(left).toMatchObject({ state: 'unchanged', outstanding: { instances: ['front_1'], shielded: [] } });
    expect(left.note).toContain('front_1');
    const done = planExtension(successor({ vm: set({}, there), ...tied }));
    expect(done).toEqual({ state: 'unchanged', actions: [], note: 'as asked already' });
  });

  test('protected instances are named and left alone', () => {
    const plan = planned(set({ instances: [instance(0), instance(1, { isProtected: true })] }), { instances: {} });
    expect(words(plan)).toEqual(['put-extension', 'associate', 'upgrade 0']);
    expect(plan).toMatchObject({ outstanding: { instances: [], shielded: ['front_1'] } });
    expect(plan.note).toContain('protected from scale set actions and kept as they are: front_1');
  });

  test('a removal reaches instances that still have the extension, and no others', () => {
    const having = instance(1, { latestModel: false, extensions: [oms()] });
    const machine = set({ instances: [instance(0, { latestModel: false }), having] });
    expect(planRemoval(removal({ vm: machine }))).toMatchObject({ outstanding: { instances: ['front_1'] } });
    expect(words(planRemoval(removal({ vm: machine, options: { instances: {} } })))).toEqual(['upgrade 1']);
  });

  test('every instance is upgraded exactly once, whatever the bound', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }), (count, atATime) => {
        const instances = Array.from({ length: count }, (_, index) => instance(index));
        const { actions } = planned(set({ instances }), { instances: { atATime } });
        const upgraded = actions.flatMap((one) => (one.kind === 'upgrade-instances' ? [one.instances] : []));
        expect(upgraded.flat()).toEqual(instances.map(({ instanceId }) => instanceId));
        const most = atATime ?? Math.max(1, Math.floor(count / 5));
        for (const batch of upgraded) expect(batch.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('an Azure Arc machine', () => {
  test.each(['Connected', 'connected'])('%s: as a virtual machine, and its identity is there', (status) =>
    expect(words(planned(arc(status)))).toEqual(['put-extension', 'associate']),
  );

  test.each([
    ['Disconnected', 'azcmagent check'],
    ['Error', 'azcmagent check'],
    ['Expired', 'azcmagent disconnect --force-local-only && azcmagent connect'],
  ])('%s is a state of its own', (status, command) => {
    const refused = (() => {
      try {
        return planned(arc(status), { startStopped: true });
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'AZMON-ARC-DISCONNECTED', exit: 9 });
    expect((refused as Problem).fix.map((fix) => fix.command)).toEqual(['azcmagent show', command]);
  });

  test('that is disconnected and as asked is unchanged', () => {
    const plan = planExtension(successor({ vm: arc('Disconnected', { extensions: [amaLinux()] }), ...tied }));
    expect(plan).toMatchObject({ state: 'unchanged' });
  });

  test('its own proxy goes before the one that is asked for', () => {
    const proxy = { address: 'http://proxy:8080', login: false };
    expect(planned(arc('Connected'), { proxy }).note).toContain('azcmagent config get proxy.url');
  });
});
