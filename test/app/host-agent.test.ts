import { describe, expect, test } from 'vitest';
import { agentShow } from '../../src/app/agent-show.ts';
import type { AgentVerb, AgentVerbFlags } from '../../src/app/agent-values.ts';
import { agentVerb } from '../../src/app/agent-verb.ts';
import { LAST_HEARTBEATS } from '../../src/verify/log-queries.ts';
import { type FakeWorld, vm } from '../support/azure-fake.ts';
import { KEY, NOW, WORKSPACE } from './deploy-door.ts';
import { refusal, through } from './host-others.ts';
import {
  type Answering,
  type FakeHost,
  factsOf,
  failing,
  type HostOptions,
  OTHER_WORKSPACE,
  windowsFacts,
} from './host-stage.ts';

const ID = WORKSPACE.workspaceId;
const THIRD = '55555555-2222-3333-4444-555555555555';

const state = (...more: readonly string[]): readonly string[] => [
  ...['state.agent=log-analytics', 'state.version=1.19.0-0', 'state.packages=whole', 'state.service=running'],
  ...['state.host=web-01', ...more],
];
const shown =
  (...more: readonly string[]): Answering =>
  () =>
    state(...more);
const done: Answering = ({ parameters }) =>
  parameters.AZMON_DRY_RUN === 'yes' ? ['plan=change the change', 'result=planned'] : [...state(), 'result=changed'];

const VERBS = [
  'add-workspace',
  'remove-workspace',
  'set-workspace',
  'set-proxy',
  'clear-proxy',
  'restart',
  'add-group',
  'remove-group',
  'upgrade',
] as const;
const answers = (show: Answering): NonNullable<FakeHost['on']> => ({
  show,
  ...Object.fromEntries(VERBS.map((verb) => [verb, done])),
});
const linux = (...more: readonly string[]): HostOptions => ({
  hosts: { local: { facts: factsOf(), on: answers(shown(...more)) } },
});
const windows = (...more: readonly string[]): HostOptions => ({
  here: 'windows',
  hosts: { local: { facts: windowsFacts(), on: answers(shown(...more)) } },
});
const ONE = `state.workspace=${ID} onboarded Onboarded`;
const ONE_W = `state.workspace=${ID} connected healthy`;

const run = (
  verb: AgentVerb,
  flags: AgentVerbFlags,
  options: HostOptions,
  targets: readonly string[] = [],
  world: FakeWorld = {},
) => through((typed, door) => agentVerb(verb, targets, typed, door), `azmon agent ${verb}`, flags, options, world);

/** What the wrapper is told beside what every run is told. */
const told = (parameters: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).filter(([name]) => !['AZMON_DO', 'AZMON_RUN', 'AZMON_BY', 'AZMON_LINES'].includes(name)),
  );

describe('what the wrapper is told', () => {
  const cloud = { AZMON_DOMAIN: 'opinsights.azure.com' };
  const type = { AZMON_CLOUD_TYPE: '0' };
  const proxies = { files: { 'proxy.txt': 'http://ops:p%40ss@proxy.example.com:3128' } };
  const proxy = 'http://proxy.example.com:3128';
  type Row = readonly [AgentVerb, AgentVerbFlags, HostOptions, Record<string, string>, Record<string, string>];
  const rows: readonly Row[] = [
    [
      'set-workspace',
      { workspace: 'logs-we' },
      linux(),
      { ...cloud, AZMON_WORKSPACE_ID: ID, AZMON_REPLACE: 'yes' },
      { AZMON_WORKSPACE_KEY: KEY },
    ],
    [
      'add-workspace',
      { workspace: 'logs-we' },
      windows(`state.workspace=${OTHER_WORKSPACE} connected healthy`),
      { ...type, AZMON_WORKSPACE_ID: ID },
      { AZMON_WORKSPACE_KEY: KEY },
    ],
    ['remove-workspace', { 'workspace-id': ID.toUpperCase() }, linux(ONE), { ...cloud, AZMON_WORKSPACE_ID: ID }, {}],
    ['remove-workspace', { workspace: 'logs-we' }, windows(ONE_W), { ...type, AZMON_WORKSPACE_ID: ID }, {}],
    ['set-proxy', { proxy: 'proxy.example.com:3128' }, linux(), {}, { AZMON_PROXY: proxy }],
    [
      'set-proxy',
      { proxy: 'proxy.example.com:3128', 'proxy-pseudo-user': true },
      linux(),
      {},
      { AZMON_PROXY: 'http://user:password@proxy.example.com:3128' },
    ],
    [
      'set-proxy',
      { 'proxy-file': 'proxy.txt' },
      { ...linux(), ...proxies },
      {},
      { AZMON_PROXY: 'http://ops:p%40ss@proxy.example.com:3128' },
    ],
    [
      'set-proxy',
      { 'proxy-file': 'proxy.txt' },
      { ...windows(), ...proxies },
      {},
      { AZMON_PROXY: proxy, AZMON_PROXY_USER: 'ops', AZMON_PROXY_PASSWORD: 'p@ss' },
    ],
    [
      'set-proxy',
      { gateway: 'gw.example.com' },
      linux(),
      { AZMON_FETCH_DIRECT: 'yes' },
      { AZMON_PROXY: 'http://gw.example.com:8080' },
    ],
    ['clear-proxy', {}, linux(), {}, {}],
    ['restart', {}, linux(), {}, {}],
    ['add-group', {}, linux(), {}, {}],
    [
      'add-group',
      { 'management-group': 'MG1', 'management-server': 'om-01' },
      windows(),
      { AZMON_GROUP: 'MG1', AZMON_GROUP_SERVER: 'om-01', AZMON_GROUP_PORT: '5723' },
      {},
    ],
    ['remove-group', { 'management-group': 'MG1' }, windows('state.group=MG1 om-01:5723'), { AZMON_GROUP: 'MG1' }, {}],
    [
      'upgrade',
      { bundle: 'https://example.com/omsagent-1.19.0-0.universal.x64.sh', sha256: 'b'.repeat(64) },
      linux(),
      {
        ...{ AZMON_BUNDLE: 'https://example.com/omsagent-1.19.0-0.universal.x64.sh', AZMON_SHA256: 'b'.repeat(64) },
        ...{ AZMON_BUNDLE_NAME: 'omsagent-1.19.0-0.universal.x64.sh', AZMON_RELEASE: '1.19.0-0' },
      },
      {},
    ],
  ];
  test.for(rows)('%s %j', async ([verb, flags, options, parameters, secrets]) => {
    const { runs, exit, result } = await run(verb, flags, options);
    const last = runs.at(-1);
    expect([exit, result.targets[0]?.state]).toEqual([0, 'changed']);
    expect(runs.map((one) => one.parameters.AZMON_DO)).toEqual(['show', verb]);
    expect([told(last?.parameters), last?.secrets]).toEqual([parameters, secrets]);
  });

  test.for(VERBS)('%s with --dry-run changes nothing, and takes no key along', async (verb) => {
    const flags: AgentVerbFlags = {
      ...{ 'dry-run': true, workspace: 'logs-we', 'management-group': 'MG1', 'management-server': 'om-01' },
      ...(verb === 'set-proxy' ? { proxy: 'proxy.example.com:3128' } : {}),
    };
    const there = verb === 'remove-workspace' || verb === 'remove-group' ? [ONE_W, 'state.group=MG1 om-01:5723'] : [];
    const { runs, result } = await run(verb, flags, windows(...there));
    expect(result.targets[0]?.state).toBe('planned');
    expect(
      runs.slice(1).map(({ parameters, secrets }) => [parameters.AZMON_DRY_RUN, 'AZMON_WORKSPACE_KEY' in secrets]),
    ).toEqual([['yes', false]]);
  });
});

test('over ssh it is found out that a machine runs Windows', async () => {
  const hosts = { 'ssh://win-01': { system: 'windows', facts: windowsFacts(), on: answers(shown(ONE_W)) } } as const;
  const { runs, probed, result } = await run('restart', {}, { hosts }, ['ssh://win-01']);
  expect(result.targets[0]?.state).toBe('changed');
  expect([runs.map(({ system }) => system), probed]).toEqual([
    ['windows', 'windows'],
    ['ssh://win-01', 'ssh://win-01 by script'],
  ]);
});

test('also where Windows refuses the shell in another language', async () => {
  const on = answers(shown(ONE_W));
  const hosts = { 'ssh://win-01': { system: 'windows', foreign: true, facts: windowsFacts(), on } } as const;
  const { probed, result } = await run('restart', {}, { hosts }, ['ssh://win-01']);
  expect(result.targets[0]?.state).toBe('changed');
  expect(probed).toEqual(['ssh://win-01', 'ssh://win-01 by script']);
});

test('a login without a shell is told as one', async () => {
  const { codes } = await run('restart', {}, { hosts: { 'ssh://nosh': { foreign: true } } }, ['ssh://nosh']);
  expect(codes).toEqual(['AZMON-SSH-SHELL']);
});

describe('limits, before anything is changed', () => {
  const four = ['1', '2', '3', '4'].map(
    (n) => `state.workspace=${n.repeat(8)}-2222-3333-4444-555555555555 connected healthy`,
  );
  test.for([
    [
      'add-workspace',
      'no second one on Linux',
      linux(`state.workspace=${OTHER_WORKSPACE} onboarded Onboarded`),
      { workspace: 'logs-we' },
      10,
    ],
    ['add-workspace', 'no fifth one on Windows', windows(...four), { 'workspace-id': THIRD }, 10],
    [
      'add-workspace',
      'the one that a management group brings',
      windows('state.group=MG1 om-01:5723', `state.group-workspace=MG1 ${ID}`),
      { workspace: 'logs-we' },
      10,
    ],
    ['remove-workspace', 'one that is not there', linux(ONE), { 'workspace-id': OTHER_WORKSPACE }, 11],
    ['remove-group', 'one that is not there', windows(), { 'management-group': 'MG2' }, 11],
    ['set-proxy', 'what an extension manages', linux('state.extension=yes'), { proxy: 'proxy.example.com:3128' }, 10],
  ] as const)('%s: %s', async ([verb, , options, flags, exit]) => {
    const keyed = 'workspace-id' in flags && verb === 'add-workspace' ? { ...options, key: KEY } : options;
    const answer = await run(verb, flags, keyed);
    expect([answer.exit, answer.runs.map(({ parameters }) => parameters.AZMON_DO)]).toEqual([exit, ['show']]);
  });

  test.for(VERBS)('%s where there is no agent: 11', async (verb) => {
    const flags = {
      workspace: 'logs-we',
      proxy: 'proxy.example.com:3128',
      'management-group': 'MG1',
      'management-server': 'om-01',
    };
    const none: HostOptions = { hosts: { local: { on: { show: () => ['state.agent=none'] } } } };
    const { exit, runs, codes } = await run(verb, verb === 'set-proxy' ? flags : { ...flags, proxy: undefined }, none);
    expect([exit, codes, runs.length]).toEqual([11, ['AZMON-HOST-NO-AGENT'], 1]);
  });
});

describe('a command line that is wrong', () => {
  test.for([
    ['set-proxy', {}, 'AZMON-FLAG-MISSING'],
    ['set-proxy', { proxy: 'http://ops:secret@proxy.example.com:3128' }, 'AZMON-PROXY-EXPOSED'],
    ['set-proxy', { gateway: 'gw', 'proxy-pseudo-user': true, proxy: 'a:1' }, 'AZMON-PROXY-OR-GATEWAY'],
    ['remove-workspace', {}, 'AZMON-FLAG-MISSING'],
    ['remove-group', { 'management-group': 'MG1"&calc' }, 'AZMON-FLAG-VALUE'],
  ] as const)('agent %s %j: %s', async ([verb, flags, code]) => {
    const problem = await refusal(run(verb, flags, linux()));
    expect(problem).toMatchObject({ code, exit: 2 });
    expect(JSON.stringify([problem.message, problem.why, problem.fix])).not.toContain('secret');
  });
});

describe('machines of Azure', () => {
  const AZURE = {
    hosts: {
      [vm().key]: { on: { restart: done, show: shown(ONE), logs: () => ['log.file=/var/log/a', 'log=one line'] } },
    },
  };

  test.for([
    ['restart', 'changed'],
    ['logs', 'unchanged'],
  ] as const)('%s goes through run-command, without a look', async ([verb, expected]) => {
    const { result, runs, probed } = await run(verb, {}, AZURE, ['azure:web-01']);
    expect(result.targets).toMatchObject([{ target: 'azure:web-01', state: expected }]);
    expect([runs.map(({ system }) => system), probed]).toEqual([['linux'], []]);
  });

  test.for(VERBS.filter((verb) => verb !== 'restart'))('%s does not: 2, and the way there', async (verb) => {
    const flags = { workspace: 'logs-we', 'management-group': 'MG1', 'management-server': 'om-01' };
    const { exit, codes, runs } = await run(verb, verb === 'set-proxy' ? { proxy: 'a.example.com:1' } : flags, AZURE, [
      'azure:web-01',
    ]);
    expect([exit, codes, runs]).toEqual([2, ['AZMON-HOST-TARGET'], []]);
  });

  test('a scale set is many machines', async () => {
    const { exit, codes } = await run('restart', {}, AZURE, ['vmss:front']);
    expect([exit, codes]).toEqual([2, ['AZMON-HOST-TARGET']]);
  });
});

describe('agent show', () => {
  const show = (options: HostOptions, targets: readonly string[] = [], world: FakeWorld = {}) =>
    through((typed, door) => agentShow(targets, typed, door), 'azmon agent show', {}, options, world);
  const records: FakeWorld['logs'] = (_, query) => {
    if (LAST_HEARTBEATS.read(query) === undefined) throw new Error(`nobody expected the query ${query}`);
    const row = { Category: 'Direct Agent', OSType: 'Linux', Now: new Date(NOW).toISOString() };
    const at = (ms: number): string => new Date(NOW - ms).toISOString();
    return [
      { ...row, TimeGenerated: at(60_000), Computer: 'WEB-01.contoso.com', SourceComputerId: 'a' },
      { ...row, TimeGenerated: at(1_000), Computer: 'web-02', SourceComputerId: 'b' },
    ];
  };

  test('each workspace with its newest record, by the name under which the machine reports', async () => {
    const { result, text, exit } = await show(linux(ONE), [], { logs: records });
    expect(result.targets[0]?.agent).toMatchObject({
      workspaces: [{ id: ID, lastHeartbeat: new Date(NOW - 60_000).toISOString() }],
    });
    expect([exit, text.includes(ID)]).toEqual([0, true]);
  });

  test('where a workspace cannot be asked it is said why, and the rest is shown', async () => {
    const { result, exit } = await show(linux(ONE), [], { identity: await refusal(run('set-proxy', {}, linux())) });
    expect(exit).toBe(0);
    expect(result.targets[0]).toMatchObject({ agent: { workspaces: [{ id: ID }] } });
    expect(JSON.stringify(result)).toContain('no proxy is given');
  });

  test('several: what fails with one stops no other, and the worst code ends it', async () => {
    const hosts = {
      'ssh://web-01': { on: { show: shown(ONE) } },
      'ssh://web-02': { on: { show: failing('not-root') } },
    };
    const { result, exit } = await show({ hosts }, Object.keys(hosts), { logs: records });
    expect(result.targets.map(({ exitCode }) => exitCode)).toEqual([0, 3]);
    expect(exit).toBe(3);
  });
});
