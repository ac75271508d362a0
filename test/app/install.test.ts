import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import type { Answer } from '../../src/app/answer.ts';
import { type InstallFlags, installExtension } from '../../src/app/install.ts';
import { Problem } from '../../src/problem.ts';
import { PLAIN } from '../../src/report/paint.ts';
import type { AzureRule } from '../../src/target/azure-rule.ts';
import type { VmExtension } from '../../src/target/azure-vm.ts';
import { SERVICE_NOW } from '../../src/verify/log-queries.ts';
import { type FakeWorld, SUBSCRIPTION, vm, WORKSPACE_GUID, workspace } from '../support/azure-fake.ts';
import { type DoorOptions, deployDoor, KEY, NOW, reporting, WORKSPACE } from './deploy-door.ts';

/** Runs the door as typed: all flags count as standing on the command line. */
async function install(
  targets: readonly string[],
  flags: InstallFlags,
  world: FakeWorld = {},
  options: Omit<DoorOptions, 'given'> = {},
) {
  const played = deployDoor(world, { key: KEY, ...options, given: Object.keys(flags) });
  const answer = await installExtension(targets, flags, played.door);
  const result = (answer.result as () => Result)();
  const text = (answer.text as (paint: typeof PLAIN) => readonly string[])(PLAIN).join('\n');
  return { ...played, answer, result, text, exit: answer.exit, codes: codesOf(answer) };
}

interface Result {
  readonly targets: readonly {
    readonly name: string;
    readonly named: readonly string[];
    readonly state: string;
    readonly exitCode: number;
    readonly actions?: readonly { readonly kind: string; readonly state: string; readonly text: string }[];
    readonly error?: { readonly code: string };
    readonly destination?: { readonly kind: string; readonly name?: string };
  }[];
  readonly next?: { readonly command: string };
  readonly summary: { readonly states: Readonly<Record<string, number>> };
}

const codesOf = (answer: Answer): readonly string[] => (answer.errors ?? []).map(({ code }) => code);

const LEGACY: InstallFlags = { workspace: 'logs-we', agent: 'log-analytics' };
const DEFAULT_RULE: InstallFlags = { workspace: 'logs-we', 'default-rule': true };
const windows = (name: string) =>
  vm({
    name,
    system: 'windows',
    image: IMAGE_2019,
    os: { name: 'Windows Server 2019 Datacenter', version: '10.0.17763' },
  });
const IMAGE_2019 = {
  publisher: 'MicrosoftWindowsServer',
  offer: 'WindowsServer',
  sku: '2019-Datacenter',
  version: 'latest',
};
const OTHER_GUID = '99999999-2222-3333-4444-555555555555';

const agentOn = (workspaceId: string, part: Partial<VmExtension> = {}): VmExtension => ({
  ...{ name: 'OMSExtension', publisher: AGENTS['log-analytics'].extension.publisher, type: 'OmsAgentForLinux' },
  ...{ version: '1.13', provisioning: 'Succeeded', autoUpgradeMinor: true, settings: { workspaceId }, statuses: [] },
  ...part,
});

describe('one machine', () => {
  test.for([
    ['Linux, the Log Analytics agent', vm(), LEGACY, ['put-extension']],
    ['Windows, the Log Analytics agent', windows('win-01'), LEGACY, ['put-extension']],
    ['Linux, the Azure Monitor Agent', vm(), DEFAULT_RULE, ['put-rule', 'add-identity', 'put-extension', 'associate']],
    [
      'Windows, its rule another',
      windows('win-01'),
      DEFAULT_RULE,
      ['put-rule', 'add-identity', 'put-extension', 'associate'],
    ],
  ] as const)('%s: installed, and its record seen', async ([, machine, flags, kinds]) => {
    const { result, exit, text } = await install([`azure:${machine.name}`], flags, { vms: [machine] });
    expect(result.targets).toMatchObject([{ state: 'verified', exitCode: 0, name: machine.name }]);
    expect(result.targets[0]?.actions?.map(({ kind }) => kind)).toEqual(kinds);
    expect(result.targets[0]?.actions?.every(({ state }) => state === 'done')).toBe(true);
    expect(exit).toBe(0);
    expect(text).toContain('verified: first record after');
  });

  test('the second run says unchanged and writes nothing', async () => {
    const { azure, door } = deployDoor({}, { key: KEY });
    await installExtension(['azure:web-01'], DEFAULT_RULE, door);
    const before = azure.writes.length;
    const answer = await installExtension(['azure:web-01'], DEFAULT_RULE, door);
    expect(before).toBeGreaterThan(0);
    expect(azure.writes).toHaveLength(before);
    expect((answer.result as () => Result)().targets).toMatchObject([{ state: 'unchanged', exitCode: 0 }]);
  });

  test('a dry run shows the very actions of the real run, and writes nothing', async () => {
    const dry = await install(['azure:web-01'], { ...DEFAULT_RULE, 'dry-run': true });
    const real = await install(['azure:web-01'], DEFAULT_RULE);
    const actions = ({ result }: typeof dry) => result.targets[0]?.actions?.map(({ state: _, ...action }) => action);
    expect(actions(dry)).toEqual(actions(real));
    expect(dry.azure.writes).toEqual([]);
    expect(dry.result.targets).toMatchObject([{ state: 'planned', exitCode: 0 }]);
    expect(dry.result.next?.command).toBe('azmon install extension --workspace logs-we --default-rule azure:web-01');
  });

  test('under another name of its kind the extension keeps that name', async () => {
    const machine = vm({ extensions: [agentOn(WORKSPACE_GUID, { provisioning: 'Failed' })] });
    const { azure } = await install(['azure:web-01'], LEGACY, { vms: [machine] });
    expect(azure.puts.map(({ name }) => name)).toEqual(['OMSExtension']);
  });

  test('not waited for: started, 9, and nothing is looked for', async () => {
    const { result, exit } = await install(['azure:web-01'], { ...LEGACY, wait: false }, { logs: unasked });
    expect(result.targets).toMatchObject([{ state: 'started', actions: [{ state: 'begun' }] }]);
    expect(exit).toBe(9);
    expect(result.next?.command).toBe('azmon verify azure:web-01');
  });

  test.for([{ 'no-verify': true }, { verify: 'none' }] as const)('%j: changed, and no proof', async (flags) => {
    const { result, exit, text } = await install(['azure:web-01'], { ...LEGACY, ...flags }, { logs: unasked });
    expect(result.targets).toMatchObject([{ state: 'changed' }]);
    expect(exit).toBe(0);
    expect(text).toContain('not proven: that data arrives');
  });
});

const unasked: NonNullable<FakeWorld['logs']> = () => {
  throw new Error('nobody is to be asked for records');
};

/** The workspace tells the time and has no record. */
const silent: NonNullable<FakeWorld['logs']> = (_, query) =>
  SERVICE_NOW.read(query) === undefined ? [] : [{ Now: new Date(NOW).toISOString() }];

describe('what does not end as wanted', () => {
  const stopped = vm({ power: 'deallocated', vmAgent: { state: 'absent' } });
  const failing = (): Problem =>
    new Problem({ code: 'AZMON-EXTENSION-FAILED', exit: 7, message: 'it failed', why: 'exit code 52: no python' });
  const cases: readonly (readonly [string, InstallFlags, FakeWorld, string, number, readonly string[], number])[] = [
    ['a stopped machine is left alone', LEGACY, { vms: [stopped] }, 'deferred', 9, ['AZMON-MACHINE-STOPPED'], 0],
    ['no record within the wait', { ...LEGACY, 'verify-timeout': 1 }, { logs: silent }, 'unverified', 8, [], 1],
    ['the handler fails', LEGACY, { handler: failing }, 'failed', 7, ['AZMON-EXTENSION-FAILED'], 1],
    [
      ...([
        'it reports elsewhere',
        LEGACY,
        { vms: [vm({ extensions: [agentOn(OTHER_GUID)] })] },
        'failed',
        10,
      ] as const),
      ...([['AZMON-WORKSPACE-CONFLICT'], 0] as const),
    ],
    [
      ...(['a lock', LEGACY, { locks: [{ name: 'keep', level: 'ReadOnly', scope: '/x' }] }, 'failed', 4] as const),
      ...([['AZMON-MACHINE-LOCKED'], 0] as const),
    ],
    [
      ...(['no rights', LEGACY, { permissions: [{ actions: ['*/read'], notActions: [] }] }, 'failed', 3] as const),
      ...([['AZMON-MACHINE-NOT-READY'], 0] as const),
    ],
    [
      ...(['a provider is missing', DEFAULT_RULE, { providers: { 'Microsoft.Insights': 'NotRegistered' } }] as const),
      ...(['failed', 4, ['AZMON-MACHINE-NOT-READY'], 0] as const),
    ],
    [
      ...(['no VM agent', LEGACY, { vms: [vm({ vmAgent: { state: 'not-ready' } })] }, 'failed', 4] as const),
      ...([['AZMON-MACHINE-NOT-READY'], 0] as const),
    ],
    [
      ...([
        'another operation',
        LEGACY,
        { vms: [vm({ extensions: [agentOn(WORKSPACE_GUID, { provisioning: 'Updating' })] })] },
      ] as const),
      ...(['deferred', 9, ['AZMON-EXTENSION-BUSY'], 0] as const),
    ],
  ];
  test.for(cases)('%s', async ([, flags, world, state, exit, codes, writes]) => {
    const played = await install(['azure:web-01'], flags, world);
    expect(played.result.targets).toMatchObject([{ state, exitCode: exit }]);
    expect(played.exit).toBe(exit);
    expect(played.codes).toEqual(codes);
    expect(played.azure.writes).toHaveLength(writes);
  });

  test('a system that the handler refuses: nothing is sent, --ignore lets it through', async () => {
    const machine = vm({
      os: { name: 'redhat', version: '6.10' },
      image: { ...IMAGE_2019, publisher: 'RedHat', offer: 'RHEL', sku: '6.10' },
    });
    const refused = await install(['azure:web-01'], LEGACY, { vms: [machine] });
    expect(refused.exit).toBe(4);
    expect(refused.azure.writes).toEqual([]);
    const lowered = await install(['azure:web-01'], { ...LEGACY, ignore: ['support'] }, { vms: [machine] });
    expect(lowered.azure.writes).toHaveLength(1);
  });

  test('what had been done is told when a later action fails', async () => {
    const failing = new Problem({ code: 'AZMON-AZURE-DENIED', exit: 3, message: 'you may not' });
    const { result, text } = await install(['azure:web-01'], DEFAULT_RULE, { failing: { associate: failing } });
    expect(result.targets[0]?.actions?.map(({ kind, state }) => [kind, state])).toEqual([
      ['put-rule', 'done'],
      ['add-identity', 'done'],
      ['put-extension', 'done'],
      ['associate', 'failed'],
    ]);
    expect(text).toMatch(/put extension AzureMonitorLinuxAgent.* {2}done/);
  });

  test('a connection that broke in mid-operation: sent, its end not seen, the rest not done', async () => {
    const cut = new Problem({ code: 'AZMON-AZURE-UNREACHABLE', exit: 12, message: 'the connection broke' });
    const { result, exit } = await install(['azure:web-01'], DEFAULT_RULE, { failing: { putExtension: cut } });
    expect(result.targets[0]?.actions?.map(({ state }) => state)).toEqual(['done', 'done', 'begun', 'not-done']);
    expect(exit).toBe(12);
  });

  test('a request that Azure did not take has failed: nothing is under way', async () => {
    const full = new Problem({ code: 'AZMON-AZURE-THROTTLED', exit: 12, message: 'no more requests' });
    const { result, exit } = await install(['azure:web-01'], DEFAULT_RULE, { failing: { putExtension: full } });
    expect(result.targets[0]?.actions?.map(({ state }) => state)).toEqual(['done', 'done', 'failed', 'not-done']);
    expect(exit).toBe(12);
  });

  test('a machine whose data must be proven and cannot be read: the change stands, 8, with the reason', async () => {
    const denied = new Problem({ code: 'AZMON-AZURE-DENIED', exit: 3, message: 'you may not read logs' });
    const { result, codes } = await install(['azure:web-01'], LEGACY, { failing: { query: denied } });
    expect(result.targets).toMatchObject([{ state: 'unverified', exitCode: 8, actions: [{ state: 'done' }] }]);
    expect(codes).toEqual(['AZMON-AZURE-DENIED']);
  });

  test('unchanged, and it does not report: 8', async () => {
    const machine = vm({ extensions: [agentOn(WORKSPACE_GUID, { settings: SETTINGS, automaticUpgrade: false })] });
    const { result, exit, azure } = await install(
      ['azure:web-01'],
      { ...LEGACY, 'verify-timeout': 1 },
      { vms: [machine], logs: silent },
    );
    expect(azure.writes).toEqual([]);
    expect(result.targets).toMatchObject([{ state: 'unverified' }]);
    expect(exit).toBe(8);
  });
  const SETTINGS = { workspaceId: WORKSPACE_GUID, stopOnMultipleConnections: true, skipDockerProviderInstall: true };
});

describe('a machine that is stopped, with --start-stopped', () => {
  const stopped = vm({ power: 'deallocated' });
  const flags: InstallFlags = { ...LEGACY, 'start-stopped': true };
  const kinds = (writes: readonly string[]): readonly string[] =>
    writes.map((line) => (line.startsWith('power') ? `power ${line.split(' ')[2]}` : (line.split(' ')[0] ?? '')));

  test('is started, proven while it runs, and put back as it was', async () => {
    const order: string[] = [];
    const { azure, result } = await install(['azure:web-01'], flags, {
      vms: [stopped],
      logs: (workspaceId, query) => {
        order.push('asked for records');
        return reporting(workspaceId, query);
      },
    });
    expect(kinds(azure.writes)).toEqual(['power start', 'putExtension', 'power deallocate']);
    expect(azure.calls.lastIndexOf(azure.calls.findLast((call) => call.startsWith('query')) ?? '')).toBeLessThan(
      azure.calls.findIndex((call) => call.endsWith('deallocate')),
    );
    expect(order.length).toBeGreaterThan(0);
    expect(result.targets).toMatchObject([{ state: 'verified' }]);
  });

  test('is put back as it was after a failure too', async () => {
    const failing = (): Problem =>
      new Problem({ code: 'AZMON-EXTENSION-FAILED', exit: 7, message: 'it failed', why: '52' });
    const { azure, result } = await install(['azure:web-01'], flags, { vms: [stopped], handler: failing });
    expect(kinds(azure.writes)).toEqual(['power start', 'putExtension', 'power deallocate']);
    expect(result.targets[0]?.actions?.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
  });
});

describe('several machines', () => {
  const vms = [
    vm(),
    vm({ name: 'web-02' }),
    vm({ name: 'stopped-01', power: 'stopped' }),
    vm({ name: 'old-01', extensions: [agentOn(OTHER_GUID)] }),
  ];

  test.for([
    ['all as wanted', ['web-01', 'web-02'], 0],
    ['one stopped', ['web-01', 'stopped-01'], 9],
    ['one reports elsewhere', ['web-01', 'old-01'], 6],
    ['none as wanted', ['stopped-01', 'old-01'], 10],
    ['one is not there', ['web-01', 'nope'], 6],
  ] as const)('%s', async ([, names, exit]) => {
    const played = await install(
      names.map((name) => `azure:${name}`),
      LEGACY,
      { vms },
    );
    expect(played.exit).toBe(exit);
    expect(played.result.targets.map(({ named: [first] }) => first)).toEqual(names.map((name) => `azure:${name}`));
  });

  test('one machine by two spellings is done once', async () => {
    const { azure, result } = await install(
      ['azure:web-01', vm().id.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')],
      LEGACY,
    );
    expect(azure.puts).toHaveLength(1);
    expect(result.targets).toHaveLength(1);
    expect(result.targets[0]?.named).toEqual(['azure:web-01', vm().key]);
  });

  test('a rule that two machines need is put once', async () => {
    const { azure } = await install(['azure:web-01', 'azure:web-02'], DEFAULT_RULE, { vms });
    expect(azure.writes.filter((line) => line.startsWith('rules.put'))).toHaveLength(1);
  });

  test('keys and workspaces are read once for all', async () => {
    const { azure } = await install(['azure:web-01', 'azure:web-02'], LEGACY, { vms });
    expect(azure.calls.filter((call) => call.startsWith('workspaces.keys'))).toHaveLength(1);
  });

  test('two machines of one name are told apart by their groups', async () => {
    const twins = [vm({ group: 'a' }), vm({ group: 'b' })];
    const { result } = await install(['azure:a/web-01', 'azure:b/web-01'], LEGACY, { vms: twins });
    expect(result.targets.map(({ name }) => name)).toEqual(['a/web-01', 'b/web-01']);
  });

  test('the command that goes on names only what another run can change', async () => {
    const { result } = await install(['azure:web-01', 'azure:stopped-01', 'azure:old-01'], LEGACY, { vms });
    expect(result.next?.command).toBe(
      'azmon install extension --workspace logs-we --agent log-analytics --start-stopped azure:stopped-01',
    );
  });

  test('events name each machine from its start to its end', async () => {
    const { events } = await install(['azure:web-01', 'azure:nope'], LEGACY);
    expect(events.filter(([name]) => name === 'target.finished').map(([, data]) => [data.name, data.state])).toEqual([
      ['azure:nope', 'failed'],
      ['web-01', 'verified'],
    ]);
    expect(events.filter(([name]) => name === 'target.started')).toEqual([['target.started', { target: vm().key }]]);
    expect(events.filter(([name]) => name === 'target.step').length).toBeGreaterThan(1);
  });
});

describe('rows of a target file', () => {
  const other = workspace({ name: 'logs-other', workspaceId: OTHER_GUID });
  const world: FakeWorld = {
    vms: [vm(), vm({ name: 'web-02' })],
    workspaces: [WORKSPACE, other],
    keys: { [WORKSPACE.key]: [KEY, KEY], [other.key]: [KEY, KEY] },
  };
  const file = (text: string): Pick<DoorOptions, 'files'> => ({ files: { 'machines.csv': text } });

  const ruleId = (name: string): string =>
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/${name}`;
  const linuxRule = (name: string): AzureRule => ({
    ...{ id: ruleId(name), key: ruleId(name).toLowerCase(), subscription: SUBSCRIPTION, group: 'monitoring', name },
    ...{ location: 'westeurope', kind: 'Linux', provisioning: 'Succeeded', workspaces: [WORKSPACE.id] },
    ...{ tags: {}, properties: {} },
  });

  test('each goes to its own workspace', async () => {
    const { azure } = await install(
      [],
      { ...LEGACY, file: ['machines.csv'] },
      world,
      file('target,workspace\nazure:web-01,\nazure:web-02,logs-other\n'),
    );
    expect(azure.puts.map(({ settings }) => settings.workspaceId).sort()).toEqual([WORKSPACE_GUID, OTHER_GUID].sort());
  });

  test('a workspace that is not there is the trouble of its row alone', async () => {
    const { result, exit } = await install(
      [],
      { ...LEGACY, file: ['machines.csv'] },
      world,
      file('target,workspace\nazure:web-01,nowhere\nazure:web-02,\n'),
    );
    expect(result.targets.map(({ state }) => state)).toEqual(['failed', 'verified']);
    expect(exit).toBe(6);
  });

  test.for([
    ['of the flags alone', {}, ['a', 'b', 'b', 'logs-we']],
    ['beside the agent that takes it', { agent: 'azure-monitor' }, ['a', 'b', 'b', 'logs-we']],
  ] as const)('the rule %s is for all rows that take one and name none', async ([, more, expected]) => {
    const { result } = await install(
      [],
      { workspace: 'logs-we', rule: ruleId('b'), file: ['machines.csv'], 'no-verify': true, ...more },
      {
        ...world,
        vms: ['web-01', 'web-02', 'web-03', 'web-04'].map((name) => vm({ name })),
        rules: [linuxRule('a'), linuxRule('b')],
      },
      file(
        `target,agent,rule\nazure:web-01,,${ruleId('a')}\nazure:web-02,azure-monitor,\nazure:web-03,,\nazure:web-04,log-analytics,\n`,
      ),
    );
    expect(result.targets.map(({ destination }) => destination?.name)).toEqual(expected);
  });

  test('a row that names its workspace and no agent is no other row that names both', async () => {
    const { result } = await install(
      [],
      { agent: 'azure-monitor', file: ['machines.csv'], 'no-verify': true },
      world,
      file('target,agent,workspace\nazure:web-01,,logs-we\nazure:web-02,azure-monitor,logs-we\n'),
    );
    expect(result.targets.map(({ state, error }) => [state, error?.code])).toEqual([
      ['failed', 'AZMON-AGENT-RULE'],
      ['changed', undefined],
    ]);
  });

  test('the same machine with other wishes is refused, and done as first said', async () => {
    const { result } = await install(
      [],
      { ...LEGACY, file: ['machines.csv'] },
      world,
      file(`target,workspace\nazure:web-01,\n${vm().id},logs-other\n`),
    );
    expect(result.targets.map(({ state, error }) => [state, error?.code])).toEqual([
      ['verified', undefined],
      ['failed', 'AZMON-INVENTORY-DUPLICATE'],
    ]);
  });
});

describe('what is wrong is said before anything is touched', () => {
  const rule = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Insights/dataCollectionRules/r`;
  const thrown = async (
    targets: readonly string[],
    flags: InstallFlags,
    options: DoorOptions = {},
    world: FakeWorld = {},
  ) => {
    const { azure, door } = deployDoor(world, { key: KEY, ...options, given: Object.keys(flags) });
    const error = await installExtension(targets, flags, door).then(
      () => undefined,
      (problem: unknown) => problem,
    );
    expect(azure.writes).toEqual([]);
    return error instanceof Problem ? [error.code, error.exit] : error;
  };

  test.for([
    ['no machine', [], LEGACY, 'AZMON-TARGET-MISSING', 2],
    ['a workspace alone, nobody to ask', ['azure:web-01'], { workspace: 'logs-we' }, 'AZMON-AGENT-UNCLEAR', 2],
    ['nowhere to send to', ['azure:web-01'], {}, 'AZMON-AGENT-UNCLEAR', 2],
    ['an unknown workspace', ['azure:web-01'], { ...LEGACY, workspace: 'nope' }, 'AZMON-WORKSPACE-UNKNOWN', 11],
    ['an unknown check', ['azure:web-01'], { ...LEGACY, ignore: ['nope'] }, 'AZMON-CHECK-UNKNOWN', 2],
    ['a rule that is no id', ['azure:web-01'], { rule: 'my-rule' }, 'AZMON-RULE-ID', 2],
    ['a rule that is not there', ['azure:web-01'], { rule }, 'AZMON-AZURE-NOT-FOUND', 11],
    ['two rules', ['azure:web-01'], { rule, 'default-rule': true }, 'AZMON-FLAG-CONFLICT', 2],
    ['a default rule without a workspace', ['azure:web-01'], { 'default-rule': true }, 'AZMON-WORKSPACE-MISSING', 2],
    [
      'a proof asked for and refused',
      ['azure:web-01'],
      { ...LEGACY, verify: 'connected', 'no-verify': true },
      'AZMON-FLAG-CONFLICT',
      2,
    ],
    [
      'a proxy with its password',
      ['azure:web-01'],
      { ...LEGACY, proxy: 'http://u:canary@p:1' },
      'AZMON-PROXY-EXPOSED',
      2,
    ],
  ] as const)('%s', async ([, targets, flags, code, exit]) => {
    expect(await thrown(targets, flags)).toEqual([code, exit]);
  });

  test.for([
    ['local', 'AZMON-EXTENSION-TARGET'],
    ['ssh://web-01', 'AZMON-EXTENSION-TARGET'],
    ['web-01', 'AZMON-TARGET-UNKNOWN'],
  ] as const)('%s is no machine for it: %s', async ([target, code]) => {
    const { codes, exit, azure } = await install([target], LEGACY);
    expect([codes, exit, azure.writes]).toEqual([[code], 2, []]);
  });

  test.for([
    ['local', { agent: 'azure-monitor', 'default-rule': true, workspace: 'logs-we' }],
    ['ssh://web-01', { 'default-rule': true, workspace: 'logs-we' }],
    ['ssh://web-01', { rule: '/a/rule' }],
  ] as const)('%s takes the successor by Azure Arc only', async ([target, flags]) => {
    const { codes, exit, azure } = await install([target], flags);
    expect([codes, exit, azure.writes]).toEqual([['AZMON-NEEDS-ARC'], 4, []]);
  });
});

describe('secrets', () => {
  test('the key and the login of a proxy are in the put, and nowhere else', async () => {
    const played = await install(
      ['azure:web-01'],
      { ...LEGACY, 'proxy-file': 'proxy.txt' },
      {},
      { files: { 'proxy.txt': 'http://user:canary@proxy:8080\n' } },
    );
    const put = played.azure.puts[0];
    expect(put?.protectedSettings).toMatchObject({ workspaceKey: expect.anything(), proxy: expect.anything() });
    const said = JSON.stringify([played.result, played.events, played.talked, played.answer.warnings]) + played.text;
    for (const canary of ['canary', KEY, encodeURIComponent(KEY)]) expect(said).not.toContain(canary);
    expect(JSON.stringify(put)).not.toContain('canary');
  });
});

describe('looking inside', () => {
  test('--probe hands the facts of the machine to the checks; what blocks there stops before any put', async () => {
    const facts = readFileSync(new URL('../machines/debian-11-minimal.txt', import.meta.url), 'utf8');
    const { azure, exit, result } = await install(
      ['azure:web-01'],
      { ...LEGACY, probe: true },
      {},
      { probe: () => facts },
    );
    expect([exit, azure.writes, result.targets[0]?.error?.code]).toEqual([4, [], 'AZMON-MACHINE-NOT-READY']);
  });

  test('without --probe nobody is asked', async () => {
    expect((await install(['azure:web-01'], LEGACY)).exit).toBe(0);
  });
});

describe('Ctrl+C', () => {
  test('in mid-run: what was begun is told, the rest is not begun', async () => {
    const abort = new AbortController();
    const cancelled = new Problem({ code: 'AZMON-CANCELLED', exit: 130, message: 'cancelled' });
    const vms = [vm(), vm({ name: 'web-02' })];
    const played = await install(
      ['azure:web-01', 'azure:web-02'],
      { ...DEFAULT_RULE, concurrency: 1 },
      {
        vms,
        handler: () => {
          abort.abort(cancelled);
          return undefined;
        },
      },
      { signal: abort.signal },
    );
    expect(played.exit).toBe(130);
    expect(played.result.targets.map(({ actions }) => actions?.map(({ state }) => state))).toEqual([
      ['done', 'done', 'done', 'not-done'],
      undefined,
    ]);
    expect(played.result.targets.map(({ error }) => error?.code)).toEqual(['AZMON-CANCELLED', 'AZMON-CANCELLED']);
  });
});

test('the retirement is said once, for the generation that has it', async () => {
  expect((await install(['azure:web-01'], LEGACY)).answer.warnings?.map(({ code }) => code)).toEqual(['AZMON-RETIRED']);
  expect((await install(['azure:web-01'], DEFAULT_RULE)).answer.warnings).toEqual([]);
});
