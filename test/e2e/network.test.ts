import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentId } from '../../src/agent/agent.ts';
import { hostsToProbe } from '../../src/agent/hosts.ts';
import { AGENTS } from '../../src/agent/index.ts';
import type { Finding } from '../../src/check/check.ts';
import { judge } from '../../src/check/judge.ts';
import { NETWORK_CHECKS } from '../../src/check/network/index.ts';
import { type NetworkLook, parseNetworkLook } from '../../src/machine/network-look.ts';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { linuxProbe } from '../../src/machine/probe-script.ts';
import { CLOUDS } from '../../src/target/cloud.ts';
import { type ProxyRoute, parseGateway, parseProxy, proxyParameters } from '../../src/target/proxy.ts';
import { describeWith } from '../support/needs.ts';
import { type HostKind, NETWORK_COMMANDS, PrivateNetwork } from '../support/netns.ts';
import { subject } from '../support/subject.ts';

const PROBE = readFileSync(new URL('../../templates/probe/linux.sh', import.meta.url), 'utf8');
const PLACE = { workspaceId: '11111111-2222-3333-4444-555555555555', region: 'westeurope' };
const ALL = hostsToProbe(Object.values(AGENTS), CLOUDS.public, PLACE);
const [ODS = '', OMS = '', PACKS = '', AGENTSVC = '', CONTROL = '', HANDLER = '', METRICS = ''] = ALL;

interface Ask {
  readonly shell?: readonly string[];
  readonly proxy?: ProxyRoute;
  readonly env?: NodeJS.ProcessEnv;
}

/** The probe as azmon sends it, secrets in front of the script on its stdin. */
function script(proxy: ProxyRoute | undefined): string {
  const { parameters, secrets } = proxyParameters(proxy);
  const opened = Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));
  return linuxProbe(PROBE, { AZMON_HOSTS: ALL.join(' '), ...parameters, ...opened });
}

async function lookFrom(network: PrivateNetwork, ask: Ask = {}): Promise<NetworkLook[]> {
  const { stdout, stderr } = await network.exec(ask.shell ?? ['sh', '-s'], script(ask.proxy), ask.env);
  const { facts, complete, unreadable } = parseProbeOutput(stdout);
  expect({ complete, unreadable, stderr }).toEqual({ complete: true, unreadable: [], stderr: '' });
  const looks = (facts.net ?? []).map(parseNetworkLook).filter((look) => look !== undefined);
  expect(looks.map(({ host }) => host).sort()).toEqual([...ALL].sort());
  return looks;
}

const judged = (agent: AgentId, looks: readonly NetworkLook[], proxy?: ProxyRoute) =>
  judge(subject({ agent, looks, place: PLACE, ...(proxy === undefined ? {} : { proxy }) }), {
    catalogue: NETWORK_CHECKS,
    passed: true,
  });

/** Findings of both agents that are not passed, skipped or mere hints: `id: cause`. */
const troubles = (looks: readonly NetworkLook[], proxy?: ProxyRoute): string[] => {
  const findings = (['log-analytics', 'azure-monitor'] as const).flatMap((id) => judged(id, looks, proxy).findings);
  const told = findings
    .filter(({ status, severity }) => status !== 'pass' && status !== 'skip' && severity !== 'info')
    .map(({ id, cause, reason }) => `${id}: ${cause ?? reason}`);
  return [...new Set(told)].sort();
};

const everywhere = (kind: HostKind): Record<string, HostKind> => Object.fromEntries(ALL.map((host) => [host, kind]));

describeWith({ commands: NETWORK_COMMANDS, root: true })('a network where all is well', () => {
  let network: PrivateNetwork;
  beforeAll(async () => {
    network = await PrivateNetwork.open(everywhere('healthy'));
  });
  afterAll(() => network.close());

  it('every stage of every host passes, and both agents are ready', async () => {
    const looks = await lookFrom(network);
    expect(troubles(looks)).toEqual([]);
    for (const agent of ['log-analytics', 'azure-monitor'] as const) {
      const { verdict, findings } = judged(agent, looks);
      expect(verdict).toBe('ready');
      expect(findings.filter(({ status }) => status === 'pass')).toHaveLength(16);
    }
  });

  it('a look says who answered, by what, and when', async () => {
    expect((await lookFrom(network)).find(({ host }) => host === ODS)).toEqual({
      ...{ host: ODS, via: 'direct', tool: 'curl', dns: true, tcp: true, exit: 0, http: 403, connect: 0, verify: 0 },
      tls: 'TLSv1.3',
      durationMs: expect.any(Number),
      date: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
      issuer: expect.stringContaining('O=Microsoft Corporation'),
    });
  });

  it('proxies of the environment change nothing', async () => {
    const nowhere = 'http://127.0.0.1:9';
    const env = { http_proxy: nowhere, https_proxy: nowhere, HTTPS_PROXY: nowhere, ALL_PROXY: nowhere };
    expect(troubles(await lookFrom(network, { env }))).toEqual([]);
  });
});

const SHELLS = [['dash'], ['bash --posix'], ['busybox ash'], ['mksh'], ['posh']] as const;
const SHELL_NEEDS = {
  commands: { ...NETWORK_COMMANDS, dash: 'dash', bash: 'bash', busybox: 'busybox', mksh: 'mksh', posh: 'posh' },
  root: true,
};
/** posh has no -s, and reads its stdin without. */
const words = (shell: string): readonly string[] => (shell === 'posh' ? ['posh'] : [...shell.split(' '), '-s']);

describeWith(SHELL_NEEDS)('a network that lets nothing through', () => {
  let network: PrivateNetwork;
  beforeAll(async () => {
    network = await PrivateNetwork.open(everywhere('dead'));
  });
  afterAll(() => network.close());

  it.concurrent.each(SHELLS)('%s gives up on all hosts at once, not on one after the other', async (shell) => {
    const began = Date.now();
    const looks = await lookFrom(network, { shell: words(shell) });
    const tookMs = Date.now() - began;
    const oneByOneMs = looks.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0);
    expect(oneByOneMs).toBeGreaterThan(looks.length * 9500);
    expect(tookMs).toBeLessThan(oneByOneMs / 2);
  });
});

describeWith(SHELL_NEEDS)('a network where each host has its own trouble', () => {
  let network: PrivateNetwork;
  beforeAll(async () => {
    // OMS is missing: an unknown name.
    network = await PrivateNetwork.open({
      [ODS]: 'old',
      [PACKS]: 'intercepted',
      [AGENTSVC]: 'dead',
      [CONTROL]: 'other-name',
      [HANDLER]: 'unrooted',
      [METRICS]: 'no-port',
    });
  });
  afterAll(() => network.close());

  const TROUBLES = [
    'network.automation-tcp: no answer on port 443: dropped by a firewall',
    'network.blob-tls: TLS is intercepted: the certificate is not by Microsoft or DigiCert',
    'network.control-tls: certificate is for another host',
    'network.handler-tls: root certificate is missing on the machine',
    'network.metrics-tcp: connection to port 443 refused or without a route',
    'network.ods-tls: TLS below 1.2',
    'network.oms-dns: name does not resolve: no DNS, or a mistyped workspace ID',
  ];

  it.concurrent.each(SHELLS)('looked at by %s, each is told apart', async (shell) => {
    const looks = await lookFrom(network, { shell: words(shell) });
    expect(troubles(looks)).toEqual(TROUBLES);
    expect(looks.find(({ host }) => host === AGENTSVC)?.durationMs).toSatisfy((ms: number) => ms > 9500 && ms < 12_000);
  });

  const hiding = (...commands: string[]): string[] => [
    ...['unshare', '--mount', 'sh', '-c'],
    `${commands.map((command) => `mount --bind /dev/null ${command}`).join(' && ')} && exec sh -s`,
  ];

  it.concurrent('by openssl where there is no curl', async () => {
    const looks = await lookFrom(network, { shell: hiding('/usr/bin/curl') });
    expect(looks.every(({ tool }) => tool === 'openssl')).toBe(true);
    // s_client does not compare names: a certificate for another host passes there.
    expect(troubles(looks)).toEqual(TROUBLES.filter((trouble) => !trouble.startsWith('network.control')));
    expect(looks.find(({ host }) => host === PACKS)).toMatchObject({ http: 403, tls: 'TLSv1.3', verify: 0 });
  });

  it.concurrent('with neither, names only', async () => {
    const looks = await lookFrom(network, { shell: hiding('/usr/bin/curl', '/usr/bin/openssl') });
    expect(looks.map(({ host, tool, dns }) => [host, tool, dns]).sort()).toEqual(
      ALL.map((host) => [host, 'none', host !== OMS]).sort(),
    );
    expect(judged('azure-monitor', looks).verdict).toBe('undetermined');
  });
});

describeWith({ commands: NETWORK_COMMANDS, root: true })('hosts that connect and say nothing', () => {
  let network: PrivateNetwork;
  beforeAll(async () => {
    network = await PrivateNetwork.open(everywhere('silent'));
  });
  afterAll(() => network.close());

  it.concurrent.each([
    ['curl', ['sh', '-s']],
    ['openssl', ['unshare', '--mount', 'sh', '-c', 'mount --bind /dev/null /usr/bin/curl && exec sh -s']],
  ])('the handshake is what fails, by %s', async (tool, shell) => {
    const looks = await lookFrom(network, { shell });
    expect(looks.map((look) => [look.tool, look.exit, look.tcp])).toEqual(ALL.map(() => [tool, 28, true]));
    expect(judged('log-analytics', looks).findings.find(({ id }) => id === 'network.ods-tls')).toMatchObject({
      status: 'fail',
      cause: 'no answer to the TLS handshake',
    });
  });
});

const SPECIAL = 'p@s:s/#?%w "x\\$`\'ä';
const encoded = (text: string) => encodeURIComponent(text).replace(/'/g, '%27');

describeWith({ commands: NETWORK_COMMANDS, root: true })('behind a proxy', () => {
  let network: PrivateNetwork;
  beforeAll(async () => {
    const { [OMS]: _unknown, ...hosts } = everywhere('healthy');
    network = await PrivateNetwork.open({ ...hosts, [PACKS]: 'intercepted', [METRICS]: 'old' });
    await network.startTinyproxy({ user: 'user01', password: 'password' });
    await network.startSquid({ user: 'dom\\user', password: SPECIAL }, [AGENTSVC]);
  });
  afterAll(() => network.close());

  const tinyproxy = (login: string) => `http://${login}${network.tinyproxy}`;
  const squid = (login: string, protocol = 'http') => `${protocol}://${login}${network.squid}`;
  const RIGHT = `dom%5Cuser:${encoded(SPECIAL)}@`;
  const BEHIND = [
    'network.blob-tls: TLS is intercepted: the certificate is not by Microsoft or DigiCert',
    'network.metrics-tls: TLS below 1.2',
  ];

  it.each<[string, () => string, string[]]>([
    [
      'tinyproxy, right login',
      () => tinyproxy('user01:password@'),
      [...BEHIND, 'network.proxy: the proxy does not reach the host'],
    ],
    [
      'tinyproxy, wrong password',
      () => tinyproxy('user01:wrong@'),
      ['network.proxy: the proxy refuses the user and password'],
    ],
    ['tinyproxy, no login', () => tinyproxy(''), ['network.proxy: the proxy wants a user and password']],
    [
      'squid, right login of special characters',
      () => squid(RIGHT),
      [...BEHIND, 'network.proxy: the proxy forbids the host or its port'],
    ],
    [
      'squid, wrong password',
      () => squid('dom%5Cuser:wrong@'),
      ['network.proxy: the proxy refuses the user and password'],
    ],
    ['squid, no login', () => squid(''), ['network.proxy: the proxy wants a user and password']],
    [
      'squid, written with https',
      () => squid(RIGHT, 'https'),
      [
        ...BEHIND,
        'network.proxy: the proxy forbids the host or its port',
        'proxy.protocol: https is written for a proxy that speaks plain HTTP',
      ],
    ],
    [
      'an unknown name',
      () => 'http://u:p@proxy.example:3128',
      ['network.proxy: the name of the proxy does not resolve'],
    ],
    ['a closed port', () => 'http://u:p@10.77.0.1:3128', ['network.proxy: the proxy does not answer']],
    ['a dead address', () => 'http://u:p@10.78.0.99:3128', ['network.proxy: the proxy does not answer']],
    [
      'a resolver in place of a proxy',
      () => 'http://u:p@10.77.0.1:53',
      ['network.proxy: the proxy does not open a tunnel'],
    ],
  ])('%s', async (_name, written, expected) => {
    const proxy = parseProxy(written());
    const looks = await lookFrom(network, { proxy });
    expect(looks.every(({ via }) => via === 'proxy')).toBe(true);
    expect(troubles(looks, proxy)).toEqual([...expected].sort());
  });

  it('squid names the host that it forbids, and the others stay judged', async () => {
    const proxy = parseProxy(squid(RIGHT));
    const { findings } = judged('log-analytics', await lookFrom(network, { proxy }), proxy);
    const of = (id: string) => findings.find((finding) => finding.id === id);
    expect(of('network.proxy')?.evidence).toMatchObject({
      measured: `answers 403 to CONNECT: ${AGENTSVC}`,
      route: network.squid,
    });
    expect(of('network.automation-tls')).toMatchObject({
      status: 'skip',
      reason: 'needs the proxy, see network.proxy',
    });
    expect(of('network.ods-tls')).toMatchObject({ status: 'pass', evidence: { route: network.squid } });
  });

  it('openssl goes through a proxy without a login, and not through one with', async () => {
    const shell = ['unshare', '--mount', 'sh', '-c', 'mount --bind /dev/null /usr/bin/curl && exec sh -s'];
    const anonymous = parseProxy(squid(''));
    const looks = await lookFrom(network, { shell, proxy: anonymous });
    expect(looks.map(({ tool, connect }) => [tool, connect])).toEqual(
      looks.map(({ host }) => ['openssl', host === AGENTSVC ? 403 : 407]),
    );
    const withLogin = await lookFrom(network, { shell, proxy: parseProxy(squid(RIGHT)) });
    expect(withLogin.every(({ tool }) => tool === 'none')).toBe(true);
  });
});

describeWith({ commands: NETWORK_COMMANDS, root: true })('behind a gateway, a proxy for everybody', () => {
  let network: PrivateNetwork;
  beforeAll(async () => {
    network = await PrivateNetwork.open(everywhere('healthy'));
    await network.startSquid();
  });
  afterAll(() => network.close());

  it.each([['curl'], ['openssl']])('all is well by %s', async (tool) => {
    const gateway = parseGateway(network.squid);
    const hidden = ['unshare', '--mount', 'sh', '-c', 'mount --bind /dev/null /usr/bin/curl && exec sh -s'];
    const looks = await lookFrom(network, { proxy: gateway, ...(tool === 'curl' ? {} : { shell: hidden }) });
    expect(looks.every((look) => look.tool === tool)).toBe(true);
    expect(troubles(looks, gateway)).toEqual([]);
    expect(judged('log-analytics', looks, gateway).verdict).toBe('ready');
  });
});

describeWith({
  commands: { ...NETWORK_COMMANDS, strace: 'strace', bash: 'bash', busybox: 'busybox', mksh: 'mksh', posh: 'posh' },
  root: true,
})('the login of the proxy', () => {
  let network: PrivateNetwork;
  beforeAll(async () => {
    network = await PrivateNetwork.open(everywhere('healthy'));
    await network.startSquid({ user: 'Quser77', password: 'Zq7canary9Xw@' });
  });
  afterAll(() => network.close());

  // -v shows environments, -s the whole of each string; without both this would prove nothing.
  const traced = (file: string, shell: string) => [
    ...['strace', '-f', '-v', '-s', '65535', '-e', 'trace=execve', '-o', file],
    ...shell.split(' '),
    ...(shell === 'posh' ? [] : ['-s']),
  ];
  const SECRET = /canary|Quser77|UXVzZXI3/;

  it.each([['dash'], ['bash --posix'], ['busybox ash'], ['mksh'], ['posh']])(
    'is on no command line and in no environment under %s',
    async (shell) => {
      const file = `${network.folder}/trace-${shell.replaceAll(' ', '-')}`;
      const proxy = parseProxy(`http://Quser77:Zq7canary9Xw%40@${network.squid}`);
      const looks = await lookFrom(network, { shell: traced(file, shell), proxy });
      expect(troubles(looks, proxy)).toEqual([]);
      const trace = readFileSync(file, 'utf8');
      for (const host of ALL) expect(trace).toMatch(new RegExp(`execve\\("[^"]*curl".*"https://${host}/".*"LC_ALL=C"`));
      expect(trace).not.toMatch(SECRET);
    },
  );

  it('is taken out of the environment where it came that way, before anything is started', async () => {
    const file = `${network.folder}/trace-environment`;
    const { parameters } = proxyParameters(parseProxy(`http://${network.squid}`));
    const env = { AZMON_HOSTS: ALL.join(' '), ...parameters, AZMON_PROXY_USER: 'Quser77:Zq7canary9Xw%40' };
    const { stdout } = await network.exec(traced(file, 'dash'), PROBE, env);
    const looks = (parseProbeOutput(stdout).facts.net ?? []).map(parseNetworkLook);
    expect(looks.map((look) => [look?.connect, look?.http])).toEqual(ALL.map(() => [200, 403]));
    const [own = '', ...children] = readFileSync(file, 'utf8').split('\n');
    expect(own).toMatch(SECRET);
    expect(children.length).toBeGreaterThan(50);
    expect(children.join('\n')).not.toMatch(SECRET);
  });

  it('is in no output of the probe', async () => {
    const proxy = parseProxy(`http://Quser77:Zq7canary9Xw%40@${network.squid}`);
    const { stdout, stderr } = await network.exec(['sh', '-s'], script(proxy), {
      https_proxy: 'http://Quser77:Zq7canary9Xw@x:1',
    });
    expect(stdout).toContain('connect=200');
    expect(stdout + stderr).not.toMatch(SECRET);
  });
});

const AZMON = [process.execPath, fileURLToPath(new URL('../../bin/run.js', import.meta.url))];

describeWith({ commands: { ...NETWORK_COMMANDS, strace: 'strace' }, root: true })(
  'azmon check in such a network',
  () => {
    let network: PrivateNetwork;
    beforeAll(async () => {
      network = await PrivateNetwork.open({ ...everywhere('healthy'), [ODS]: 'intercepted', [METRICS]: 'no-port' });
      await network.startSquid({ user: 'Quser77', password: 'Zq7canary9Xw@' }, [METRICS]);
    });
    afterAll(() => network.close());

    interface Run {
      readonly flags?: readonly string[];
      readonly env?: NodeJS.ProcessEnv;
      readonly stdin?: string;
      readonly under?: readonly string[];
    }
    const login = () => `http://Quser77:Zq7canary9Xw%40@${network.squid}`;
    const check = ({ flags = [], env = {}, stdin = '', under = [] }: Run) =>
      network.exec(
        [
          ...[...under, ...AZMON, 'check', '--json', '--only', 'network,proxy', '--workspace-id', PLACE.workspaceId],
          ...['--region', PLACE.region, ...flags],
        ],
        stdin,
        { ...env, HOME: network.folder, AZMON_NON_INTERACTIVE: '1' },
      );

    it.each<[string, () => Run, number, string[]]>([
      ['direct', () => ({}), 4, ['network.metrics-tcp', 'network.ods-tls']],
      [
        '--agent azure-monitor',
        () => ({ flags: ['--agent', 'azure-monitor'] }),
        4,
        ['network.metrics-tcp', 'network.ods-tls'],
      ],
      ['lowered', () => ({ flags: ['--ignore', 'network.ods-tls'] }), 0, ['network.metrics-tcp', 'network.ods-tls']],
      ['offline', () => ({ flags: ['--offline'] }), 0, []],
      ['AZMON_PROXY', () => ({ env: { AZMON_PROXY: login() } }), 4, ['network.ods-tls', 'network.proxy']],
      [
        '--proxy-file -',
        () => ({ flags: ['--proxy-file', '-'], stdin: `${login()}\n` }),
        4,
        ['network.ods-tls', 'network.proxy'],
      ],
      ['a gateway that wants a login', () => ({ flags: ['--gateway', network.squid] }), 4, ['network.proxy']],
    ])('%s', async (_name, run, exit, failing) => {
      const { stdout, code } = await check(run());
      const findings = JSON.parse(stdout).result.targets[0].generations.flatMap(
        (generation: { findings: Finding[] }) => generation.findings,
      ) as Finding[];
      const failed = findings.filter(({ status, severity }) => status === 'fail' && severity !== 'info');
      expect([...new Set(failed.map(({ id }) => id as string))].sort()).toEqual(failing);
      expect(code).toBe(exit);
      expect(stdout).not.toMatch(/canary|Quser77/);
    });

    it('a proxy that cannot be read ends it with 2, and is not repeated', async () => {
      const { stdout, stderr, code } = await check({
        env: { AZMON_PROXY: `http://Quser77:Zq7canary9Xw@@${network.squid}` },
      });
      expect(code).toBe(2);
      expect(JSON.parse(stdout).errors[0]).toMatchObject({ code: 'AZMON-PROXY-SYNTAX' });
      expect(stdout).toContain('write @ as %40');
      expect(stdout + stderr).not.toMatch(/canary|Quser77/);
    });

    it.each<[string, () => Run]>([
      ['AZMON_PROXY', () => ({ env: { AZMON_PROXY: login() } })],
      ['--proxy-file', () => ({ flags: ['--proxy-file', `${network.folder}/proxy.txt`] })],
    ])('the login of %s is in no environment and on no command line but its own', async (_name, run) => {
      writeFileSync(`${network.folder}/proxy.txt`, login());
      const file = `${network.folder}/trace-azmon`;
      const under = ['strace', '-f', '-v', '-s', '65535', '-e', 'trace=execve', '-o', file];
      const { stdout } = await check({ ...run(), under });
      expect(stdout).toContain('TLS is intercepted');
      const [own = '', ...children] = readFileSync(file, 'utf8').split('\n');
      expect(own).toContain('run.js');
      expect(children.filter((line) => line.includes(`"https://${ODS}/"`))).not.toEqual([]);
      expect(children.join('\n')).not.toMatch(/canary|Quser77|UXVzZXI3/);
    });
  },
);
