import type { MachineFacts } from '../../src/machine/facts.ts';
import type { Look } from './world.ts';

type Files = Record<string, string>;
/** Facts by key; undefined: the key must not be sent. */
type Expected = { readonly [K in keyof MachineFacts]?: MachineFacts[K] | undefined };
/** What the case is about, what the machine holds (a program that must not be there is removed by an empty text), what the probe says of it. */
export type Case = readonly [title: string, files: Files, expected: Expected, how?: Look];

const GUID = '11111111-2222-3333-4444-555555555555';
const process = (id: number, name: string): Files => ({ [`proc/${id}/status`]: `Name:\t${name}\nPid:\t${id}\n` });
const pid1 = process(1, 'systemd');
const says = (text: string, status = 0): string => `#!/bin/sh\nprintf '%s\\n' '${text}'\nexit ${status}\n`;
const complains = (text: string, status = 1): string => `#!/bin/sh\nprintf '%s\\n' '${text}' >&2\nexit ${status}\n`;
const named = (host: string): string =>
  `#!/bin/sh\ncase $1 in\n-s) echo Linux ;;\n-n) printf '%s\\n' '${host}' ;;\nesac\n`;
/** A Python that knows its version and, if it should, ctypes. */
const python = (version: string, ctypes = 0): string =>
  `#!/bin/sh\ncase $2 in\n*ctypes*) exit ${ctypes} ;;\n*) printf '%s' '${version}' ;;\nesac\n`;
const dpkg = (said: string, query: string, status = 0): Files => ({
  'var/lib/dpkg/status': 'Package: dpkg\n',
  'usr/bin/dpkg': `#!/bin/sh\nprintf '%s' '${said}'\n`,
  'usr/bin/dpkg-query': `#!/bin/sh\nprintf '%s\\n' '${query}'\nexit ${status}\n`,
});
const rpm = (said: string, query: string): Files => ({
  'usr/bin/rpm': `#!/bin/sh\nif [ "$2" = rpm ]; then printf '%s' '${said}' >&2; else printf '%s\\n' '${query}'; fi\n`,
});

const RELEASE: readonly Case[] = [
  [
    'a last line without its end is a line',
    { 'etc/redhat-release': 'CentOS release 6.9 (Final)' },
    { release: ['/etc/redhat-release:CentOS release 6.9 (Final)'] },
  ],
  ['nothing at all', {}, { release: [] }],
  [
    'issue, when nothing else is there',
    { 'etc/issue': 'Enterprise Linux release 5.11\n' },
    { release: ['/etc/issue:Enterprise Linux release 5.11'] },
  ],
  [
    'no issue, when something is',
    { 'etc/issue': 'x\n', 'etc/debian_version': '8.11\n' },
    { release: ['/etc/debian_version:8.11'] },
  ],
  [
    'the second os-release only where it differs',
    { 'etc/os-release': 'ID=a\n', 'usr/lib/os-release': 'ID=a\n' },
    { release: ['/etc/os-release:ID=a'] },
  ],
  [
    'both where they differ',
    { 'etc/os-release': 'ID=a\n', 'usr/lib/os-release': 'ID=b\n' },
    { release: ['/etc/os-release:ID=a', '/usr/lib/os-release:ID=b'] },
  ],
  [
    'a file that is empty counts as none',
    { 'etc/os-release': '', 'usr/lib/os-release': 'ID=b\n' },
    { release: ['/usr/lib/os-release:ID=b'] },
  ],
  [
    'no control characters',
    { 'etc/os-release': 'ID=a\u001b[31m\u0007b\tc\r\n' },
    { release: ['/etc/os-release:ID=a[31mbc'] },
  ],
  [
    'backslashes and percents as they are',
    { 'etc/os-release': 'A=\\n%s$(id)`id`\n' },
    { release: ['/etc/os-release:A=\\n%s$(id)`id`'] },
  ],
  [
    'at most forty lines',
    { 'etc/os-release': 'A=1\n'.repeat(100) },
    { release: Array(40).fill('/etc/os-release:A=1') },
  ],
  [
    'a long line is cut',
    { 'etc/os-release': `A=${'x'.repeat(5000)}\n` },
    { release: [`/etc/os-release:A=${'x'.repeat(574)}`] },
  ],
];

const KERNEL: readonly Case[] = [
  [
    'Windows, seen from a Unix shell on it',
    { 'bin/uname': says('MINGW64_NT-10.0-17763') },
    { 'os.family': 'windows', 'user.id': undefined },
  ],
  ['another Unix', { 'bin/uname': says('FreeBSD') }, { 'os.family': 'freebsd', 'user.id': undefined }],
  ['WSL by its kernel', { 'proc/version': 'Linux version 5.15.90.1-microsoft-standard-WSL2\n' }, { wsl: true }],
  ['an ordinary kernel', { 'proc/version': 'Linux version 4.15.0\n' }, { wsl: false }],
  ['no /proc/version', {}, { wsl: undefined }],
  ['32-bit userland', { 'usr/bin/getconf': says('32') }, { 'userland.bits': 32 }],
  ['bits by the ELF header, without getconf', {}, { 'userland.bits': 64, 'elf.machine': '3e00' }],
  ['memory', { 'proc/meminfo': 'MemTotal:         503928 kB\nMemFree: 1 kB\n' }, { 'memory.totalKb': 503_928 }],
  ['container by the mark of docker', { '.dockerenv': '' }, { container: 'docker' }],
  ['container by the mark of podman', { 'run/.containerenv': '' }, { container: 'podman' }],
  ['container by its environment', { 'proc/1/environ': 'HOME=/\0container=lxc\0', ...pid1 }, { container: 'lxc' }],
  ['container by its groups', { 'proc/1/cgroup': '4:cpu:/kubepods/besteffort/x\n' }, { container: 'kubernetes' }],
  ['no container', { 'proc/1/cgroup': '0::/init.scope\n' }, { container: null }],
  ['container not observed', {}, { container: undefined }],
  ['init', { ...process(1, 'systemd'), 'run/systemd/system/': '' }, { 'init.pid1': 'systemd', 'init.systemd': true }],
  ['init not observed', {}, { 'init.pid1': undefined, 'init.systemd': false }],
];

const LIBC: readonly Case[] = [
  ['glibc by getconf', { 'usr/bin/getconf': says('glibc 2.17') }, { 'glibc.version': '2.17', 'musl.version': null }],
  ['glibc by ldd', { 'usr/bin/ldd': says('ldd (Ubuntu EGLIBC 2.19-0ubuntu6.15) 2.19') }, { 'glibc.version': '2.19' }],
  [
    'the release of 2.5',
    { 'usr/bin/getconf': says('glibc 2.5'), ...rpm('', '123.el5_11.3') },
    { 'glibc.version': '2.5', 'glibc.release': '123.el5_11.3' },
  ],
  [
    'musl tells its version on stderr and fails',
    {
      'lib/ld-musl-x86_64.so.1': complains('musl libc (x86_64)\nVersion 1.2.4\nDynamic Program Loader'),
      'usr/bin/ldd': complains('musl libc (x86_64)'),
    },
    { 'glibc.version': null, 'musl.version': '1.2.4' },
  ],
  ['neither found', {}, { 'glibc.version': undefined, 'musl.version': undefined }],
];

const PROGRAMS: readonly Case[] = [
  [
    'no Python',
    {},
    { 'python.path': null, 'python.version': undefined, 'python.ctypes': undefined, 'platform-python.path': null },
  ],
  [
    'Python 2 under both names',
    { 'usr/bin/python2.7': python('2.7.18'), 'usr/bin/python': '-> python2.7', 'usr/bin/python2': '-> python2.7' },
    {
      'python.path': '/usr/bin/python2.7',
      'python.version': '2.7.18',
      'python.ctypes': true,
      'python2.version': '2.7.18',
    },
  ],
  [
    'Python without ctypes',
    { 'usr/bin/python': python('2.7.12', 1) },
    { 'python.version': '2.7.12', 'python.ctypes': false },
  ],
  [
    'python that refuses to run',
    { 'usr/bin/python': '-> /usr/libexec/no-python', 'usr/libexec/no-python': complains('Can not locate python', 127) },
    { 'python.path': '/usr/libexec/no-python', 'python.version': null, 'python.ctypes': undefined },
  ],
  [
    'Red Hat 8 by itself',
    { 'usr/libexec/platform-python': python('3.6.8') },
    { 'platform-python.path': '/usr/libexec/platform-python', 'python3.path': null },
  ],
  [
    'openssl and its library',
    {
      'usr/bin/openssl': says('OpenSSL 1.0.2k-fips  26 Jan 2017'),
      'usr/bin/ldd': says('\tlibssl.so.10 => /lib64/libssl.so.10 (0x0)'),
    },
    { 'openssl.version': 'OpenSSL 1.0.2k-fips  26 Jan 2017', 'openssl.shared': true, 'openssl.tls12': false },
  ],
  [
    'openssl linked statically',
    { 'usr/bin/openssl': says('OpenSSL 1.1.1k  25 Mar 2021'), 'usr/bin/ldd': complains('\tnot a dynamic executable') },
    { 'openssl.shared': false },
  ],
  [
    'openssl without ldd to ask',
    { 'usr/bin/openssl': says('OpenSSL 1.1.1k  25 Mar 2021') },
    { 'openssl.shared': undefined },
  ],
  [
    'ciphers of TLS 1.2',
    { 'usr/bin/openssl': says('ECDHE-RSA-AES256-GCM-SHA384 TLSv1.2 Kx=ECDH') },
    { 'openssl.tls12': true },
  ],
  [
    'a second openssl',
    { 'usr/local/bin/openssl': says('OpenSSL 1.1.0l  10 Sep 2019') },
    { 'openssl.path': null, 'openssl.other': ['/usr/local/bin/openssl OpenSSL 1.1.0l  10 Sep 2019'] },
  ],
  [
    'curl and libcurl by the loader',
    {
      'usr/bin/curl': says('curl 7.29.0 (x86_64-redhat-linux-gnu) libcurl/7.29.0 NSS/3.44\nProtocols: https'),
      'sbin/ldconfig': says('\tlibcurl.so.4 (libc6,x86-64) => /lib64/libcurl.so.4'),
    },
    { 'curl.version': 'curl 7.29.0 (x86_64-redhat-linux-gnu) libcurl/7.29.0 NSS/3.44', 'curl.library': true },
  ],
  ['libcurl by its file', { 'usr/lib64/libcurl.so.4.3.0': '' }, { 'curl.path': null, 'curl.library': true }],
  ['no libcurl', {}, { 'curl.library': false }],
  [
    'PAM',
    { 'lib64/libpam.so.0': '', 'etc/pam.d/': '' },
    { 'pam.library': '/lib64/libpam.so.0', 'pam.directory': true },
  ],
  ['no PAM', {}, { 'pam.library': null, 'pam.directory': false }],
  [
    'tools',
    { 'usr/sbin/useradd': says('') },
    { 'date.nanoseconds': false, 'tools.absent': 'bash gpg getconf ldconfig ldd su crontab curl openssl rpm dpkg' },
  ],
];

const ACCESS = 'etc/security/access.conf';
const ACCOUNTS: readonly Case[] = [
  [
    'all are denied',
    { [ACCESS]: '+ : root : ALL\n- : ALL : ALL\n', 'etc/pam.d/crond': 'account required pam_access.so\n' },
    { 'pam.deny-all': true },
  ],
  [
    'all but some are denied',
    { [ACCESS]: '-:ALL EXCEPT root wheel:ALL\n', 'etc/pam.d/crond': 'account required pam_access.so\n' },
    { 'pam.deny-all': true },
  ],
  [
    'all but the agent are denied',
    { [ACCESS]: '-:ALL EXCEPT root omsagent:ALL\n', 'etc/pam.d/crond': 'account required pam_access.so\n' },
    { 'pam.deny-all': false },
  ],
  [
    'nobody asks for the rules',
    { [ACCESS]: '- : ALL : ALL\n', 'etc/pam.d/crond': '# account required pam_access.so\n' },
    { 'pam.deny-all': false },
  ],
  [
    'the rule is a comment',
    { [ACCESS]: '#- : ALL : ALL\n', 'etc/pam.d/crond': 'account required pam_access.so\n' },
    { 'pam.deny-all': false },
  ],
  ['cron for some', { 'etc/cron.allow': 'root\n' }, { 'cron.restricted': true }],
  ['cron for the agent too', { 'etc/cron.allow': 'root\nomsagent\n' }, { 'cron.restricted': false }],
  ['cron for all', {}, { 'cron.restricted': false }],
  ['nobody may log in', { 'etc/nologin': '' }, { nologin: true }],
  ['root', {}, { 'user.id': 0, 'user.sudo': 'root' }],
  ['no sudo', {}, { 'user.id': 1000, 'user.sudo': 'absent' }, { user: 1000 }],
  [
    'sudo without password',
    { 'usr/bin/sudo': '#!/bin/sh\n[ "$*" = "-n true" ]\n' },
    { 'user.sudo': 'passwordless' },
    { user: 1000 },
  ],
  [
    'sudo with password',
    { 'usr/bin/sudo': complains('sudo: unable to resolve host x\nsudo: a password is required') },
    { 'user.sudo': 'password' },
    { user: 1000 },
  ],
  [
    'sudo with terminal',
    { 'usr/bin/sudo': complains('sudo: sorry, you must have a tty to run sudo') },
    { 'user.sudo': 'tty' },
    { user: 1000 },
  ],
];

const SYSLOG: readonly Case[] = [
  [
    'rsyslog',
    { ...pid1, ...process(77, 'rsyslogd'), 'etc/rsyslog.conf': '' },
    { 'syslog.running': 'rsyslogd', 'syslog.configured': 'rsyslog' },
  ],
  [
    'files of one, process of the other',
    { ...pid1, ...process(77, 'syslog-ng'), 'etc/rsyslog.conf': '' },
    { 'syslog.running': 'syslog-ng', 'syslog.configured': 'rsyslog' },
  ],
  [
    'the one of EL 5',
    { ...pid1, ...process(77, 'syslogd'), 'etc/syslog.conf': '' },
    { 'syslog.running': 'syslogd', 'syslog.configured': 'sysklogd' },
  ],
  ['none', pid1, { 'syslog.running': null, 'syslog.configured': null }],
  ['processes hidden', {}, { 'syslog.running': undefined, 'auditd.running': undefined }],
];

const PACKAGES: readonly Case[] = [
  [
    'no package tool',
    {},
    { 'package.manager': null, 'package.tool': null, 'package.trouble': undefined, 'oms.version': undefined },
  ],
  [
    'dpkg in order',
    { ...dpkg('', 'omsagent install ok installed 1.19.0.0'), 'usr/bin/apt-get': says('') },
    {
      'package.manager': 'apt-get',
      'package.tool': 'dpkg',
      'package.trouble': null,
      'oms.version': '1.19.0.0',
      'omi.version': null,
    },
  ],
  [
    'dpkg complains',
    dpkg(
      'The following packages are only half configured, probably due to problems\nconfiguring them the first time:\n x',
      '',
    ),
    { 'package.trouble': 'The following packages are only half configured, probably due to problems' },
  ],
  ['dpkg only warns', dpkg('dpkg: warning: failed to open configuration file\n', ''), { 'package.trouble': null }],
  ['rpm only warns', rpm('warning: Found bdb_ro Packages database\n', 'x'), { 'package.trouble': null }],
  ['dpkg warns and complains', dpkg('dpkg: warning: x\nbroken\n', ''), { 'package.trouble': 'broken' }],
  [
    'dpkg was interrupted',
    { ...dpkg('', ''), 'var/lib/dpkg/updates/0003': '' },
    { 'package.trouble': 'dpkg was interrupted: /var/lib/dpkg/updates/0003' },
  ],
  [
    'removed packages do not count',
    dpkg('', 'omsagent deinstall ok config-files 1.13.40\nscx unknown ok not-installed', 1),
    { 'oms.version': null, 'scx.version': null },
  ],
  ['dpkg-query breaks', dpkg('', '', 2), { 'oms.version': undefined, 'oms.leftover': undefined }],
  [
    'rpm in order',
    {
      ...rpm(
        '',
        'package omsagent is not installed\nomi install ok installed 1.6.4-1\nnss-pem install ok installed 1.0.3-5.el7',
      ),
      'usr/bin/yum': says(''),
    },
    {
      'package.manager': 'yum',
      'package.tool': 'rpm',
      'package.trouble': null,
      'oms.version': null,
      'omi.version': '1.6.4-1',
      'nss-pem.version': '1.0.3-5.el7',
    },
  ],
  [
    'rpm complains',
    rpm('error: rpmdb: BDB0113 Thread/process 1/2 failed\nmore', ''),
    { 'package.trouble': 'error: rpmdb: BDB0113 Thread/process 1/2 failed', 'oms.version': undefined },
  ],
  ['dnf before yum', { 'usr/bin/yum': says(''), 'usr/bin/dnf': says('') }, { 'package.manager': 'dnf' }],
  ['zypper', { 'usr/bin/zypper': says('') }, { 'package.manager': 'zypper' }],
  ['the rpm of a Debian is not its package tool', { ...dpkg('', ''), ...rpm('', '') }, { 'package.tool': 'dpkg' }],
  [
    'the dpkg of a Red Hat is not its package tool',
    { ...dpkg('', ''), 'var/lib/dpkg/status': '', ...rpm('', 'x') },
    { 'package.tool': 'rpm' },
  ],
  [
    'yum is at work',
    { 'proc/locks': '', 'var/run/yum.pid': '812\n', ...process(812, 'yum') },
    { 'package.lock': '/var/run/yum.pid 812 yum' },
  ],
  ['yum is long gone', { 'proc/locks': '', 'var/run/yum.pid': '812\n' }, { 'package.lock': null }],
  [
    'its number was given to another',
    { 'proc/locks': '', 'var/run/yum.pid': '812\n', ...process(812, 'nginx') },
    { 'package.lock': null },
  ],
  ['the rpm of BusyBox knows no database', { 'bin/rpm': '-> busybox' }, { 'package.tool': null }],
  ['locks hidden', {}, { 'package.lock': undefined }],
];

const df = (rows: string): string =>
  `#!/bin/sh\ncat <<'E'\nFilesystem 1024-blocks Used Available Capacity Mounted on\n${rows}\nE\n`;
const MOUNTS =
  'rootfs / rootfs rw 0 0\n/dev/sda1 / ext4 rw,relatime,errors=remount-ro 0 0\n/dev/sdb1 /opt\\040x xfs rw,noexec,attr2 0 0\n';
const DISK: readonly Case[] = [
  [
    'space, place and options',
    { 'bin/df': df('/dev/sda1 1000 200 800 20% /'), 'proc/mounts': MOUNTS },
    { disk: ['/var', '/etc', '/opt', '/tmp', '/var/tmp'].map((path) => `${path} 800 / rw,relatime`) },
  ],
  [
    'a blank in the place',
    { 'bin/df': df('/dev/sdb1 1000 200 800 20% /opt x'), 'proc/mounts': MOUNTS },
    { disk: ['/var', '/etc', '/opt', '/tmp', '/var/tmp'].map((path) => `${path} 800 /opt\\040x rw,noexec,attr2`) },
  ],
  [
    'options unknown',
    { 'bin/df': df('/dev/sda1 1000 200 800 20% /') },
    { disk: ['/var', '/etc', '/opt', '/tmp', '/var/tmp'].map((path) => `${path} 800 / -`) },
  ],
  ['df does not work', { 'bin/df': complains('no') }, { disk: undefined }],
  ['/opt lies elsewhere', { opt: '-> /data/opt', 'data/opt/': '' }, { 'disk.link': ['/opt /data/opt'] }],
  ['nothing lies elsewhere', {}, { 'disk.link': [] }],
];

const HARDENING: readonly Case[] = [
  ['SELinux enforcing', { 'sys/fs/selinux/enforce': '1' }, { 'selinux.mode': 'enforcing' }],
  ['SELinux permissive, on EL 6', { 'selinux/enforce': '0' }, { 'selinux.mode': 'permissive' }],
  ['no SELinux', { 'sys/kernel/': '' }, { 'selinux.mode': 'disabled' }],
  ['SELinux not observed', {}, { 'selinux.mode': undefined }],
  ['FIPS', { 'proc/sys/crypto/fips_enabled': '1\n' }, { fips: true }],
  ['no FIPS', { 'proc/sys/crypto/fips_enabled': '0\n' }, { fips: false }],
  ['a kernel without FIPS', { 'proc/sys/kernel/': '' }, { fips: false }],
  ['FIPS not observed', {}, { fips: undefined }],
  ['crypto policy', { 'etc/crypto-policies/config': '# comment\n\nFUTURE\n' }, { 'crypto.policy': 'FUTURE' }],
  ['no crypto policy', {}, { 'crypto.policy': null }],
  [
    'a name that resolves',
    { 'usr/bin/getent': says('127.0.1.1 x'), 'bin/hostname': says('x.example.com') },
    { 'host.resolves': true, 'host.fqdn': 'x.example.com' },
  ],
  [
    'a name that does not resolve',
    { 'usr/bin/getent': complains('', 2), 'bin/hostname': complains('hostname: x: Unknown host') },
    { 'host.resolves': false, 'host.fqdn': null },
  ],
  [
    'by /etc/hosts, without getent',
    { 'bin/uname': named('box'), 'etc/hosts': '127.0.1.1 box.example.com box # here\n' },
    { 'host.name': 'box', 'host.resolves': true },
  ],
  [
    'a comment in /etc/hosts does not count',
    { 'bin/uname': named('here'), 'etc/hosts': '127.0.1.1 box # here\n' },
    { 'host.resolves': undefined },
  ],
  ['no name at all', { 'bin/uname': named('') }, { 'host.name': '', 'host.resolves': undefined }],
  [
    'a name like an option',
    { 'bin/uname': named('-rf'), 'usr/bin/getent': says('') },
    { 'host.name': '-rf', 'host.resolves': undefined },
  ],
];

const UDP = '  sl  local_address rem_address   st\n';
const PORTS: readonly Case[] = [
  [
    'syslog port taken',
    { 'proc/net/udp': `${UDP} 11: 0100007F:6288 00000000:0000 07 0\n`, 'proc/net/tcp': '' },
    { 'ports.used': '25224/udp' },
  ],
  [
    'also on IPv6',
    {
      'proc/net/udp': UDP,
      'proc/net/udp6': `${UDP} 1: 00000000000000000000000000000000:628D 0:0000 07\n`,
      'proc/net/tcp': '',
    },
    { 'ports.used': '25229/udp' },
  ],
  [
    'TCP that listens',
    {
      'proc/net/udp': UDP,
      'proc/net/tcp': `${UDP} 0: 00000000:04F6 00000000:0000 0A\n 1: 0100007F:62EC 00000000:0000 0A\n`,
    },
    { 'ports.used': '25324/tcp 1270/tcp' },
  ],
  [
    'TCP from that port does not count',
    { 'proc/net/udp': UDP, 'proc/net/tcp': `${UDP} 0: 0100007F:04F6 0100007F:1F90 01\n` },
    { 'ports.used': null },
  ],
  [
    'the remote port does not count',
    { 'proc/net/udp': `${UDP} 1: 0100007F:1111 0100007F:6288 01\n`, 'proc/net/tcp': '' },
    { 'ports.used': null },
  ],
  ['not observed', {}, { 'ports.used': undefined }],
];

const OMS = 'etc/opt/microsoft/omsagent';
const AGENTS: readonly Case[] = [
  [
    'none',
    { ...pid1, ...dpkg('', '') },
    {
      'oms.version': null,
      'oms.workspace': [],
      'oms.running': false,
      'oms.leftover': false,
      'oms.onboard-file': false,
      'oms.proxy': null,
      'scom.linked': false,
      'oms.extension': false,
      'lad.present': false,
      'ama.version': null,
      'ama.running': false,
      'arc.present': false,
      'mdatp.present': false,
      'cylance.present': false,
      'rvm.global': false,
      'nss-pem.version': undefined,
    },
  ],
  [
    'the agent, running',
    {
      ...pid1,
      ...process(50, 'ruby'),
      'proc/50/cmdline': '/opt/microsoft/omsagent/ruby/bin/ruby\0/opt/microsoft/omsagent/bin/omsagent\0-d\0',
      ...dpkg('', 'omsagent install ok installed 1.14.9-0'),
      [`${OMS}/${GUID}/conf/omsadmin.conf`]: `WORKSPACE_ID=${GUID}\n`,
      [`${OMS}/conf`]: `-> ${GUID}/conf`,
    },
    { 'oms.version': '1.14.9-0', 'oms.workspace': [GUID], 'oms.running': true, 'oms.leftover': false },
  ],
  [
    'another Ruby is not the agent',
    { ...pid1, ...process(50, 'ruby'), 'proc/50/cmdline': 'ruby\0/srv/app.rb\0' },
    { 'oms.running': false },
  ],
  [
    'a workspace only in the configuration',
    { [`${OMS}/conf/omsadmin.conf`]: `WORKSPACE_ID=${GUID}\nAGENT_GUID=x\n` },
    { 'oms.workspace': [GUID] },
  ],
  ['left-overs', { ...dpkg('', ''), 'opt/microsoft/omsagent/': '' }, { 'oms.leftover': true }],
  [
    'onboarding file, of which nothing is shown',
    { 'etc/omsagent-onboard.conf': 'SHARED_KEY=canary' },
    { 'oms.onboard-file': true },
  ],
  [
    'proxy of the agent, masked',
    { [`${OMS}/proxy.conf`]: 'http://user:canary@proxy.example.com:8080\n' },
    { 'oms.proxy': 'http://***@proxy.example.com:8080' },
  ],
  [
    'reports to Operations Manager',
    { 'etc/opt/omi/conf/omiserver.conf': '#httpsport=1270\nhttpsport=0,1270\n' },
    { 'scom.linked': true },
  ],
  ['OMI without it', { 'etc/opt/omi/conf/omiserver.conf': '#httpsport=1270\nhttpsport=0\n' }, { 'scom.linked': false }],
  [
    'extension of the agent',
    { 'var/lib/waagent/Microsoft.EnterpriseCloud.Monitoring.OmsAgentForLinux-1.14.20/': '' },
    { 'oms.extension': true, 'azure.vm': true },
  ],
  [
    'diagnostics extension',
    { 'var/lib/waagent/Microsoft.Azure.Diagnostics.LinuxDiagnostic-3.0.131/': '' },
    { 'lad.present': true },
  ],
  ['diagnostics package', dpkg('', 'lad-mdsd install ok installed 1.3'), { 'lad.present': true }],
  [
    'successor',
    {
      ...pid1,
      ...process(9, 'amacoreagent'),
      ...dpkg('', 'azuremonitoragent install ok installed 1.33.2'),
      'opt/microsoft/azuremonitoragent/': '',
    },
    { 'ama.version': '1.33.2', 'ama.running': true },
  ],
  ['the mdsd of another agent is not the successor', { ...pid1, ...process(9, 'mdsd') }, { 'ama.running': false }],
  ['Arc', { 'opt/azcmagent/': '' }, { 'arc.present': true }],
  [
    'Azure by its asset tag',
    { 'sys/class/dmi/id/chassis_asset_tag': '7783-7084-3265-9085-8269-3286-77\n' },
    { 'azure.vm': true },
  ],
  ['another cloud', { 'sys/class/dmi/id/chassis_asset_tag': 'Amazon EC2\n' }, { 'azure.vm': false }],
  ['Azure not observed', {}, { 'azure.vm': undefined }],
  [
    'Defender, auditd, Cylance',
    { ...pid1, ...process(8, 'auditd'), 'opt/microsoft/mdatp/': '', 'etc/init.d/cylancesvc': '' },
    { 'mdatp.present': true, 'auditd.running': true, 'cylance.present': true },
  ],
  [
    'Ruby version manager for all',
    { 'etc/profile.d/rvm.sh': 'export GEM_HOME=/usr/local/rvm\n' },
    { 'rvm.global': true },
  ],
];

/** Groups of cases; in those of LIBC nothing else tells the C library. */
export const GROUPS: Record<string, readonly Case[]> = {
  RELEASE,
  KERNEL,
  LIBC,
  PROGRAMS,
  ACCOUNTS,
  SYSLOG,
  PACKAGES,
  DISK,
  HARDENING,
  PORTS,
  AGENTS,
};
