import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/check/check.ts';
import { judge } from '../../src/check/judge.ts';
import type { CheckId } from '../../src/check/text.ts';
import type { MachineFacts } from '../../src/machine/facts.ts';
import type { NetworkLook } from '../../src/machine/network-look.ts';
import { type SubjectOptions, subject } from '../support/subject.ts';

/**
 * The failures of the Log Analytics agent for Linux that public threads tell of, ordered by their number, and the finding that foresees each.
 * Source: issues of microsoft/OMS-Agent-for-Linux, microsoft/omi, Azure/azure-linux-extensions and the vendor's own troubleshooting page.
 */
const WORKSPACE = '11111111-2222-3333-4444-555555555555';
const NOW = Date.parse('2020-02-04T12:00:00Z');

/** A machine on which the agent installs and reports, on the day of the page. */
const HEALTHY: MachineFacts = {
  'os.family': 'linux',
  'user.id': 0,
  'user.sudo': 'root',
  'clock.now': NOW / 1000,
  release: ['/etc/os-release:NAME="Ubuntu"', '/etc/os-release:ID=ubuntu', '/etc/os-release:VERSION_ID="18.04"'],
  'kernel.machine': 'x86_64',
  'userland.bits': 64,
  'elf.machine': '3e00',
  container: null,
  wsl: false,
  'init.pid1': 'systemd',
  'init.systemd': true,
  'init.service': true,
  'memory.totalKb': 4_000_000,
  'glibc.version': '2.27',
  'musl.version': null,
  'python.path': '/usr/bin/python2.7',
  'python.version': '2.7.17',
  'python.ctypes': true,
  'python2.path': '/usr/bin/python2.7',
  'python2.version': '2.7.17',
  'python2.ctypes': true,
  'python3.path': '/usr/bin/python3.6',
  'python3.version': '3.6.9',
  'platform-python.path': null,
  'openssl.path': '/usr/bin/openssl',
  'openssl.version': 'OpenSSL 1.1.1  11 Sep 2018',
  'openssl.shared': true,
  'openssl.other': [],
  'openssl.tls12': true,
  'curl.path': '/usr/bin/curl',
  'curl.version': 'curl 7.58.0 (x86_64-pc-linux-gnu) libcurl/7.58.0 OpenSSL/1.1.1',
  'curl.library': true,
  'nss-pem.version': null,
  'pam.library': '/lib/x86_64-linux-gnu/libpam.so.0',
  'pam.directory': true,
  'pam.deny-all': false,
  'cron.restricted': false,
  nologin: false,
  'syslog.running': 'rsyslogd',
  'syslog.configured': 'rsyslog',
  'package.manager': 'apt-get',
  'package.tool': 'dpkg',
  'package.trouble': null,
  'package.lock': null,
  disk: ['/var', '/etc', '/opt', '/tmp', '/var/tmp'].map((directory) => `${directory} 20000000 / rw,relatime`),
  'disk.link': [],
  'directory.mode': ['/ 755', '/etc 755', '/opt 755', '/var 755', '/var/log 775', '/tmp 1777'],
  'selinux.mode': 'disabled',
  fips: false,
  'crypto.policy': null,
  'host.name': 'web-1',
  'host.fqdn': 'web-1.example.com',
  'host.resolves': true,
  'tools.present':
    'sh bash tar gzip sed awk grep gpg which getconf ldconfig ldd ps su useradd crontab curl openssl dpkg',
  'tools.absent': 'netstat wget rpm',
  'date.nanoseconds': true,
  'ports.used': null,
  'oms.version': null,
  'oms.workspace': [],
  'oms.running': false,
  'oms.leftover': false,
  'oms.onboard-file': false,
  'oms.proxy': null,
  'omi.version': null,
  'scx.version': null,
  'scom.linked': false,
  'oms.extension': false,
  'lad.present': false,
  'ama.version': null,
  'ama.running': false,
  'arc.present': false,
  'azure.vm': true,
  'mdatp.present': false,
  'auditd.running': true,
  'cylance.present': false,
  'rvm.global': false,
  'proxy.seen': [],
};

const HOSTS = [
  `${WORKSPACE}.ods.opinsights.azure.com`,
  `${WORKSPACE}.oms.opinsights.azure.com`,
  'scadvisorcontent.blob.core.windows.net',
  `${WORKSPACE}.agentsvc.azure-automation.net`,
];

/** Every host as it answers where nothing stands in the way, changed by what a row says. */
const looks = (change: Partial<NetworkLook> = {}): NetworkLook[] =>
  HOSTS.map((host) => ({
    host,
    via: 'direct',
    tool: 'curl',
    dns: true,
    tcp: true,
    exit: 0,
    http: 403,
    tls: 'TLSv1.2',
    verify: 0,
    issuer: 'C=US; O=Microsoft Corporation; CN=Microsoft Azure TLS Issuing CA 01',
    ...change,
  }));

interface Failure {
  /** Number in the order of frequency; `-` for those that were seen besides. */
  readonly number: number | '-';
  readonly symptom: string;
  readonly foreseen: CheckId;
  readonly facts?: MachineFacts;
  readonly looks?: readonly NetworkLook[];
  readonly more?: Omit<SubjectOptions, 'facts' | 'looks'>;
}

const os = (id: string, name: string, version: string): MachineFacts => ({
  release: [`/etc/os-release:NAME="${name}"`, `/etc/os-release:ID=${id}`, `/etc/os-release:VERSION_ID="${version}"`],
});
const OMS = { 'oms.version': '1.12.15-0', 'oms.running': true } as const;
const WITHOUT_PYTHON = { 'python.path': null, 'python2.path': null } as const;
const mounted = (directory: string, kb: number, options: string): MachineFacts => ({
  disk: [
    `${directory} ${kb} ${directory} ${options}`,
    ...(HEALTHY.disk ?? []).filter((line) => !line.startsWith(`${directory} `)),
  ],
});
const PROXY = { proxy: { protocol: 'http', host: 'proxy.example.com', port: 3128 } } as const;

const FORESEEN: readonly Failure[] = [
  { number: 1, symptom: 'exit 61, no Python 2', foreseen: 'python.version2', facts: WITHOUT_PYTHON },
  { number: 1, symptom: 'exit 61, no command python', foreseen: 'python.alias', facts: { 'python.path': null } },
  {
    number: 1,
    symptom: 'exit 61, python is Python 3',
    foreseen: 'python.alias',
    facts: { 'python.path': '/usr/bin/python3.6', 'python.version': '3.6.9' },
  },
  {
    number: 1,
    symptom: 'exit 61, python-minimal without ctypes',
    foreseen: 'python.ctypes',
    facts: { 'python.ctypes': false },
  },
  {
    number: 2,
    symptom: 'exit 51, unsupported operating system',
    foreseen: 'support.listed',
    facts: os('debian', 'Debian GNU/Linux', '10'),
  },
  {
    number: 2,
    symptom: 'exit 51, the extension knows less than the page',
    foreseen: 'support.method-gate',
    facts: os('rhel', 'Red Hat Enterprise Linux', '8.1'),
    more: { method: 'extension' },
  },
  {
    number: 3,
    symptom: 'exit 55, OpenSSL 3',
    foreseen: 'openssl.version',
    facts: { 'openssl.version': 'OpenSSL 3.0.2 15 Mar 2022' },
  },
  {
    number: 3,
    symptom: 'exit 55, OpenSSL 3.1 with the last release',
    foreseen: 'openssl.version',
    facts: { 'openssl.version': 'OpenSSL 3.1.4 24 Oct 2023' },
    more: { release: '1.19.0' },
  },
  {
    number: 3,
    symptom: 'exit 55, OpenSSL 1.0.0',
    foreseen: 'openssl.version',
    facts: { 'openssl.version': 'OpenSSL 1.0.0-fips 29 Mar 2010' },
  },
  { number: 3, symptom: 'exit 55, no openssl command', foreseen: 'openssl.command', facts: { 'openssl.path': null } },
  {
    number: 4,
    symptom: 'dpkg frontend lock is locked by another process',
    foreseen: 'package.lock',
    facts: { 'package.lock': '/var/lib/dpkg/lock-frontend 811 unattended-upgr' },
  },
  {
    number: 6,
    symptom: 'HTTP code 403 with the right key',
    foreseen: 'clock.skew',
    facts: { 'clock.now': NOW / 1000 - 16 * 60 },
  },
  {
    number: 7,
    symptom: 'exit 0, No Workspace: the agent was there',
    foreseen: 'agent.workspaces',
    facts: { ...OMS, 'oms.workspace': [] },
  },
  {
    number: 7,
    symptom: 'exit 0, No Workspace: an onboarding failed before',
    foreseen: 'agent.onboard-file',
    facts: { 'oms.onboard-file': true },
  },
  {
    number: 8,
    symptom: 'exit 7, error resolving host',
    foreseen: 'network.oms-dns',
    looks: looks({ dns: false, exit: 6, http: 0 }),
  },
  {
    number: 9,
    symptom: 'already onboarded, but to another workspace',
    foreseen: 'agent.workspaces',
    facts: { ...OMS, 'oms.workspace': ['99999999-2222-3333-4444-555555555555'] },
  },
  {
    number: 10,
    symptom: 'exit 4, proxy could not be resolved',
    foreseen: 'network.proxy',
    looks: looks({ via: 'proxy', exit: 5, http: 0, connect: 0 }),
    more: PROXY,
  },
  {
    number: 10,
    symptom: 'exit 4, error connecting through proxy',
    foreseen: 'network.proxy',
    looks: looks({ via: 'proxy', exit: 56, http: 0, connect: 403 }),
    more: PROXY,
  },
  {
    number: 11,
    symptom: 'exit 8, curl returned 35',
    foreseen: 'network.oms-tls',
    looks: looks().map(({ tls: _tls, issuer: _issuer, ...look }) => ({ ...look, exit: 35, http: 0 })),
  },
  {
    number: 11,
    symptom: 'exit 8, curl returned 60 behind HTTPS inspection',
    foreseen: 'network.oms-tls',
    looks: looks({ exit: 60, http: 0, verify: 19, issuer: 'O=Example Corp; CN=Inspection CA' }),
  },
  {
    number: 11,
    symptom: 'exit 8, curl returned 28 behind a firewall',
    foreseen: 'network.oms-tcp',
    looks: looks().map(({ tls: _tls, issuer: _issuer, ...look }) => ({ ...look, tcp: false, exit: 28, http: 0 })),
  },
  { number: 11, symptom: 'OpenSSL without TLS 1.2', foreseen: 'openssl.tls12', facts: { 'openssl.tls12': false } },
  {
    number: 12,
    symptom: 'exit 65, gpg is not installed',
    foreseen: 'tools.required',
    facts: { 'tools.present': (HEALTHY['tools.present'] ?? '').replace(' gpg', ''), 'tools.absent': 'gpg' },
  },
  {
    number: 13,
    symptom: 'exit 52, low disk space: own small /opt',
    foreseen: 'disk.space',
    facts: mounted('/opt', 438 * 1024, 'rw'),
  },
  {
    number: 14,
    symptom: 'exit 126, /tmp mounted noexec',
    foreseen: 'disk.noexec',
    facts: mounted('/tmp', 9_000_000, 'rw,noexec'),
  },
  {
    number: 14,
    symptom: 'exit 126, /var mounted noexec',
    foreseen: 'disk.noexec',
    facts: mounted('/var', 9_000_000, 'rw,noexec'),
  },
  {
    number: 15,
    symptom: 'openssl.so: undefined symbol',
    foreseen: 'openssl.shadow',
    facts: { 'openssl.other': ['/usr/local/bin/openssl OpenSSL 1.0.1e 11 Feb 2013'] },
  },
  {
    number: 16,
    symptom: 'unable to determine libssl.so path',
    foreseen: 'openssl.shared',
    facts: { 'openssl.shared': false },
  },
  {
    number: 16,
    symptom: 'incorrect version of OMI for your system',
    foreseen: 'agent.scx',
    facts: { 'omi.version': '1.6.4-0' },
  },
  {
    number: 17,
    symptom: 'Payload SHA256 digest: NOTFOUND',
    foreseen: 'fips.mode',
    facts: { ...os('rhel', 'Red Hat Enterprise Linux', '8.4'), fips: true },
    more: { release: '1.19.0' },
  },
  { number: 17, symptom: 'FIPS mode, by the page', foreseen: 'fips.mode', facts: { fips: true } },
  { number: 18, symptom: 'exit 33, su - omsagent fails', foreseen: 'pam.accounts', facts: { nologin: true } },
  {
    number: 18,
    symptom: 'exit 33, directories closed',
    foreseen: 'directory.modes',
    facts: { 'directory.mode': ['/opt 700'] },
  },
  {
    number: 19,
    symptom: 'exit 19, name likely not RFC compliant',
    foreseen: 'host.name',
    facts: { 'host.name': 'web_1' },
  },
  {
    number: 19,
    symptom: 'exit 20, name does not resolve',
    foreseen: 'host.resolves',
    facts: { 'host.resolves': false },
  },
  {
    number: 20,
    symptom: 'exit 66 although rpm is there: no which',
    foreseen: 'tools.required',
    facts: { 'tools.present': (HEALTHY['tools.present'] ?? '').replace(' which', ''), 'tools.absent': 'which' },
  },
  { number: 21, symptom: 'EADDRINUSE on port 25224', foreseen: 'ports.free', facts: { 'ports.used': '25224/udp' } },
  {
    number: 21,
    symptom: 'no syslog beside the diagnostics extension',
    foreseen: 'agent.lad',
    facts: { 'lad.present': true },
  },
  {
    number: 22,
    symptom: 'cron denies omsagent by access.conf',
    foreseen: 'pam.accounts',
    facts: { 'pam.deny-all': true },
  },
  {
    number: 22,
    symptom: 'cron denies omsagent by cron.allow',
    foreseen: 'pam.accounts',
    facts: { 'cron.restricted': true },
  },
  { number: 23, symptom: 'AVC denials', foreseen: 'selinux.mode', facts: { 'selinux.mode': 'enforcing' } },
  {
    number: 23,
    symptom: '/opt on another file system by a link',
    foreseen: 'disk.links',
    facts: { 'disk.link': ['/opt /data/opt'] },
  },
  {
    number: 24,
    symptom: 'cannot execute /bin/bash',
    foreseen: 'shell.bash',
    facts: { 'tools.present': (HEALTHY['tools.present'] ?? '').replace(' bash', ''), 'tools.absent': 'bash' },
  },
  {
    number: 25,
    symptom: 'packages half-installed',
    foreseen: 'package.health',
    facts: { 'package.trouble': 'The following packages are in a mess due to serious problems during installation' },
  },
  { number: 25, symptom: 'leftovers after purge', foreseen: 'agent.leftover', facts: { 'oms.leftover': true } },
  {
    number: '-',
    symptom: 'Exec format error on arm64',
    foreseen: 'support.architecture',
    facts: { 'kernel.machine': 'aarch64', 'elf.machine': 'b700' },
  },
  {
    number: '-',
    symptom: 'exit 22, auoms without auditd',
    foreseen: 'agent.auditd',
    facts: { 'auditd.running': false },
  },
  {
    number: '-',
    symptom: 'certificate verify failed after onboarding',
    foreseen: 'network.ods-tls',
    looks: looks({ exit: 60, http: 0, verify: 19, issuer: 'O=Example Corp; CN=Inspection CA' }),
  },
  {
    number: '-',
    symptom: 'omiagent at full load',
    foreseen: 'curl.nss-pem',
    facts: {
      ...os('centos', 'CentOS Linux', '7'),
      'package.tool': 'rpm',
      'package.manager': 'yum',
      'nss-pem.version': '1.0.3-5.el7',
    },
  },
  { number: '-', symptom: 'Ruby errors by RVM', foreseen: 'ruby.rvm', facts: { 'rvm.global': true } },
  { number: '-', symptom: 'WSL', foreseen: 'support.wsl', facts: { wsl: true } },
  { number: '-', symptom: 'container', foreseen: 'support.container', facts: { container: 'docker' } },
  {
    number: '-',
    symptom: 'container without an init system',
    foreseen: 'init.system',
    facts: { 'init.systemd': false, 'init.pid1': 'sh' },
  },
  { number: '-', symptom: 'Cannot allocate memory', foreseen: 'memory.size', facts: { 'memory.totalKb': 450_000 } },
  {
    number: '-',
    symptom: 'busybox date in the signed header',
    foreseen: 'tools.date',
    facts: { 'date.nanoseconds': false },
  },
  {
    number: '-',
    symptom: 'syslog configuration that nobody reads',
    foreseen: 'syslog.daemon',
    facts: { 'syslog.running': 'syslog-ng' },
  },
];

/** What no look at the machine can foresee, and why. */
const UNFORESEEN: readonly { readonly number: number | '-'; readonly symptom: string; readonly why: string }[] = [
  {
    number: 5,
    symptom: 'HTTP code 403, InvalidWorkspaceKey',
    why: 'only the workspace knows its keys, and a check is given none',
  },
  {
    number: '-',
    symptom: 'sudo: not found as root',
    why: "a trait of the vendor's wrapper under dash, not of the machine: the bundle is run without it",
  },
  { number: '-', symptom: 'script or release 404', why: 'belongs to the address the bundle is fetched from' },
  {
    number: '-',
    symptom: 'onboard_agent.sh: Permission denied',
    why: 'belongs to the directory somebody downloads into',
  },
  {
    number: '-',
    symptom: 'service_control under a wrong shell',
    why: 'scripts of old releases called bash features by sh, whatever the machine',
  },
  { number: '-', symptom: 'agents that share one identity', why: 'shows only when two machines are compared' },
  { number: '-', symptom: 'HTTP 1197', why: 'its cause was never found' },
  {
    number: '-',
    symptom: 'scanners complain about sudoers',
    why: 'the agent writes these rules by design, after the check',
  },
];

function findings({ facts = {}, looks: seen = looks(), more = {} }: Partial<Failure>): readonly Finding[] {
  const machine = subject({
    asOf: '2020-02-04',
    place: { workspaceId: WORKSPACE },
    gathered: { startedAt: NOW, finishedAt: NOW },
    ...more,
    facts: { ...HEALTHY, ...facts },
    looks: seen,
  });
  return judge(machine, { passed: true }).findings;
}

const failing = (all: readonly Finding[]): string[] =>
  all.filter(({ status }) => status !== 'pass' && status !== 'skip').map(({ id, status }) => `${id} ${status}`);

describe('known failures of the Linux agent', () => {
  test('a healthy machine has none of them', () => {
    expect(failing(findings({}))).toEqual([]);
  });

  for (const failure of FORESEEN)
    test(`${failure.number}. ${failure.symptom} is foreseen by ${failure.foreseen}`, () => {
      expect(failing(findings(failure))).toContain(`${failure.foreseen} fail`);
    });

  test('each of the 25 is foreseen, or listed with the reason why it cannot be', () => {
    const treated = new Set([...FORESEEN, ...UNFORESEEN].map(({ number }) => number));
    expect(Array.from({ length: 25 }, (_, i) => i + 1).filter((number) => !treated.has(number))).toEqual([]);
    expect(UNFORESEEN.every(({ why }) => why.length > 20)).toBe(true);
  });
});
