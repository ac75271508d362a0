import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/app/answer.ts';
import { type InstallHostFlags, installHosts } from '../../src/app/host-install.ts';
import { Problem } from '../../src/problem.ts';
import { PLAIN } from '../../src/report/paint.ts';
import type { FakeWorld } from '../support/azure-fake.ts';
import { KEY, WORKSPACE } from './deploy-door.ts';
import {
  factsOf,
  failing,
  foreseen,
  type HostOptions,
  hostStage,
  installed,
  OTHER_WORKSPACE,
  RUN,
  sha256Of,
  unchanged,
  windowsFacts,
} from './host-stage.ts';

const HASH = 'a'.repeat(64);
const ID = WORKSPACE.workspaceId;
/** On the day of the page, without a look at the network. */
const FLAGS: InstallHostFlags = { workspace: 'logs-we', sha256: HASH, 'as-of': '2020-02-04', offline: true };

interface Result {
  readonly targets: readonly {
    readonly target: string;
    readonly state: string;
    readonly exitCode: number;
    readonly error?: {
      readonly code: string;
      readonly fix: readonly { readonly text: string; readonly command?: string }[];
    };
    readonly note?: string;
    readonly proof?: { readonly state: string };
    readonly plan?: readonly { readonly text: string }[];
    readonly bundle?: {
      readonly name: string;
      readonly sha256?: string;
      readonly pinnedBy?: string;
      readonly pushed: boolean;
    };
  }[];
  readonly next?: { readonly command: string };
}

async function install(
  targets: readonly string[],
  flags: InstallHostFlags,
  options: HostOptions = {},
  world: FakeWorld = {},
  system: 'linux' | 'windows' = 'linux',
) {
  const words = `azmon install ${system}`;
  const played = hostStage({ key: KEY, words, ...options, given: Object.keys(flags) }, world);
  const answer = await installHosts(system, targets, flags, played.door);
  foreseen(answer);
  const result = (answer.result as () => Result)();
  const text = (answer.text as (paint: typeof PLAIN) => readonly string[])(PLAIN).join('\n');
  return { ...played, answer, result, text, exit: answer.exit, codes: codesOf(answer) };
}

const codesOf = (answer: Answer): readonly string[] => (answer.errors ?? []).map(({ code }) => code);

/** What ends the run before anything is looked at. */
async function refused(...how: Parameters<typeof install>): Promise<Problem> {
  const error = await install(...how).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Problem) return error;
  throw error ?? new Error('nothing was refused');
}

const WORKS = { on: { install: installed() } };
const here = (on: NonNullable<HostOptions['hosts']>[string]) => ({ hosts: { local: on } });
const AT_WEB = { hosts: { 'ssh://web-01': WORKS } };

describe('one machine', () => {
  test('what the wrapper is told: the parameters, and the key as a secret', async () => {
    const { runs, exit } = await install([], FLAGS, here(WORKS));
    expect(exit).toBe(0);
    expect(runs).toEqual([
      {
        ...{ key: 'local', system: 'linux', sudo: '' },
        parameters: {
          ...{ AZMON_DO: 'install', AZMON_RUN: RUN, AZMON_BY: 'ops@ci-7', AZMON_LINES: 'yes' },
          ...{ AZMON_WORKSPACE_ID: ID, AZMON_DOMAIN: 'opinsights.azure.com', AZMON_SHA256: HASH },
          AZMON_BUNDLE:
            'https://github.com/microsoft/OMS-Agent-for-Linux/releases/download/OMSAgent_v1.19.0-0/omsagent-1.19.0-0.universal.x64.sh',
          ...{ AZMON_BUNDLE_NAME: 'omsagent-1.19.0-0.universal.x64.sh', AZMON_RELEASE: '1.19.0-0' },
        },
        secrets: { AZMON_WORKSPACE_KEY: KEY },
      },
    ]);
  });

  test('installed, and its record seen', async () => {
    const { result, text, talked } = await install(['ssh://web-01'], FLAGS, AT_WEB);
    expect(result.targets).toMatchObject([{ target: 'ssh://web-01', state: 'verified', exitCode: 0 }]);
    expect(result.targets[0]?.proof?.state).toBe('reporting');
    expect(text).toContain('verified');
    expect(talked.join('\n')).toContain('dpkg lock held by unattended-upgr (pid 812), 40 s of 450 s');
    expect(talked.join('\n')).not.toContain('Preparing to unpack');
  });

  test('with --verbose what other programs say is told too', async () => {
    const { talked } = await install(['ssh://web-01'], FLAGS, { ...AT_WEB, verbose: true });
    expect(talked.join('\n')).toContain('Preparing to unpack');
  });

  test('the second run says unchanged', async () => {
    const { result, exit } = await install([], FLAGS, here({ on: { install: unchanged } }));
    expect(result.targets).toMatchObject([{ state: 'unchanged', exitCode: 0 }]);
    expect(exit).toBe(0);
  });

  test('a dry run shows what the wrapper would do, without the key, and gives the command that does it', async () => {
    const { result, runs, exit } = await install(['ssh://web-01'], { ...FLAGS, 'dry-run': true }, AT_WEB);
    expect(runs.map(({ parameters, secrets }) => [parameters.AZMON_DRY_RUN, secrets])).toEqual([['yes', {}]]);
    expect(result.targets).toMatchObject([{ state: 'planned', exitCode: 0 }]);
    expect(result.targets[0]?.plan?.map(({ text }) => text)).toEqual([
      'fetch the bundle',
      'install the packages',
      'connect it',
    ]);
    expect(result.next?.command).toBe(
      `azmon install linux --workspace logs-we --sha256 ${HASH} --as-of 2020-02-04 --offline ssh://web-01`,
    );
    expect(exit).toBe(0);
  });

  test.for([
    ['nothing of it', {}, { verify: 'none' } as const, 'changed', 'not-asked'],
    ['only what the agent says', {}, { verify: 'connected' } as const, 'verified', 'connected'],
  ] as const)('to be proven: %s', async ([, world, flags, state, proof]) => {
    const { result, exit } = await install([], { ...FLAGS, ...flags }, here(WORKS), world);
    expect(result.targets).toMatchObject([{ proof: { state: proof } }]);
    expect([result.targets[0]?.state, exit]).toEqual([state === 'verified' ? result.targets[0]?.state : state, 0]);
  });
});

describe('where nobody is signed in', () => {
  const nobody: FakeWorld = { identity: signedOut() };

  test('by default it is proven that the agent is connected, and said that data is not', async () => {
    const { result, exit } = await install(
      [],
      { ...FLAGS, workspace: undefined, 'workspace-id': ID },
      here(WORKS),
      nobody,
    );
    expect(result.targets).toMatchObject([{ state: 'changed', proof: { state: 'connected' } }]);
    expect(result.targets[0]?.note).toMatch(/^proven: connected; not proven: that data arrives/);
    expect(exit).toBe(0);
  });

  test('a record that is asked for by name needs a sign-in', async () => {
    const flags = { ...FLAGS, workspace: undefined, 'workspace-id': ID, verify: 'reporting' } as const;
    const { result, runs } = await install([], flags, here(WORKS), nobody);
    expect(result.targets).toMatchObject([{ state: 'failed', exitCode: 3, error: { code: 'AZMON-AUTH-NONE' } }]);
    expect(runs).toEqual([]);
  });
});

function signedOut(): Problem {
  return new Problem({ code: 'AZMON-AUTH-NONE', exit: 3, message: 'nobody is signed in' });
}

describe('what stands against it, before anything is sent', () => {
  test.for([
    ['a check', factsOf({ 'openssl.path': '-' }), 'AZMON-MACHINE-NOT-READY', 4],
    ['no root', factsOf({ 'user.id': '1000', 'user.sudo': 'no' }), 'AZMON-MACHINE-NOT-READY', 3],
    [
      'sudo with a password nobody can type',
      factsOf({ 'user.id': '1000', 'user.sudo': 'password' }),
      'AZMON-SUDO-PASSWORD',
      3,
    ],
    [
      'another workspace',
      factsOf({ 'oms.version': '1.19.0-0', 'oms.workspace': OTHER_WORKSPACE }),
      'AZMON-WORKSPACE-CONFLICT',
      10,
    ],
    ['a VM extension', factsOf({ 'oms.version': '1.19.0-0', 'oms.extension': 'yes' }), 'AZMON-AGENT-MANAGED', 10],
    ['Windows', windowsFacts(), 'AZMON-HOST-SYSTEM', 2],
    [
      'an architecture without a bundle',
      factsOf({ 'kernel.machine': 'ppc64le', 'elf.machine': '1500' }),
      'AZMON-BUNDLE-NONE',
      4,
    ],
  ] as const)('%s', async ([, facts, code, exit]) => {
    const { result, runs, codes, ...rest } = await install([], FLAGS, here({ facts }));
    expect([codes, rest.exit, result.targets[0]?.state]).toEqual([[code], exit, 'failed']);
    expect(runs).toEqual([]);
  });

  test('what is lowered by name does not', async () => {
    const facts = factsOf({ 'curl.path': '-' });
    const stopped = await install([], FLAGS, here({ facts }));
    expect(stopped.exit).toBe(4);
    const fix = stopped.result.targets[0]?.error?.fix.map(({ text }) => text).join('\n') ?? '';
    const ids = [.../--ignore ([\w.-]+)/g[Symbol.matchAll](fix)].map(([, id]) => id ?? '');
    const { exit } = await install([], { ...FLAGS, ignore: ['curl', ...ids] }, here({ ...WORKS, facts }));
    expect(exit).toBe(0);
  });

  test('what the wrapper answers itself does not: a lock, the same workspace', async () => {
    const facts = factsOf({ 'package.lock': '/var/lib/dpkg/lock 812 unattended-upgr' });
    expect((await install([], FLAGS, here({ ...WORKS, facts }))).exit).toBe(0);
    const there = factsOf({ 'oms.version': '1.19.0-0', 'oms.workspace': ID, 'openssl.path': '-' });
    expect((await install([], FLAGS, here({ on: { install: unchanged }, facts: there }))).exit).toBe(0);
  });

  test('another workspace is left with --replace', async () => {
    const facts = factsOf({ 'oms.version': '1.19.0-0', 'oms.workspace': OTHER_WORKSPACE });
    const { runs, exit } = await install([], { ...FLAGS, replace: true }, here({ ...WORKS, facts }));
    expect([exit, runs[0]?.parameters.AZMON_REPLACE]).toEqual([0, 'yes']);
    const stopped = await install([], FLAGS, here({ facts }));
    expect(stopped.result.targets[0]?.error?.fix.map(({ command }) => command)).toContain(
      `azmon install linux --workspace logs-we --sha256 ${HASH} --as-of 2020-02-04 --offline local --replace`,
    );
  });
});

describe('what the wrapper says went wrong', () => {
  test.for([
    ['fetch-dns', 12],
    ['fetch-proxy-login', 12],
    ['hash-wrong', 7],
    ['hash-missing', 7],
    ['disk-full', 7],
    ['package-lock', 9],
    ['not-root', 3],
    ['other-workspace', 10],
    ['busy', 9],
  ] as const)('%s ends with %i', async ([word, exit]) => {
    const answer = await install([], FLAGS, here({ on: { install: failing(word, `measured.sha256=${HASH}`) } }));
    expect(answer.exit).toBe(exit);
    expect(answer.result.targets[0]?.state).toBe('failed');
    expect(answer.codes).toHaveLength(1);
  });

  test('an answer that breaks off is AZMON-WRAPPER-BROKEN', async () => {
    const { codes, exit } = await install([], FLAGS, here({ ...WORKS, cut: true }));
    expect([codes, exit]).toEqual([['AZMON-WRAPPER-BROKEN'], 7]);
  });

  test('one that does not say what came of it too', async () => {
    const { codes, exit } = await install([], FLAGS, here({ on: { install: () => ['step=packages done'] } }));
    expect([codes, exit]).toEqual([['AZMON-WRAPPER-BROKEN'], 7]);
  });

  test('what was heard until the connection was lost is told', async () => {
    const lost = new Problem({ code: 'AZMON-RUN-LOST', exit: 12, message: 'the connection was lost', retryable: true });
    const { result, exit } = await install([], FLAGS, here({ broken: () => lost }));
    expect([exit, result.targets[0]?.error?.code]).toEqual([12, 'AZMON-RUN-LOST']);
  });
});

describe('several machines', () => {
  const hosts = {
    'ssh://web-01': WORKS,
    'ssh://web-02': { on: { install: failing('disk-full') } },
    'ssh://web-03': WORKS,
  };

  test('one that fails stops no other: 6, and the command for what is left', async () => {
    const { result, exit } = await install(Object.keys(hosts), FLAGS, { hosts });
    expect(result.targets.map(({ state }) => state)).toEqual(['verified', 'failed', 'verified']);
    expect(exit).toBe(6);
    expect(result.next?.command).toMatch(/ ssh:\/\/web-02$/);
  });

  test('Ctrl+C: what was begun is told, and no further machine is begun', async () => {
    const controller = new AbortController();
    const cancelled = new Problem({ code: 'AZMON-CANCELLED', exit: 130, message: 'the run was cancelled by SIGINT' });
    const broken = (): Problem => {
      controller.abort(cancelled);
      return cancelled;
    };
    const both = { 'ssh://web-01': { broken }, 'ssh://web-02': WORKS };
    const flags = { ...FLAGS, concurrency: 1 };
    const { result, runs, exit } = await install(Object.keys(both), flags, { hosts: both, signal: controller.signal });
    expect(result.targets.map(({ error }) => error?.code)).toEqual(['AZMON-CANCELLED', 'AZMON-CANCELLED']);
    expect([exit, runs.map(({ key }) => key)]).toEqual([130, ['ssh://web-01']]);
  });

  test('a file of machines with workspaces of their own', async () => {
    const files = { 'list.csv': `target,workspace\nssh://web-01,${OTHER_WORKSPACE}\n` };
    const { result, runs } = await install([], { ...FLAGS, file: ['list.csv'] }, { hosts, files });
    expect(result.targets).toMatchObject([{ state: 'failed', exitCode: 11 }]);
    expect(runs).toEqual([]);
  });

  test.for([
    ['azure:web-01', 'AZMON-HOST-TARGET', 2],
    ['arc:web-01', 'AZMON-HOST-TARGET', 2],
    ['web-01', 'AZMON-TARGET-UNKNOWN', 2],
  ] as const)('%s is not for it', async ([target, code, exit]) => {
    const answer = await install([target, 'ssh://web-01'], FLAGS, { hosts });
    expect(answer.result.targets.map(({ error, state }) => error?.code ?? state)).toEqual([code, 'verified']);
    expect([answer.result.targets[0]?.exitCode, answer.exit]).toEqual([exit, 6]);
  });
});

describe('sudo', () => {
  const user = (password: string) => (asked: { readonly sudo?: { readonly password?: { reveal(): string } } }) =>
    asked.sudo?.password?.reveal() === password ? factsOf() : factsOf({ 'user.id': '1000', 'user.sudo': 'password' });
  const flags = { ...FLAGS, 'sudo-password-file': 'sudo.txt' };

  test('a password of a file goes to the look and to the run', async () => {
    const files = { 'sudo.txt': 'pa ss\n' };
    const { runs, exit } = await install([], flags, { ...here({ ...WORKS, facts: user('pa ss') }), files });
    expect([exit, runs.map(({ sudo }) => sudo)]).toEqual([0, ['pa ss']]);
  });

  test('one that sudo does not take ends before anything is changed', async () => {
    const files = { 'sudo.txt': 'wrong' };
    const { codes, runs } = await install([], flags, { ...here({ ...WORKS, facts: user('right') }), files });
    expect([codes, runs]).toEqual([['AZMON-SUDO-WRONG'], []]);
  });
});

describe('the bundle', () => {
  const BUNDLE = 'omsagent-1.12.15-0.universal.x64.sh';
  const source = BUNDLE;
  const text = 'a bundle';
  const noHash = { ...FLAGS, sha256: undefined };

  const known = { ...FLAGS, bundle: BUNDLE, sha256: sha256Of(text) };
  const fetched = { [source]: text };

  test('a file here is named where it lies', async () => {
    const { runs, pushes } = await install([], known, { ...here(WORKS), fetched });
    expect(runs[0]?.parameters).toMatchObject({ AZMON_BUNDLE: `/here/${BUNDLE}`, AZMON_RELEASE: '1.12.15-0' });
    expect(pushes).toEqual([]);
  });

  test('one that is not there ends the run before a machine is looked at', async () => {
    const played = hostStage({ key: KEY, ...AT_WEB });
    const run = installHosts('linux', ['ssh://web-01'], { ...known, bundle: 'none.sh' }, played.door);
    await expect(run).rejects.toMatchObject({ code: 'AZMON-FETCH-NOT-FOUND' });
    expect(played.probed).toEqual([]);
  });

  const there = factsOf({ 'oms.version': '1.12.15-0', 'oms.workspace': ID, 'oms.running': 'yes' });

  test('where the agent is there and wants no bundle, none is pushed', async () => {
    const hosts = { 'ssh://web-01': { facts: there, on: { install: unchanged } } };
    const { pushes, runs, result } = await install(['ssh://web-01'], known, { hosts, fetched });
    expect([pushes, runs.map(({ parameters }) => parameters.AZMON_DRY_RUN)]).toEqual([[], ['yes', undefined]]);
    expect(result.targets[0]?.state).toBe('unchanged');
  });

  test('where the agent is there and wants one, it is pushed', async () => {
    const hosts = { 'ssh://web-01': { ...WORKS, facts: there } };
    const { pushes, runs } = await install(['ssh://web-01'], known, { hosts, fetched });
    expect([pushes.length, runs.map(({ parameters }) => parameters.AZMON_DRY_RUN)]).toEqual([1, ['yes', undefined]]);
  });

  test('over ssh a file is pushed, and taken away again', async () => {
    const flags = { ...FLAGS, bundle: BUNDLE, sha256: sha256Of(text) };
    const { runs, pushes, removed, result } = await install(['ssh://web-01'], flags, {
      ...AT_WEB,
      fetched: { [source]: text },
    });
    expect(pushes.map(({ key, file, name }) => [key, file, name])).toEqual([['ssh://web-01', source, BUNDLE]]);
    expect(runs[0]?.parameters.AZMON_BUNDLE).toBe(`/tmp/azmon-push/${BUNDLE}`);
    expect(removed).toEqual([`ssh://web-01:/tmp/azmon-push/${BUNDLE}`, `here:${source}`]);
    expect(result.targets[0]?.bundle).toEqual({
      name: BUNDLE,
      pushed: true,
      sha256: sha256Of(text),
      pinnedBy: '--sha256',
    });
  });

  test('it is taken away also where the run fails', async () => {
    const flags = { ...FLAGS, bundle: BUNDLE, sha256: sha256Of(text) };
    const hosts = { 'ssh://web-01': { on: { install: failing('disk-full') } } };
    const { removed, exit } = await install(['ssh://web-01'], flags, { hosts, fetched: { [source]: text } });
    expect([exit, removed.length]).toEqual([7, 2]);
  });

  test('fetched here with --push, once for all machines', async () => {
    const url = `https://example.com/${BUNDLE}`;
    const flags = { ...FLAGS, bundle: url, push: true, sha256: sha256Of(text) };
    const hosts = { 'ssh://web-01': WORKS, 'ssh://web-02': WORKS };
    const { fetches, pushes } = await install(Object.keys(hosts), flags, { hosts, fetched: { [url]: text } });
    expect([fetches, pushes.length]).toEqual([[url], 2]);
  });

  test.for([
    [`${sha256Of(text)}  ${BUNDLE}\n`, 0, 'the .sha256sums beside it'],
    [`${sha256Of(text)} *./${BUNDLE}\n${HASH}  other.sh\n`, 0, 'the .sha256sums beside it'],
    [`${sha256Of(text)}\n`, 0, 'the .sha256sums beside it'],
    [`${HASH}  ${BUNDLE}\n`, 7, 'AZMON-HOST-HASH-WRONG'],
    [`${HASH}  other.sh\n`, 7, 'AZMON-HOST-HASH-MISSING'],
    [undefined, 7, 'AZMON-HOST-HASH-MISSING'],
  ] as const)('its hash beside it: %j', async ([sums, exit, told]) => {
    const sets = { [source]: text, ...(sums === undefined ? {} : { [`${source}.sha256sums`]: sums }) };
    const played = hostStage({ key: KEY, ...AT_WEB, fetched: sets, words: 'azmon install linux' });
    const run = installHosts('linux', ['ssh://web-01'], { ...noHash, bundle: BUNDLE }, played.door);
    if (exit !== 0) {
      await expect(run).rejects.toMatchObject({ code: told, exit });
      expect([played.probed, played.pushes]).toEqual([[], []]);
      return;
    }
    const result = ((await run).result as () => Result)();
    expect([played.pushes.length, result.targets[0]?.bundle?.pinnedBy]).toEqual([1, told]);
  });

  test('without a hash the refusal prints the measured one and how to pin it', async () => {
    const { fix, why } = await refused(['ssh://web-01'], { ...noHash, bundle: BUNDLE }, { ...AT_WEB, fetched });
    expect(why).toContain(sha256Of(text));
    expect(fix[0]?.command).toBe(
      `azmon install linux --workspace logs-we --as-of 2020-02-04 --offline --bundle ${BUNDLE} ssh://web-01 --sha256 ${sha256Of(text)}`,
    );
  });

  test('--release takes another of the known ones', async () => {
    const { runs } = await install([], { ...FLAGS, release: '1.12.15' }, here(WORKS));
    expect(runs[0]?.parameters.AZMON_BUNDLE_NAME).toBe(BUNDLE);
  });

  test.for([
    [{ bundle: 'http://example.com/a.sh' }, 'AZMON-BUNDLE-ADDRESS'],
    [{ bundle: 'ftp://example.com/a.sh' }, 'AZMON-BUNDLE-ADDRESS'],
    [{ bundle: BUNDLE, release: '1.12.15' }, 'AZMON-FLAG-CONFLICT'],
  ] as const)('%j is refused with %s', async ([flags, code]) => {
    expect(await refused([], { ...FLAGS, ...flags }, here(WORKS))).toMatchObject({ code, exit: 2 });
  });
});
