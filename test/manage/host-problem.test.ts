import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import { type HostContext, hostProblem } from '../../src/manage/host-problem.ts';
import { HOST_WORDS } from '../../src/manage/host-words.ts';
import type { WrapperFailure, WrapperRun } from '../../src/manage/wrapper-run.ts';
import type { Problem } from '../../src/problem.ts';
import { ROOT } from '../support/source.ts';

const DOC = readFileSync(join(ROOT, 'docs/wrapper.md'), 'utf8');
const WORDS = [...(/### Why it failed\n([\s\S]*?)\nExit code:/.exec(DOC)?.[1] ?? '').matchAll(/`([a-z0-9-]+)`/g)].map(
  ([, word = '']) => word,
);
const GUID = '11111111-2222-3333-4444-555555555555';
const HASH = 'ab'.repeat(32);

const context = (part: Partial<HostContext> = {}): HostContext => ({
  ...{ target: 'ssh://root@web-01', system: 'linux', verb: 'install', agent: AGENTS['log-analytics'] },
  ...{ words: 'azmon install linux', workspaceId: GUID, bundle: 'omsagent-1.19.0-0.universal.x64.sh' },
  ...part,
});
const run = (part: Partial<WrapperRun> = {}): WrapperRun => ({
  ...{ system: 'linux', plan: [], steps: [], said: [], recovered: [], undone: [], left: [], ledger: [], logs: [] },
  ...{ result: 'failed', complete: true },
  ...part,
});
const failed = (failure: WrapperFailure, part: Partial<WrapperRun> = {}, where: Partial<HostContext> = {}): Problem => {
  const problem = hostProblem(run({ failure, ...part }), context(where));
  if (problem === undefined) throw new Error('it did not fail');
  return problem;
};
const told = (word: string): Problem => failed({ word, text: `about ${word}` });

describe('the words of the contract', () => {
  test('are read from its page', () => expect(WORDS.length).toBeGreaterThan(30));

  test.for(WORDS)('%s has a code, says why, and what to do', (word) => {
    const problem = told(word);
    expect(problem.code).toMatch(/^AZMON-(HOST|WORKSPACE)-/);
    expect(problem.why).toContain(`about ${word}`);
    expect(problem.fix.length).toBeGreaterThan(0);
    expect(problem.target).toBe('ssh://root@web-01');
    expect(problem.message).toMatch(/^[^A-Z].*[^.]$/);
  });

  test('there is no row for anything else, and no code for two words', () => {
    expect([...Object.keys(HOST_WORDS), 'hash-missing'].sort()).toEqual([...WORDS].sort());
    const codes = WORDS.map((word) => told(word).code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('every command can be pasted: it names the target', () => {
    const commands = WORDS.flatMap((word) => told(word).fix).flatMap(({ command = '' }) => command);
    for (const command of commands.filter((one) => one.startsWith('azmon')))
      expect(command).toContain('ssh://root@web-01');
  });

  test.for<[word: string, exit: number]>([
    ...(['bad-value', 'bundle-missing'] as const).map((word): [string, number] => [word, 2]),
    ['not-root', 3],
    ...['no-program', 'no-package-tool', 'no-script-host', 'architecture', 'noexec', 'fetch-tool'].map(
      (word): [string, number] => [word, 4],
    ),
    ...[
      'hash-missing',
      'hash-wrong',
      'disk-full',
      'bundle-failed',
      'half-installed',
      'fix-failed',
      'undo-incomplete',
    ].map((word): [string, number] => [word, 7]),
    ...['busy', 'package-lock', 'installer-busy'].map((word): [string, number] => [word, 9]),
    ...['other-workspace', 'operations-manager', 'too-many-workspaces'].map((word): [string, number] => [word, 10]),
    ...['no-agent', 'unknown-workspace', 'unknown-group'].map((word): [string, number] => [word, 11]),
    ...['dns', 'connect', 'timeout', 'tls', 'http', 'proxy', 'proxy-login'].map((word): [string, number] => [
      `fetch-${word}`,
      12,
    ]),
    ['interrupted', 130],
  ])('%s ends with %i', ([word, exit]) => expect(told(word).exit).toBe(exit));

  test('what passes by itself is tried again, what a person decides is not', () => {
    expect(WORDS.filter((word) => told(word).retryable).sort()).toEqual(
      [
        ...['busy', 'package-lock', 'installer-busy', 'interrupted', 'truncated'],
        ...['fetch-dns', 'fetch-connect', 'fetch-timeout'],
      ].sort(),
    );
  });
});

describe('codes and texts of the installers', () => {
  const by = (word: string, source: string, exit: number, said: string): Problem =>
    failed({ word, text: 'it failed', source, exit, said });

  test.for<[title: string, word: string, source: string, exit: number, said: string, code: string, message: RegExp]>([
    [
      'the key',
      'onboard-failed',
      'omsadmin',
      5,
      'error Error onboarding. HTTP code 403, Reason: InvalidWorkspaceKey. Check',
      'AZMON-HOST-KEY-REFUSED',
      /does not take this key/,
    ],
    [
      'the clock',
      'onboard-failed',
      'omsadmin',
      5,
      '-e error\tError onboarding. HTTP code 403, Reason: . Check the',
      'AZMON-HOST-REQUEST-REFUSED',
      /without saying that the key is wrong/,
    ],
    [
      'a header',
      'onboard-failed',
      'omsadmin',
      5,
      'HTTP code 403, Reason: MissingHeader',
      'AZMON-HOST-REQUEST-REFUSED',
      /header/,
    ],
    ['403 and no text', 'onboard-failed', 'omsadmin', 5, '', 'AZMON-HOST-KEY-REFUSED', /403/],
    [
      'the service',
      'onboard-failed',
      'omsadmin',
      6,
      'Error onboarding. HTTP code 503',
      'AZMON-HOST-SERVICE',
      /answered the registration/,
    ],
    [
      'no name',
      'onboard-failed',
      'omsadmin',
      7,
      'Error resolving host',
      'AZMON-HOST-UNREACHED',
      /could not be resolved/,
    ],
    ['TLS', 'onboard-failed', 'omsadmin', 8, 'curl returned 35. Check', 'AZMON-HOST-UNREACHED', /TLS/],
    ['the proxy', 'onboard-failed', 'omsadmin', 4, 'Verify the proxy.', 'AZMON-HOST-PROXY', /proxy/],
    [
      'OpenSSL, by text',
      'bundle-failed',
      'bundle',
      55,
      'Error: This system does not have a supported version of OpenSSL installed.',
      'AZMON-HOST-PREREQUISITE',
      /OpenSSL/,
    ],
    [
      'curl, with the same code',
      'bundle-failed',
      'bundle',
      55,
      'Error: curl was not installed, installation cannot continue.',
      'AZMON-HOST-PREREQUISITE',
      /curl is missing/,
    ],
    [
      'a lock inside',
      'bundle-failed',
      'bundle',
      19,
      'dpkg: error: dpkg frontend lock is locked by another process',
      'AZMON-HOST-PACKAGE-LOCK',
      /locked/,
    ],
    [
      'corrupt',
      'bundle-failed',
      'bundle',
      2,
      'Failed: could not extract the install bundle.',
      'AZMON-HOST-CORRUPT',
      /unpacked/,
    ],
    ['a package', 'bundle-failed', 'bundle', 17, '', 'AZMON-HOST-BUNDLE-FAILED', /omsagent/],
    [
      'a code that nobody knows',
      'bundle-failed',
      'bundle',
      99,
      'hm',
      'AZMON-HOST-BUNDLE-FAILED',
      /^the bundle of the agent failed$/,
    ],
    ['the setup', 'msi-failed', 'msiexec', 1603, '', 'AZMON-HOST-MSI-FAILED', /the setup failed/],
    ['another setup', 'msi-failed', 'msiexec', 1618, '', 'AZMON-HOST-INSTALLER-BUSY', /another installation/],
  ])('%s', ([, word, source, exit, said, code, message]) => {
    const system = source === 'msiexec' ? 'windows' : 'linux';
    const problem = failed({ word, text: 'it failed', source, exit, said }, {}, { system });
    expect([problem.code, problem.message]).toEqual([code, expect.stringMatching(message)]);
    expect(problem.why).toContain(`ended with ${exit}`);
    if (said !== '') expect(problem.why).toContain('it said: ');
  });

  test('a 403 is never tried again, a busy service is', () => {
    expect(by('onboard-failed', 'omsadmin', 5, 'HTTP code 403').retryable).toBe(false);
    expect(by('onboard-failed', 'omsadmin', 6, 'HTTP code 503').retryable).toBe(true);
  });

  test('a code that is not known says so', () =>
    expect(by('bundle-failed', 'bundle', 99, 'hm').why).toContain('azmon does not know what that code stands for'));

  test('a word that says it all is not overruled by a code beside it', () =>
    expect(by('disk-full', 'bundle', 17, 'No space left on device')).toMatchObject({
      ...{ code: 'AZMON-HOST-DISK-FULL', exit: 7, message: 'there is too little room on the machine' },
    }));
});

describe('how the machine was left', () => {
  const why = (part: Partial<WrapperRun>, verb = 'install') =>
    failed({ word: 'bundle-failed', text: 'x' }, part, { verb }).why ?? '';
  const undone = [
    { kind: 'path', what: '/a' },
    { kind: 'path', what: '/b' },
  ];
  test.for<[string, Partial<WrapperRun>, string]>([
    ['untouched', {}, 'nothing was changed'],
    ['undone', { undone }, 'what it had done was undone (2 changes)'],
    ['undone in part', { undone: undone.slice(1), left: ['/a: busy'] }, 'was undone (1 change); left behind: /a: busy'],
    [
      'after another',
      { recovered: [{ run: 'r-0', text: '' }] },
      'a run that was cut off was undone first (r-0); nothing was',
    ],
  ])('%s', ([, part, text]) => expect(why(part)).toContain(text));

  test('a removal that failed says how far it came, and not that nothing was changed', () => {
    expect(why({ undone }, 'remove')).toContain('2 changes undone before it');
    expect(why({}, 'remove')).not.toContain('nothing was changed');
  });
});

describe('other ends', () => {
  test.for<[string, Partial<WrapperRun>]>([
    ['changed', { result: 'changed' }],
    ['unchanged', { result: 'unchanged' }],
    ['shown', { result: 'unchanged' }],
  ])('no failure: %s', ([, part]) => expect(hostProblem(run(part), context())).toBe(undefined));

  test('broken off: what was heard last, and that the next run undoes it', () => {
    const part = { complete: false, steps: [{ step: 'packages', state: 'begun', text: 'install the agent' }] } as const;
    const { result: _, ...rest } = run(part);
    const problem = hostProblem(rest, context());
    expect(problem).toMatchObject({ code: 'AZMON-WRAPPER-BROKEN', exit: 7, retryable: true });
    expect(problem?.why).toBe('the last that was heard: install the agent');
    expect(problem?.fix[0]?.command).toBe('azmon install linux ssh://root@web-01');
  });

  test('a word from the future keeps its text', () =>
    expect(told('moon-phase')).toMatchObject({
      ...{ code: 'AZMON-WRAPPER-UNKNOWN', exit: 7, message: 'the run on the machine failed: moon-phase' },
      why: 'about moon-phase; nothing was changed',
    }));

  test('a word that every object has is one from the future', () =>
    expect(told('constructor').code).toBe('AZMON-WRAPPER-UNKNOWN'));

  test('failed without a word', () =>
    expect(hostProblem(run(), context())).toMatchObject({ code: 'AZMON-WRAPPER-UNKNOWN', exit: 7 }));

  test('no hash: the measured one, and the command that pins it', () => {
    const problem = failed({ word: 'hash-missing', text: '' }, { measured: { sha256: HASH, bytes: 4711 } });
    expect(problem.why).toContain(`SHA-256 ${HASH}, 4711 bytes`);
    expect(problem.fix[0]?.command).toBe(`azmon install linux ssh://root@web-01 --sha256 ${HASH}`);
  });

  test('the whole command as it was typed is repeated, where it is known', () => {
    const typed = 'azmon install linux ssh://root@web-01 --workspace logs-we';
    const command = (word: string) => failed({ word, text: '' }, {}, { typed }).fix.map((fix) => fix.command ?? '');
    expect(command('other-workspace')).toContain(`${typed} --replace`);
    expect(command('hash-missing')).toContain(`${typed} --sha256 HEX`);
    expect(command('moon-phase')).toContain(`${typed} --debug`);
  });

  test('this machine is asked in its own way', () => {
    const there = failed({ word: 'fetch-dns', text: '' }, {}, { target: 'local' });
    expect(there.fix.map(({ command }) => command)).toContain('azmon install linux local --bundle FILE');
    expect(told('fetch-dns').fix.map(({ command }) => command)).toContain(
      'azmon install linux ssh://root@web-01 --push',
    );
  });
});
