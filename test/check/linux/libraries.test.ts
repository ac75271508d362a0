import { linux } from '../../support/subject.ts';
import { fails, table, warns } from './table.ts';

const rhel = (version: string) => ({ system: linux('rhel', version) });
const debian = (version: string) => ({ system: linux('debian', version) });

table('glibc.version', [
  ['2.31', { 'glibc.version': '2.31' }, { pass: '2.31' }],
  ['2.27 is newer than 2.5', { 'glibc.version': '2.27' }, 'pass'],
  ['2.5-12, the very one', { 'glibc.version': '2.5', 'glibc.release': '12' }, { pass: '2.5-12' }],
  ['2.5-123 of a later update', { 'glibc.version': '2.5', 'glibc.release': '123.el5_11.3' }, 'pass'],
  [
    '2.5-9',
    { 'glibc.version': '2.5', 'glibc.release': '9' },
    fails('glibc too old', 'yum update -y glibc'),
    rhel('5.0'),
  ],
  ['2.5 without a package release', { 'glibc.version': '2.5' }, 'unknown'],
  [
    '2.5, release looked for in vain',
    { 'glibc.version': '2.5', 'glibc.release': null },
    { cause: 'glibc too old' },
    rhel('5.0'),
  ],
  ['2.3.4', { 'glibc.version': '2.3.4' }, { cause: 'glibc too old' }],
  ['musl', { 'glibc.version': null, 'musl.version': '1.2.4' }, { cause: 'no glibc', measured: 'musl 1.2.4' }],
  ['neither', { 'glibc.version': null }, fails('no glibc')],
  ['not looked for', {}, 'unknown'],
  ['the successor names no version', { 'glibc.version': '2.0' }, 'not asked', { agent: 'azure-monitor' }],
]);

const curl = (line: string | null) => ({ 'curl.path': '/usr/bin/curl', 'curl.version': line });

table('curl.version', [
  ['7.74.0', curl('curl 7.74.0 (x86_64-pc-linux-gnu) libcurl/7.74.0 OpenSSL/1.1.1w'), { pass: '7.74.0' }],
  ['7.15.5 of Enterprise Linux 5', curl('curl 7.15.5 (x86_64-redhat-linux-gnu) libcurl/7.15.5 OpenSSL/0.9.8b'), 'pass'],
  ['8.5.0', curl('curl 8.5.0 (x86_64-pc-linux-gnu)'), 'pass'],
  ['7.15.4', curl('curl 7.15.4 (i386-redhat-linux-gnu)'), fails('curl too old', 'yum update -y curl'), rhel('6.4')],
  [
    '7.9.9 is older than 7.15.5',
    curl('curl 7.9.9'),
    fails('curl too old', 'apt-get install -y --only-upgrade curl'),
    debian('9'),
  ],
  ['none on Debian', { 'curl.path': null }, fails('no curl', 'apt-get install -y curl'), debian('11')],
  [
    'none on SLES',
    { 'curl.path': null },
    fails('no curl', 'zypper --non-interactive install curl'),
    { system: linux('sles', '12.5') },
  ],
  ['one that does not run', curl(null), { cause: 'curl does not run' }],
  ['another program of that name', curl('Usage: curl'), { cause: 'curl does not run' }],
  ['not looked for', {}, 'unknown'],
  ['there, version not seen', { 'curl.path': '/usr/bin/curl' }, 'unknown'],
  ['the successor does not call it', { 'curl.path': null }, 'not asked', { agent: 'azure-monitor' }],
]);

table('curl.library', [
  ['known', { 'curl.library': true }, 'pass'],
  [
    'unknown to the loader on Ubuntu 16.04',
    { 'curl.library': false },
    fails('no curl library', 'apt-get install -y libcurl3'),
    { system: linux('ubuntu', '16.04') },
  ],
  ['on Ubuntu 18.04', { 'curl.library': false }, fails('no curl library', 'apt-get install -y libcurl4')],
  ['on Debian 9', { 'curl.library': false }, fails('no curl library', 'apt-get install -y libcurl3'), debian('9')],
  ['on Debian 13', { 'curl.library': false }, fails('no curl library', 'apt-get install -y libcurl4t64'), debian('13')],
  ['on RHEL 7', { 'curl.library': false }, fails('no curl library', 'yum install -y libcurl'), rhel('7.9')],
  ['not looked for', {}, 'unknown'],
]);

table('curl.nss-pem', [
  ['not there', { 'nss-pem.version': null }, 'pass'],
  [
    'the one that spins',
    { 'nss-pem.version': '1.0.3-5.el7' },
    warns('nss-pem that keeps the agent busy', 'yum upgrade -y nss-pem', 'yum downgrade -y nss-pem'),
    rhel('7.6'),
  ],
  ['the mended one', { 'nss-pem.version': '1.0.3-5.el7_6.1' }, 'pass'],
  ['the next one', { 'nss-pem.version': '1.0.3-7.el7' }, 'pass'],
  ['not looked for', { 'package.tool': 'rpm' }, 'unknown'],
  ['no question where packages are debs', { 'package.tool': 'dpkg' }, 'not asked'],
]);

table('pam.library', [
  ['there', { 'pam.library': '/lib/x86_64-linux-gnu/libpam.so.0', 'pam.directory': true }, 'pass'],
  [
    'none on Debian',
    { 'pam.library': null, 'pam.directory': false },
    fails('no PAM', 'apt-get install -y libpam-runtime'),
    debian('11'),
  ],
  ['none on RHEL 7', { 'pam.library': null }, fails('no PAM', 'yum install -y pam'), rhel('7.9')],
  [
    'library without configuration',
    { 'pam.library': '/lib/libpam.so.0', 'pam.directory': false },
    { cause: 'no PAM', measured: 'no /etc/pam.d' },
  ],
  ['not looked for', {}, 'unknown'],
  ['library seen, directory not', { 'pam.library': '/lib/libpam.so.0' }, 'unknown'],
  ['the successor does not need it', { 'pam.library': null }, 'not asked', { agent: 'azure-monitor' }],
]);

const LEAVE_OUT = String.raw`sed -i 's/^\([[:blank:]]*-[[:blank:]]*:[[:blank:]]*ALL\)\([[:blank:]]*EXCEPT\)\{0,1\}\([[:blank:]:]\)/\1 EXCEPT omsagent\3/' /etc/security/access.conf`;
const OPEN = { 'pam.deny-all': false, 'cron.restricted': false, nologin: false } as const;

table('pam.accounts', [
  ['nothing denied', OPEN, 'pass'],
  [
    'access.conf denies all',
    { ...OPEN, 'pam.deny-all': true },
    warns('account rules deny the account of the agent', LEAVE_OUT),
  ],
  [
    'cron.allow names others',
    { ...OPEN, 'cron.restricted': true },
    warns('cron is closed to the account of the agent', 'echo omsagent >> /etc/cron.allow'),
  ],
  ['nologin', { ...OPEN, nologin: true }, warns('logins are switched off', 'rm -f /etc/nologin')],
  [
    'two at once: both mended',
    { 'pam.deny-all': true, 'cron.restricted': true, nologin: false },
    warns('account rules deny the account of the agent', LEAVE_OUT, 'echo omsagent >> /etc/cron.allow'),
  ],
  ['one seen bad, one not seen', { nologin: true }, { cause: 'logins are switched off' }],
  [
    'hidden from others than root',
    { 'user.id': 1000, nologin: false, 'cron.restricted': false },
    { unknown: 'not observed: what accounts may do (needs root)', severity: 'warn' },
  ],
  ['not looked for', { 'user.id': 0 }, { unknown: 'not observed: what accounts may do' }],
  ['the successor has no such account', { nologin: true }, 'not asked', { agent: 'azure-monitor' }],
]);

table('crypto.policy', [
  ['none', { 'crypto.policy': null }, 'pass', { agent: 'azure-monitor' }],
  ['DEFAULT', { 'crypto.policy': 'DEFAULT' }, { pass: 'DEFAULT' }, { agent: 'azure-monitor' }],
  [
    'FUTURE',
    { 'crypto.policy': 'FUTURE' },
    {
      cause: 'a crypto policy that the agent cannot work with',
      severity: 'block',
      commands: ['update-crypto-policies --set DEFAULT'],
    },
    { agent: 'azure-monitor' },
  ],
  [
    'FUTURE with a module',
    { 'crypto.policy': 'FUTURE:AD-SUPPORT' },
    { cause: 'a crypto policy that the agent cannot work with' },
    { agent: 'azure-monitor' },
  ],
  ['not looked for', {}, 'unknown', { agent: 'azure-monitor' }],
  ['the Log Analytics agent names none', { 'crypto.policy': 'FUTURE' }, 'not asked'],
]);
