import { linux } from '../../support/subject.ts';
import { fails, table, warns } from './table.ts';

const on = (id: string, version: string) => ({ system: linux(id, version) });

const NO_RIGHTS = { 'user.id': 1000, 'user.sudo': 'absent' } as const;
const NEITHER = { cause: 'neither root nor sudo', severity: 'block' } as const;

table('privilege.root', [
  ['root', { 'user.id': 0 }, { pass: 'root' }],
  ['sudo without a password', { 'user.id': 1000, 'user.sudo': 'passwordless' }, { pass: 'sudo without a password' }],
  ['sudo with a password', { 'user.id': 1000, 'user.sudo': 'password' }, { pass: 'sudo with a password' }],
  ['sudo that wants a terminal', { 'user.id': 500, 'user.sudo': 'tty' }, warns('sudo wants a terminal')],
  [
    'neither',
    { 'user.id': 1000, 'user.sudo': 'absent' },
    { cause: 'neither root nor sudo', severity: 'block', commands: ['apt-get install -y sudo'] },
  ],
  ...(['extension', 'template', 'policy', 'vm-insights', 'auto-provisioning'] as const).map(
    (method) => [`neither, by ${method}`, NO_RIGHTS, 'skip', { method }] as const,
  ),
  ['neither, by script on a machine of Azure', { ...NO_RIGHTS, 'azure.vm': true }, NEITHER, { method: 'linux' }],
  ['not looked for, by the extension', {}, 'skip', { method: 'extension' }],
  [
    'neither, no method chosen, on a machine of Azure',
    { ...NO_RIGHTS, 'azure.vm': true },
    { cause: 'neither root nor sudo', severity: 'info' },
  ],
  [
    'neither, no method chosen, connected by Azure Arc',
    { ...NO_RIGHTS, 'azure.vm': false, 'arc.present': true },
    { cause: 'neither root nor sudo', severity: 'info' },
  ],
  ['neither, no method chosen, outside of Azure', { ...NO_RIGHTS, 'azure.vm': false }, NEITHER],
  [
    'neither, on a machine of Azure whose extension refuses the system',
    { ...NO_RIGHTS, 'azure.vm': true },
    { cause: 'neither root nor sudo', severity: 'block' },
    on('fedora', '40'),
  ],
  ['sudo that wants a terminal, by the extension', { 'user.sudo': 'tty' }, 'skip', { method: 'extension' }],
  ['the successor comes by the extension alone', NO_RIGHTS, 'skip', { agent: 'azure-monitor' }],
  ['sudo not there (null)', { 'user.id': 1000, 'user.sudo': null }, { cause: 'neither root nor sudo' }],
  ['not root, sudo not seen', { 'user.id': 1000 }, 'unknown'],
  ['not looked for', {}, 'unknown'],
]);

table('package.manager', [
  ['apt', { 'package.tool': 'dpkg', 'package.manager': 'apt-get' }, { pass: 'apt-get, dpkg' }],
  ['zypper', { 'package.tool': 'rpm', 'package.manager': 'zypper' }, 'pass'],
  [
    'neither dpkg nor rpm',
    { 'package.tool': null, 'package.manager': null },
    { cause: 'neither dpkg nor rpm', severity: 'block' },
  ],
  ['rpm without a manager', { 'package.tool': 'rpm', 'package.manager': null }, warns('no package manager')],
  ['not looked for', {}, 'unknown'],
  ['tool seen, manager not', { 'package.tool': 'rpm' }, 'unknown'],
]);

table('package.health', [
  ['healthy', { 'package.tool': 'dpkg', 'package.trouble': null }, 'pass'],
  [
    'half-configured packages',
    { 'package.tool': 'dpkg', 'package.trouble': 'The following packages are only half configured' },
    fails('broken package state', 'dpkg --configure -a && apt-get -f install -y', 'dpkg -C'),
  ],
  [
    'broken rpm database',
    { 'package.tool': 'rpm', 'package.trouble': 'rpmdb open failed' },
    fails('broken package state', 'rm -f /var/lib/rpm/__db.* && rpm --rebuilddb'),
  ],
  ['broken, tool not seen', { 'package.trouble': 'x' }, fails('broken package state')],
  ['no tool: said once, by package.manager', { 'package.tool': null }, 'skip'],
  ['not looked for', {}, 'unknown'],
]);

table('package.lock', [
  ['free', { 'package.lock': null }, 'pass'],
  [
    'held',
    { 'package.lock': '/var/lib/dpkg/lock-frontend 811 unattended-upgr' },
    {
      cause: 'the package manager is busy',
      severity: 'block',
      measured: 'unattended-upgr (process 811) holds /var/lib/dpkg/lock-frontend',
      commands: ['while [ -d /proc/811 ]; do sleep 5; done'],
    },
  ],
  [
    'held by a process that cannot be named',
    { 'package.lock': '/var/lib/rpm/.rpm.lock -1' },
    {
      cause: 'the package manager is busy',
      measured: 'a process (process -1) holds /var/lib/rpm/.rpm.lock',
      commands: [],
    },
  ],
  ['not seen, not root', { 'user.id': 1000 }, { unknown: 'not observed: who holds the package lock (needs root)' }],
  ['not looked for', {}, 'unknown'],
]);

const SYSTEMD = 'systemd does not run';

table('init.system', [
  ['systemd', { 'init.systemd': true, 'init.pid1': 'systemd' }, { pass: 'systemd' }],
  [
    'upstart or sysvinit with service',
    { 'init.systemd': false, 'init.pid1': 'init', 'init.service': true },
    { pass: 'init with service' },
  ],
  [
    'init without service',
    { 'init.systemd': false, 'init.pid1': 'init', 'init.service': false },
    { cause: 'no command service' },
  ],
  [
    'a shell (container)',
    { 'init.systemd': false, 'init.pid1': 'bash', 'init.service': true },
    { cause: 'no init system', severity: 'block' },
  ],
  ['process 1 looked for in vain', { 'init.systemd': false, 'init.pid1': null }, { cause: 'no init system' }],
  ['process 1 not seen', { 'init.systemd': false }, 'unknown'],
  ['service not seen', { 'init.systemd': false, 'init.pid1': 'init' }, 'unknown'],
  ['not looked for', {}, 'unknown'],
  ['the successor on systemd', { 'init.systemd': true }, 'pass', { agent: 'azure-monitor' }],
  [
    'the successor on upstart',
    { 'init.systemd': false, 'init.pid1': 'init', 'init.service': true },
    { cause: SYSTEMD },
    { agent: 'azure-monitor' },
  ],
  ['the successor, not looked for', {}, 'unknown', { agent: 'azure-monitor' }],
]);

table('memory.size', [
  ['2 GB', { 'memory.totalKb': 2_048_000 }, 'pass'],
  ['512 MB to the byte', { 'memory.totalKb': 524_288 }, 'pass'],
  ['less', { 'memory.totalKb': 490_000 }, { cause: 'little memory', severity: 'warn', measured: '478 MB' }],
  ['not looked for', {}, 'unknown'],
]);

table('syslog.daemon', [
  ['rsyslog', { 'syslog.running': 'rsyslogd', 'syslog.configured': 'rsyslog' }, { pass: 'rsyslog runs' }],
  ['syslog-ng', { 'syslog.running': 'syslog-ng', 'syslog.configured': 'syslog-ng' }, 'pass'],
  [
    'rsyslog there but stopped',
    { 'syslog.running': null, 'syslog.configured': 'rsyslog', 'init.systemd': true },
    warns('no syslog daemon runs', 'systemctl enable --now rsyslog'),
  ],
  [
    'stopped on an init without systemd',
    { 'syslog.running': null, 'syslog.configured': 'rsyslog', 'init.systemd': false },
    warns('no syslog daemon runs', 'service rsyslog start'),
  ],
  [
    'none at all',
    { 'syslog.running': null, 'syslog.configured': null, 'init.systemd': true },
    warns('no syslog daemon runs', 'apt-get install -y rsyslog && systemctl enable --now rsyslog'),
  ],
  [
    'sysklogd of Enterprise Linux 5',
    { 'syslog.running': 'syslogd', 'syslog.configured': 'sysklogd' },
    warns('sysklogd of Enterprise Linux 5 is not supported', 'yum install -y rsyslog'),
    on('centos', '5.11'),
  ],
  [
    'another daemon elsewhere',
    { 'syslog.running': 'syslogd', 'syslog.configured': null },
    warns('the syslog daemon is not supported', 'apt-get install -y rsyslog'),
  ],
  [
    'syslog-ng runs, files of rsyslog remain',
    { 'syslog.running': 'syslog-ng', 'syslog.configured': 'rsyslog syslog-ng' },
    warns('another syslog daemon runs than the one configured'),
  ],
  [
    'rsyslog runs without configuration',
    { 'syslog.running': 'rsyslogd', 'syslog.configured': null },
    { cause: 'another syslog daemon runs than the one configured', measured: 'rsyslog runs, none is configured' },
  ],
  ['runs, configuration not seen', { 'syslog.running': 'rsyslogd' }, 'unknown'],
  ['not looked for', {}, 'unknown'],
]);

table('selinux.mode', [
  ['disabled', { 'selinux.mode': 'disabled' }, 'pass'],
  ['permissive', { 'selinux.mode': 'permissive' }, 'pass'],
  ['none', { 'selinux.mode': null }, 'pass'],
  ['enforcing', { 'selinux.mode': 'enforcing' }, warns('SELinux is enforcing', 'ausearch -m avc -ts recent')],
  ['not looked for', {}, 'unknown'],
  ['the successor supports it', { 'selinux.mode': 'enforcing' }, 'not asked', { agent: 'azure-monitor' }],
]);

const TRY_NEXT = 'azmon check --agent azure-monitor';
const NO_FIPS = 'fips-mode-setup --disable && reboot';
const DIGEST = 'rpm in FIPS mode refuses packages without SHA-256 digest';

table('fips.mode', [
  ['off', { fips: false }, 'pass'],
  ['on, by the page', { fips: true }, { cause: 'FIPS mode is on', severity: 'block', commands: [TRY_NEXT] }],
  ['on, RHEL 8: how to switch it off', { fips: true }, fails('FIPS mode is on', TRY_NEXT, NO_FIPS), on('rhel', '8.4')],
  ['on, RHEL 7: no such command there', { fips: true }, fails('FIPS mode is on', TRY_NEXT), on('rhel', '7.9')],
  ['on, where the successor takes nothing', { fips: true }, fails('FIPS mode is on'), on('rhel', '6.10')],
  ['not looked for', {}, { unknown: 'not observed: FIPS mode', severity: 'block' }],
  ['1.19.0 on RHEL 7', { fips: true }, 'pass', { ...on('rhel', '7.9'), release: '1.19.0' }],
  ['1.19.0 on RHEL 8', { fips: true }, warns(DIGEST), { ...on('rhel', '8.4'), release: '1.19.0' }],
  ['1.19.0 on Ubuntu', { fips: true }, 'pass', { ...on('ubuntu', '18.04'), release: '1.19.0' }],
  [
    '1.19.0, not looked for: does not block',
    {},
    { unknown: 'not observed: FIPS mode', severity: 'warn' },
    { release: '1.19.0' },
  ],
  ['the successor on RHEL 8', { fips: true }, 'pass', { ...on('rhel', '8.4'), agent: 'azure-monitor' }],
]);

const AT = Date.parse('2026-11-22T12:00:00Z');
const gathered = { startedAt: AT - 1000, finishedAt: AT + 1000 };
const clock = (seconds: number) => ({ 'clock.now': AT / 1000 + seconds, 'init.systemd': true });
const look = (date: string) => ({ host: date, via: 'direct', tool: 'curl', date }) as const;
const NTP = 'timedatectl set-ntp true';

table('clock.skew', [
  ['in time', clock(0), { pass: 'in time' }, { gathered }],
  ['4 minutes 59 ahead', clock(299), 'pass', { gathered }],
  ['5 minutes ahead', clock(300), warns('the clock drifts', NTP), { gathered }],
  [
    '14 minutes behind',
    clock(-14 * 60),
    { cause: 'the clock drifts', severity: 'warn', measured: '14 min behind' },
    { gathered },
  ],
  ['15 minutes ahead', clock(900), { cause: 'the clock is wrong', severity: 'block', commands: [NTP] }, { gathered }],
  ['a day behind', clock(-86_400), { cause: 'the clock is wrong', measured: '1440 min behind' }, { gathered }],
  ['1970', { 'clock.now': 0 }, { cause: 'the clock is wrong' }, { gathered }],
  [
    'without systemd',
    { ...clock(900), 'init.systemd': false },
    fails('the clock is wrong', 'service ntpd start'),
    { gathered },
  ],
  [
    "by a host's Date header when azmon's own time is missing",
    clock(1200),
    { cause: 'the clock is wrong', measured: '20 min ahead' },
    { looks: [look('Sun, 22 Nov 2026 12:00:00 GMT')] },
  ],
  [
    'one host with a wrong clock among three does not decide',
    clock(0),
    'pass',
    {
      looks: [
        look('Sun, 22 Nov 2026 12:00:00 GMT'),
        look('Sun, 22 Nov 2026 12:00:01 GMT'),
        look('Thu, 01 Jan 1970 00:00:00 GMT'),
      ],
    },
  ],
  ["azmon's own time counts first", clock(0), 'pass', { gathered, looks: [look('Thu, 01 Jan 1970 00:00:00 GMT')] }],
  ['a Date that is none', clock(0), 'skip', { looks: [look('yesterday')] }],
  ['no second clock', clock(0), { skip: 'no second clock to compare with' }],
  ['not looked for', {}, 'unknown', { gathered }],
]);
