import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUNDLES, bundleFor, bundleNameOf, releaseIn, requireBundle } from '../../src/agent/bundles.ts';
import { explainHand, type HandSystem } from '../../src/agent/by-hand.ts';
import { AGENTS } from '../../src/agent/index.ts';
import { Problem } from '../../src/problem.ts';

const { byHand } = AGENTS['log-analytics'];
if (byHand.state === 'absent') throw new Error('the Log Analytics agent has an installer');
const SYSTEMS: readonly [string, HandSystem][] = [
  ['linux', byHand.linux],
  ['windows', byHand.windows],
];

describe('the files', () => {
  test.for<[architecture: string, version: string | undefined, name: string | undefined]>([
    ['x86_64', undefined, 'omsagent-1.19.0-0.universal.x64.sh'],
    ['x86_64', '1.19.0', 'omsagent-1.19.0-0.universal.x64.sh'],
    ['x86_64', '1.12.15-0', 'omsagent-1.12.15-0.universal.x64.sh'],
    ['i686', undefined, 'omsagent-1.12.15-0.universal.x86.sh'],
    ['i386', '1.12.15', 'omsagent-1.12.15-0.universal.x86.sh'],
    ['i686', '1.19.0-0', undefined],
    ['aarch64', undefined, undefined],
    ['ppc64le', undefined, undefined],
    ['AMD64', undefined, 'MMASetup-AMD64.exe'],
    ['x86', undefined, 'MMASetup-i386.exe'],
    ['ARM64', undefined, undefined],
    ['x86_64', '1.19', undefined],
    ['', undefined, undefined],
  ])('%s, %s: %s', ([architecture, version, name]) => expect(bundleFor(architecture, version)?.name).toBe(name));

  test('are fetched over https, and no two are the same', () => {
    for (const { url } of BUNDLES) expect(new URL(url).protocol).toBe('https:');
    expect(new Set(BUNDLES.map(({ url }) => url)).size).toBe(BUNDLES.length);
  });

  test('a hash stands only with where it was read', () => {
    for (const { sha256, source } of BUNDLES) {
      if (sha256 !== undefined) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(source === undefined).toBe(sha256 === undefined);
    }
  });

  test('those of a system are its own', () => {
    for (const [system, { bundles }] of SYSTEMS) {
      expect(bundles.length).toBeGreaterThan(1);
      for (const bundle of bundles) expect(bundle.system).toBe(system);
    }
  });

  test.for<[system: 'linux' | 'windows', architecture: string, version: string | undefined, message: string]>([
    ['linux', 'aarch64', undefined, 'there is no agent for the architecture aarch64'],
    ['linux', 'AMD64', undefined, 'there is no agent for the architecture AMD64'],
    ['windows', 'x86_64', undefined, 'there is no agent for the architecture x86_64'],
    ['linux', 'x86_64', '9.9', 'azmon knows no address of that release for x86_64'],
    ['linux', 'i686', '1.19.0-0', 'azmon knows no address of that release for i686'],
  ])('%s, %s, %s is refused with the list', ([system, architecture, version, message]) => {
    try {
      requireBundle(system, architecture, version);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Problem);
      expect(error).toMatchObject({ code: 'AZMON-BUNDLE-NONE', exit: 4, message });
      if (system === 'linux') expect((error as Problem).why).toContain('1.12.15-0 for i686');
    }
  });

  test.for([
    ['https://github.com/x/omsagent-1.19.0-0.universal.x64.sh?a=b#c', 'omsagent-1.19.0-0.universal.x64.sh', '1.19.0-0'],
    ['/tmp/a b/omsagent-1.12.15-0.universal.x86.sh', 'omsagent-1.12.15-0.universal.x86.sh', '1.12.15-0'],
    ['C:\\x\\MMASetup-AMD64.exe', 'MMASetup-AMD64.exe', undefined],
    ['C:\\x\\unpacked\\', 'unpacked', undefined],
    ['https://go.microsoft.com/fwlink/?LinkId=828604', 'MMASetup-i386.exe', undefined],
    ['omsagent.sh', 'omsagent.sh', undefined],
    ['what?.sh', 'what?.sh', undefined],
  ])('%s is %s of release %s', ([path = '', name, release]) => {
    expect(bundleNameOf(path)).toBe(name);
    expect(releaseIn(path)).toBe(release);
  });

  test('a name never holds a path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(bundleNameOf(text)).not.toMatch(/[/\\]/);
      }),
    );
  });
});

describe.each(SYSTEMS)('what the installers say: %s', (_, system) => {
  const rows = system.meanings;

  test('each row is found by a code or a text, and no code twice', () => {
    for (const { code, said } of rows) expect((code === undefined) !== (said === undefined)).toBe(true);
    const codes = rows.flatMap(({ source, code }) => (code === undefined ? [] : [`${source} ${code}`]));
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('meanings and fixes are sentences without a full stop, in small letters', () => {
    for (const { meaning, fix } of rows) {
      expect(meaning).toMatch(/[^.]$/);
      expect(meaning).toMatch(/^(?:[a-z]|OpenSSL|Python|Windows|TLS)/);
      expect(fix).toMatch(/^[a-z].*[^.]$/);
    }
  });

  test('every row with a code is what its code means', () => {
    for (const row of rows) if (row.code !== undefined) expect(explainHand(system, row.source, row.code, '')).toBe(row);
  });

  test('of any text: never throws, and another source means nothing', () => {
    const sources = [...new Set(rows.map(({ source }) => source)), 'nobody', '__proto__'];
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.integer({ min: -2, max: 4000 }),
        fc.string({ unit: 'binary' }),
        (source, code, said) => {
          const found = explainHand(system, source, code, said);
          expect(found === undefined || found.source === source).toBe(true);
        },
      ),
    );
  });
});

/** Codes that stand for several things: the documentation of the agent has them with each of these. */
test.for<[source: string, code: number, said: string, meaning: RegExp]>([
  ['bundle', 2, 'Unknown argument', /called wrongly, or could not be unpacked/],
  ['bundle', 2, 'tar: short read\nFailed: could not extract the install bundle.', /^the bundle could not be unpacked/],
  ['bundle', 2, 'tar: write error: No space left on device', /disk is full/],
  ['bundle', 55, 'Error: curl was not installed, installation cannot continue.', /curl/],
  [
    'bundle',
    55,
    "This system's OpenSSL version: 3.5.1; Error: This system does not have a supported version of OpenSSL installed.",
    /OpenSSL/,
  ],
  ['bundle', 60, 'Error: This system does not have a supported version of OpenSSL installed.', /OpenSSL/],
  ['bundle', 60, 'Error: Python is not installed on this system', /no Python/],
  [
    'bundle',
    61,
    'Error: Python is not configured or Python does not support ctypes on this system, installation cannot continue.',
    /ctypes/,
  ],
  ['bundle', 19, 'Fully qualified domain name likely not RFC compliant', /name of the machine/],
  ['bundle', 19, 'Error: Unable to determine libssl.so path', /statically/],
  ['bundle', 17, 'package omi-1.8.1 does not verify: no digest', /digest/],
  [
    'omsadmin',
    5,
    '-e error\tError onboarding. HTTP code 403, Reason: InvalidWorkspaceKey. Check',
    /does not take this key/,
  ],
  ['omsadmin', 5, 'Error onboarding. HTTP code 403, Reason: . Check the Workspace ID', /without saying/],
  ['omsadmin', 6, 'Error onboarding. HTTP code 404', /answered the registration/],
  ['omsadmin', 8, 'curl returned 60. Check', /TLS/],
  ['omsadmin', 8, 'curl returned 28. Check', /timed out/],
  ['omsadmin', 8, 'curl returned 56. Check', /407/],
  ['omsadmin', 8, 'curl returned 3. Check', /curl failed/],
  ['curl', 56, '', /proxy refused/],
  ['dpkg', 2, 'dpkg: error: dpkg was interrupted, you must manually run', /cut off/],
])('%s %i, "%s"', ([source, code, said, meaning]) => {
  expect(explainHand(byHand.linux, source, code, said)?.meaning).toMatch(meaning);
});

test.for<[code: number | undefined, said: string, cause: string | undefined, meaning: RegExp]>([
  [
    undefined,
    'the service refused the registration (403): the id or key is wrong, or the clock is off',
    'key',
    /refused/,
  ],
  [undefined, 'the name of the service cannot be resolved', 'network', /resolved/],
  [undefined, 'there is no connection to the service', 'network', /connection/],
  [undefined, 'the certificate of the service is not one of Microsoft: something inspects TLS', 'network', /inspects/],
  [undefined, 'the proxy wants a login', 'proxy', /login/],
  [0x80070005, '', undefined, /administrators/],
  [0x80072ee7, 'a text of no meaning', 'network', /resolved/],
  [undefined, 'ActiveX component: error 429', undefined, /is not there/],
])('the configuration object: %s, "%s"', ([code, said, cause, meaning]) => {
  const found = explainHand(byHand.windows, 'object', code, said);
  expect([found?.cause, found?.meaning]).toEqual([cause, expect.stringMatching(meaning)]);
});

test('the page: one workspace on Linux, four on Windows', () => {
  const [release] = AGENTS['log-analytics'].releases;
  expect([byHand.linux.workspaces, byHand.windows.workspaces]).toEqual([1, 4]);
  expect([release.linux.singleWorkspace, release.windows.maxWorkspaces]).toEqual([true, 4]);
});

test('the successor has no installer that azmon runs, and says why', () =>
  expect(AGENTS['azure-monitor'].byHand).toMatchObject({
    state: 'absent',
    why: expect.stringMatching(/extension only/),
  }));
