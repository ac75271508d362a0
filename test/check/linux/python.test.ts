import { expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/check/catalogue.ts';
import { linux, subject } from '../../support/subject.ts';
import { fails, table } from './table.ts';

const NEITHER = { 'python.path': null, 'python2.path': null } as const;
const ONLY_3 = { ...NEITHER, 'python3.path': '/usr/bin/python3.9', 'python3.version': '3.9.2' } as const;
const ONLY_2 = { 'python.path': null, 'python2.path': '/usr/bin/python2.7', 'python2.version': '2.7.18' } as const;
const AS_PYTHON = { 'python.path': '/usr/bin/python2.7', 'python.version': '2.7.18' } as const;
const AS_3 = { ...ONLY_2, 'python.path': '/usr/bin/python3.9', 'python.version': '3.9.2' } as const;
const STUB = { ...ONLY_2, 'python.path': '/usr/libexec/no-python', 'python.version': null } as const;

const debian = (version: string) => ({ system: linux('debian', version) });
const ubuntu = (version: string) => ({ system: linux('ubuntu', version) });
const rhel = (version: string) => ({ system: linux('rhel', version) });
const sles = (version: string) => ({ system: linux('sles', version) });
const amazon = (version: string) => ({ system: linux('amzn', version) });

table('python.version2', [
  ['2.7 as python', AS_PYTHON, { pass: '2.7.18' }],
  [
    'a version without its command does not count',
    { ...AS_PYTHON, ...NEITHER },
    { cause: 'no Python 2' },
    debian('11'),
  ],
  ['2.6 of Enterprise Linux 6', { 'python.version': '2.6.6' }, { pass: '2.6.6' }],
  ['2.7 as python2 only', ONLY_2, { pass: '2.7.18' }],
  ['2.7 as python2 beside python 3', AS_3, 'pass'],
  [
    '2.4 of Enterprise Linux 5',
    { ...NEITHER, 'python.path': '/usr/bin/python', 'python.version': '2.4.3' },
    fails('Python 2 older than 2.6', 'yum install -y python'),
    rhel('5.11'),
  ],
  ['nothing on Debian 8', NEITHER, fails('no Python 2', 'apt-get install -y python'), debian('8')],
  ['nothing on Debian 10', NEITHER, fails('no Python 2', 'apt-get install -y python'), debian('10')],
  ['nothing on Debian 11', ONLY_3, fails('no Python 2', 'apt-get install -y python2'), debian('11')],
  ['nothing on Debian 12', ONLY_3, fails('no Python 2'), debian('12')],
  ['nothing on Debian without a version', ONLY_3, fails('no Python 2'), debian('')],
  ['nothing on Ubuntu 14.04', NEITHER, fails('no Python 2', 'apt-get install -y python'), ubuntu('14.04')],
  ['nothing on Ubuntu 18.04', ONLY_3, fails('no Python 2', 'apt-get install -y python'), ubuntu('18.04')],
  ['nothing on Ubuntu 20.04', ONLY_3, fails('no Python 2', 'apt-get install -y python2'), ubuntu('20.04')],
  ['nothing on Ubuntu 22.04', ONLY_3, fails('no Python 2', 'apt-get install -y python2'), ubuntu('22.04')],
  ['nothing on Ubuntu 24.04', ONLY_3, fails('no Python 2'), ubuntu('24.04')],
  ['nothing on RHEL 7', NEITHER, fails('no Python 2', 'yum install -y python'), rhel('7.9')],
  ['nothing on RHEL 8.10', NEITHER, fails('no Python 2', 'dnf install -y python2'), rhel('8.10')],
  ['nothing on RHEL 9', NEITHER, fails('no Python 2'), rhel('9.4')],
  ['nothing on RHEL 10 (not 1)', NEITHER, fails('no Python 2'), rhel('10.0')],
  [
    'nothing on Oracle Linux 8',
    NEITHER,
    fails('no Python 2', 'dnf install -y python2'),
    { system: linux('ol', '8.5') },
  ],
  ['nothing on SLES 12 SP5', NEITHER, fails('no Python 2', 'zypper --non-interactive install python'), sles('12.5')],
  ['nothing on SLES 15', NEITHER, fails('no Python 2', 'zypper --non-interactive install python'), sles('15')],
  [
    'nothing on SLES 15 SP1: in a module',
    NEITHER,
    fails('no Python 2', 'SUSEConnect -p sle-module-python2/15.1/x86_64 && zypper --non-interactive install python'),
    sles('15.1'),
  ],
  [
    'nothing on SLES 15 SP3: in a module',
    NEITHER,
    fails('no Python 2', 'SUSEConnect -p sle-module-python2/15.3/x86_64 && zypper --non-interactive install python'),
    sles('15.3'),
  ],
  ['nothing on SLES 15 SP4', NEITHER, fails('no Python 2'), sles('15.4')],
  ['nothing on Amazon Linux 2017.09', NEITHER, fails('no Python 2', 'yum install -y python27'), amazon('2017.09')],
  ['nothing on Amazon Linux 2', NEITHER, fails('no Python 2', 'yum install -y python'), amazon('2')],
  ['nothing on Amazon Linux 2023', NEITHER, fails('no Python 2'), amazon('2023')],
  ['nothing on an unknown system: no guess', NEITHER, fails('no Python 2'), { system: linux('voidlinux', '') }],
  ['only Python 3: says so', ONLY_3, { cause: 'no Python 2', measured: 'only Python 3.9.2' }, debian('11')],
  [
    'python2 that does not run',
    { ...ONLY_2, 'python2.version': null },
    fails('Python 2 does not run', 'apt-get install -y python2'),
    debian('11'),
  ],
  ['not looked for', {}, { unknown: 'not observed: Python 2' }],
  ['python absent, python2 not looked for', { 'python.path': null }, 'unknown'],
  ['python2 there, whether it runs not seen', { 'python.path': null, 'python2.path': '/usr/bin/python2' }, 'unknown'],
  ['release 1.19.0 takes any Python', NEITHER, 'not asked', { release: '1.19.0' }],
  ['the successor takes any Python', NEITHER, 'not asked', { agent: 'azure-monitor' }],
]);

table('python.alias', [
  ['python is 2.7', AS_PYTHON, { pass: 'python is 2.7.18' }],
  ['python is 2.6', { 'python.path': '/usr/bin/python', 'python.version': '2.6.6' }, 'pass'],
  [
    'only python2 on Debian 11',
    ONLY_2,
    fails('no command python', 'ln -s /usr/bin/python2 /usr/bin/python', 'apt-get install -y python-is-python2'),
    debian('11'),
  ],
  [
    'only python2 on Debian 9',
    ONLY_2,
    fails('no command python', 'ln -s /usr/bin/python2 /usr/bin/python', 'apt-get install -y python'),
    debian('9'),
  ],
  [
    'only python2 on Debian 12',
    ONLY_2,
    fails('no command python', 'ln -s /usr/bin/python2 /usr/bin/python'),
    debian('12'),
  ],
  [
    'only python2 on Ubuntu 18.04',
    ONLY_2,
    fails('no command python', 'ln -s /usr/bin/python2 /usr/bin/python', 'apt-get install -y python'),
    ubuntu('18.04'),
  ],
  [
    'only python2 on Ubuntu 20.04',
    ONLY_2,
    fails('no command python', 'ln -s /usr/bin/python2 /usr/bin/python', 'apt-get install -y python-is-python2'),
    ubuntu('20.04'),
  ],
  [
    'only python2 on RHEL 8: not the published path',
    ONLY_2,
    fails('no command python', 'alternatives --set python /usr/bin/python2'),
    rhel('8.4'),
  ],
  [
    'only python2 on Rocky 8',
    ONLY_2,
    fails('no command python', 'alternatives --set python /usr/bin/python2'),
    { system: linux('rocky', '8.9') },
  ],
  ['only python2 on RHEL 7', ONLY_2, fails('no command python', 'ln -s /usr/bin/python2 /usr/bin/python'), rhel('7.9')],
  [
    'only python2 on Amazon Linux 2017.09',
    ONLY_2,
    fails('no command python', 'alternatives --set python /usr/bin/python2.7'),
    amazon('2017.09'),
  ],
  [
    'only python2 on SLES 15',
    ONLY_2,
    fails('no command python', 'ln -s /usr/bin/python2 /usr/bin/python'),
    sles('15.1'),
  ],
  [
    'python is 3 on Debian 11',
    AS_3,
    fails(
      'the command python is not Python 2',
      'ln -sf /usr/bin/python2 /usr/bin/python',
      'apt-get install -y python-is-python2',
    ),
    debian('11'),
  ],
  [
    'python is 3 on RHEL 8',
    AS_3,
    fails('the command python is not Python 2', 'alternatives --set python /usr/bin/python2'),
    rhel('8.4'),
  ],
  [
    "RHEL 8's stub that refuses",
    STUB,
    fails('the command python does not run', 'alternatives --set python /usr/bin/python2'),
    rhel('8.4'),
  ],
  [
    'python2 outside /usr/bin is linked where it is',
    { ...ONLY_2, 'python2.path': '/opt/python2.7/bin/python2.7' },
    fails('no command python', 'ln -s /opt/python2.7/bin/python2.7 /usr/bin/python'),
    rhel('7.9'),
  ],
  [
    'a path with odd characters never reaches a command',
    { ...ONLY_2, 'python2.path': '/opt/a b;reboot' },
    fails('no command python', 'ln -s /usr/bin/python2 /usr/bin/python'),
    rhel('7.9'),
  ],
  ['no Python 2 at all: said once, by python.version2', ONLY_3, { skip: 'there is no Python 2 that python could be' }],
  ['python absent, python2 not looked for', { 'python.path': null }, { cause: 'no command python' }],
  ['not looked for', {}, { unknown: 'not observed: the command python' }],
  ['there, whether it runs not seen', { 'python.path': '/usr/bin/python' }, 'unknown'],
  ['release 1.19.0 needs no alias', ONLY_2, 'not asked', { release: '1.19.0' }],
]);

table('python.ctypes', [
  ['python 2 with ctypes', { ...AS_PYTHON, 'python.ctypes': true }, 'pass'],
  [
    'python 2 without (python-minimal)',
    { ...AS_PYTHON, 'python.ctypes': false },
    fails('Python without ctypes', 'apt-get install -y python'),
    ubuntu('18.04'),
  ],
  ['python2 only, with', { ...ONLY_2, 'python2.ctypes': true }, 'pass'],
  [
    'python2 only, without',
    { ...ONLY_2, 'python2.ctypes': false },
    fails('Python without ctypes', 'apt-get install -y python2'),
    debian('11'),
  ],
  [
    'python counts, not python2, where python is 2',
    { ...ONLY_2, ...AS_PYTHON, 'python.ctypes': false, 'python2.ctypes': true },
    { cause: 'Python without ctypes' },
  ],
  [
    'python 3 has it: does not help',
    { ...AS_3, 'python.ctypes': true, 'python2.ctypes': false },
    { cause: 'Python without ctypes' },
  ],
  ['no Python 2', ONLY_3, { skip: 'there is no Python 2' }],
  ['not looked for', {}, 'unknown'],
  [
    'Python 2 there, ctypes not tried',
    AS_PYTHON,
    { unknown: 'not observed: whether Python can import ctypes', severity: 'block' },
  ],
  ['1.19.0: ctypes of Python 3', { ...ONLY_3, 'python3.ctypes': true }, 'pass', { release: '1.19.0' }],
  ['1.19.0: ctypes of Python 2', { ...ONLY_2, 'python2.ctypes': true }, 'pass', { release: '1.19.0' }],
  [
    '1.19.0: Python 3 without',
    { ...ONLY_3, 'python3.ctypes': false },
    fails('Python without ctypes', 'apt-get install -y python3'),
    { ...debian('12'), release: '1.19.0' },
  ],
  [
    '1.19.0: Python 3, not tried: does not block',
    ONLY_3,
    { unknown: 'not observed: whether Python can import ctypes', severity: 'warn' },
    { release: '1.19.0' },
  ],
  ['1.19.0: no Python', { ...NEITHER, 'python3.path': null }, { skip: 'there is no Python' }, { release: '1.19.0' }],
  ['the successor does not use it', AS_PYTHON, 'not asked', { agent: 'azure-monitor' }],
]);

const NONE = { ...NEITHER, 'python3.path': null, 'platform-python.path': null } as const;

table('python.any', [
  ['python3', ONLY_3, { pass: '/usr/bin/python3.9' }, { agent: 'azure-monitor' }],
  ['python2 alone', { ...NONE, ...ONLY_2 }, 'pass', { agent: 'azure-monitor' }],
  [
    "Red Hat's platform-python alone",
    { ...NONE, 'platform-python.path': '/usr/libexec/platform-python' },
    'pass',
    { agent: 'azure-monitor' },
  ],
  [
    'none on Debian 12',
    NONE,
    fails('no Python', 'apt-get install -y python3'),
    { ...debian('12'), agent: 'azure-monitor' },
  ],
  ['none on RHEL 9', NONE, fails('no Python', 'dnf install -y python3'), { ...rhel('9.4'), agent: 'azure-monitor' }],
  [
    'none on SLES 15',
    NONE,
    fails('no Python', 'zypper --non-interactive install python3'),
    { ...sles('15.5'), agent: 'azure-monitor' },
  ],
  [
    'none on Enterprise Linux 6',
    NONE,
    fails('no Python', 'yum install -y python'),
    { ...rhel('6.9'), release: '1.19.0' },
  ],
  [
    'one that does not run',
    { ...NONE, 'python3.path': '/usr/bin/python3', 'python3.version': null },
    { cause: 'Python does not run' },
    { agent: 'azure-monitor' },
  ],
  ['not looked for', {}, 'unknown', { agent: 'azure-monitor' }],
  ["the page's release wants Python 2", NONE, 'not asked'],
]);

test.each([
  ['ubuntu', '18.04', ['link python to python2', /^or install python/]],
  ['ubuntu', '20.04', ['link python to python2', 'or install the package that owns this link']],
  ['debian', '11', ['link python to python2', 'or install the package that owns this link']],
  ['rhel', '8.4', ['make python2 the unversioned python']],
] as const)('one of the ways to the name python is enough: %s %s', (id, version, texts) => {
  const facts = { 'python.path': null, 'python2.path': '/usr/bin/python2', 'python2.version': '2.7.17' } as const;
  const check = CATALOGUE.find((one) => one.id === 'python.alias');
  const outcome = check?.judge(subject({ facts, system: linux(id, version) }));
  const said = outcome?.status === 'fail' ? (outcome.fix ?? []).map(({ text }) => text) : [];
  expect(said).toHaveLength(texts.length);
  for (const [index, text] of texts.entries()) expect(said[index]).toMatch(text);
});
