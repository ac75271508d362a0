import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageVerdict } from '../../src/agent/page-verdict.ts';
import { agentBeside } from '../../src/check/both/agent-beside.ts';
import { agentScom } from '../../src/check/both/agent-scom.ts';
import { agentWorkspaces } from '../../src/check/both/agent-workspaces.ts';
import { agentVersion } from '../../src/check/windows/agent-version.ts';
import { dotnet } from '../../src/check/windows/dotnet.ts';
import { roots } from '../../src/check/windows/roots.ts';
import { sha2Updates } from '../../src/check/windows/sha2-updates.ts';
import { tls12 } from '../../src/check/windows/tls12.ts';
import { winhttp } from '../../src/check/windows/winhttp.ts';
import type { MachineFacts } from '../../src/machine/facts.ts';
import { type NetworkLook, parseNetworkLook } from '../../src/machine/network-look.ts';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { windowsProbe } from '../../src/machine/probe-script.ts';
import { detectWindows } from '../../src/machine/windows-system.ts';
import { describeWith } from '../support/needs.ts';
import { nodeForWindows } from '../support/node-windows.ts';
import { ROOT } from '../support/source.ts';
import { subject } from '../support/subject.ts';
import { WINE_NEEDS, type WindowsVersion, Wine } from '../support/wine.ts';

const HKLM = 'HKEY_LOCAL_MACHINE';
const NT = `${HKLM}\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion`;
const UNINSTALL = `${HKLM}\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall`;
const PACKAGES = `${HKLM}\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\Packages`;
const SERVICES = `${HKLM}\\SYSTEM\\CurrentControlSet\\Services`;
const HEALTH = `${SERVICES}\\HealthService`;
/** What makes a key a service: a program of its own, started by hand. */
const SERVICE = {
  Type: 0x10,
  Start: 3,
  ErrorControl: 1,
  ImagePath: 'C:\\windows\\system32\\services.exe',
  ObjectName: 'LocalSystem',
};
const FIRST = '11111111-aaaa-bbbb-cccc-dddddddddddd';
const SECOND = '22222222-aaaa-bbbb-cccc-dddddddddddd';

const template = readFileSync(join(ROOT, 'templates', 'probe', 'windows.cmd'), 'latin1');

let wine: Wine;

type Section =
  | 'clock'
  | 'user'
  | 'system'
  | 'updates'
  | 'crypto'
  | 'roots'
  | 'mma'
  | 'ama'
  | 'azure'
  | 'disk'
  | 'network';

interface Looking {
  /** Only these parts of the probe; missing: the whole of it. Under Wine every program costs. */
  readonly only?: readonly Section[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** curl.exe is only there to be found: its part is played by a script, so this one path of the probe is another here. */
const CURL = /"%SYS%\\curl\.exe" -q/;
const STAND_IN = 'C:\\node.exe C:\\curl.mjs -q';

/** Runs the probe as a file of drive C: and insists on a whole answer that can be read to the last line. */
function look({ only, parameters = {}, env = {} }: Looking = {}): MachineFacts {
  expect(template).toMatch(CURL);
  const script = template
    .replace(CURL, STAND_IN)
    .replace(/^call :(\w+)\r\n/gm, (line, name) => (only === undefined || only.includes(name) ? line : ''));
  wine.write('azmon (x86) probe.cmd', windowsProbe(script, parameters));
  const end = wine.script('C:\\azmon (x86) probe.cmd', { env });
  expect(end.stderr).toBe('');
  const { facts, complete, unreadable } = parseProbeOutput(end.stdout);
  expect({ complete, unreadable }, end.stdout).toEqual({ complete: true, unreadable: [] });
  return facts;
}

/** As `look`, on a machine whose registry is changed for this one look. */
function lookWith(keys: Parameters<Wine['set']>[0], looking?: Looking): MachineFacts {
  wine.set(keys);
  try {
    return look(looking);
  } finally {
    const [made, kept] = [Object.keys(keys).filter(isOurs), Object.entries(keys).filter(([key]) => !isOurs(key))];
    wine.unset(...made);
    wine.set(
      Object.fromEntries(
        kept.map(([key, values]) => [key, Object.fromEntries(Object.keys(values).map((name) => [name, null]))]),
      ),
    );
  }
}

/** Windows has them of its own: only the values that a test set go again. */
const isOurs = (key: string): boolean =>
  ![
    NT,
    `${HKLM}\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation`,
    'HKEY_CURRENT_USER\\Control Panel\\International',
  ].includes(key);

const statusOf = (check: typeof tls12, facts: MachineFacts, more = {}): string =>
  check.judge(subject({ facts, ...more })).status;

describeWith(WINE_NEEDS)('the Windows probe under Wine', () => {
  beforeAll(() => {
    wine = new Wine();
  });
  afterAll(() => wine?.end());

  it.each<[WindowsVersion, Partial<MachineFacts>, string, string]>([
    ['vista', { 'windows.build': 6002, 'windows.service-pack': 'Service Pack 2' }, 'vista', 'unsupported-version'],
    [
      'win2008',
      { 'windows.build': 6002, 'windows.version': '6.0', 'windows.service-pack': 'Service Pack 2' },
      '2008',
      'supported',
    ],
    [
      'win7',
      { 'windows.build': 7601, 'windows.version': '6.1', 'windows.service-pack': 'Service Pack 1' },
      '7',
      'supported',
    ],
    ['win2008r2', { 'windows.build': 7601, 'windows.product-type': 'ServerNT' }, '2008-r2', 'supported'],
    ['win8', { 'windows.build': 9200, 'windows.version': '6.2' }, '8', 'supported'],
    ['win81', { 'windows.build': 9600, 'windows.version': '6.3' }, '8.1', 'ambiguous'],
    ['win10', { 'windows.version': '10.0', 'windows.product-type': 'WinNT' }, '10', 'supported'],
  ])('tells %s', (version, expected, id, verdict) => {
    wine.become(version);
    // The three that the agent's page and the tests name are looked at whole.
    const whole = ['win2008', 'win7', 'win10'].includes(version);
    const facts = lookWith({ [NT]: { EditionID: 'Professional' } }, whole ? {} : { only: ['system'] });
    expect(facts).toMatchObject({
      'probe.version': 1,
      'os.family': 'windows',
      'windows.architecture': 'AMD64',
      'windows.edition': 'Professional',
      container: null,
      ...expected,
    });
    expect(detectWindows(facts).id).toBe(id);
    expect(pageVerdict(detectWindows(facts))).toBe(verdict);
  });

  it('says of a bare machine what it looked for and did not find', () => {
    wine.become('win10');
    expect(look()).toMatchObject({
      'windows.edition': null,
      'windows.revision': null,
      'tls12.enabled': null,
      'dotnet.release': null,
      'roots.present': null,
      'mma.version': null,
      'mma.service': null,
      'mma.workspace': [],
      'mma.group': [],
      'mma.extension': false,
      'ama.version': null,
      'arc.present': false,
      'azure.vm': false,
      fips: false,
    });
  });

  it.each([
    ['Home', { EditionID: 'Core', InstallationType: 'Client' }, { id: '10', edition: 'Core' }, 'unsupported-version'],
    [
      'multi-session',
      { EditionID: 'ServerRdsh', InstallationType: 'Client', UBR: 0x1234 },
      { multiSession: true, server: false },
      'supported',
    ],
    [
      'a name with everything cmd acts on',
      { ProductName: 'A & B | C > D ^ %PATH% (E)', EditionID: 'Enterprise' },
      { name: 'A & B | C > D ^ %PATH% (E)' },
      'supported',
    ],
  ])('tells an edition: %s', (_name, values, system, verdict) => {
    wine.become('win10');
    const facts = lookWith({ [NT]: values }, { only: ['system'] });
    expect(detectWindows(facts)).toMatchObject(system);
    expect(pageVerdict(detectWindows(facts))).toBe(verdict);
  });

  it('reads an agent, its workspaces, its management groups and the state of its service', () => {
    wine.become('win10');
    const facts = lookWith(
      {
        [`${UNINSTALL}\\Some Other Thing`]: { DisplayName: 'Microsoft Monitoring Agent Tools', DisplayVersion: '1.0' },
        [`${UNINSTALL}\\{88EE688B-31C6-4B90-90DF-FBB345223F94}`]: {
          DisplayName: 'Microsoft Monitoring Agent',
          DisplayVersion: '10.20.18040.0',
        },
        [`${UNINSTALL}\\{99999999-31C6-4B90-90DF-FBB345223F94}`]: {
          DisplayName: 'Something & else',
          DisplayVersion: '9!9',
        },
        [HEALTH]: SERVICE,
        [`${HEALTH}\\Parameters\\Service Connector Services\\Log Analytics - ${FIRST}`]: { 'Is Cloud Workspace': 1 },
        [`${HEALTH}\\Parameters\\Service Connector Services\\Log Analytics - ${SECOND}`]: {},
        [`${HEALTH}\\Parameters\\Management Groups\\AOI-${FIRST}`]: {},
        [`${HEALTH}\\Parameters\\Management Groups\\Head Office & Co 100%`]: {},
      },
      { only: ['mma'] },
    );
    expect(facts).toMatchObject({
      'mma.version': '10.20.18040.0',
      'mma.product-code': '88EE688B-31C6-4B90-90DF-FBB345223F94',
      'mma.workspace': [FIRST, SECOND],
      'mma.group': [`AOI-${FIRST}`, 'Head Office & Co 100%'],
    });
    expect(statusOf(agentVersion, facts)).toBe('fail');
    expect(statusOf(agentVersion, facts, { asOf: '2021-01-01' })).toBe('pass');
    expect(statusOf(agentWorkspaces, facts)).toBe('pass');
    expect(agentScom.judge(subject({ facts }))).toMatchObject({
      status: 'fail',
      evidence: { measured: 'Head Office & Co 100%' },
    });
  });

  it('says that a service is there, and stopped', () => {
    wine.set({ [HEALTH]: SERVICE });
    wine.restart();
    expect(look({ only: ['mma'] })['mma.service']).toBe('STOPPED');
    wine.unset(HEALTH);
  });

  it('reads settings as numbers, and the usual 0xffffffff whole', () => {
    wine.become('win7');
    const facts = lookWith({
      [`${HKLM}\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client`]: {
        Enabled: 0xffffffff,
        DisabledByDefault: 0,
      },
      [`${HKLM}\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp`]: {
        DefaultSecureProtocols: 0xa00,
      },
      [`${HKLM}\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full`]: { Release: 528040 },
      [`${HKLM}\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\FIPSAlgorithmPolicy`]: { Enabled: 1 },
      [`${HKLM}\\SOFTWARE\\Microsoft\\SystemCertificates\\AuthRoot\\Certificates\\DF3C24F9BFD666761B268073FE06D1CC8D4F82A4`]:
        {},
    });
    expect(facts).toMatchObject({
      'tls12.enabled': 0xffffffff,
      'tls12.disabled-by-default': 0,
      'winhttp.protocols': 0xa00,
      'dotnet.release': 528040,
      fips: true,
    });
    expect([tls12, winhttp, roots].map((check) => statusOf(check, facts))).toEqual(['pass', 'pass', 'pass']);
  });

  it('finds the updates that are installed or superseded, not those that only lie there', () => {
    wine.become('win7');
    const named = (update: string): string => `${PACKAGES}\\Package_for_${update}~31bf3856ad364e35~amd64~~6.1.3.2`;
    const facts = lookWith(
      {
        [named('KB4474419')]: { CurrentState: 0x70 },
        [named('KB4490628')]: { CurrentState: 0x50 },
        [named('KB3140245')]: { CurrentState: 0x40 },
        [`${PACKAGES}\\Package_1_for_KB4592510~31bf3856ad364e35~amd64~~6.1.3.2`]: { CurrentState: 0x70 },
      },
      { only: ['system', 'updates'] },
    );
    expect(facts['windows.updates']).toBe('KB4474419 KB4490628');
    expect(statusOf(sha2Updates, facts)).toBe('pass');
  });

  it('mends TLS 1.2 and .NET on Windows 7 with the commands of the fix', () => {
    wine.become('win7');
    const SETTINGS: Looking = { only: ['system', 'crypto'] };
    const framework = { [`${HKLM}\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full`]: { Release: 528040 } };
    for (const check of [tls12, dotnet]) {
      const before = check.judge(subject({ facts: lookWith(framework, SETTINGS) }));
      expect(before.status).toBe('fail');
      for (const { command } of before.status === 'fail' ? (before.fix ?? []) : [])
        if (command !== undefined) wine.paste(command);
      expect(statusOf(check, lookWith(framework, SETTINGS))).toBe('pass');
    }
  });

  it('sees the successor by the folder of its extension, and Azure by its guest agent', () => {
    wine.become('win10');
    wine.folder('Packages\\Plugins\\Microsoft.Azure.Monitor.AzureMonitorWindowsAgent\\1.39.0.0');
    const facts = lookWith(
      {
        [`${SERVICES}\\WindowsAzureGuestAgent`]: { Type: 0x10 },
        [`${SERVICES}\\himds`]: { Type: 0x10 },
      },
      { only: ['ama', 'azure'] },
    );
    expect(facts).toMatchObject({ 'ama.version': '1.39.0.0', 'azure.vm': true, 'arc.present': true });
    expect(statusOf(agentBeside, facts)).toBe('fail');
  });

  const noon = Date.UTC(2026, 10, 22, 11, 5, 7) / 1000;
  it.each([
    ['month first', '0', 'Sun 11/22/2026', '12:05:07.12', noon],
    ['day first', '1', '22.11.2026', '12:05:07,12', noon],
    ['day first with blanks', '1', '22. 11. 2026', '12:05:07,12', noon],
    ['year first', '2', '2026-11-22', '12:05:07.12', noon],
    ['early in the day, blank for a zero', '2', '2026/03/09', ' 9:08:09.00', Date.UTC(2026, 2, 9, 8, 8, 9) / 1000],
    ['leap day', '2', '2028-02-29', '00:00:00.00', Date.UTC(2028, 1, 28, 23) / 1000],
    ['another calendar', '1', '22/11/2569', '12:05:07.12', undefined],
    ['a clock of 12 hours', '0', '11/22/2026', '12:05 PM', undefined],
  ])('reads the clock: %s', (_name, iDate, DATE, TIME, expected) => {
    // One hour east of Greenwich, as Windows keeps it.
    const facts = lookWith(
      {
        [`${HKLM}\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation`]: { ActiveTimeBias: 0xffffffc4 },
        'HKEY_CURRENT_USER\\Control Panel\\International': { iDate },
      },
      { only: ['clock'], env: { DATE, TIME } },
    );
    expect(facts['clock.now']).toBe(expected);
  });
});

describeWith(WINE_NEEDS)('the Windows probe looks at hosts', () => {
  beforeAll(() => {
    wine = new Wine();
  });
  afterAll(() => wine?.end());

  /** Each host once, in the order asked for. */
  const hosts = (names: readonly string[], looking: Looking = {}): readonly (NetworkLook | undefined)[] => {
    const parameters = { AZMON_HOSTS: names.join(' '), ...looking.parameters };
    const looks = (look({ ...looking, only: ['network'], parameters }).net ?? []).map(parseNetworkLook);
    expect(looks.map((one) => one?.host).sort()).toEqual([...names].sort());
    return names.map((name) => looks.find((one) => one?.host === name));
  };

  it('without curl: only whether the name resolves', () => {
    expect(hosts(['localhost', 'no-such-host.invalid'])).toEqual([
      { host: 'localhost', via: 'direct', tool: 'none', dns: true },
      { host: 'no-such-host.invalid', via: 'direct', tool: 'none', dns: false },
    ]);
  });

  it('without curl and by a proxy: nothing, for the proxy resolves names', () => {
    const parameters = { AZMON_PROXY: 'http://proxy.example:3128' };
    expect(hosts(['localhost'], { parameters })).toEqual([{ host: 'localhost', via: 'proxy', tool: 'none' }]);
  });

  const told = (host: string): string =>
    readFileSync(join(wine.drive, `told-${host}.txt`), 'utf8').replaceAll('\r', '');

  it('with curl: every stage, its times and the issuer, whatever stands in it', () => {
    installCurl();
    const direct = { via: 'direct', tool: 'curl', durationMs: 123, connect: 0 };
    const answer = { http: 404, exit: 0, tls: 'TLSv1.2', verify: 0, date: ' Sun, 22 Nov 2026 10:00:00 GMT' };
    const looks = hosts([
      'well.example',
      'unknown-name.example',
      'blackhole.example',
      'old-tls.example',
      'untrusted.example',
    ]);
    expect(looks).toMatchObject([
      { ...direct, ...answer, dns: true, tcp: true },
      { ...direct, http: 0, exit: 6, dns: false },
      { ...direct, http: 0, exit: 28, dns: true, tcp: false },
      { ...direct, http: 0, exit: 35, dns: true, tcp: true },
      { ...direct, http: 0, exit: 60, dns: true, tcp: true, verify: 1 },
    ]);
    expect(looks[0]?.issuer).toMatch(/^C = US, O = "Microsoft Corporation", CN = A & B$/);
    expect(looks[1]).not.toHaveProperty('tcp');
    expect(told('well.example')).toMatch(
      /^write-out = "\\nazmon-\d+:%\{http_code\} %\{http_connect\} %\{time_connect\} %\{time_total\}\\n%\{certs\}\\n"$/m,
    );
    expect(told('well.example')).toContain('noproxy = "*"');
  });

  it('lets no host say anything but its own date', () => {
    const facts = look({ only: ['network', 'user'], parameters: { AZMON_HOSTS: 'forger.example' } });
    expect(facts['user.id']).toBe(1);
    expect(facts.net?.map(parseNetworkLook)).toMatchObject([
      { exit: 0, http: 404, issuer: 'C = US, O = "Microsoft Corporation", CN = A & B' },
    ]);
  });

  it('tells curl the proxy and its password on stdin, and nothing on the command line', () => {
    const parameters = { AZMON_PROXY: 'http://proxy.example:3128' };
    const env = { AZMON_PROXY_USER: 'user%40corp:p%25w%21%26%22' };
    expect(hosts(['well.example', 'refused.example'], { parameters, env })).toMatchObject([
      { via: 'proxy', tool: 'curl', exit: 0, http: 404, connect: 200, date: ' Sun, 22 Nov 2026 10:00:00 GMT' },
      { via: 'proxy', tool: 'curl', exit: 56, http: 0, connect: 407 },
    ]);
    const [argv, config] = told('well.example').split('--\n');
    expect(argv).toBe('-q\n-K\n-\n');
    expect(config).toContain('proxy = "http://proxy.example:3128"\n');
    expect(config).toContain('proxy-user = "user%40corp:p%25w%21%26%22"\n');
    expect(config).not.toContain('noproxy');
  });

  function installCurl(): void {
    wine.write('windows/system32/curl.exe', '');
    wine.install(nodeForWindows(), 'node.exe');
    wine.install(join(ROOT, 'test', 'windows', 'curl.mjs'), 'curl.mjs');
  }
});
