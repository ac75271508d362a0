import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDisk } from '../../../src/check/linux/disk-line.ts';
import { table } from './table.ts';

const GB = 1024 * 1024;
const rw = (directory: string, kb: number, mount = '/') => `${directory} ${kb} ${mount} rw,relatime`;
const MB = (mb: number) => mb * 1024;
const SHORT = 'too little disk space';

table('disk.space', [
  [
    'plenty on one disk',
    { disk: [rw('/var', 20 * GB), rw('/etc', 20 * GB), rw('/opt', 20 * GB)] },
    { pass: '/ 20480 MB' },
  ],
  [
    'needs on one mount add up',
    { disk: [rw('/var', MB(1499)), rw('/etc', MB(1499)), rw('/opt', MB(1499))] },
    { cause: SHORT, measured: '/ has 1499 MB, needs 1500 MB' },
  ],
  ['exactly enough', { disk: [rw('/var', MB(1500)), rw('/etc', MB(1500)), rw('/opt', MB(1500))] }, 'pass'],
  [
    'a small /opt of its own',
    { disk: [rw('/var', GB * 9), rw('/etc', GB * 9), rw('/opt', MB(438), '/opt')] },
    { cause: SHORT, severity: 'block', measured: '/opt has 438 MB, needs 500 MB' },
  ],
  ['499 MB', { disk: [rw('/var', MB(499), '/var'), rw('/etc', GB), rw('/opt', GB)] }, { cause: SHORT }],
  [
    'two mounts short: both named',
    { disk: [rw('/var', MB(1), '/var'), rw('/etc', GB), rw('/opt', MB(2), '/opt')] },
    { cause: SHORT, measured: '/var has 1 MB, needs 500 MB; /opt has 2 MB, needs 500 MB' },
  ],
  ['options not seen (chroot)', { disk: ['/var 9000000 - -', '/etc 9000000 - -', '/opt 9000000 - -'] }, 'pass'],
  [
    'one directory not seen',
    { disk: [rw('/var', GB), rw('/etc', GB)] },
    { unknown: 'not observed: the free space of /opt' },
  ],
  ['one not seen, another short', { disk: [rw('/var', MB(1))] }, { cause: SHORT }],
  ['garbage instead of lines', { disk: ['x', '/var many / rw', ''] }, 'unknown'],
  ['an empty list', { disk: [] }, 'unknown'],
  ['not looked for', {}, 'unknown'],
  [
    'the successor wants 700 MB in /var',
    { disk: [rw('/var', MB(600), '/var'), rw('/etc', 9 * GB), rw('/opt', 9 * GB)] },
    { cause: SHORT, measured: '/var has 600 MB, needs 700 MB' },
    { agent: 'azure-monitor' },
  ],
]);

const ALL = ['/var', '/etc', '/opt', '/tmp', '/var/tmp'];
const mounted = (options: Readonly<Record<string, string>>) => ({
  disk: ALL.map(
    (directory) =>
      `${directory} ${GB} ${options[directory] === undefined ? '/' : directory} ${options[directory] ?? 'rw,relatime'}`,
  ),
});
const NOEXEC = 'programs may not be executed where the installation runs';
const READ_ONLY = 'a directory of the installation is mounted read-only';

table('disk.noexec', [
  ['none', mounted({}), 'pass'],
  [
    '/tmp',
    mounted({ '/tmp': 'rw,nosuid,nodev,noexec' }),
    { cause: NOEXEC, severity: 'block', commands: ['mount -o remount,exec /tmp'] },
  ],
  ['/var/tmp', mounted({ '/var/tmp': 'rw,noexec' }), { cause: NOEXEC, commands: ['mount -o remount,exec /var/tmp'] }],
  ['/var', mounted({ '/var': 'rw,noexec' }), { cause: NOEXEC, commands: ['mount -o remount,exec /var'] }],
  ['/opt', mounted({ '/opt': 'noexec,rw' }), { cause: NOEXEC, commands: ['mount -o remount,exec /opt'] }],
  [
    'two',
    mounted({ '/tmp': 'rw,noexec', '/opt': 'rw,noexec' }),
    { cause: NOEXEC, commands: ['mount -o remount,exec /opt && mount -o remount,exec /tmp'] },
  ],
  ['/etc does not matter', mounted({ '/etc': 'rw,noexec' }), 'pass'],
  [
    'a mount point with odd characters gets no command',
    { disk: ['/tmp 100 /t$(reboot) rw,noexec'] },
    { cause: NOEXEC, commands: [] },
  ],
  [
    'options not seen (chroot): does not block',
    { disk: ALL.map((directory) => `${directory} 100 / -`) },
    { unknown: 'not observed: how /tmp, /var, /var/tmp, /opt are mounted', severity: 'warn' },
  ],
  [
    'one directory missing',
    { disk: [rw('/tmp', 1)] },
    { unknown: 'not observed: how /var, /var/tmp, /opt are mounted', severity: 'block' },
  ],
  ['not looked for', {}, 'unknown'],
]);

table('disk.read-only', [
  ['writable', mounted({}), 'pass'],
  [
    '/opt',
    mounted({ '/opt': 'ro,relatime' }),
    { cause: READ_ONLY, severity: 'block', commands: ['mount -o remount,rw /opt'] },
  ],
  ['/etc', mounted({ '/etc': 'ro' }), { cause: READ_ONLY }],
  ['errors=remount-ro is no ro', mounted({ '/var': 'rw,errors=remount-ro' }), 'pass'],
  ['not looked for', {}, 'unknown'],
]);

table('disk.links', [
  ['none', { 'disk.link': [] }, 'pass'],
  [
    '/opt moved',
    { 'disk.link': ['/opt /data/opt'] },
    { cause: '/opt or /var is a symbolic link', severity: 'warn', measured: '/opt -> /data/opt' },
  ],
  ['not looked for', {}, 'unknown'],
]);

const CLOSED = 'directories closed to other accounts';

table('directory.modes', [
  ['usual', { 'directory.mode': ['/ 755', '/etc 755', '/opt 755', '/var 755', '/var/log 775', '/tmp 1777'] }, 'pass'],
  [
    'umask 077',
    { 'directory.mode': ['/ 755', '/etc 700', '/opt 750', '/tmp 1777'] },
    { cause: CLOSED, severity: 'warn', commands: ['chmod o+x /etc /opt'], measured: '/etc 700, /opt 750' },
  ],
  ['readable but not passable', { 'directory.mode': ['/var 754'] }, { cause: CLOSED }],
  ['passable but not readable', { 'directory.mode': ['/var 751'] }, 'pass'],
  ['garbage', { 'directory.mode': ['/var rwx', '/a;b 700'] }, 'unknown'],
  ['not looked for', {}, 'unknown'],
]);

test('a disk line is read or left out, whatever it holds', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((tail) => `/var 12 ${tail}`),
      ),
      (line) => {
        const disk = parseDisk(line);
        if (disk !== undefined) expect(disk.availableKb).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});
