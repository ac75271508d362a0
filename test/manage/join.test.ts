import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Heartbeat, heartbeatOf } from '../../src/manage/heartbeat.ts';
import { joinHeartbeats } from '../../src/manage/join.ts';
import type { KnownMachine } from '../../src/manage/known-machine.ts';
import { vm } from '../support/azure-fake.ts';

const UUID = '7d3c6a4e-1122-4033-8044-0123456789ab';
const machine = (name: string, more: { vmId?: string; computerName?: string } = {}): KnownMachine => ({
  ...{ kind: 'vm', rules: { value: [] } },
  vm: vm({ name, ...more }),
});
const record = (part: Partial<Heartbeat>): Heartbeat => ({
  ...{ workspace: 'w', agent: 'log-analytics', category: 'Direct Agent', at: '2026-11-22T12:00:00.000Z', ageMs: 0 },
  ...{ computer: 'other', system: 'linux', ...part },
});

describe('whose record it is', () => {
  const web = machine('web-01', { vmId: UUID, computerName: 'WEB-01' });
  const twin = machine('web-02', { vmId: 'ffffffff-0000-4000-8000-000000000000', computerName: 'WEB-01' });

  test.for<[title: string, machines: readonly KnownMachine[], part: Partial<Heartbeat>, where: string]>([
    ['its resource id', [web], { resourceId: web.vm.key }, 'web-01'],
    [
      'its resource id, before a name that is another machine',
      [web, twin],
      { resourceId: twin.vm.key, computer: 'WEB-01' },
      'web-02',
    ],
    ['a resource that was not read', [web], { resourceId: '/subscriptions/x/gone', vmId: UUID }, 'elsewhere'],
    ['its UUID', [web], { vmId: UUID }, 'web-01'],
    ['its UUID in the byte order of old firmware', [web], { vmId: '4e6a3c7d-2211-3340-8044-0123456789ab' }, 'web-01'],
    ['its name', [web], { computer: 'web-01' }, 'web-01'],
    ['its name with a domain, in another case', [web], { computer: 'Web-01.corp.example' }, 'web-01'],
    ['a name that two machines have', [web, twin], { computer: 'web-01' }, 'stranger'],
    [
      'the name, of a machine with another UUID',
      [web],
      { computer: 'web-01', vmId: 'eeeeeeee-0000-4000-8000-000000000000' },
      'stranger',
    ],
    [
      'the name of the resource where Azure knows no other',
      [{ ...web, vm: withoutName(web) }],
      { computer: 'web-01' },
      'web-01',
    ],
    ['no machine of these', [web], { computer: 'db-01' }, 'stranger'],
  ])('%s', ([, machines, part, where]) => {
    const joined = joinHeartbeats(machines, [record(part)]);
    const found = [...joined.of.keys()].map((key) => machines.find(({ vm }) => vm.key === key)?.vm.name);
    const all = [
      ...found,
      ...[...joined.elsewhere].map(() => 'elsewhere'),
      ...[...joined.strangers].map(() => 'stranger'),
    ];
    expect(all).toEqual([where]);
  });

  test('a stranger that reports to two workspaces is one machine', () => {
    const rows = [record({ workspace: 'a', computer: 'DB-01' }), record({ workspace: 'b', computer: 'db-01' })];
    expect([...joinHeartbeats([], rows).strangers.values()]).toEqual([rows]);
  });

  test('no record is lost, and none is counted twice', () => {
    const one = fc.record({
      computer: fc.constantFrom('web-01', 'WEB-01.x', 'db', ''),
      vmId: fc.constantFrom(UUID, 'zz', ''),
      resourceId: fc.constantFrom(web.vm.key, '/gone', ''),
    });
    fc.assert(
      fc.property(fc.array(one), (parts) => {
        const rows = parts.map(({ computer, vmId, resourceId }) =>
          record({ computer, ...(vmId === '' ? {} : { vmId }), ...(resourceId === '' ? {} : { resourceId }) }),
        );
        const { of, elsewhere, strangers } = joinHeartbeats([web, twin], rows);
        const told = [of, elsewhere, strangers].flatMap((map) => [...map.values()].flat());
        expect(new Set(told)).toEqual(new Set(rows));
        expect(told).toHaveLength(rows.length);
      }),
    );
  });
});

describe('a row of Heartbeat', () => {
  const row = {
    TimeGenerated: '2026-11-22T12:00:00Z',
    Now: '2026-11-22T12:00:42Z',
    ...{ Computer: 'web-01', Version: '1.17.1', OSType: 'Linux', Category: 'Direct Agent' },
    ...{ ManagementGroupName: 'AOI-x', ResourceId: '/Subscriptions/X', VMUUID: UUID.toUpperCase() },
  };

  test('is read whole', () => {
    expect(heartbeatOf(row, 'w')).toEqual({
      ...{ workspace: 'w', agent: 'log-analytics', category: 'Direct Agent', at: '2026-11-22T12:00:00.000Z' },
      ...{ ageMs: 42_000, computer: 'web-01', version: '1.17.1', system: 'linux', managementGroup: 'AOI-x' },
      ...{ resourceId: '/subscriptions/x', vmId: UUID },
    });
  });

  test.for([
    ['Azure Monitor Agent', 'azure-monitor'],
    ['SCOM Agent', 'log-analytics'],
    ['scom management server', 'log-analytics'],
    ['Something New', undefined],
  ] as const)('the category %s is of %s', ([Category, agent]) =>
    expect(heartbeatOf({ ...row, Category }, 'w')?.agent).toBe(agent),
  );

  test('whatever comes, it is a record or none', () => {
    const cell = fc.oneof(fc.string(), fc.constant(null), fc.integer(), fc.constantFrom(...Object.values(row)));
    fc.assert(
      fc.property(fc.record(Object.fromEntries(Object.keys(row).map((name) => [name, cell]))), (any) => {
        const read = heartbeatOf(any as Record<string, unknown>, 'w');
        if (read !== undefined) expect(read.ageMs).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

function withoutName({ vm }: KnownMachine): KnownMachine['vm'] {
  const { computerName: _, ...rest } = vm;
  return rest;
}
