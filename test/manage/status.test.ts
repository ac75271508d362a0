import { describe, expect, test } from 'vitest';
import type { MachineStatus } from '../../src/manage/machine-state.ts';
import { readStatus, type StatusQuestion } from '../../src/manage/status.ts';
import type { GraphRow } from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import {
  AGENT_EXTENSIONS,
  ALL_MACHINES,
  MACHINES_NAMED,
  RULE_ASSOCIATIONS,
  WORKSPACES,
} from '../../src/target/graph-queries.ts';
import { parseResourceId } from '../../src/target/resource-id.ts';
import { LAST_HEARTBEATS } from '../../src/verify/log-queries.ts';
import { type FakeWorld, fakeAzure, SUBSCRIPTION, vm, WORKSPACE_GUID, workspace } from '../support/azure-fake.ts';
import { ama, oms, rule } from '../verify/chain.ts';

const OTHER_GUID = '99999999-2222-3333-4444-555555555555';
const other = workspace({ name: 'logs-other', workspaceId: OTHER_GUID });
const NOW = '2026-11-22T12:00:00Z';

const idOf = (name: string): string => vm({ name }).id;
const arcId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/servers/providers/Microsoft.HybridCompute/machines/arc-01`;

const machineRow = (name: string, more: GraphRow = {}): GraphRow => ({
  ...{ id: idOf(name), name, type: 'microsoft.compute/virtualmachines', location: 'westeurope' },
  ...{ os: 'Linux', power: 'PowerState/running', osName: 'ubuntu', osVersion: '22.04', computerName: name },
  ...{ image: 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2', vmId: `${name}-uuid`, arcStatus: '' },
  ...more,
});
const arcRow: GraphRow = machineRow('arc-01', {
  ...{ id: arcId, type: 'microsoft.hybridcompute/machines', os: '', arcOs: 'linux', power: '', arcStatus: 'Connected' },
});
const extensionRow = (machine: string, extension: 'oms' | 'ama', workspaceId = ''): GraphRow => {
  const { name, publisher, type, version } = extension === 'oms' ? oms() : ama();
  return {
    id: `${machine}/extensions/${name}`,
    name,
    publisher,
    extensionType: type,
    state: 'Succeeded',
    version,
    workspaceId,
  };
};
const workspaceRow = ({ id, name, workspaceId }: ReturnType<typeof workspace>): GraphRow => ({ id, name, workspaceId });
const record = (resourceId: string, more: GraphRow = {}): GraphRow => ({
  ...{ SourceComputerId: resourceId, Category: 'Direct Agent', TimeGenerated: '2026-11-22T11:59:30Z', Now: NOW },
  ...{
    Computer: 'web-01',
    Version: '1.17.1',
    OSType: 'Linux',
    ManagementGroupName: '',
    ResourceId: resourceId,
    VMUUID: '',
  },
  ...more,
});

interface Tenant extends FakeWorld {
  machines?: readonly GraphRow[];
  extensions?: readonly GraphRow[];
  ties?: readonly GraphRow[];
  /** Records by workspace; a Problem: it cannot be read. */
  records?: Readonly<Record<string, readonly GraphRow[] | Problem>>;
}

/** Answers just the queries that status may send; any other one fails the test. */
function tenant({ machines = [], extensions = [], ties = [], records = {}, ...world }: Tenant) {
  return fakeAzure({
    workspaces: [workspace(), other],
    rules: [rule()],
    graph(text) {
      if (ALL_MACHINES.read(text) !== undefined) return machines;
      if (AGENT_EXTENSIONS.read(text) !== undefined) return extensions;
      if (RULE_ASSOCIATIONS.read(text) !== undefined) return ties;
      if (WORKSPACES.read(text) !== undefined) return [workspaceRow(workspace()), workspaceRow(other)];
      if (MACHINES_NAMED.read(text)?.name === 'arc-01') return [arcRow];
      throw new Error(`not a query of status: ${text}`);
    },
    logs(id, text) {
      if (LAST_HEARTBEATS.read(text) === undefined) throw new Error(`not a query of status: ${text}`);
      const rows = records[id] ?? [];
      if (rows instanceof Problem) throw rows;
      return rows;
    },
    ...world,
  });
}

const ask = (azure: ReturnType<typeof fakeAzure>, question: Partial<StatusQuestion> = {}) =>
  readStatus({ subscriptions: [], freshMs: 900_000, asOf: '2026-11-22', ...question }, azure);
const words = (machines: readonly MachineStatus[]): Record<string, string> =>
  Object.fromEntries(machines.map(({ name, state }) => [name, state]));
const refused = new Problem({ code: 'AZMON-AZURE-FORBIDDEN', exit: EXIT.auth, message: 'no right to read' });

describe('a tenant by Resource Graph', () => {
  const machines = ['web-01', 'oms-01', 'ama-01', 'bare-01'].map((name) => machineRow(name));
  const extensions = [
    extensionRow(idOf('web-01'), 'oms', WORKSPACE_GUID),
    extensionRow(idOf('oms-01'), 'oms', OTHER_GUID),
    extensionRow(idOf('ama-01').toUpperCase(), 'ama'),
  ];
  const ties = [
    {
      id: `${idOf('ama-01')}/providers/Microsoft.Insights/dataCollectionRuleAssociations/a`,
      name: 'a',
      rule: rule().id,
    },
  ];
  const records = {
    [WORKSPACE_GUID]: [record(idOf('web-01')), record(idOf('ama-01'), { Category: 'Azure Monitor Agent' })],
  };
  const all = { machines, extensions, ties, records };

  test('every machine has its word, its workspace and its last record', async () => {
    const { machines: found, sources, problems } = await ask(tenant(all));
    expect(words(found)).toEqual({
      'web-01': 'legacy-reporting',
      'oms-01': 'legacy-silent',
      'ama-01': 'successor',
      'bare-01': 'none',
    });
    expect(found[0]).toMatchObject({
      ...{ target: idOf('web-01'), system: 'linux', systemName: 'Ubuntu 22.04', power: 'running' },
      agents: [
        {
          agent: 'log-analytics',
          seen: ['extension', 'heartbeat'],
          workspaces: [WORKSPACE_GUID],
          lastRecordAgeMs: 30_000,
        },
      ],
    });
    expect(found[2]?.agents).toMatchObject([{ rules: [rule().id], workspaces: [WORKSPACE_GUID] }]);
    expect(sources.every(({ read }) => read)).toBe(true);
    expect(problems).toEqual([]);
  });

  test('a workspace that cannot be read makes nobody silent, and is named', async () => {
    const azure = tenant({ ...all, records: { ...records, [OTHER_GUID]: refused } });
    const { machines: found, sources, problems } = await ask(azure);
    expect(words(found)).toMatchObject({ 'web-01': 'legacy-reporting', 'oms-01': 'legacy-unread', 'bare-01': 'none' });
    expect(found[1]?.reason).toBe('records of the workspace logs-other could not be read');
    expect(sources.filter(({ read }) => !read)).toEqual([
      { source: 'Heartbeat of logs-other', read: false, why: 'no right to read' },
    ]);
    expect(problems).toEqual([]);
  });

  test('a named workspace shows who has to do with it, and nobody else', async () => {
    const { machines: found } = await ask(tenant(all), { workspace: other });
    expect(words(found)).toEqual({ 'oms-01': 'legacy-silent' });
  });

  test('a named workspace that cannot be read is a problem of its own', async () => {
    const azure = tenant({ ...all, records: { [OTHER_GUID]: refused } });
    const { machines: found, problems } = await ask(azure, { workspace: other });
    expect(words(found)).toEqual({ 'oms-01': 'legacy-unread' });
    expect(problems).toMatchObject([{ exit: EXIT.auth, target: 'logs-other' }]);
  });

  test('without the associations nobody is said to have no rule', async () => {
    const azure = tenant(all);
    const { graph } = azure.resources;
    azure.resources.graph = (text, ...rest) => {
      if (RULE_ASSOCIATIONS.read(text) !== undefined) throw refused;
      return graph(text, ...rest);
    };
    const { machines: found, sources } = await ask(azure);
    expect(words(found)).toMatchObject({ 'ama-01': 'successor' });
    expect(sources).toContainEqual({
      source: 'Resource Graph: rule associations',
      read: false,
      why: 'no right to read',
    });
  });

  test('without the machines there is no answer at all', async () => {
    await expect(ask(tenant({ failing: { graph: refused } }))).rejects.toBe(refused);
  });

  test('policies that cannot be read are named, and hold nobody', async () => {
    const { machines: found, sources } = await ask(tenant({ ...all, failing: { policies: refused } }));
    expect(words(found)).toMatchObject({ 'web-01': 'legacy-reporting' });
    expect(sources.filter(({ read }) => !read).map(({ source }) => source)).toEqual([
      `policies of /subscriptions/${SUBSCRIPTION}/resourceGroups/servers`,
    ]);
  });
});

describe('machines that only their records know', () => {
  const far = `/subscriptions/${SUBSCRIPTION.replace(/1$/, '2')}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/far-01`;
  const records = {
    [WORKSPACE_GUID]: [
      record('', { Computer: 'lab-07.corp.example', ResourceId: '', OSType: 'Windows', VMUUID: 'AA' }),
      record(far, { Computer: 'far-01' }),
      record(far.replace('far-01', 'gone-01'), { Computer: 'gone-01', TimeGenerated: '2026-11-20T12:00:00Z' }),
    ],
  };

  test('no resource: no-arc, and no target; a resource elsewhere that is alive: a machine', async () => {
    const { machines, strangers } = await ask(tenant({ records }));
    expect(strangers).toMatchObject([{ target: 'lab-07.corp.example', state: 'no-arc', system: 'windows' }]);
    expect(machines).toMatchObject([{ name: 'far-01', state: 'legacy-reporting' }]);
    expect(machines[0]?.reason).toMatch(/not among those that could be read/);
  });

  test('one that serves Operations Manager is held, wherever it stands', async () => {
    const row = record('', { Computer: 'lab', ResourceId: '', Category: 'SCOM Agent', ManagementGroupName: 'MG' });
    const { strangers } = await ask(tenant({ records: { [WORKSPACE_GUID]: [row] } }));
    expect(strangers).toMatchObject([{ state: 'held', reason: 'the agent serves Operations Manager too' }]);
  });

  test('another subscription does not count where one was named', async () => {
    const { machines } = await ask(tenant({ records }), { subscriptions: [SUBSCRIPTION] });
    expect(machines).toEqual([]);
  });
});

describe('named machines, from the resources themselves', () => {
  const web = vm({ extensions: [oms()] });
  const machines = (...ids: string[]) => ({ machines: ids.map(parseResourceId) });

  test('are read with their rules, and no other machine is told of', async () => {
    const ours = vm({ name: 'ama-01', identity: { system: true, user: [] }, extensions: [ama()] });
    const associations = { [ours.key]: [{ id: '/a', name: 'a', rule: rule().id }] };
    const records = { [WORKSPACE_GUID]: [record(web.id), record('', { Computer: 'lab', ResourceId: '' })] };
    const azure = tenant({ vms: [web, ours], associations, records });
    const { machines: found, strangers } = await ask(azure, machines(web.id, ours.id));
    expect(words(found)).toEqual({ 'web-01': 'legacy-reporting', 'ama-01': 'successor' });
    expect(strangers).toEqual([]);
  });

  test('one that is not there is its own problem', async () => {
    const { machines: found, problems } = await ask(tenant({ vms: [web] }), machines(web.id, idOf('gone')));
    expect(words(found)).toEqual({ 'web-01': 'legacy-silent' });
    expect(problems).toMatchObject([{ exit: EXIT['not-found'], target: idOf('gone') }]);
  });

  test('a workspace that none of them is set to is no loss', async () => {
    const records = { [WORKSPACE_GUID]: [record(web.id)], [OTHER_GUID]: refused };
    const { sources } = await ask(tenant({ vms: [web], records }), machines(web.id));
    expect(sources.filter(({ read }) => !read)).toEqual([]);
    const bare = await ask(tenant({ vms: [vm()], records: { [OTHER_GUID]: refused } }), machines(web.id));
    expect(bare.sources.filter(({ read }) => !read)).toHaveLength(1);
  });

  test('an Azure Arc machine tells how it is connected, and by which agent', async () => {
    const arc = { status: 'Disconnected', agentVersion: '1.46' };
    const there = { ...vm(), kind: 'arc' as const, id: arcId, key: arcId.toLowerCase(), name: 'arc-01', arc };
    const { machines: found } = await ask(tenant({ vms: [there] }), machines(arcId));
    expect(found).toMatchObject([{ name: 'arc-01', kind: 'arc', power: 'disconnected', arc }]);
  });
});

describe('what holds or strands a machine', () => {
  const legacy = (part: Parameters<typeof vm>[0]) => vm({ extensions: [oms()], ...part });
  const windows = (version: string, sku: string) =>
    legacy({
      system: 'windows',
      os: { name: 'Windows Server', version },
      image: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku, version: '' },
      extensions: [oms({ type: 'MicrosoftMonitoringAgent' })],
    });
  const centos = { publisher: 'OpenLogic', offer: 'CentOS', sku: '6.10', version: '' };
  const policy = {
    ...{
      id: '/p',
      name: 'p',
      title: 'Put it back',
      scope: '/',
      enforced: true,
      excluded: [],
      effect: 'deployifnotexists',
    },
    definitions: ['/providers/Microsoft.Authorization/policyDefinitions/053d3325-282c-4e5c-b944-24faffd30d77'],
  };

  test.for<[string, Tenant, string, RegExp]>([
    ['CentOS 6', { vms: [legacy({ os: { name: 'centos', version: '6.10' }, image: centos })] }, 'stranded', /CentOS/],
    ['Windows Server 2016', { vms: [windows('10.0.14393', '2016-Datacenter')] }, 'held', /Defender/],
    ['Windows Server 2019', { vms: [windows('10.0.17763', '2019-Datacenter')] }, 'legacy-silent', /no record/],
    ['a policy', { vms: [legacy({})], policies: [policy] }, 'held', /"Put it back" puts the agent back/],
    [
      'a policy that does nothing',
      { vms: [legacy({})], policies: [{ ...policy, enforced: false }] },
      'legacy-silent',
      /no record/,
    ],
    [
      'Operations Manager',
      {
        vms: [legacy({})],
        records: { [WORKSPACE_GUID]: [record(vm().id, { Category: 'SCOM Agent', ManagementGroupName: 'MG' })] },
      },
      'held',
      /Operations Manager/,
    ],
  ])('%s', async ([, world, state, reason]) => {
    const { machines } = await ask(tenant(world), { machines: [parseResourceId(vm().id)] });
    expect(machines).toMatchObject([{ state }]);
    expect(machines[0]?.reason).toMatch(reason);
    expect(machines[0]?.holds !== undefined).toBe(state === 'held');
  });
});

describe('a subscription that was named and shows no machine', () => {
  const reader = [{ actions: ['*/read'], notActions: [] }];
  const named = { subscriptions: [SUBSCRIPTION] };

  test('is empty where machines may be read', async () => {
    expect((await ask(tenant({ permissions: reader }), named)).problems).toEqual([]);
  });

  test.for<[string, FakeWorld]>([
    ['has no rights', { permissions: [] }],
    ['has rights for other things', { permissions: [{ actions: ['Microsoft.Insights/*'], notActions: [] }] }],
    ['does not even tell', { failing: { permissions: refused } }],
  ])('is closed where the caller %s', async ([, world]) => {
    const { problems } = await ask(tenant(world), named);
    expect(problems).toMatchObject([{ code: 'AZMON-AZURE-FORBIDDEN', exit: EXIT.auth, target: SUBSCRIPTION }]);
  });

  test('is not asked about where it shows machines, nor where none was named', async () => {
    const azure = tenant({ machines: [machineRow('web-01')], failing: { permissions: refused } });
    expect((await ask(azure, named)).problems).toEqual([]);
    expect((await ask(tenant({ failing: { permissions: refused } }))).problems).toEqual([]);
  });
});
