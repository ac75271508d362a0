import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/check/catalogue.ts';
import type { MachineFacts } from '../../../src/machine/facts.ts';
import { linux, subject } from '../../support/subject.ts';
import { fails, type Row, table } from './table.ts';

const version = (line: string | null) => ({
  'openssl.path': '/usr/bin/openssl',
  'openssl.version': line,
  'kernel.machine': 'x86_64',
});
const rhel = (number: string) => ({ system: linux('rhel', number) });
const NEWER = 'OpenSSL newer than this release of the agent knows';
const SUCCESSOR = 'azmon check --agent azure-monitor';

table('openssl.command', [
  ['there', { 'openssl.path': '/usr/bin/openssl' }, { pass: '/usr/bin/openssl' }],
  [
    'absent on Ubuntu (minimal base)',
    { 'openssl.path': null },
    fails('no openssl command', 'apt-get install -y openssl'),
  ],
  ['absent on RHEL 7', { 'openssl.path': null }, fails('no openssl command', 'yum install -y openssl'), rhel('7.9')],
  ['absent on RHEL 8', { 'openssl.path': null }, fails('no openssl command', 'dnf install -y openssl'), rhel('8.4')],
  [
    'absent on SLES',
    { 'openssl.path': null },
    fails('no openssl command', 'zypper --non-interactive install openssl'),
    { system: linux('sles', '15.1') },
  ],
  ['not looked for', {}, 'unknown'],
  ['the successor does not call it', { 'openssl.path': null }, 'not asked', { agent: 'azure-monitor' }],
]);

const BY_PAGE: readonly Row[] = [
  ['1.0.1e of Enterprise Linux 6.5', version('OpenSSL 1.0.1e-fips 11 Feb 2013'), { pass: '1.0.1e-fips' }],
  ['1.0.2k', version('OpenSSL 1.0.2k-fips  26 Jan 2017'), { pass: '1.0.2k-fips' }],
  ['1.1.0 on x86_64', version('OpenSSL 1.1.0l  10 Sep 2019'), 'pass'],
  ['1.1.1 on x86_64', version('OpenSSL 1.1.1w  11 Sep 2023'), { pass: '1.1.1w' }],
  [
    '1.1.0 on 32 bits',
    { ...version('OpenSSL 1.1.0f  25 May 2017'), 'kernel.machine': 'i686' },
    fails('OpenSSL 1.1 outside x86_64'),
  ],
  ['1.0.2 on 32 bits', { ...version('OpenSSL 1.0.2g  1 Mar 2016'), 'kernel.machine': 'i686' }, 'pass'],
  [
    '1.1.1, architecture not seen',
    { 'openssl.path': '/usr/bin/openssl', 'openssl.version': 'OpenSSL 1.1.1w  11 Sep 2023' },
    'unknown',
  ],
  [
    '0.9.8',
    version('OpenSSL 0.9.8e-fips-rhel5 01 Jul 2008'),
    fails('OpenSSL too old', 'yum update -y openssl'),
    rhel('5.11'),
  ],
  [
    '1.0.0 (Enterprise Linux 6.0 to 6.4), which the bundle refuses',
    version('OpenSSL 1.0.0-fips 29 Mar 2010'),
    fails('OpenSSL too old', 'yum update -y openssl'),
    rhel('6.4'),
  ],
  ['3.0.2', version('OpenSSL 3.0.2 15 Mar 2022 (Library: OpenSSL 3.0.2 15 Mar 2022)'), fails(NEWER, SUCCESSOR)],
  [
    '3.2.2 of RHEL 9.5',
    version('OpenSSL 3.2.2 4 Jun 2024 (Library: OpenSSL 3.2.2 4 Jun 2024)'),
    fails(NEWER, SUCCESSOR),
    rhel('9.5'),
  ],
  ['10.0 is not 1.0', version('OpenSSL 10.0.1 1 Jan 2030'), fails(NEWER, SUCCESSOR)],
  ['LibreSSL', version('LibreSSL 2.8.3'), fails('openssl is not OpenSSL')],
  ['one that does not run', version(null), fails('openssl does not run')],
  ['an empty answer', version(''), fails('openssl is not OpenSSL')],
  [
    'no command: said once, by openssl.command',
    { 'openssl.path': null },
    { skip: 'there is no openssl command to ask' },
  ],
  ['not looked for', {}, 'unknown'],
  ['the successor does not depend on it', version('OpenSSL 0.9.8'), 'not asked', { agent: 'azure-monitor' }],
];
table('openssl.version', BY_PAGE);

table('openssl.version', [
  ['1.19.0 takes 3.0.2', version('OpenSSL 3.0.2 15 Mar 2022'), 'pass', { release: '1.19.0' }],
  ['1.19.0 takes 1.1.1', version('OpenSSL 1.1.1w  11 Sep 2023'), 'pass', { release: '1.19.0' }],
  ['1.19.0 refuses 3.1.4', version('OpenSSL 3.1.4 24 Oct 2023'), fails(NEWER, SUCCESSOR), { release: '1.19.0' }],
  [
    '1.19.0 refuses 1.0.0',
    version('OpenSSL 1.0.0-fips 29 Mar 2010'),
    { cause: 'OpenSSL too old' },
    { release: '1.19.0' },
  ],
]);

table('openssl.shared', [
  ['shared', { 'openssl.shared': true }, 'pass'],
  ['statically linked', { 'openssl.shared': false }, { cause: 'openssl without shared libssl', severity: 'block' }],
  ['no command', { 'openssl.path': null }, 'skip'],
  ['no ldd to ask: does not block', {}, { unknown: 'not observed: what openssl is linked against', severity: 'warn' }],
]);

table('openssl.shadow', [
  ['one', { 'openssl.other': [] }, 'pass'],
  [
    'a second in /usr/local',
    { 'openssl.other': ['/usr/local/bin/openssl OpenSSL 3.0.2 15 Mar 2022'] },
    {
      cause: 'a second OpenSSL beside the system one',
      severity: 'warn',
      measured: '/usr/local/bin/openssl OpenSSL 3.0.2 15 Mar 2022',
    },
  ],
  ['not looked for', {}, 'unknown'],
]);

table('openssl.tls12', [
  ['knows it', { 'openssl.tls12': true }, 'pass'],
  [
    'does not, today',
    { 'openssl.tls12': false },
    { cause: 'OpenSSL without TLS 1.2', severity: 'block', commands: ['yum update -y openssl'] },
    rhel('6.4'),
  ],
  [
    'does not, on the day before',
    { 'openssl.tls12': false },
    { cause: 'OpenSSL without TLS 1.2', severity: 'warn' },
    { asOf: '2025-06-30' },
  ],
  [
    'does not, on the day',
    { 'openssl.tls12': false },
    { cause: 'OpenSSL without TLS 1.2', severity: 'block' },
    { asOf: '2025-07-01' },
  ],
  ['not looked for: does not block', {}, { unknown: 'not observed: whether OpenSSL knows TLS 1.2', severity: 'warn' }],
  ['no command', { 'openssl.path': null }, 'skip'],
]);

describe('a processor for which there is no build', () => {
  const facts = { 'kernel.machine': 'aarch64', 'openssl.path': null, 'openssl.version': null } as const;
  const ids = CATALOGUE.map(({ id }) => id).filter((id) => id.startsWith('openssl.'));

  test.each(ids)('%s leaves it to support.architecture', (id) => {
    const check = CATALOGUE.find((one) => one.id === id);
    expect(check?.judge(subject({ facts }))).toEqual({
      status: 'skip',
      reason: 'there is no build of the agent for this processor',
    });
  });
});

test('the way out of an OpenSSL that is too new is one of several', () => {
  const system = linux('ubuntu', '22.04');
  const way = (more: MachineFacts): readonly string[] => {
    const facts = { 'openssl.path': '/usr/bin/openssl', 'openssl.version': 'OpenSSL 3.0.2 15 Mar 2022', ...more };
    const outcome = CATALOGUE.find(({ id }) => id === 'openssl.version')?.judge(subject({ system, facts }));
    return outcome?.status === 'fail' ? (outcome.fix ?? []).map(({ text }) => text) : [];
  };
  const never = 'never replace the OpenSSL of the distribution: the agent does not support one built by hand';
  expect(way({})).toEqual([
    'use the Azure Monitor Agent, which does not depend on it',
    'or take release 1.19.0 of the agent, which takes it',
    never,
  ]);
  expect(way({ container: 'docker' })).toEqual(['take release 1.19.0 of the agent, which takes it', never]);
});
