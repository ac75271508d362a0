import type { Profile } from './profile.ts';

/** What differs between Linux machines; the rest is that of a machine on which nothing is amiss. */
interface Distro {
  readonly os: readonly [name: string, version: string];
  /** Lines of /etc/os-release; none on systems from before it. */
  readonly osRelease: readonly string[];
  readonly otherRelease?: readonly string[];
  readonly kernel: string;
  readonly glibc: string;
  /** Path and version by command: python, python2, python3. */
  readonly python: Readonly<Record<string, readonly [path: string, version: string]>>;
  readonly platformPython?: string;
  readonly openssl: string;
  readonly curl: string;
  readonly manager: 'apt-get' | 'yum' | 'dnf' | 'zypper';
  readonly pid1?: 'init';
  readonly selinux?: string;
  readonly cryptoPolicy?: string;
}

const DEBIAN_TOOLS =
  'sh bash tar gzip sed awk grep gpg which getconf ldconfig ldd ps su useradd crontab netstat wget curl openssl dpkg';
const RPM_TOOLS = DEBIAN_TOOLS.replace('dpkg', 'rpm');

/** As much as the VM sizes of the fleet have. */
const MEMORY_KB = '8143836';
const FREE_KB = '27262976';

function linux(distro: Distro): Profile {
  const [osName, osVersion] = distro.os;
  return {
    ...{ family: 'linux', osName, osVersion },
    facts: {
      ...{ 'os.family': 'linux', 'user.id': '0', 'user.sudo': 'root' },
      release: [...distro.osRelease.map((line) => `/etc/os-release:${line}`), ...(distro.otherRelease ?? [])],
      ...{ 'kernel.release': distro.kernel, 'kernel.machine': 'x86_64', 'userland.bits': '64', 'elf.machine': '3e00' },
      ...{ wsl: 'no', container: '-', 'memory.totalKb': MEMORY_KB },
      ...{
        'init.pid1': distro.pid1 ?? 'systemd',
        'init.systemd': distro.pid1 === undefined ? 'yes' : 'no',
        'init.service': 'yes',
      },
      ...{ 'glibc.version': distro.glibc, 'musl.version': '-' },
      ...pythonFacts(distro),
      ...{
        'openssl.path': '/usr/bin/openssl',
        'openssl.version': distro.openssl,
        'openssl.shared': 'yes',
        'openssl.tls12': 'yes',
      },
      ...{ 'openssl.other': '-', 'curl.path': '/usr/bin/curl', 'curl.version': distro.curl, 'curl.library': 'yes' },
      ...systemFacts(distro),
      ...NOTHING_THERE,
    },
  };
}

function pythonFacts({ python, platformPython = '-' }: Distro): Profile['facts'] {
  const found = ['python', 'python2', 'python3'].flatMap((name) => {
    const [path, version] = python[name] ?? [];
    if (path === undefined) return [[`${name}.path`, '-']];
    return [
      [`${name}.path`, path],
      [`${name}.version`, version],
      [`${name}.ctypes`, 'yes'],
    ];
  });
  return { ...(Object.fromEntries(found) as Record<string, string>), 'platform-python.path': platformPython };
}

function systemFacts({ manager, selinux = 'disabled', cryptoPolicy = '-' }: Distro): Profile['facts'] {
  const debian = manager === 'apt-get';
  return {
    ...(debian ? {} : { 'nss-pem.version': '1.0.3' }),
    'pam.library': debian ? '/lib/x86_64-linux-gnu/libpam.so.0' : '/usr/lib64/libpam.so.0',
    ...{ 'pam.directory': 'yes', 'pam.deny-all': 'no', 'cron.restricted': 'no', nologin: 'no' },
    ...{ 'syslog.running': 'rsyslogd', 'syslog.configured': 'rsyslog' },
    ...{
      'package.manager': manager,
      'package.tool': debian ? 'dpkg' : 'rpm',
      'package.trouble': '-',
      'package.lock': '-',
    },
    disk: ['/var', '/etc', '/opt', '/tmp', '/var/tmp'].map((path) => `${path} ${FREE_KB} / rw,relatime`),
    'disk.link': '-',
    'directory.mode': ['/ 755', '/etc 755', '/opt 755', '/var 755', '/var/log 755', '/tmp 1777'],
    ...{ 'selinux.mode': selinux, fips: 'no', 'crypto.policy': cryptoPolicy, 'host.resolves': 'yes' },
    ...{
      'tools.present': debian ? DEBIAN_TOOLS : RPM_TOOLS,
      'tools.absent': debian ? 'rpm' : 'dpkg',
      'date.nanoseconds': 'yes',
    },
  };
}

const NOTHING_THERE: Profile['facts'] = {
  ...{ 'ports.used': '-', 'oms.version': '-', 'oms.workspace': '-', 'oms.running': 'no', 'oms.leftover': 'no' },
  ...{ 'oms.onboard-file': 'no', 'oms.proxy': '-', 'omi.version': '-', 'scx.version': '-', 'scom.linked': 'no' },
  ...{ 'oms.extension': 'no', 'lad.present': 'no', 'ama.version': '-', 'ama.running': 'no', 'arc.present': 'no' },
  ...{ 'azure.vm': 'yes', 'mdatp.present': 'no', 'auditd.running': 'yes', 'cylance.present': 'no', 'rvm.global': 'no' },
  'proxy.seen': '-',
};

const release = (id: string, name: string, version: string, words: string, like?: string): readonly string[] => [
  `NAME="${name}"`,
  `VERSION="${words}"`,
  `ID=${id}`,
  ...(like === undefined ? [] : [`ID_LIKE="${like}"`]),
  `PRETTY_NAME="${name} ${words}"`,
  `VERSION_ID="${version}"`,
];

const curl = (version: string, ssl: string): string =>
  `curl ${version} (x86_64-pc-linux-gnu) libcurl/${version} ${ssl} zlib/1.2.11`;

const PYTHON_27 = { python: ['/usr/bin/python2.7', '2.7.18'], python2: ['/usr/bin/python2.7', '2.7.18'] } as const;
const REDHAT_7: Omit<Distro, 'os' | 'osRelease'> = {
  ...{ kernel: '3.10.0-1160.118.1.el7.x86_64', glibc: '2.17', manager: 'yum', selinux: 'permissive' },
  python: { python: ['/usr/bin/python2.7', '2.7.5'], python2: ['/usr/bin/python2.7', '2.7.5'] },
  openssl: 'OpenSSL 1.0.2k-fips  26 Jan 2017',
  curl: curl('7.29.0', 'NSS/3.90'),
};

const DEBIAN_11: Distro = {
  os: ['debian', '11.11'],
  osRelease: release('debian', 'Debian GNU/Linux', '11', '11 (bullseye)'),
  otherRelease: ['/etc/debian_version:11.11'],
  ...{ kernel: '5.10.0-32-cloud-amd64', glibc: '2.31', manager: 'apt-get', openssl: 'OpenSSL 1.1.1w  11 Sep 2023' },
  python: { python2: ['/usr/bin/python2.7', '2.7.18'], python3: ['/usr/bin/python3.9', '3.9.2'] },
  curl: curl('7.74.0', 'OpenSSL/1.1.1w'),
};

/** Linux machines by name. Written after what such systems say; none is the copy of a real one. */
export const LINUX_PROFILES: Readonly<Record<string, Profile>> = {
  'ubuntu-18.04': linux({
    os: ['ubuntu', '18.04'],
    osRelease: release('ubuntu', 'Ubuntu', '18.04', '18.04.6 LTS (Bionic Beaver)', 'debian'),
    ...{ kernel: '5.4.0-1109-azure', glibc: '2.27', manager: 'apt-get', openssl: 'OpenSSL 1.1.1  11 Sep 2018' },
    python: { ...PYTHON_27, python3: ['/usr/bin/python3.6', '3.6.9'] },
    curl: curl('7.58.0', 'OpenSSL/1.1.1'),
  }),
  /** No Python 2 any more, and an OpenSSL that the agent of 2020 does not know. */
  'ubuntu-22.04': linux({
    os: ['ubuntu', '22.04'],
    osRelease: release('ubuntu', 'Ubuntu', '22.04', '22.04.5 LTS (Jammy Jellyfish)', 'debian'),
    ...{ kernel: '6.5.0-1025-azure', glibc: '2.35', manager: 'apt-get', openssl: 'OpenSSL 3.0.2 15 Mar 2022' },
    python: { python3: ['/usr/bin/python3.10', '3.10.12'] },
    curl: curl('7.81.0', 'OpenSSL/3.0.2'),
  }),
  /** Python 2 is there, and no command `python`. */
  'debian-11-no-alias': linux(DEBIAN_11),
  'debian-11-no-python': linux({ ...DEBIAN_11, python: {} }),
  'rhel-7': linux({
    ...REDHAT_7,
    os: ['redhat', '7.9'],
    osRelease: release('rhel', 'Red Hat Enterprise Linux Server', '7.9', '7.9 (Maipo)', 'fedora'),
    otherRelease: ['/etc/redhat-release:Red Hat Enterprise Linux Server release 7.9 (Maipo)'],
  }),
  'rhel-8': linux({
    os: ['redhat', '8.10'],
    osRelease: release('rhel', 'Red Hat Enterprise Linux', '8.10', '8.10 (Ootpa)', 'fedora'),
    otherRelease: ['/etc/redhat-release:Red Hat Enterprise Linux release 8.10 (Ootpa)'],
    ...{
      kernel: '4.18.0-553.16.1.el8_10.x86_64',
      glibc: '2.28',
      manager: 'dnf',
      selinux: 'permissive',
      cryptoPolicy: 'DEFAULT',
    },
    python: { ...PYTHON_27, python3: ['/usr/bin/python3.6', '3.6.8'] },
    platformPython: '/usr/libexec/platform-python3.6',
    openssl: 'OpenSSL 1.1.1k  FIPS 25 Mar 2021',
    curl: curl('7.61.1', 'OpenSSL/1.1.1k'),
  }),
  'centos-6': linux({
    os: ['centos', '6.10'],
    osRelease: [],
    otherRelease: ['centos-release', 'redhat-release', 'system-release'].map(
      (file) => `/etc/${file}:CentOS release 6.10 (Final)`,
    ),
    ...{ kernel: '2.6.32-754.35.1.el6.x86_64', glibc: '2.12', manager: 'yum', pid1: 'init' },
    python: { python: ['/usr/bin/python2.6', '2.6.6'], python2: ['/usr/bin/python2.6', '2.6.6'] },
    openssl: 'OpenSSL 1.0.1e-fips 11 Feb 2013',
    curl: curl('7.19.7', 'NSS/3.44'),
  }),
  'centos-7': linux({
    ...REDHAT_7,
    os: ['centos', '7.9.2009'],
    osRelease: release('centos', 'CentOS Linux', '7', '7 (Core)', 'rhel fedora'),
    otherRelease: [
      '/etc/centos-release:CentOS Linux release 7.9.2009 (Core)',
      '/etc/redhat-release:CentOS Linux release 7.9.2009 (Core)',
    ],
  }),
  'sles-12': linux({
    os: ['suse', '12.5'],
    osRelease: release('sles', 'SLES', '12.5', '12-SP5'),
    ...{
      kernel: '4.12.14-16.191-azure',
      glibc: '2.22',
      manager: 'zypper',
      openssl: 'OpenSSL 1.0.2p-fips  14 Aug 2018',
    },
    python: { ...PYTHON_27, python3: ['/usr/bin/python3.4', '3.4.10'] },
    curl: curl('7.60.0', 'OpenSSL/1.0.2p'),
  }),
  'sles-15': linux({
    os: ['suse', '15.5'],
    osRelease: release('sles', 'SLES', '15.5', '15-SP5', 'suse'),
    ...{
      kernel: '5.14.21-150500.33.66-azure',
      glibc: '2.31',
      manager: 'zypper',
      openssl: 'OpenSSL 1.1.1l-fips  24 Aug 2021 SUSE release 150500.17.34.1',
    },
    python: { ...PYTHON_27, python3: ['/usr/bin/python3.6', '3.6.15'] },
    curl: curl('8.0.1', 'OpenSSL/1.1.1l-fips'),
  }),
  'amazon-2': linux({
    os: ['amzn', '2'],
    osRelease: release('amzn', 'Amazon Linux', '2', '2', 'centos rhel fedora'),
    otherRelease: ['/etc/system-release:Amazon Linux release 2 (Karoo)'],
    ...{
      kernel: '4.14.350-266.564.amzn2.x86_64',
      glibc: '2.26',
      manager: 'yum',
      openssl: 'OpenSSL 1.0.2k-fips  26 Jan 2017',
    },
    python: PYTHON_27,
    curl: curl('8.3.0', 'OpenSSL/1.0.2k-fips'),
  }),
  /** No agent of either generation takes it. */
  stranded: linux({
    os: ['fedora', '29'],
    osRelease: release('fedora', 'Fedora', '29', '29 (Server Edition)'),
    ...{
      kernel: '5.3.11-100.fc29.x86_64',
      glibc: '2.28',
      manager: 'dnf',
      openssl: 'OpenSSL 1.1.1d FIPS  10 Sep 2019',
      cryptoPolicy: 'DEFAULT',
    },
    python: { ...PYTHON_27, python3: ['/usr/bin/python3.7', '3.7.5'] },
    curl: curl('7.61.1', 'OpenSSL/1.1.1d'),
  }),
};
