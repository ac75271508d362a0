import { describe, expect, test } from 'vitest';
import type { AgentId } from '../../src/agent/agent.ts';
import { AGENTS } from '../../src/agent/index.ts';
import { type RemoveFlags, removeExtension } from '../../src/app/remove.ts';
import { Problem } from '../../src/problem.ts';
import { PLAIN } from '../../src/report/paint.ts';
import type { VmExtension } from '../../src/target/azure-vm.ts';
import { LAST_HEARTBEATS } from '../../src/verify/log-queries.ts';
import { type FakeWorld, SUBSCRIPTION, vm, WORKSPACE_GUID } from '../support/azure-fake.ts';
import { type DoorOptions, deployDoor, NOW } from './deploy-door.ts';

async function remove(names: readonly string[], flags: RemoveFlags, world: FakeWorld = {}, options: DoorOptions = {}) {
  const played = deployDoor({ logs: noRecords, ...world }, { ...options, verb: 'remove', given: Object.keys(flags) });
  const answer = await removeExtension(
    names.map((name) => `azure:${name}`),
    flags,
    played.door,
  );
  const result = (answer.result as () => Result)();
  const text = (answer.text as (paint: typeof PLAIN) => readonly string[])(PLAIN).join('\n');
  return { ...played, answer, result, text, exit: answer.exit };
}

interface Result {
  readonly targets: readonly {
    readonly state: string;
    readonly note?: string;
    readonly stays?: readonly string[];
    readonly actions: readonly { readonly kind: string; readonly state: string }[];
    readonly error?: { readonly code: string };
  }[];
}

const noRecords: NonNullable<FakeWorld['logs']> = (_, query) => {
  if (LAST_HEARTBEATS.read(query) === undefined) throw new Error(`nobody expected the query ${query}`);
  return [];
};

const extension = (agent: AgentId): VmExtension => ({
  ...{
    name: `own-name-${agent}`,
    publisher: AGENTS[agent].extension.publisher,
    type: AGENTS[agent].extension.linux.type,
  },
  ...{ version: '1.13', provisioning: 'Succeeded', settings: { workspaceId: WORKSPACE_GUID }, statuses: [] },
});
const legacy = vm({ extensions: [extension('log-analytics')] });
const successor = vm({ extensions: [extension('azure-monitor')], identity: { system: true, user: [] } });
const both = vm({ extensions: [extension('log-analytics'), extension('azure-monitor')] });
const rule = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Insights/dataCollectionRules/r`;
const tie = (name: string, provisionedBy?: string) => ({
  ...{ id: `${successor.id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${name}`, name, rule },
  ...(provisionedBy === undefined ? {} : { provisionedBy }),
});
const YES: RemoveFlags = { yes: true };

describe('one machine', () => {
  test('the extension goes, whatever its name', async () => {
    const { azure, exit, result } = await remove(['web-01'], YES, { vms: [legacy] });
    expect(azure.writes).toEqual([`deleteExtension ${legacy.id} own-name-log-analytics`]);
    expect(result.targets).toMatchObject([{ state: 'removed', actions: [{ state: 'done' }] }]);
    expect(exit).toBe(0);
  });

  test('the successor goes with what azmon tied to it; the rest is told', async () => {
    const { azure, result, text } = await remove(['web-01'], YES, {
      vms: [successor],
      associations: { [successor.key]: [tie('azmon-r'), tie('from-defender', 'Defender')] },
    });
    expect(azure.writes.map((line) => line.split(' ')[0])).toEqual(['dissociate', 'deleteExtension']);
    expect(result.targets[0]?.note).toContain('from-defender');
    expect(text).toContain('identity stays');
  });

  test('nothing there: unchanged, and nothing is sent or asked', async () => {
    const { azure, exit, result } = await remove(['web-01'], {});
    expect([azure.writes, exit, result.targets[0]?.state]).toEqual([[], 0, 'unchanged']);
  });

  test('a second run is unchanged', async () => {
    const { azure, door } = deployDoor({ vms: [legacy], logs: noRecords }, { verb: 'remove' });
    await removeExtension(['azure:web-01'], YES, door);
    expect((await removeExtension(['azure:web-01'], {}, door)).exit).toBe(0);
    expect(azure.writes).toHaveLength(1);
  });

  test('a dry run asks nobody and sends nothing', async () => {
    const { azure, result, exit } = await remove(['web-01'], { 'dry-run': true }, { vms: [legacy] });
    expect([azure.writes, result.targets[0]?.state, exit]).toEqual([[], 'planned', 0]);
  });

  test('named: only that one goes', async () => {
    const { azure } = await remove(['web-01'], { ...YES, agent: 'azure-monitor' }, { vms: [both] });
    expect(azure.writes).toEqual([`deleteExtension ${both.id} own-name-azure-monitor`]);
  });

  test('not waited for: started, 9', async () => {
    const { result, exit } = await remove(['web-01'], { ...YES, wait: false }, { vms: [legacy] });
    expect([result.targets[0]?.state, exit]).toEqual(['started', 9]);
  });
});

describe('what stands against it stops before anything is sent', () => {
  const lock = { name: 'keep', level: 'CanNotDelete', scope: '/x' } as const;
  const managed = (_: string, query: string) =>
    LAST_HEARTBEATS.read(query) === undefined ? [] : [heartbeat({ Category: 'SCOM Agent', ManagementGroupName: 'MG' })];
  const heartbeat = (part: object) => ({
    ...{ TimeGenerated: new Date(NOW).toISOString(), Now: new Date(NOW).toISOString(), Computer: 'web-01' },
    ...{ Category: 'Direct Agent', OSType: 'Linux', ResourceId: legacy.id, ...part },
  });
  test.for([
    ['both generations, none named', { vms: [both] }, 'AZMON-AGENT-BOTH', 2, 'failed'],
    ['Operations Manager', { vms: [legacy], logs: managed }, 'AZMON-REMOVAL-STOPPED', 10, 'failed'],
    ['a lock', { vms: [legacy], locks: [lock] }, 'AZMON-REMOVAL-STOPPED', 10, 'failed'],
    ['a stopped machine', { vms: [vm({ ...legacy, power: 'stopped' })] }, 'AZMON-MACHINE-STOPPED', 9, 'deferred'],
  ] as const)('%s', async ([, world, code, exit, state]) => {
    const played = await remove(['web-01'], YES, world as FakeWorld);
    expect(played.result.targets).toMatchObject([{ state, error: { code } }]);
    expect([played.exit, played.azure.writes]).toEqual([exit, []]);
  });

  test('named with --ignore it goes ahead', async () => {
    const { azure } = await remove(
      ['web-01'],
      { ...YES, ignore: ['operations-manager'] },
      { vms: [legacy], logs: managed },
    );
    expect(azure.writes).toHaveLength(1);
  });

  test('records that cannot be read are told, not passed over', async () => {
    const denied = new Problem({ code: 'AZMON-AZURE-DENIED', exit: 3, message: 'you may not read logs' });
    const { result } = await remove(['web-01'], YES, { vms: [legacy], failing: { query: denied } });
    expect(result.targets[0]?.stays).toEqual(['not seen: whether Operations Manager uses it (you may not read logs)']);
  });

  test('without a terminal it needs --yes: 13, and nothing is sent', async () => {
    const { azure, door } = deployDoor({ vms: [legacy], logs: noRecords }, { verb: 'remove' });
    await expect(removeExtension(['azure:web-01'], {}, door)).rejects.toMatchObject({
      code: 'AZMON-DECLINED',
      exit: 13,
      fix: expect.arrayContaining([expect.objectContaining({ command: 'azmon remove extension --yes azure:web-01' })]),
    });
    expect(azure.writes).toEqual([]);
  });

  test('--ignore takes only what can stand against a removal', async () => {
    await expect(remove(['web-01'], { ignore: ['python'] })).rejects.toMatchObject({ code: 'AZMON-FLAG-VALUE' });
  });
});

describe('several machines', () => {
  test('one stops no other, and the exit code says partial', async () => {
    const locked = vm({ name: 'both-01', extensions: both.extensions });
    const { result, exit, azure } = await remove(['web-01', 'both-01', 'nope'], YES, { vms: [legacy, locked] });
    expect(result.targets.map(({ state }) => state)).toEqual(['removed', 'failed', 'failed']);
    expect([exit, azure.writes.length]).toEqual([6, 1]);
  });

  test('a stopped machine is started for it, and stopped again', async () => {
    const stopped = vm({ ...legacy, power: 'deallocated' });
    const { azure } = await remove(['web-01'], { ...YES, 'start-stopped': true }, { vms: [stopped] });
    expect(azure.writes.map((line) => line.replace(/ \/\S+/, ''))).toEqual([
      'power start',
      'deleteExtension own-name-log-analytics',
      'power deallocate',
    ]);
  });
});
