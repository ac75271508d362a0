import { fails, table, warns } from './table.ts';

const long = 'a'.repeat(64);
const FIX = 'hostnamectl set-hostname name.example.com';

table('host.name', [
  ['plain', { 'host.name': 'web-1' }, { pass: 'web-1' }],
  ['full', { 'host.name': 'web-1.example.com', 'host.fqdn': 'web-1.example.com' }, 'pass'],
  ['capitals and digits', { 'host.name': 'VM01' }, 'pass'],
  ['empty', { 'host.name': '' }, { cause: 'no host name', severity: 'block', commands: [FIX] }],
  ['looked for in vain', { 'host.name': null }, { cause: 'no host name' }],
  ['(none)', { 'host.name': '(none)' }, { cause: 'no host name' }],
  ['underscore', { 'host.name': 'web_1' }, fails('characters in the host name that no certificate takes', FIX)],
  ['blank', { 'host.name': 'web 1' }, { cause: 'characters in the host name that no certificate takes' }],
  [
    'a label of 64',
    { 'host.name': long },
    { cause: 'a part of the host name is empty or too long', severity: 'block' },
  ],
  ['a label of 63', { 'host.name': long.slice(1) }, 'pass'],
  ['two dots', { 'host.name': 'web..example' }, { cause: 'a part of the host name is empty or too long' }],
  ['localhost', { 'host.name': 'localhost' }, warns('the host is called localhost', FIX)],
  ['localhost.localdomain', { 'host.name': 'localhost.localdomain' }, warns('the host is called localhost', FIX)],
  ['localhosts are others', { 'host.name': 'localhost2' }, 'pass'],
  [
    'full name of 65',
    { 'host.name': 'web', 'host.fqdn': `web.${'b'.repeat(57)}.com` },
    { cause: 'the full host name is too long', severity: 'warn', measured: '65 characters' },
  ],
  ['full name of 64', { 'host.name': 'web', 'host.fqdn': `web.${'b'.repeat(56)}.com` }, 'pass'],
  [
    'without systemd',
    { 'host.name': '(none)', 'init.systemd': false },
    fails('no host name', 'hostname name.example.com'),
  ],
  ['not looked for', {}, 'unknown'],
  ['the successor makes no certificate of it', { 'host.name': 'web_1' }, 'not asked', { agent: 'azure-monitor' }],
]);

table('host.resolves', [
  ['resolves', { 'host.resolves': true }, 'pass'],
  [
    'does not',
    { 'host.resolves': false, 'host.name': 'web-1' },
    warns('the host name does not resolve', `printf '127.0.1.1 %s\\n' "$(uname -n)" >> /etc/hosts`),
  ],
  ['not looked for', {}, { unknown: 'not observed: whether the host name resolves' }],
]);

const TAKEN = 'a port of the agent is taken';

table('ports.free', [
  ['free', { 'ports.used': null }, 'pass'],
  ['only ports of others', { 'ports.used': '25229/udp 1270/tcp' }, 'pass'],
  [
    'syslog port taken',
    { 'ports.used': '25224/udp' },
    { cause: TAKEN, severity: 'warn', measured: '25224/udp held by another program', commands: ['ss -lnptu'] },
  ],
  [
    'taken by the diagnostics extension',
    { 'ports.used': '25224/udp 1270/tcp', 'lad.present': true },
    { cause: TAKEN, measured: '25224/udp held by the Linux diagnostics extension', commands: [] },
  ],
  ['monitor port', { 'ports.used': '25324/tcp' }, { cause: TAKEN }],
  ['held by the agent itself', { 'ports.used': '25224/udp 25324/tcp', 'oms.running': true }, 'pass'],
  ['not looked for', {}, 'unknown'],
  ['the successor listens on none of these', { 'ports.used': '25224/udp' }, 'not asked', { agent: 'azure-monitor' }],
]);

table('ruby.rvm', [
  ['none', { 'rvm.global': false }, 'pass'],
  ['in a global profile', { 'rvm.global': true }, warns('Ruby variables in a global profile')],
  ['not looked for', {}, 'unknown'],
]);
