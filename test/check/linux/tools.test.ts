import { linux } from '../../support/subject.ts';
import { fails, table } from './table.ts';

const ALL = 'sh bash tar gzip sed awk grep gpg which getconf ldconfig ldd su useradd';
const without = (...tools: string[]) => ({
  'tools.present': ALL.split(' ')
    .filter((tool) => !tools.includes(tool))
    .join(' '),
  'tools.absent': tools.length === 0 ? null : tools.join(' '),
});
const on = (id: string, version: string) => ({ system: linux(id, version) });

table('tools.required', [
  ['all there', without(), 'pass'],
  ['no gpg on Debian 10', without('gpg'), fails('gpg is missing', 'apt-get install -y gnupg'), on('debian', '10')],
  ['no gpg on RHEL 8', without('gpg'), fails('gpg is missing', 'dnf install -y gnupg2'), on('rhel', '8.4')],
  [
    'no gpg on SLES 15',
    without('gpg'),
    fails('gpg is missing', 'zypper --non-interactive install gpg2'),
    on('sles', '15.1'),
  ],
  [
    'no which on SLES 15',
    without('which'),
    fails('which is missing', 'zypper --non-interactive install which'),
    on('sles', '15'),
  ],
  ['no which on RHEL 7', without('which'), fails('which is missing', 'yum install -y which'), on('rhel', '7.9')],
  [
    'several: one command',
    without('tar', 'sed', 'gpg'),
    fails('tar, sed, gpg are missing', 'yum install -y tar sed gnupg2'),
    on('centos', '7.9.2009'),
  ],
  [
    'ldconfig and ldd of one package',
    without('ldconfig', 'ldd'),
    fails('ldconfig, ldd are missing', 'apt-get install -y libc-bin'),
    on('debian', '11'),
  ],
  ['no su on Debian 9 and 11', without('su'), fails('su is missing', 'apt-get install -y login'), on('debian', '9')],
  ['no su on Debian 11', without('su'), fails('su is missing', 'apt-get install -y util-linux'), on('debian', '11')],
  ['on an unknown system', without('gpg'), fails('gpg is missing'), on('arch', '')],
  ['bash and useradd have checks of their own', without('bash', 'useradd'), 'pass'],
  ['what nobody needs may be missing', { 'tools.present': ALL, 'tools.absent': 'wget netstat' }, 'pass'],
  [
    'one that nobody looked for',
    { 'tools.present': 'tar gzip sed awk grep gpg which getconf ldconfig ldd', 'tools.absent': null },
    { unknown: 'not observed: whether there is su' },
  ],
  ['not looked for', {}, 'unknown'],
  ['1.19.0 needs no getconf', without('getconf'), 'pass', { release: '1.19.0' }],
  ["the page's release does", without('getconf'), fails('getconf is missing', 'apt-get install -y libc-bin')],
  [
    'the successor needs which',
    without('which'),
    fails('which is missing', 'apt-get install -y debianutils'),
    { agent: 'azure-monitor' },
  ],
  ['the successor needs no gpg', without('gpg'), 'pass', { agent: 'azure-monitor' }],
]);

table('shell.bash', [
  ['there', without(), 'pass'],
  ['absent on Debian', without('bash'), fails('no bash', 'apt-get install -y bash')],
  ['absent on SLES', without('bash'), fails('no bash', 'zypper --non-interactive install bash'), on('sles', '12.5')],
  ['not looked for', {}, 'unknown'],
  ['the successor does not need it', without('bash'), 'not asked', { agent: 'azure-monitor' }],
]);

table('account.useradd', [
  ['there', without(), 'pass'],
  ['absent on Debian', without('useradd'), fails('accounts cannot be made', 'apt-get install -y passwd')],
  [
    'absent on RHEL 7',
    without('useradd'),
    fails('accounts cannot be made', 'yum install -y shadow-utils'),
    on('rhel', '7.9'),
  ],
  [
    'absent on SLES',
    without('useradd'),
    fails('accounts cannot be made', 'zypper --non-interactive install shadow'),
    on('sles', '15.1'),
  ],
  ['not looked for', {}, 'unknown'],
]);

table('tools.date', [
  ['GNU', { 'date.nanoseconds': true }, 'pass'],
  [
    'busybox',
    { 'date.nanoseconds': false },
    { cause: 'date without nanoseconds', severity: 'block', commands: ['apt-get install -y coreutils'] },
  ],
  ['not looked for', {}, 'unknown'],
  ['the successor signs by itself', { 'date.nanoseconds': false }, 'not asked', { agent: 'azure-monitor' }],
]);
