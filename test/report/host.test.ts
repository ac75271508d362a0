import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import { assess } from '../../src/check/assess.ts';
import type { AgentState } from '../../src/manage/agent-state.ts';
import type { WrapperRun } from '../../src/manage/wrapper-run.ts';
import { type ExitCode, Problem } from '../../src/problem.ts';
import { shownLines, shownResult } from '../../src/report/agent-shown.ts';
import { hostLines, hostResult, hostTargetResult } from '../../src/report/host.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { supportLines, supportResult } from '../../src/report/support-bundle.ts';
import type { HostChange, HostRun, HostTarget, ShownAgent } from '../../src/rollout/host-run.ts';
import type { TaskState } from '../../src/rollout/task.ts';
import { CLOUDS } from '../../src/target/cloud.ts';

const A = '11111111-2222-3333-4444-555555555555';
const B = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const HASH = 'ab'.repeat(32);

const STATE: AgentState = {
  ...{ system: 'linux', installed: true, version: '1.19.0-0', packages: 'whole', by: 'azmon', service: 'running' },
  workspaces: [
    { id: A, status: 'onboarded', text: 'Onboarded(OMSAgent Running)', certificate: '2026-12-01T00:00:00.000Z' },
  ],
  ...{ groups: [], host: 'web-01' },
};
const wrapper = (part: Partial<WrapperRun> = {}): WrapperRun => ({
  ...{ system: 'linux', plan: [], steps: [], said: [], recovered: [], undone: [], left: [], ledger: [], logs: [] },
  ...{ result: 'changed', complete: true, state: STATE },
  ...part,
});
const DESTINATION: HostChange['destination'] = {
  ...{ workspaceId: A, cloud: 'public', name: 'logs-we' },
  key: {
    from: { source: 'environment', text: 'AZMON_WORKSPACE_KEY' },
    state: { state: 'verified', which: 'primary' },
  },
};
const BUNDLE = { name: 'omsagent-1.19.0-0.universal.x64.sh', sha256: HASH, pinnedBy: '--sha256', pushed: true };
const CONNECTED = { state: 'connected', evidence: 'Onboarded(OMSAgent Running)' } as const;

const target = (name: string, state: TaskState, exit: ExitCode, change: Partial<HostChange> = {}): HostTarget => ({
  ...{ key: `ssh://root@${name}`, state, exit, durationMs: 4100 },
  change: { system: 'linux', wrapper: wrapper(), ...change },
  ...(change.problem === undefined ? {} : { problem: change.problem }),
});
const run = (targets: readonly HostTarget[], part: Partial<HostRun> = {}): HostRun => ({
  ...{ words: 'install linux', dryRun: false, targets, exit: targets[0]?.exit ?? 0, durationMs: 61_000 },
  ...part,
});
const text = (targets: readonly HostTarget[], part: Partial<HostRun> = {}, verbose = false): string =>
  hostLines(run(targets, part), { paint: PLAIN, verbose }).join('\n');

const STEPS: WrapperRun['steps'] = [
  { step: 'recover', state: 'skipped', text: 'nothing was cut off' },
  { step: 'hash', state: 'done', text: 'the hash is right' },
  { step: 'packages', state: 'done', text: 'install the agent' },
  { step: 'service', state: 'skipped', text: 'it runs' },
];

describe('one machine', () => {
  test('installed: where it goes, what was done, what the agent says, what is proven', () => {
    const change = {
      ...{ destination: DESTINATION, bundle: BUNDLE, proof: CONNECTED, wrapper: wrapper({ steps: STEPS }) },
      note: 'proven: connected; not proven: that data arrives (nobody is signed in)',
    };
    expect(text([target('web-01', 'changed', 0, change)])).toBe(
      [
        'ssh://root@web-01  Linux',
        `  to workspace logs-we (${A}); key: AZMON_WORKSPACE_KEY (verified: primary key)`,
        `  omsagent-1.19.0-0.universal.x64.sh, pushed from here; SHA-256 ${HASH} (--sha256)`,
        '',
        '  install the agent  done',
        '',
        '  agent        Log Analytics agent 1.19.0-0',
        '  installed by azmon (its ledger is on the machine)',
        '  service      running',
        `  workspace    ${A}  Onboarded(OMSAgent Running)  +`,
        '               certificate until 2026-12-01',
        '  proxy        none',
        '  reports as   web-01',
        '',
        '+ changed: proven: connected (Onboarded(OMSAgent Running)); not proven: that data arrives (nobody is signed in)',
        '',
        '1 machine: 1 changed  61.0 s',
        'exit code 0 (ok)',
      ].join('\n'),
    );
  });

  test('-v tells every step, what the programs said and each undone change', () => {
    const undone = [{ kind: 'path', what: '/opt/microsoft' }];
    const lines = text(
      [target('a', 'changed', 0, { wrapper: wrapper({ steps: STEPS, said: ['Unpacking'], undone }) })],
      {},
      true,
    );
    for (const line of ['  = nothing was cut off', 'the hash is right  done', '| Unpacking', 'path /opt/microsoft'])
      expect(lines).toContain(line);
  });

  test('unchanged: why nothing was to be done', () => {
    const steps = STEPS.filter(({ state }) => state === 'skipped');
    const proof = { state: 'reporting', at: 'x', latencyMs: 1, computer: 'web-01' } as const;
    const lines = text([target('a', 'unchanged', 0, { wrapper: wrapper({ steps, result: 'unchanged' }), proof })]);
    expect(lines).toContain('  = it runs\n');
    expect(lines).toContain('+ unchanged: its records arrive (web-01)\n');
  });

  test('verified: the first record', () => {
    const proof = { state: 'reporting', at: 'x', latencyMs: 40_000, computer: 'web-01', version: '1.19.0-0' } as const;
    expect(text([target('a', 'verified', 0, { proof })])).toContain(
      '+ verified: first record after 40.0 s (web-01, agent 1.19.0-0)',
    );
  });

  test('a dry run: each change, and nothing of what is there', () => {
    const plan = [
      { step: 'fetch', text: 'fetch the bundle' },
      { step: 'packages', text: 'install the agent' },
    ];
    const part = { wrapper: wrapper({ plan, result: 'planned' }), bundle: { name: 'b.sh', pushed: false } };
    const lines = text([target('a', 'planned', 0, part)], { dryRun: true });
    expect(lines).toContain('  b.sh; its hash is looked for beside it\n\n  fetch the bundle\n  install the agent\n\n');
    expect(lines).toContain('i planned: nothing was changed');
    expect(lines).not.toContain('service ');
  });

  test('failed: how it was left; the error itself stands on stderr', () => {
    const problem = new Problem({ code: 'AZMON-X', exit: 7, message: 'it failed' });
    const steps = [{ step: 'packages', state: 'failed', text: 'the bundle failed' } as const];
    const undone = [
      { kind: 'path', what: '/a' },
      { kind: 'path', what: '/b' },
    ];
    const part = { problem, wrapper: wrapper({ steps, undone, left: ['/a: busy'], result: 'failed' }) };
    const lines = text([target('a', 'failed', 7, part)]);
    expect(lines).toContain('  the bundle failed  failed\n');
    expect(lines).toContain('i undone: 2 changes\n! left behind: /a: busy\n');
    expect(lines).not.toContain('it failed');
  });

  test('a run that was cut off was undone first', () => {
    const recovered = [{ run: 'r-0', text: 'install of 2026-11-21' }];
    expect(text([target('a', 'changed', 0, { wrapper: wrapper({ recovered }) })])).toContain(
      'i a run that was cut off was undone first: install of 2026-11-21',
    );
  });

  test('no record: the broken link and what to do', () => {
    const broken = {
      link: 'network',
      evidence: 'no way out',
      fix: [{ text: 'open it', command: 'azmon check' }],
    } as const;
    const proof = { state: 'silent', waitedMs: 900_000, broken } as const;
    expect(text([target('a', 'unverified', 8, { proof })])).toMatch(
      /no record within 15 min 0 s\n +link +the network\n +found +no way out\n +fix +open it\n +azmon check/,
    );
  });

  test('another verb does not speak of data', () => {
    expect(text([target('a', 'changed', 0)], { words: 'agent set-proxy' })).toContain('+ changed\n');
    expect(text([target('a', 'changed', 0)])).toContain('+ changed; not proven: that data arrives\n');
  });

  test('removed: nothing is told of an agent', () =>
    expect(text([target('a', 'removed', 0)], { words: 'remove linux' })).toBe(
      'ssh://root@a  Linux\n\n+ removed\n\n1 machine: 1 removed  61.0 s\nexit code 0 (ok)',
    ));

  test('no agent: what was to be done with it says so, once', () => {
    const state = { system: 'linux', installed: false, workspaces: [], groups: [] } as const;
    const steps = [{ step: 'remove', state: 'skipped', text: 'the agent is not on this machine' } as const];
    const part = { wrapper: wrapper({ state, steps, result: 'absent' }) };
    expect(text([target('a', 'unchanged', 0, part)], { words: 'remove linux' })).not.toContain('agent  ');
    const left = { wrapper: wrapper({ steps, state: { ...state, packages: 'half' } }) };
    expect(text([target('a', 'unchanged', 0, left)])).toContain('installed in part only');
  });

  test('logs: each file, and that one is empty', () => {
    const logs = [
      { path: '/a.log', lines: ['one', 'two'] },
      { path: '/b.log', lines: [] },
    ];
    expect(text([target('a', 'unchanged', 0, { wrapper: wrapper({ logs }) })])).toContain(
      '/a.log\n  one\n  two\n\n/b.log\n  nothing is in it\n',
    );
  });

  test('logs were only read: nothing became of the machine', () => {
    const logs = [{ path: '/a.log', lines: ['one'] }];
    expect(text([target('a', 'unchanged', 0, { wrapper: wrapper({ logs }) })])).not.toContain('as wanted');
  });

  test('what was found stands above what was done', () => {
    const facts = {
      'os.family': 'linux',
      'oms.version': null,
      release: ['/etc/os-release:ID=debian', '/etc/os-release:VERSION_ID="9"'],
    };
    const question = {
      ...{ agents: [AGENTS['log-analytics']], asOf: '2020-02-04', cloud: CLOUDS.public, place: {}, offline: true },
      judging: {},
    };
    const assessment = assess({ facts: facts as never }, question);
    const lines = text([target('a', 'changed', 0, { assessment })], {}, true);
    expect(lines).toMatch(/ssh:\/\/root@a {2}[Dd]ebian/);
  });

  test('what was never reached has no report', () => {
    const problem = new Problem({ code: 'AZMON-X', exit: 12, message: 'm' });
    expect(text([{ ...{ key: 'ssh://a', state: 'failed', exit: 12, durationMs: 0 }, problem }])).toBe('');
  });

  test('never two blank lines in a row', () => {
    for (const state of ['verified', 'changed', 'removed', 'unchanged', 'planned', 'failed', 'unverified'] as const)
      for (const verbose of [false, true])
        expect(
          text([target('a', state, 0, { bundle: BUNDLE, wrapper: wrapper({ steps: STEPS }) })], {}, verbose),
        ).not.toContain('\n\n\n');
  });
});

describe('several machines', () => {
  const refused = (name: string): HostTarget =>
    target(name, 'failed', 10, {
      problem: new Problem({
        ...{ code: 'AZMON-WORKSPACE-CONFLICT', exit: 10, message: `${name} reports to another workspace` },
        ...{
          why: `seen on ssh://root@${name}`,
          fix: [{ text: 'leave that one', command: `azmon install linux ssh://root@${name} --replace` }],
        },
      }),
    });
  const lost: HostTarget = {
    ...{ key: 'ssh://db-01', state: 'failed', exit: 12, durationMs: 0 },
    problem: new Problem({ code: 'AZMON-SSH-UNREACHABLE', exit: 12, message: 'db-01 does not answer' }),
  };
  const targets = [refused('web-01'), refused('web-02'), lost, target('ok-1', 'verified', 0)];

  test('are told by cause, the biggest first, and all of them in the table', () => {
    const lines = text(targets, { exit: 6 });
    expect(lines).toContain('2 machines: ... reports to another workspace  AZMON-WORKSPACE-CONFLICT');
    expect(lines).toContain('why   seen on ...');
    expect(lines).toContain('azmon install linux ssh://root@web-01 --replace');
    expect(lines).toMatch(/verified +1\n +ssh:\/\/root@ok-1/);
    expect(lines.endsWith('4 machines: 1 verified, 3 failed  61.0 s\nexit code 6 (partial)')).toBe(true);
  });

  test('a dry run shows every change', () => {
    const plan = [{ step: 'fetch', text: 'fetch the bundle' }];
    const two = ['a', 'b'].map((name) => target(name, 'planned', 0, { wrapper: wrapper({ plan, result: 'planned' }) }));
    expect(text(two, { dryRun: true }).match(/ {2}fetch the bundle/g)).toHaveLength(2);
  });

  test('logs of each stand below its name', () => {
    const two = ['a', 'b'].map((name) =>
      target(name, 'unchanged', 0, { wrapper: wrapper({ logs: [{ path: '/x.log', lines: [`of ${name}`] }] }) }),
    );
    expect(text(two, { words: 'agent logs' })).toContain('ssh://root@b\n/x.log\n  of b\n');
  });

  test('the result groups them in the same way', () => {
    expect(hostResult(run(targets))).toMatchObject({
      ...{ action: 'install linux', dryRun: false, summary: { total: 4, states: { failed: 3, verified: 1 } } },
      causes: [
        { code: 'AZMON-WORKSPACE-CONFLICT', targets: ['ssh://root@web-01', 'ssh://root@web-02'] },
        { code: 'AZMON-SSH-UNREACHABLE', targets: ['ssh://db-01'] },
      ],
    });
  });
});

describe('the result of a target', () => {
  test('is plain data, says of a key where it came from, and keeps how it was left', () => {
    const failure = { word: 'bundle-failed', text: 'x', source: 'bundle', exit: 55 };
    const part = {
      destination: DESTINATION,
      bundle: BUNDLE,
      wrapper: wrapper({ failure, left: ['/a'], run: 'r-1', said: ['hm'] }),
    };
    const result = hostTargetResult(target('web-01', 'failed', 7, part));
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({
      ...{ target: 'ssh://root@web-01', status: 'failed', exitCode: 7, system: 'linux', machineRun: 'r-1' },
      destination: { workspaceId: A, key: { source: 'environment', state: 'verified', which: 'primary' } },
      ...{ bundle: BUNDLE, failure, said: ['hm'], left: ['/a'], agent: STATE },
    });
  });

  test('what programs said is left out where nothing failed', () =>
    expect(hostTargetResult(target('a', 'changed', 0, { wrapper: wrapper({ said: ['x'] }) }))).not.toHaveProperty(
      'said',
    ));
});

describe('the agent that is there', () => {
  const NOW = Date.parse('2026-11-22T12:00:00Z');
  const shown = (part: Partial<ShownAgent> = {}): ShownAgent => ({
    ...{ key: 'ssh://web-01', durationMs: 900, exit: 0, state: STATE },
    ...part,
  });
  const lines = (agents: readonly ShownAgent[], verbose = false, now: number | undefined = NOW): string =>
    shownLines(agents, { paint: PLAIN, verbose, ...(now === undefined ? {} : { now }) }).join('\n');
  const ledger = [1, 2].map((seq) => ({
    ...{ seq, at: '2026-11-22T10:00:00Z', run: 'r-1', by: 'ops@ci', do: 'install', kind: seq === 1 ? 'begin' : 'path' },
    ...{ what: '/opt/microsoft', before: 'absent' },
  }));

  test('on Windows: two workspaces, one of them through a group, the other not connected', () => {
    const state: AgentState = {
      ...{
        system: 'windows',
        installed: true,
        version: '10.20.18053.0',
        by: 'other',
        service: 'running',
        successor: '1.30',
      },
      workspaces: [
        { id: A, status: 'connected', text: '', through: 'HQ', lastHeartbeat: '2026-11-22T11:58:30.000Z' },
        { id: B, status: 'not-connected', text: 'The key is wrong' },
      ],
      ...{ groups: [{ name: 'HQ', server: 'scom:5723', workspace: A }], proxy: 'http://user:***@p:3128' },
    };
    expect(lines([shown({ state })])).toBe(
      [
        'ssh://web-01  Windows',
        '  agent        Log Analytics agent 10.20.18053.0',
        '  installed by somebody else: azmon cannot promise the state before',
        '  service      running',
        `  workspace    ${A}  connected, through the management group HQ  +`,
        '               last heartbeat 2026-11-22 11:58 UTC (1 minute ago)',
        `  workspace    ${B}  The key is wrong  !`,
        `  group        HQ, scom:5723, connected to workspace ${A}`,
        '  proxy        http://user:***@p:3128',
        '  beside it    Azure Monitor Agent 1.30',
        '',
        '1 machine: 1 with the Log Analytics agent  0.9 s',
        'exit code 0 (ok)',
      ].join('\n'),
    );
  });

  test.for<[string, string]>([
    ['2026-11-22T10:00:00Z', 'certificate until 2026-11-22: it has expired'],
    ['2026-12-01T12:00:00Z', 'certificate until 2026-12-01: 9 days left'],
    ['2027-11-01T00:00:00Z', 'certificate until 2027-11-01\n'],
  ])('a certificate until %s: %s', ([certificate, words]) => {
    const workspaces = [{ id: A, status: 'onboarded', text: '', certificate } as const];
    expect(lines([shown({ state: { ...STATE, workspaces } })])).toContain(words);
  });

  test('without a clock no age is told', () =>
    expect(shownLines([shown()], { paint: PLAIN, verbose: false }).join('\n')).toContain('until 2026-12-01\n'));

  test('the ledger is counted, and told with -v; a run that was cut off is named', () => {
    expect(lines([shown({ ledger })])).toContain(
      '  ledger       2 entries of 1 run; 1 was cut off, and the next run undoes it first',
    );
    expect(lines([shown({ ledger })], true)).toContain('install: path /opt/microsoft (before: absent)');
  });

  test('none, half of one, and one that an extension manages', () => {
    const none = { system: 'linux', installed: false, workspaces: [], groups: [] } as const;
    expect(lines([shown({ state: none })])).toContain('agent        no Log Analytics agent\n');
    expect(lines([shown({ state: { ...none, packages: 'half' } })])).toContain(
      'Log Analytics agent: installed in part only',
    );
    expect(lines([shown({ state: { ...STATE, extension: true } })])).toContain(
      'installed by a VM extension, which manages it',
    );
  });

  test('of several, what could not be read stands among them; the worst exit counts', () => {
    const problem = new Problem({ code: 'AZMON-SSH-UNREACHABLE', exit: 12, message: 'db-01 does not answer' });
    const both = [shown(), { key: 'ssh://db-01', durationMs: 10, exit: 12, problem } as const];
    const told = lines(both);
    expect(told).toContain('ssh://db-01\n  Error: db-01 does not answer (AZMON-SSH-UNREACHABLE)');
    expect(told).toContain('2 machines: 1 with the Log Analytics agent');
    expect(told).toContain('exit code 12');
    expect(lines(both.slice(1))).toBe('');
  });

  test('that the workspaces could not be asked is said', () =>
    expect(lines([shown({ heartbeatsUnread: 'nobody is signed in' })])).toContain('not read: nobody is signed in'));

  test('as data', () =>
    expect(shownResult([shown({ ledger })])).toMatchObject({
      targets: [{ target: 'ssh://web-01', status: 'ok', generation: 'log-analytics', agent: STATE, ledger }],
      summary: { total: 1, installed: 1 },
    }));
});

describe('a support bundle', () => {
  const files = [
    { path: 'facts.json', about: 'what a look found', text: 'x'.repeat(4200), masked: 0 },
    { path: 'logs/1-omsagent.log', about: 'the last lines of a log', text: 'é', masked: 3 },
  ];
  test('is listed with sizes and what was taken out', () =>
    expect(supportLines('ssh://web-01', 'out', files, PLAIN)).toEqual([
      'out  ssh://web-01',
      '',
      '  facts.json           4.2 kB  what a look found',
      '  logs/1-omsagent.log     2 B  the last lines of a log  3 taken out',
      '',
      '2 files, 4.2 kB; what may be a secret was taken out in 3 places',
    ]));
  test('as data, without the texts', () =>
    expect(supportResult('t', 'out', files)).toEqual({
      ...{ target: 't', folder: 'out' },
      files: [
        { path: 'facts.json', bytes: 4200, masked: 0 },
        { path: 'logs/1-omsagent.log', bytes: 2, masked: 3 },
      ],
    }));
});
