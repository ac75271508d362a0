import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AZURE_MONITOR_ENDPOINTS, LOG_ANALYTICS_ENDPOINTS } from '../../src/agent/endpoints.ts';
import { hostsToProbe } from '../../src/agent/hosts.ts';
import { AGENTS } from '../../src/agent/index.ts';
import type { Finding } from '../../src/check/check.ts';
import { judge } from '../../src/check/judge.ts';
import { NETWORK_CHECKS } from '../../src/check/network/index.ts';
import { judgeIssuer, organisationOf } from '../../src/check/network/issuer.ts';
import { ENDPOINT_IDS } from '../../src/check/network/text.ts';
import type { NetworkLook } from '../../src/machine/network-look.ts';
import { CLOUDS, type CloudId } from '../../src/target/cloud.ts';
import { parseGateway, parseProxy } from '../../src/target/proxy.ts';
import { linux, type SubjectOptions, subject, windows } from '../support/subject.ts';

const WS = '11111111-2222-3333-4444-555555555555';
const ODS = `${WS}.ods.opinsights.azure.com`;
const OMS = `${WS}.oms.opinsights.azure.com`;
const PACKS = 'scadvisorcontent.blob.core.windows.net';
const AGENTSVC = `${WS}.agentsvc.azure-automation.net`;
const HOSTS = [ODS, OMS, PACKS, AGENTSVC];

const MICROSOFT = 'C=US; O=Microsoft Corporation; CN=Microsoft Azure RSA TLS Issuing CA 03';
const healthy = (host: string, more: Partial<NetworkLook> = {}): NetworkLook => ({
  ...{ host, via: 'direct', tool: 'curl', dns: true, tcp: true, exit: 0, http: 403, connect: 0 },
  ...{ tls: 'TLSv1.2', verify: 0, durationMs: 80, issuer: MICROSOFT, ...more },
});
const without = (look: NetworkLook, ...keys: (keyof NetworkLook)[]): NetworkLook =>
  Object.fromEntries(
    Object.entries(look).filter(([key]) => !(keys as string[]).includes(key)),
  ) as unknown as NetworkLook;

/** All four hosts healthy but for those given. */
const looks = (...special: NetworkLook[]): NetworkLook[] =>
  HOSTS.map((host) => special.find((look) => look.host === host) ?? healthy(host));

const judged = (options: SubjectOptions): Map<string, Finding> =>
  new Map(
    judge(subject({ place: { workspaceId: WS }, ...options }), {
      catalogue: NETWORK_CHECKS,
      passed: true,
    }).findings.map((finding) => [finding.id, finding]),
  );

/** What became of the four stages of an endpoint, and the cause or reason of the one that is not plain. */
const stages = (id: string, options: SubjectOptions): string[] => {
  const findings = judged(options);
  return ['dns', 'tcp', 'tls', 'http'].map((stage) => {
    const { status, cause, reason, severity } = findings.get(`network.${id}-${stage}`) ?? { status: 'absent' };
    const lowered = status !== 'pass' && status !== 'skip' && severity === 'warn' ? ' (warn)' : '';
    return `${status}${lowered}${cause === undefined && reason === undefined ? '' : `: ${cause ?? reason}`}`;
  });
};
const AFTER = 'skip: needs the stage before it';

describe('hosts by cloud', () => {
  it.each<[CloudId, string[]]>([
    [
      'public',
      [
        ODS,
        OMS,
        PACKS,
        AGENTSVC,
        'global.handler.control.monitor.azure.com',
        'eastus2.handler.control.monitor.azure.com',
        'global.prod.microsoftmetrics.com',
      ],
    ],
    [
      'usgov',
      [
        `${WS}.ods.opinsights.azure.us`,
        `${WS}.oms.opinsights.azure.us`,
        'usbn1oicore.blob.core.usgovcloudapi.net',
        `${WS}.agentsvc.azure-automation.us`,
        'global.handler.control.monitor.azure.us',
        'eastus2.handler.control.monitor.azure.us',
        'global.prod.microsoftmetrics.us',
      ],
    ],
    [
      'china',
      [
        `${WS}.ods.opinsights.azure.cn`,
        `${WS}.oms.opinsights.azure.cn`,
        'mceast2oicore.blob.core.chinacloudapi.cn',
        `${WS}.agentsvc.azure-automation.cn`,
        'global.handler.control.monitor.azure.cn',
        'eastus2.handler.control.monitor.azure.cn',
        'global.prod.microsoftmetrics.cn',
      ],
    ],
  ])('%s: both agents, each host once', (cloud, hosts) => {
    const place = { workspaceId: WS.toUpperCase(), region: 'East US 2' };
    expect(hostsToProbe(Object.values(AGENTS), CLOUDS[cloud], place)).toEqual(hosts);
  });

  it('without workspace and region only the hosts that every machine shares', () => {
    expect(hostsToProbe(Object.values(AGENTS), CLOUDS.public, {})).toEqual([
      PACKS,
      'global.handler.control.monitor.azure.com',
      'global.prod.microsoftmetrics.com',
    ]);
  });

  it.each([
    [
      'public',
      ['*.ods.opinsights.azure.com', '*.oms.opinsights.azure.com', '*.blob.core.windows.net', '*.azure-automation.net'],
    ],
    [
      'usgov',
      [
        '*.ods.opinsights.azure.us',
        '*.oms.opinsights.azure.us',
        '*.blob.core.usgovcloudapi.net',
        '*.azure-automation.us',
      ],
    ],
  ] as const)('%s: the firewall table', (cloud, table) => {
    expect(LOG_ANALYTICS_ENDPOINTS.map(({ pattern }) => pattern(CLOUDS[cloud]))).toEqual(table);
  });

  it('every endpoint has its checks, and each check its endpoint', () => {
    const tables = [...LOG_ANALYTICS_ENDPOINTS, ...AZURE_MONITOR_ENDPOINTS].map(({ id }) => id);
    expect([...new Set(tables)].sort()).toEqual([...ENDPOINT_IDS].sort());
  });

  it('an id stands for the same severity in both tables: a check has only one', () => {
    for (const one of LOG_ANALYTICS_ENDPOINTS)
      for (const other of AZURE_MONITOR_ENDPOINTS) if (one.id === other.id) expect(one.severity).toBe(other.severity);
  });
});

describe('direct: four stages, each needs the one before it', () => {
  const dead = without(healthy(ODS, { tcp: false, exit: 28, http: 0 }), 'tls', 'issuer');
  it.each<[string, NetworkLook, string[]]>([
    ['healthy', healthy(ODS), ['pass', 'pass', 'pass', 'pass']],
    ['TLS 1.3', healthy(ODS, { tls: 'TLSv1.3' }), ['pass', 'pass', 'pass', 'pass']],
    ['by DigiCert', healthy(ODS, { issuer: 'C=US; O=DigiCert Inc; CN=x' }), ['pass', 'pass', 'pass', 'pass']],
    [
      'unknown name',
      { host: ODS, via: 'direct', tool: 'curl', dns: false, tcp: false, exit: 6 },
      ['fail: name does not resolve', AFTER, AFTER, AFTER],
    ],
    [
      'refused',
      { ...dead, exit: 7 },
      ['pass', 'fail: connection to port 443 refused or without a route', AFTER, AFTER],
    ],
    ['dropped', dead, ['pass', 'fail: no answer on port 443: dropped by a firewall', AFTER, AFTER]],
    [
      'older facts without tcp: refused',
      without({ ...dead, exit: 7 }, 'tcp'),
      ['pass', 'fail: connection to port 443 refused or without a route', AFTER, AFTER],
    ],
    [
      'no handshake',
      without(healthy(ODS, { exit: 35, http: 0 }), 'tls', 'issuer'),
      ['pass', 'pass', 'fail: TLS handshake fails', AFTER],
    ],
    [
      'cut in the handshake',
      without(healthy(ODS, { exit: 56, http: 0 }), 'tls', 'issuer'),
      ['pass', 'pass', 'fail: TLS handshake fails', AFTER],
    ],
    [
      'silent after connecting',
      { ...dead, tcp: true },
      ['pass', 'pass', 'fail: no answer to the TLS handshake', AFTER],
    ],
    ['TLS 1.0 only', healthy(ODS, { exit: 35, tls: 'TLSv1' }), ['pass', 'pass', 'fail: TLS below 1.2', AFTER]],
    ['TLS 1.1 at the first try', healthy(ODS, { tls: 'TLSv1.1' }), ['pass', 'pass', 'fail: TLS below 1.2', AFTER]],
    [
      'intercepted, trusted',
      healthy(ODS, { issuer: 'C=DE; O=Contoso; CN=Proxy' }),
      ['pass', 'pass', 'fail: TLS is intercepted: the certificate is not by Microsoft or DigiCert', AFTER],
    ],
    [
      'intercepted, not trusted',
      healthy(ODS, { issuer: 'O=Contoso', verify: 19 }),
      ['pass', 'pass', 'fail: TLS is intercepted: the certificate is not by Microsoft or DigiCert', AFTER],
    ],
    [
      'intercepted by a nameless root',
      healthy(ODS, { issuer: 'CN=proxy' }),
      ['pass', 'pass', 'fail: TLS is intercepted: the certificate is not by Microsoft or DigiCert', AFTER],
    ],
    [
      'no root',
      healthy(ODS, { verify: 20 }),
      ['pass', 'pass', 'fail: root certificate is missing on the machine', AFTER],
    ],
    [
      'clock ahead',
      healthy(ODS, { verify: 10 }),
      ['pass', 'pass', 'fail: certificate is not valid at the time of the machine', AFTER],
    ],
    ['another host', healthy(ODS, { verify: 62 }), ['pass', 'pass', 'fail: certificate is for another host', AFTER]],
    [
      'no answer',
      healthy(ODS, { exit: 52, http: 0 }),
      ['pass', 'pass', 'pass', 'fail: no HTTP answer after the handshake'],
    ],
    [
      'version not shown',
      without(healthy(ODS), 'tls'),
      ['pass', 'pass', 'unknown (warn): curl does not show the TLS version here', 'pass'],
    ],
    [
      'issuer not shown',
      without(healthy(ODS), 'issuer'),
      ['pass', 'pass', 'unknown (warn): curl does not show the issuer here: interception would not be noticed', 'pass'],
    ],
    [
      'no tool',
      { host: ODS, via: 'direct', tool: 'none', dns: true },
      ['pass', 'unknown: neither curl nor openssl on the machine could look', AFTER, AFTER],
    ],
    [
      'nothing at all',
      { host: ODS, via: 'direct', tool: 'none' },
      ['unknown: not observed: the name', AFTER, AFTER, AFTER],
    ],
  ])('%s', (_name, look, expected) => {
    expect(stages('ods', { looks: looks(look) })).toEqual(expected);
  });

  it.each([
    ['2025-06-30', ['pass', 'pass', 'fail (warn): TLS below 1.2', 'pass']],
    ['2025-07-01', ['pass', 'pass', 'fail: TLS below 1.2', AFTER]],
  ])('TLS below 1.2 as of %s', (asOf, expected) => {
    expect(stages('ods', { asOf, looks: looks(healthy(ODS, { exit: 35, tls: 'TLSv1' })) })).toEqual(expected);
  });

  it('a name under oms that is unknown hints at the workspace ID', () => {
    const look: NetworkLook = { host: OMS, via: 'direct', tool: 'curl', dns: false, exit: 6 };
    const finding = judged({ looks: looks(look) }).get('network.oms-dns');
    expect(finding).toMatchObject({
      status: 'fail',
      cause: 'name does not resolve: no DNS, or a mistyped workspace ID',
      evidence: { measured: 'no address', required: OMS, route: 'direct' },
      verdict: 'not-ready',
    });
    expect(finding?.fix[0]?.text).toContain('workspace ID');
  });

  it('a missing root is fixed by the package of that system', () => {
    const options = { looks: looks(healthy(ODS, { verify: 20 })) };
    expect(judged({ ...options, system: linux('debian', '12') }).get('network.ods-tls')?.fix[0]).toMatchObject({
      command: 'apt-get install -y ca-certificates',
    });
    expect(judged({ ...options, system: linux('sles', '15.5') }).get('network.ods-tls')?.fix[0]).toMatchObject({
      command: 'zypper --non-interactive install ca-certificates-mozilla',
    });
  });

  it('evidence says what was measured, by which way, how long', () => {
    expect(judged({ looks: looks() }).get('network.ods-tls')).toMatchObject({
      evidence: {
        measured: 'TLSv1.2, issued by Microsoft Corporation',
        required: 'TLS 1.2 or newer, certificate by Microsoft or DigiCert',
        route: 'direct',
        durationMs: 80,
      },
    });
  });

  it('a Windows machine is judged by the same looks', () => {
    expect(stages('ods', { system: windows('2019', 17763), looks: looks() })).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  it('metrics of the successor only warn', () => {
    const place = { workspaceId: WS, region: 'westeurope' };
    const findings = judged({
      agent: 'azure-monitor',
      place,
      looks: [{ host: 'global.prod.microsoftmetrics.com', via: 'direct', tool: 'curl', dns: false, exit: 6 }],
    });
    expect(findings.get('network.metrics-dns')).toMatchObject({
      status: 'fail',
      severity: 'warn',
      verdict: 'reserved',
    });
    expect(findings.has('network.oms-dns')).toBe(false);
  });
});

describe('what was not looked at', () => {
  const all = (text: string) => [text, text, text, text];
  it.each<[string, string, SubjectOptions, string[]]>([
    ['offline', 'ods', { offline: true, looks: looks() }, all('skip: left out by --offline')],
    ['no workspace', 'ods', { place: {}, looks: [] }, all('skip: needs --workspace-id')],
    ['no region', 'handler', { agent: 'azure-monitor', looks: [] }, all('skip: needs --region')],
    [
      'facts without hosts',
      'ods',
      { looks: [] },
      [
        `unknown: the host was not looked at from there; do so with: azmon probe linux --workspace-id ${WS}`,
        AFTER,
        AFTER,
        AFTER,
      ],
    ],
    [
      'facts by another way',
      'ods',
      { looks: looks(), proxy: parseProxy('http://u:p@proxy:3128') },
      [
        `unknown: the host was looked at without the proxy; try: azmon probe linux --workspace-id ${WS} --proxy proxy:3128`,
        AFTER,
        AFTER,
        AFTER,
      ],
    ],
    ['the pack host needs no workspace', 'blob', { place: {}, looks: [healthy(PACKS)] }, all('pass')],
  ])('%s', (_name, id, options, expected) => {
    expect(stages(id, options)).toEqual(expected);
  });

  it('left out is ready, not looked at is undetermined', () => {
    const verdict = (options: SubjectOptions) => judge(subject(options), { catalogue: NETWORK_CHECKS }).verdict;
    expect(verdict({ place: { workspaceId: WS }, offline: true })).toBe('ready');
    expect(verdict({ place: {}, looks: [healthy(PACKS)] })).toBe('ready');
    expect(verdict({ place: { workspaceId: WS } })).toBe('undetermined');
  });
});

describe('through a proxy', () => {
  const anonymous = parseProxy('http://proxy:3128');
  const login = parseProxy('http://u:p@proxy:3128');
  const tls = parseProxy('https://u:p@proxy:3128');
  const tunnelled = (host: string, more: Partial<NetworkLook> = {}): NetworkLook =>
    without(healthy(host, { via: 'proxy', connect: 200, ...more }), 'dns');
  const refusing = (connect: number): NetworkLook[] =>
    HOSTS.map((host) => without(tunnelled(host, { connect, exit: 56, http: 0 }), 'tls', 'issuer'));
  const broken = (exit: number, tcp: boolean): NetworkLook[] =>
    HOSTS.map((host) => without(tunnelled(host, { connect: 0, exit, http: 0, tcp }), 'tls', 'issuer'));

  it('the proxy resolves and connects; TLS and HTTP are judged as ever', () => {
    const options = { proxy: login, looks: HOSTS.map((host) => tunnelled(host)) };
    expect(stages('ods', options)).toEqual([
      'skip: the proxy resolves it',
      'skip: the proxy connects to it',
      'pass',
      'pass',
    ]);
    expect(judged(options).get('network.proxy')).toMatchObject({ status: 'pass', evidence: { route: 'proxy:3128' } });
  });

  it('interception behind the proxy is seen', () => {
    const options = { proxy: login, looks: HOSTS.map((host) => tunnelled(host, { issuer: 'O=Contoso' })) };
    expect(stages('ods', options)[2]).toBe('fail: TLS is intercepted: the certificate is not by Microsoft or DigiCert');
  });

  it.each<[string, typeof login, NetworkLook[], string, string]>([
    ['no such name', login, broken(5, false), 'the name of the proxy does not resolve', 'no address'],
    ['refused', login, broken(7, false), 'the proxy does not answer', 'no connection to the proxy'],
    ['dropped', login, broken(28, false), 'the proxy does not answer', 'no connection to the proxy'],
    [
      'no proxy behind the port',
      login,
      broken(56, true),
      'the proxy does not open a tunnel',
      'connected, no answer to CONNECT',
    ],
    [
      'TLS to the proxy',
      tls,
      broken(60, true),
      'TLS to the proxy fails',
      'no handshake with the proxy that the machine trusts',
    ],
    ['407, no login given', anonymous, refusing(407), 'the proxy wants a user and password', 'answers 407 to CONNECT'],
    ['401, no login given', anonymous, refusing(401), 'the proxy wants a user and password', 'answers 401 to CONNECT'],
    ['407, login given', login, refusing(407), 'the proxy refuses the user and password', 'answers 407 to CONNECT'],
    ['401, login given', login, refusing(401), 'the proxy refuses the user and password', 'answers 401 to CONNECT'],
    [
      '403',
      login,
      refusing(403),
      'the proxy forbids the host or its port',
      `answers 403 to CONNECT: ${HOSTS.join(', ')}`,
    ],
    ['503', login, refusing(503), 'the proxy does not reach the host', `answers 503 to CONNECT: ${HOSTS.join(', ')}`],
    ['400', login, refusing(400), 'the proxy refuses the tunnel', `answers 400 to CONNECT: ${HOSTS.join(', ')}`],
  ])('%s', (_name, proxy, seen, cause, measured) => {
    const options = { proxy, looks: seen };
    const finding = judged(options).get('network.proxy');
    expect(finding).toMatchObject({
      status: 'fail',
      severity: 'block',
      cause,
      evidence: { measured, route: 'proxy:3128' },
    });
    expect(finding?.fix.length).toBeGreaterThan(0);
    expect(stages('ods', options).slice(2)).toEqual([
      'skip: needs the proxy, see network.proxy',
      'skip: needs the proxy, see network.proxy',
    ]);
  });

  it('one forbidden host fails alone', () => {
    const forbidden = without(tunnelled(PACKS, { connect: 403, exit: 56, http: 0 }), 'tls', 'issuer');
    const options = { proxy: login, looks: [tunnelled(ODS), tunnelled(OMS), forbidden, tunnelled(AGENTSVC)] };
    expect(judged(options).get('network.proxy')?.evidence?.measured).toBe(`answers 403 to CONNECT: ${PACKS}`);
    expect(stages('blob', options)[2]).toBe('skip: needs the proxy, see network.proxy');
    expect(stages('ods', options)[2]).toBe('pass');
  });

  it('a forbidden host that only warns makes the proxy only warn', () => {
    const place = { workspaceId: WS, region: 'westeurope' };
    const names = hostsToProbe([AGENTS['azure-monitor']], CLOUDS.public, place);
    const metrics = without(tunnelled('global.prod.microsoftmetrics.com', { connect: 403, exit: 56 }), 'tls', 'issuer');
    const seen = names.map((host) => (host === metrics.host ? metrics : tunnelled(host)));
    expect(judged({ agent: 'azure-monitor', place, proxy: login, looks: seen }).get('network.proxy')).toMatchObject({
      status: 'fail',
      severity: 'warn',
    });
  });

  it.each<[string, SubjectOptions, string]>([
    ['offline', { proxy: login, offline: true }, 'skip: left out by --offline'],
    [
      'not looked at',
      { proxy: login },
      `unknown: the host was not looked at from there; do so with: azmon probe linux --workspace-id ${WS} --proxy proxy:3128`,
    ],
    [
      'no tool',
      { proxy: login, looks: HOSTS.map((host) => ({ host, via: 'proxy', tool: 'none' }) as const) },
      'unknown: the machine has no tool that could go through this proxy (curl is missing)',
    ],
  ])('%s', (_name, options, expected) => {
    const { status, reason } = judged(options).get('network.proxy') ?? {};
    expect(`${status}: ${reason}`).toBe(expected);
  });

  it('facts that came by a proxy are held to it, whether or not it is named now', () => {
    const { verdict } = judge(subject({ place: { workspaceId: WS }, looks: refusing(407) }), {
      catalogue: NETWORK_CHECKS,
    });
    expect(verdict).toBe('not-ready');
    expect(judged({ looks: refusing(407) }).get('network.proxy')).toMatchObject({
      status: 'fail',
      evidence: { route: 'a proxy' },
    });
  });

  it('a gateway is a proxy', () => {
    const options = { proxy: parseGateway('gw'), looks: refusing(503) };
    expect(judged(options).get('network.proxy')).toMatchObject({ status: 'fail', evidence: { route: 'gw:8080' } });
  });
});

describe('how the Linux agent reads a proxy', () => {
  const through = (host: string, more: Partial<NetworkLook> = {}): NetworkLook =>
    healthy(host, { via: 'proxy', connect: 200, ...more });
  const seen = HOSTS.map((host) => through(host));
  const plain = HOSTS.map((host) => through(host, { plain: true }));
  const https = parseProxy('https://user:password@proxy:3128');
  it.each<[string, string, SubjectOptions, string]>([
    ['https, taken as such', 'proxy.protocol', { proxy: https, looks: seen }, 'pass'],
    [
      'https, only plain works',
      'proxy.protocol',
      { proxy: https, looks: plain },
      'fail block: https is written for a proxy that speaks plain HTTP',
    ],
    ['https, offline', 'proxy.protocol', { proxy: https, offline: true }, 'skip: left out by --offline'],
    ['https, nothing answered', 'proxy.protocol', { proxy: https, looks: [] }, 'skip: needs an answer of the proxy'],
    ['http', 'proxy.protocol', { proxy: parseProxy('http://proxy:3128') }, 'absent'],
    ['port', 'proxy.port', { proxy: https }, 'pass'],
    ['no port', 'proxy.port', { proxy: parseProxy('http://proxy') }, 'fail warn: the proxy is written without a port'],
    ['no port, gateway', 'proxy.port', { proxy: parseGateway('gw') }, 'pass'],
    ['plain login', 'proxy.encoding', { proxy: https }, 'pass'],
    [
      'special login',
      'proxy.encoding',
      { proxy: parseProxy('http://u:p%40ss@proxy:1') },
      'fail info: the login of the proxy needs percent-encoding',
    ],
    ['no login', 'proxy.encoding', { proxy: parseProxy('http://proxy:1') }, 'absent'],
    ['login', 'proxy.pseudo-user', { proxy: https }, 'pass'],
    [
      'anonymous',
      'proxy.pseudo-user',
      { proxy: parseProxy('http://proxy:1') },
      'fail info: the page asks for a made-up login for an anonymous proxy',
    ],
    ['no proxy', 'proxy.pseudo-user', {}, 'absent'],
    ['successor', 'proxy.pseudo-user', { agent: 'azure-monitor', proxy: parseProxy('http://proxy:1') }, 'absent'],
    ['Windows', 'proxy.pseudo-user', { system: windows('2019', 17763), proxy: parseProxy('http://proxy:1') }, 'absent'],
    ['nothing seen', 'proxy.agent-file', { facts: { 'oms.proxy': null, 'proxy.seen': [] } }, 'absent'],
    [
      'other settings',
      'proxy.agent-file',
      { facts: { 'proxy.seen': ['/etc/environment http://***@proxy:1'] } },
      'fail info: a proxy is set on the machine, and the agent will not use it',
    ],
    [
      'other settings, proxy given',
      'proxy.agent-file',
      { proxy: https, facts: { 'proxy.seen': ['/etc/environment http://x:1'] } },
      'pass',
    ],
    ['own file, same', 'proxy.agent-file', { proxy: https, facts: { 'oms.proxy': 'https://***@proxy:3128' } }, 'pass'],
    [
      'own file, other',
      'proxy.agent-file',
      { proxy: https, facts: { 'oms.proxy': 'http://old:3128/' } },
      'fail info: the proxy file of the agent names another proxy',
    ],
    [
      'own file, none given',
      'proxy.agent-file',
      { facts: { 'oms.proxy': 'old:3128' } },
      'fail info: an older proxy file of the agent is there',
    ],
  ])('%s: %s', (_name, id, options, expected) => {
    const finding = judged(options).get(id);
    const said =
      finding === undefined
        ? 'absent'
        : finding.status === 'fail'
          ? `fail ${finding.severity}: ${finding.cause}`
          : finding.status + (finding.reason === undefined ? '' : `: ${finding.reason}`);
    expect(said).toBe(expected);
  });

  it('no finding holds the login', () => {
    const proxy = parseProxy('https://Quser77:Zq7canary9Xw@proxy');
    const sightings = [
      undefined,
      ...[200, 403, 407, 503].map((connect) => HOSTS.map((host) => through(host, { connect }))),
    ];
    for (const one of sightings)
      expect(
        JSON.stringify([
          ...judged({ proxy, ...(one === undefined ? {} : { looks: one }), facts: { 'oms.proxy': 'x:1' } }),
        ]),
      ).not.toMatch(/canary|Quser77/);
  });
});

describe('the issuer', () => {
  it.each([
    ['C=US; O=Microsoft Corporation; CN=Microsoft Azure TLS Issuing CA 01', 'Microsoft Corporation', 'expected'],
    ['C = US, O = Microsoft Corporation, CN = x', 'Microsoft Corporation', 'expected'],
    ['/C=US/O=Microsoft Corporation/CN=x', 'Microsoft Corporation', 'expected'],
    [
      'CN=Microsoft IT TLS CA 5,OU=Microsoft IT,O=Microsoft Corporation,L=Redmond,C=US',
      'Microsoft Corporation',
      'expected',
    ],
    ['C = US, O = "DigiCert, Inc.", CN = x', 'DigiCert, Inc.', 'expected'],
    ['C=US; O=DigiCert Inc; CN=DigiCert Basic RSA CN CA G2', 'DigiCert Inc', 'expected'],
    ['C=US; O=Zscaler Inc.; CN=Microsoft', 'Zscaler Inc.', 'foreign'],
    ['CN=O Microsoft', undefined, 'foreign'],
    ['O=Not Microsoft', 'Not Microsoft', 'foreign'],
    ['O=Microsoftish', 'Microsoftish', 'foreign'],
    [undefined, undefined, 'unseen'],
  ])('%s', (issuer, organisation, verdict) => {
    if (issuer !== undefined) expect(organisationOf(issuer)).toBe(organisation);
    expect(judgeIssuer(issuer)).toBe(verdict);
  });
});

it('no look, however odd, breaks a check', () => {
  const odd = fc.record(
    {
      host: fc.constantFrom(...HOSTS),
      via: fc.constantFrom('direct' as const, 'proxy' as const),
      tool: fc.constantFrom('curl' as const, 'openssl' as const, 'none' as const),
      dns: fc.boolean(),
      tcp: fc.boolean(),
      plain: fc.constant(true as const),
      exit: fc.nat(255),
      http: fc.nat(999),
      connect: fc.nat(999),
      tls: fc.string(),
      verify: fc.nat(99),
      durationMs: fc.nat(),
      issuer: fc.string(),
    },
    { requiredKeys: ['host', 'via', 'tool'] },
  );
  const proxies = fc.constantFrom(undefined, 'http://proxy:1', 'https://u:p@proxy');
  fc.assert(
    fc.property(fc.array(odd), proxies, (seen, proxy) => {
      const findings = judged({ looks: seen, ...(proxy === undefined ? {} : { proxy: parseProxy(proxy) }) });
      expect([...findings.values()].filter(({ status }) => status === 'error')).toEqual([]);
      expect(findings.size).toBeGreaterThanOrEqual(16);
    }),
  );
});
