import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentId, MethodId } from '../../src/agent/agent.ts';
import type { Outcome } from '../../src/check/check.ts';
import { judge } from '../../src/check/judge.ts';
import { SUPPORT_CHECKS } from '../../src/check/support/index.ts';
import { SUPPORT_TEXT } from '../../src/check/support/text.ts';
import { detectSystem } from '../../src/machine/detect.ts';
import type { MachineFacts } from '../../src/machine/facts.ts';
import type { System } from '../../src/machine/system.ts';
import { linux, type SubjectOptions, subject, TODAY, windows } from '../support/subject.ts';

const PAGE_DAY = '2020-02-04';

/** What a check says; undefined: it does not apply. */
function ask(id: keyof typeof SUPPORT_TEXT, options: SubjectOptions): Outcome | undefined {
  const check = SUPPORT_CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  const asked = subject(options);
  return check.applies(asked) ? check.judge(asked) : undefined;
}

/** `pass`, `fail`, `skip`, `unknown`, `silent`, or the verdict that a failure leads to. */
function word(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'silent';
  return outcome.status === 'fail'
    ? (outcome.verdict ?? `fail${outcome.severity === undefined ? '' : `:${outcome.severity}`}`)
    : outcome.status;
}

const causeOf = (outcome: Outcome | undefined): string => (outcome?.status === 'fail' ? outcome.cause : '');
const fixOf = (outcome: Outcome | undefined): string =>
  outcome?.status === 'fail' ? (outcome.fix ?? []).map(({ text }) => text).join(' | ') : '';
const evidenceOf = (outcome: Outcome | undefined) =>
  outcome !== undefined && 'evidence' in outcome ? outcome.evidence : undefined;

it('every text belongs to a check and every check to a text', () => {
  expect(SUPPORT_CHECKS.map(({ id }) => id as string)).toEqual(Object.keys(SUPPORT_TEXT));
});

describe('support.listed', () => {
  const cases: [system: System, agent: AgentId, asOf: string, expected: string, cause?: string][] = [
    [linux('ubuntu', '18.04'), 'log-analytics', PAGE_DAY, 'pass'],
    [
      linux('ubuntu', '20.04'),
      'log-analytics',
      PAGE_DAY,
      'unlisted',
      'this version is on no published list: Microsoft gives no help for it',
    ],
    [linux('ubuntu', '20.04'), 'log-analytics', '2021-07-21', 'unlisted'],
    [linux('ubuntu', '20.04'), 'log-analytics', '2021-07-22', 'reserved', 'only a later list names this system'],
    [linux('ubuntu', '20.04'), 'log-analytics', TODAY, 'reserved'],
    [linux('ubuntu', '22.04'), 'log-analytics', '2023-07-19', 'unlisted'],
    [linux('ubuntu', '22.04'), 'log-analytics', TODAY, 'reserved'],
    [linux('ubuntu', '24.04'), 'log-analytics', TODAY, 'unlisted'],
    [linux('ubuntu', '14.10'), 'log-analytics', TODAY, 'unlisted'],
    [linux('rhel', '8.10'), 'log-analytics', PAGE_DAY, 'pass'],
    [linux('rhel', '9.4'), 'log-analytics', TODAY, 'reserved'],
    [linux('rhel', '10.0'), 'log-analytics', TODAY, 'unlisted'],
    [linux('centos', '6.9'), 'log-analytics', TODAY, 'pass'],
    [linux('centos', '8.1'), 'log-analytics', TODAY, 'reserved'],
    [linux('centos', '9', { variant: 'stream' }), 'log-analytics', TODAY, 'unlisted'],
    [linux('centos', '7', { variant: 'stream' }), 'log-analytics', TODAY, 'unlisted'],
    [linux('amzn', '2017.09'), 'log-analytics', TODAY, 'pass'],
    [linux('amzn', '2'), 'log-analytics', TODAY, 'reserved'],
    [linux('amzn', '2'), 'log-analytics', '2021-07-22', 'unlisted'],
    [linux('sles', '15.6'), 'log-analytics', TODAY, 'pass'],
    [
      linux('sles_sap', '15.3'),
      'log-analytics',
      TODAY,
      'reserved',
      'the list leaves open whether it means this edition',
    ],
    [linux('sles_sap', '11.4'), 'log-analytics', TODAY, 'unlisted'],
    [
      linux('rhel', '7.9', { variant: 'atomic' }),
      'log-analytics',
      TODAY,
      'reserved',
      'the list leaves open whether it means this edition',
    ],
    [linux('almalinux', '8.3'), 'log-analytics', TODAY, 'reserved'],
    [
      linux('fedora', '40'),
      'log-analytics',
      TODAY,
      'unlisted',
      'this distribution is on no published list: Microsoft gives no help for it',
    ],
    [linux('unknown', '', { source: '/etc/other-release' }), 'log-analytics', TODAY, 'unlisted'],
    [linux('unknown', '', { source: '' }), 'log-analytics', TODAY, 'unknown'],
    [
      linux('ubuntu', '18.04'),
      'log-analytics',
      '2020-02-03',
      'unlisted',
      'no list of systems had been published by that day: Microsoft gives no help for it',
    ],

    [linux('ubuntu', '24.04'), 'azure-monitor', TODAY, 'pass'],
    [linux('ubuntu', '26.04'), 'azure-monitor', TODAY, 'reserved', 'newer than the newest version on the list'],
    [linux('ubuntu', '14.04'), 'azure-monitor', TODAY, 'unlisted'],
    [
      linux('ubuntu', '18.04'),
      'azure-monitor',
      PAGE_DAY,
      'unlisted',
      'no list of systems had been published by that day: Microsoft gives no help for it',
    ],
    [linux('ubuntu', '18.04'), 'azure-monitor', '2021-07-22', 'pass'],
    [linux('debian', '13.1'), 'azure-monitor', TODAY, 'reserved', 'newer than the newest version on the list'],
    [linux('debian', ''), 'azure-monitor', TODAY, 'unlisted'],
    [linux('centos', '7.9'), 'azure-monitor', TODAY, 'pass'],
    [linux('centos', '9', { variant: 'stream' }), 'azure-monitor', TODAY, 'unlisted'],
    [linux('sles', '15'), 'azure-monitor', '2021-07-22', 'pass'],
    [linux('sles', '15.3'), 'azure-monitor', '2021-07-22', 'reserved'],
    [linux('opensuse-leap', '15.4'), 'azure-monitor', TODAY, 'pass'],
    [linux('alpine', '3.17'), 'azure-monitor', TODAY, 'unlisted'],

    [windows('2019', 17763), 'log-analytics', PAGE_DAY, 'pass'],
    [windows('2008-r2', 7601, { servicePack: 1 }), 'log-analytics', TODAY, 'pass'],
    [
      windows('2022', 20348),
      'log-analytics',
      PAGE_DAY,
      'unlisted',
      'this version is on no published list: Microsoft gives no help for it',
    ],
    [windows('2022', 20348), 'log-analytics', TODAY, 'reserved', 'only a later list names this system'],
    [windows('2025', 26100), 'log-analytics', TODAY, 'unlisted'],
    [
      windows('8.1', 9600, { server: false, edition: 'Enterprise' }),
      'log-analytics',
      TODAY,
      'reserved',
      'the list leaves open whether it means this edition',
    ],
    [windows('10', 19045, { server: false, edition: 'Core' }), 'log-analytics', TODAY, 'unlisted'],
    [windows('2025', 26100), 'azure-monitor', TODAY, 'pass'],
    [windows('server-29000', 29000), 'azure-monitor', TODAY, 'reserved', 'newer than the newest version on the list'],
    [windows('server-29000', 29000), 'log-analytics', TODAY, 'unlisted'],
    [windows('server-18000', 18000), 'azure-monitor', TODAY, 'unlisted'],
    [windows('2012', 9200), 'azure-monitor', '2024-01-01', 'pass'],
    [
      windows('2012', 9200),
      'azure-monitor',
      TODAY,
      'unlisted',
      'the current list no longer names this system: Microsoft gives no help for it',
    ],
    [windows('7', 7601, { server: false, servicePack: 1 }), 'azure-monitor', TODAY, 'unlisted'],
    [windows('unknown', 0), 'azure-monitor', TODAY, 'unknown'],
  ];
  it.each(cases)('%j for %s on %s: %s', (system, agent, asOf, expected, cause) => {
    const outcome = ask('support.listed', { system, agent, asOf });
    expect(word(outcome)).toBe(expected);
    if (cause !== undefined) expect(causeOf(outcome)).toBe(cause);
  });

  it('names the list and its date', () => {
    const listed = ask('support.listed', { system: linux('ubuntu', '18.04', { name: 'Ubuntu' }) });
    expect(evidenceOf(listed)).toEqual({
      measured: 'Ubuntu 18.04',
      required: 'Log Analytics agent overview, 2020-02-04',
    });
    const later = ask('support.listed', { system: linux('ubuntu', '20.04') });
    expect(evidenceOf(later)?.required).toBe('README of release 1.19.0, 2024-03-28');
  });

  it('says what an imitation poses as', () => {
    const mint = linux('linuxmint', '17.3', {
      name: 'LinuxMint',
      imitates: { id: 'ubuntu', version: '14.04', evidence: 'DISTRIB_ID=LinuxMint' },
    });
    const outcome = ask('support.listed', { system: mint });
    expect(word(outcome)).toBe('unlisted');
    expect(evidenceOf(outcome)?.measured).toBe('LinuxMint 17.3 (poses as ubuntu: DISTRIB_ID=LinuxMint)');
  });

  const ways: [why: string, options: SubjectOptions, fix: string][] = [
    [
      'the successor, where it takes the system',
      { system: linux('ubuntu', '20.04') },
      'use the Azure Monitor Agent, whose list names this system',
    ],
    ['on Windows too', { system: windows('2025', 26100) }, 'use the Azure Monitor Agent, whose list names this system'],
    [
      'not before its own list names the system',
      { system: linux('ubuntu', '20.04', { name: 'Ubuntu' }), asOf: PAGE_DAY },
      'move to Ubuntu 18.04, the nearest version on the list',
    ],
    [
      'not where its extension refuses it',
      { system: linux('centos', '8.1', { name: 'CentOS Linux' }) },
      'move to CentOS Linux 7, the nearest version on the list',
    ],
    [
      'nor where it has no build',
      { system: linux('debian', '12', { name: 'Debian' }), facts: { 'kernel.machine': 'i686' } },
      'move to Debian 9, the nearest version on the list',
    ],
    [
      'upwards, to one still alive',
      { system: linux('debian', '8', { name: 'Debian' }), agent: 'azure-monitor', asOf: '2025-04-01' },
      'move to Debian 12, the nearest version on the list',
    ],
    ['another system altogether', { system: linux('fedora', '40') }, 'move what runs there to a system on the list'],
    [
      'not where a container makes it impossible too',
      { system: linux('debian', '12', { name: 'Debian' }), facts: { container: 'docker' } },
      'move to Debian 9, the nearest version on the list',
    ],
    [
      'nor the Linux subsystem of Windows',
      { system: linux('ubuntu', '22.04', { name: 'Ubuntu' }), facts: { wsl: true } },
      'move to Ubuntu 18.04, the nearest version on the list',
    ],
    [
      'nor another C library',
      { system: linux('debian', '12', { name: 'Debian' }), facts: { 'glibc.version': null, 'musl.version': '1.2' } },
      'move to Debian 9, the nearest version on the list',
    ],
    [
      'nor the processor of a Windows',
      { system: windows('2025', 26100, { architecture: 'x86' }) },
      'move what runs there to a system on the list',
    ],
    [
      'a later day, before the first list',
      { system: linux('ubuntu', '18.04'), asOf: '2019-01-01' },
      'ask for a later day: the first list is of 2020-02-04 (--as-of 2020-02-04)',
    ],
    [
      'the same for the successor',
      { system: linux('ubuntu', '18.04'), asOf: PAGE_DAY, agent: 'azure-monitor' },
      'ask for a later day: the first list is of 2021-07-22 (--as-of 2021-07-22)',
    ],
  ];
  it.each(ways)('a way out: %s', (_why, options, fix) => {
    expect(fixOf(ask('support.listed', options))).toBe(fix);
  });
});

describe('support.minor-releases', () => {
  it('says as what a minor release counts', () => {
    const outcome = ask('support.minor-releases', { system: linux('rhel', '8.10') });
    expect(word(outcome)).toBe('pass');
    expect(evidenceOf(outcome)).toEqual({ measured: '8.10', required: '8, with all its minor releases' });
  });
  const silent: [why: string, system: System][] = [
    ['the list names the version itself', linux('ubuntu', '18.04')],
    ['no minor release is known', linux('centos', '7')],
    ['it is not on the list', linux('rhel', '9.4')],
    ['it is a Windows', windows('2019', 17763)],
  ];
  it.each(silent)('silent where %s', (_why, system) => {
    expect(word(ask('support.minor-releases', { system }))).toBe('silent');
  });
});

describe('support.server-edition', () => {
  const cases: [system: System, agent: AgentId, expected: string][] = [
    [linux('ubuntu', '18.04'), 'log-analytics', 'pass'],
    [linux('sled', '12.3', { variant: 'client' }), 'log-analytics', 'unlisted'],
    [linux('rhel', '7.9', { variant: 'client' }), 'log-analytics', 'unlisted'],
    [windows('2019', 17763), 'log-analytics', 'pass'],
    [windows('10', 19045, { server: false }), 'log-analytics', 'fail:info'],
    [windows('10', 19045, { server: true, multiSession: true, edition: 'ServerRdsh' }), 'log-analytics', 'fail:info'],
    [linux('rhel', '7.9', { variant: 'client' }), 'azure-monitor', 'silent'],
    [linux('unknown', ''), 'log-analytics', 'silent'],
  ];
  it.each(cases)('%j for %s: %s', (system, agent, expected) => {
    expect(word(ask('support.server-edition', { system, agent }))).toBe(expected);
  });
});

describe('support.end-of-support', () => {
  const cases: [system: System, asOf: string, expected: string][] = [
    [linux('ubuntu', '20.04'), '2025-05-31', 'pass'],
    [linux('ubuntu', '20.04'), '2025-06-01', 'fail'],
    [linux('ubuntu', '14.04'), PAGE_DAY, 'fail'],
    [linux('debian', '8'), PAGE_DAY, 'fail'],
    [linux('debian', '9.13'), PAGE_DAY, 'pass'],
    [linux('rhel', '8.10'), TODAY, 'pass'],
    [linux('centos', '7.9'), TODAY, 'fail'],
    [linux('sles', '12'), PAGE_DAY, 'fail'],
    [linux('sles', '12.5'), PAGE_DAY, 'pass'],
    [linux('sles', '15'), PAGE_DAY, 'fail'],
    [linux('sles', '15.1'), PAGE_DAY, 'pass'],
    [linux('sles_sap', '15.1'), TODAY, 'fail'],
    [linux('fedora', '40'), TODAY, 'skip'],
    [linux('centos', '8', { variant: 'stream' }), TODAY, 'skip'],
    [linux('unknown', '', { source: '' }), TODAY, 'silent'],
    [linux('sles', '11.3'), PAGE_DAY, 'fail'],
    [linux('opensuse-leap', '15.6'), TODAY, 'fail'],
    [linux('mariner', '2.0'), TODAY, 'fail'],
    [linux('azurelinux', '3.0'), TODAY, 'pass'],
    [windows('2019', 17763), TODAY, 'pass'],
    [windows('2016', 14393), '2027-01-12', 'pass'],
    [windows('2016', 14393), '2027-01-13', 'fail'],
    [windows('2012-r2', 9600), '2023-10-10', 'pass'],
    [windows('2012-r2', 9600), '2023-10-11', 'fail'],
    [windows('2008-r2', 7601, { servicePack: 1 }), PAGE_DAY, 'fail'],
    [windows('1709', 16299), PAGE_DAY, 'fail'],
    [windows('1803', 17134), PAGE_DAY, 'fail'],
    [windows('7', 7601, { server: false }), '2020-01-14', 'pass'],
    [windows('7', 7601, { server: false }), PAGE_DAY, 'fail'],
    [windows('8', 9200, { server: false }), PAGE_DAY, 'fail'],
    [windows('10', 19045, { server: false, edition: 'Professional' }), '2025-10-14', 'pass'],
    [windows('10', 19045, { server: false, edition: 'Professional' }), TODAY, 'fail'],
    [windows('azure-local', 26100), TODAY, 'skip'],
    [windows('unknown', 0), TODAY, 'silent'],
  ];
  it.each(cases)('%j on %s: %s', (system, asOf, expected) => {
    expect(word(ask('support.end-of-support', { system, asOf }))).toBe(expected);
  });

  it('mentions the extended date', () => {
    const outcome = ask('support.end-of-support', { system: linux('ubuntu', '20.04', { name: 'Ubuntu' }) });
    expect(evidenceOf(outcome)?.measured).toBe('Ubuntu 20.04: support until 2025-05-31, extended until 2030-04-02');
  });

  it('only warns', () =>
    expect(SUPPORT_CHECKS.find(({ id }) => id === 'support.end-of-support')?.severity).toBe('warn'));
});

describe('support.amazon-ami', () => {
  const cases: [system: System, agent: AgentId, expected: string][] = [
    [linux('amzn', '2017.09'), 'log-analytics', 'pass'],
    [linux('amzn', '2018.03'), 'log-analytics', 'unlisted'],
    [linux('amzn', '2016.03'), 'log-analytics', 'pass'],
    [linux('amzn', '2'), 'log-analytics', 'silent'],
    [linux('amzn', '2023'), 'log-analytics', 'silent'],
    [linux('ubuntu', '18.04'), 'log-analytics', 'silent'],
    [linux('amzn', '2018.03'), 'azure-monitor', 'silent'],
  ];
  it.each(cases)('%j for %s: %s', (system, agent, expected) => {
    expect(word(ask('support.amazon-ami', { system, agent }))).toBe(expected);
  });
});

describe('support.ssl-default', () => {
  const line = (version: string): MachineFacts => ({ 'openssl.version': `OpenSSL ${version}  11 Sep 2023` });
  const cases: [why: string, system: System, facts: MachineFacts, release: string, expected: string][] = [
    ['measured and taken', linux('debian', '11'), line('1.1.1w'), '1.12.15', 'pass'],
    ['not measured, and good by the table', linux('ubuntu', '18.04'), {}, '1.12.15', 'pass'],
    ['not installed, and good by the table', linux('ubuntu', '18.04'), { 'openssl.version': null }, '1.12.15', 'pass'],
    ['OpenSSL 3 and the page', linux('ubuntu', '22.04'), line('3.0.2'), '1.12.15', 'impossible'],
    ['OpenSSL 3 and the last release', linux('ubuntu', '22.04'), line('3.0.2'), '1.19.0', 'pass'],
    ['by the table alone', linux('ubuntu', '22.04'), {}, '1.12.15', 'impossible'],
    ['3.1 and later are for none', linux('sles', '15.6'), line('3.1.4'), '1.19.0', 'impossible'],
    ['the table for SLES 15 SP6', linux('sles', '15.6'), {}, '1.19.0', 'impossible'],
    ['Debian 13', linux('debian', '13'), line('3.5.1'), '1.19.0', 'impossible'],
    ['older than 1.x', linux('sles', '11.4'), line('0.9.8j'), '1.12.15', 'impossible'],
    ['1.0.0, which an update replaces', linux('centos', '6.4'), line('1.0.0-fips'), '1.12.15', 'pass'],
    ['1.0.0 where none better is known', linux('other', '1'), line('1.0.0'), '1.12.15', 'impossible'],
    ['measured goes before the table', linux('ubuntu', '22.04'), line('1.1.1w'), '1.12.15', 'pass'],
    ['another product', linux('other', '1'), { 'openssl.version': 'LibreSSL 2.8.3' }, '1.12.15', 'skip'],
    ['nothing known at all', linux('other', '1'), {}, '1.12.15', 'unknown'],
    ['1.1 on 32 bits', linux('debian', '9'), { ...line('1.1.0l'), 'kernel.machine': 'i686' }, '1.12.15', 'impossible'],
    ['no build for the processor', linux('ubuntu', '22.04'), { 'kernel.machine': 'aarch64' }, '1.12.15', 'skip'],
    ['1.0 on 32 bits', linux('ubuntu', '14.04'), { ...line('1.0.1f'), 'kernel.machine': 'i686' }, '1.12.15', 'pass'],
  ];
  it.each(cases)('%s', (_why, system, facts, release, expected) => {
    expect(word(ask('support.ssl-default', { system, facts, release }))).toBe(expected);
  });

  it('names the release and the successor that take it', () => {
    const fix = fixOf(ask('support.ssl-default', { system: linux('ubuntu', '22.04') }));
    expect(fix.split(' | ')).toEqual([
      'use the Azure Monitor Agent, which does not depend on it',
      'or take release 1.19.0 of the agent, which takes it (--release 1.19.0)',
      'do not build another OpenSSL by hand: the agent is not supported with one',
    ]);
    const inContainer = ask('support.ssl-default', { system: linux('ubuntu', '22.04'), facts: { container: 'lxc' } });
    expect(fixOf(inContainer)).not.toContain('Azure Monitor Agent');
    const none = fixOf(ask('support.ssl-default', { system: linux('sles', '15.6'), release: '1.19.0' }));
    expect(none).not.toContain('--release');
  });

  it('is no question for the successor or for Windows', () => {
    expect(word(ask('support.ssl-default', { system: linux('ubuntu', '22.04'), agent: 'azure-monitor' }))).toBe(
      'silent',
    );
    expect(word(ask('support.ssl-default', { system: windows('2019', 17763) }))).toBe('silent');
  });
});

describe('support.architecture', () => {
  const on = (machine: string, more: MachineFacts = {}): MachineFacts => ({ 'kernel.machine': machine, ...more });
  const cases: [system: System, agent: AgentId, asOf: string, facts: MachineFacts, expected: string][] = [
    [linux('ubuntu', '18.04'), 'log-analytics', TODAY, on('x86_64'), 'pass'],
    [
      linux('ubuntu', '18.04'),
      'log-analytics',
      TODAY,
      on('x86_64', { 'userland.bits': 64, 'elf.machine': '3e00' }),
      'pass',
    ],
    [linux('ubuntu', '18.04'), 'log-analytics', TODAY, on('aarch64'), 'impossible'],
    [linux('ubuntu', '18.04'), 'log-analytics', TODAY, on('ppc64le'), 'impossible'],
    [linux('ubuntu', '18.04'), 'log-analytics', TODAY, on('s390x'), 'impossible'],
    [linux('ubuntu', '18.04'), 'log-analytics', TODAY, on('i686'), 'impossible'],
    [linux('ubuntu', '14.04'), 'log-analytics', TODAY, on('i686'), 'pass'],
    [linux('ubuntu', '14.04'), 'log-analytics', TODAY, on('x86_64', { 'userland.bits': 32 }), 'impossible'],
    [linux('ubuntu', '18.04'), 'log-analytics', TODAY, on('x86_64', { 'elf.machine': '0300' }), 'impossible'],
    [linux('debian', '9'), 'log-analytics', PAGE_DAY, on('i686'), 'impossible'],
    [linux('debian', '9'), 'log-analytics', TODAY, on('i686'), 'reserved'],
    [linux('fedora', '40'), 'log-analytics', TODAY, on('x86_64'), 'pass'],
    [linux('fedora', '40'), 'log-analytics', TODAY, on('aarch64'), 'impossible'],
    [linux('ubuntu', '18.04'), 'log-analytics', TODAY, {}, 'unknown'],
    [linux('ubuntu', '22.04'), 'azure-monitor', TODAY, on('aarch64'), 'pass'],
    [linux('ubuntu', '16.04'), 'azure-monitor', TODAY, on('aarch64'), 'impossible'],
    [linux('ubuntu', '16.04'), 'azure-monitor', TODAY, on('i686'), 'impossible'],
    [linux('rhel', '8.6'), 'azure-monitor', TODAY, on('aarch64'), 'pass'],
    [linux('rhel', '9.2'), 'azure-monitor', '2025-03-07', on('aarch64'), 'impossible'],
    [linux('rhel', '9.2'), 'azure-monitor', TODAY, on('aarch64'), 'reserved'],
    [linux('almalinux', '9.2'), 'azure-monitor', TODAY, on('aarch64'), 'impossible'],
    [linux('debian', '12'), 'azure-monitor', TODAY, on('aarch64'), 'reserved'],
    [windows('2019', 17763), 'log-analytics', TODAY, {}, 'pass'],
    [windows('2008', 6002, { servicePack: 2, architecture: 'x86' }), 'log-analytics', TODAY, {}, 'impossible'],
    [windows('7', 7601, { server: false, servicePack: 1, architecture: 'x86' }), 'log-analytics', PAGE_DAY, {}, 'pass'],
    // Documentation since 2021 names 32 bits for no Windows.
    [
      windows('7', 7601, { server: false, servicePack: 1, architecture: 'x86' }),
      'log-analytics',
      TODAY,
      {},
      'reserved',
    ],
    [
      windows('10', 19045, { server: false, edition: 'Enterprise', architecture: 'x86' }),
      'azure-monitor',
      TODAY,
      {},
      'impossible',
    ],
    [windows('11', 26100, { server: false, architecture: 'ARM64' }), 'log-analytics', TODAY, {}, 'impossible'],
    [windows('11', 26100, { server: false, architecture: 'ARM64' }), 'azure-monitor', TODAY, {}, 'pass'],
    [windows('2019', 17763, { architecture: '' }), 'log-analytics', TODAY, {}, 'unknown'],
  ];
  it.each(cases)('%j for %s on %s, %j: %s', (system, agent, asOf, facts, expected) => {
    expect(word(ask('support.architecture', { system, agent, asOf, facts }))).toBe(expected);
  });

  it('32 bits stayed behind at the release of the page', () => {
    const facts = on('i686');
    expect(word(ask('support.architecture', { system: linux('ubuntu', '14.04'), facts, release: '1.19.0' }))).toBe(
      'impossible',
    );
  });
});

describe('what no change on the machine helps', () => {
  const cases: [id: 'support.libc' | 'support.container' | 'support.wsl', facts: MachineFacts, expected: string][] = [
    ['support.libc', { 'glibc.version': '2.31', 'musl.version': null }, 'pass'],
    ['support.libc', { 'glibc.version': null, 'musl.version': '1.2.4' }, 'impossible'],
    ['support.libc', {}, 'unknown'],
    ['support.libc', { 'glibc.version': null, 'musl.version': null }, 'unknown'],
    ['support.container', { container: null }, 'pass'],
    ['support.container', { container: 'docker' }, 'impossible'],
    ['support.container', {}, 'unknown'],
    ['support.wsl', { wsl: false }, 'pass'],
    ['support.wsl', { wsl: true }, 'impossible'],
    ['support.wsl', {}, 'unknown'],
  ];
  it.each(cases)('%s with %j: %s', (id, facts, expected) => {
    for (const agent of ['log-analytics', 'azure-monitor'] as const) {
      expect(word(ask(id, { system: linux('ubuntu', '22.04'), facts, agent }))).toBe(expected);
      expect(word(ask(id, { system: windows('2019', 17763), facts, agent }))).toBe(
        id === 'support.container' ? expected : 'silent',
      );
    }
  });
});

describe('support.method-gate', () => {
  const cases: [system: System, agent: AgentId, method: MethodId | undefined, asOf: string, expected: string][] = [
    [linux('rhel', '8.1'), 'log-analytics', 'extension', '2020-02-04', 'refused'],
    [linux('rhel', '8.1'), 'log-analytics', 'template', '2020-02-04', 'refused'],
    [linux('rhel', '8.1'), 'log-analytics', 'policy', '2020-02-04', 'refused'],
    [linux('rhel', '8.1'), 'log-analytics', 'linux', '2020-02-04', 'pass'],
    [linux('rhel', '8.1'), 'log-analytics', undefined, '2020-02-04', 'pass'],
    [linux('rhel', '8.1'), 'log-analytics', 'extension', '2020-03-12', 'refused'],
    [linux('rhel', '8.1'), 'log-analytics', 'extension', '2020-03-13', 'pass'],
    [linux('rhel', '6.9'), 'log-analytics', 'extension', '2023-06-26', 'pass'],
    [linux('rhel', '6.9'), 'log-analytics', 'extension', '2023-06-27', 'refused'],
    [linux('amzn', '2017.09'), 'log-analytics', 'extension', '2020-02-04', 'refused'],
    [linux('amzn', '2017.09'), 'log-analytics', 'extension', TODAY, 'refused'],
    [linux('ubuntu', '22.04'), 'log-analytics', 'extension', '2023-10-01', 'refused'],
    [linux('ubuntu', '22.04'), 'log-analytics', 'extension', TODAY, 'pass'],
    [linux('debian', '11.5'), 'log-analytics', 'extension', TODAY, 'pass'],
    [linux('opensuse-leap', '15.4'), 'log-analytics', 'extension', TODAY, 'pass'],
    [linux('almalinux', '9.1'), 'log-analytics', 'extension', TODAY, 'pass'],
    [linux('sles_sap', '15.3'), 'log-analytics', 'extension', TODAY, 'pass'],
    [linux('fedora', '40'), 'log-analytics', 'extension', TODAY, 'refused'],
    [linux('fedora', '40'), 'log-analytics', undefined, TODAY, 'pass'],
    [
      linux('scientific', '7.2', { imitates: { id: 'rhel', version: '7.2', evidence: 'NAME' } }),
      'log-analytics',
      'extension',
      TODAY,
      'pass',
    ],
    [linux('ubuntu', '18.04'), 'log-analytics', 'extension', '2019-01-01', 'pass'],
    [linux('ubuntu', '18.04'), 'log-analytics', 'windows', TODAY, 'refused'],
    [linux('ubuntu', '18.04'), 'log-analytics', 'dsc', TODAY, 'refused'],
    [windows('2019', 17763), 'log-analytics', 'linux', TODAY, 'refused'],
    [windows('2019', 17763), 'log-analytics', 'extension', TODAY, 'pass'],
    [windows('2019', 17763), 'log-analytics', undefined, TODAY, 'pass'],

    [linux('centos', '7.9'), 'azure-monitor', undefined, TODAY, 'refused'],
    [linux('centos', '7.9'), 'azure-monitor', 'extension', '2026-05-18', 'pass'],
    [linux('centos', '7.9'), 'azure-monitor', 'extension', '2026-05-19', 'refused'],
    [linux('sles', '12.5'), 'azure-monitor', undefined, '2026-05-31', 'pass'],
    [linux('sles', '12.5'), 'azure-monitor', undefined, '2026-06-01', 'refused'],
    [linux('ubuntu', '14.04'), 'azure-monitor', undefined, '2026-08-05', 'refused'],
    // Newer than all that the table of that day names: left to the lists.
    [linux('ubuntu', '26.04'), 'azure-monitor', undefined, '2026-08-05', 'pass'],
    [linux('ubuntu', '26.04'), 'azure-monitor', undefined, '2026-08-06', 'pass'],
    [linux('ubuntu', '24.10'), 'azure-monitor', undefined, TODAY, 'refused'],
    [linux('rhel', '6.10'), 'azure-monitor', undefined, TODAY, 'refused'],
    [linux('ubuntu', '18.04'), 'azure-monitor', 'linux', TODAY, 'refused'],
    [linux('ubuntu', '18.04'), 'azure-monitor', 'auto-provisioning', TODAY, 'refused'],
    [windows('2022', 20348), 'azure-monitor', 'windows', TODAY, 'refused'],
    [windows('2022', 20348), 'azure-monitor', undefined, TODAY, 'pass'],
    [windows('11', 22631, { server: false }), 'azure-monitor', 'windows', TODAY, 'pass'],
    [linux('unknown', '', { source: '' }), 'azure-monitor', undefined, TODAY, 'unknown'],
  ];
  it.each(cases)('%j for %s by %s on %s: %s', (system, agent, method, asOf, expected) => {
    expect(word(ask('support.method-gate', { system, agent, asOf, ...(method === undefined ? {} : { method }) }))).toBe(
      expected,
    );
  });

  it('names the methods that would take it', () => {
    const outcome = ask('support.method-gate', { system: linux('rhel', '8.1'), method: 'extension', asOf: PAGE_DAY });
    expect(fixOf(outcome)).toBe('use a method that takes it: Linux script (--method linux)');
    expect(evidenceOf(outcome)?.required).toBe('table of systems in the OmsAgentForLinux extension, 2020-02-04');
    const none = ask('support.method-gate', {
      system: linux('centos', '7.9'),
      agent: 'azure-monitor',
      method: 'extension',
    });
    expect(fixOf(none)).toBe('no method of the Azure Monitor Agent takes it');
  });

  it('the successor looks at the processor', () => {
    const arm = { 'kernel.machine': 'aarch64' };
    const asked = (system: System): string =>
      word(ask('support.method-gate', { system, agent: 'azure-monitor', facts: arm }));
    expect(asked(linux('ubuntu', '16.04'))).toBe('refused');
    expect(asked(linux('ubuntu', '18.04'))).toBe('pass');
    expect(asked(linux('amzn', '2023'))).toBe('refused');
  });
});

describe('the support rules together', () => {
  const x64: MachineFacts = {
    'kernel.machine': 'x86_64',
    'glibc.version': '2.31',
    'musl.version': null,
    container: null,
    wsl: false,
  };
  const cases: [system: System, agent: AgentId, asOf: string, method: MethodId | undefined, expected: string][] = [
    [linux('ubuntu', '20.04'), 'log-analytics', TODAY, undefined, 'reserved'],
    [linux('ubuntu', '20.04'), 'log-analytics', PAGE_DAY, undefined, 'unlisted'],
    [linux('ubuntu', '18.04'), 'log-analytics', PAGE_DAY, undefined, 'ready'],
    [linux('ubuntu', '18.04'), 'log-analytics', TODAY, undefined, 'reserved'],
    [linux('rhel', '8.10'), 'log-analytics', TODAY, undefined, 'ready'],
    [linux('rhel', '8.1'), 'log-analytics', PAGE_DAY, 'extension', 'refused'],
    [linux('rhel', '8.1'), 'log-analytics', PAGE_DAY, 'linux', 'ready'],
    [linux('ubuntu', '22.04'), 'log-analytics', TODAY, undefined, 'impossible'],
    [linux('sles', '15.6'), 'log-analytics', TODAY, undefined, 'impossible'],
    [linux('amzn', '2018.03'), 'log-analytics', TODAY, undefined, 'unlisted'],
    [linux('centos', '7.9'), 'azure-monitor', TODAY, undefined, 'refused'],
    [linux('ubuntu', '24.04'), 'azure-monitor', TODAY, undefined, 'ready'],
    [linux('ubuntu', '26.04'), 'azure-monitor', TODAY, undefined, 'reserved'],
    [linux('fedora', '40'), 'azure-monitor', TODAY, undefined, 'refused'],
    [windows('2019', 17763), 'log-analytics', TODAY, undefined, 'ready'],
    [windows('2025', 26100), 'log-analytics', TODAY, undefined, 'unlisted'],
    [windows('2025', 26100), 'azure-monitor', TODAY, undefined, 'ready'],
    [windows('10', 19045, { server: false, edition: 'Enterprise' }), 'log-analytics', '2025-10-14', undefined, 'ready'],
    [windows('10', 19045, { server: false, edition: 'Enterprise' }), 'log-analytics', TODAY, undefined, 'reserved'],
    [windows('2012-r2', 9600), 'log-analytics', TODAY, undefined, 'reserved'],
  ];
  it.each(cases)('%j for %s on %s by %s: %s', (system, agent, asOf, method, expected) => {
    const asked = subject({ system, agent, asOf, facts: x64, ...(method === undefined ? {} : { method }) });
    expect(judge(asked, { catalogue: SUPPORT_CHECKS }).verdict).toBe(expected);
  });

  it('never break, whatever was observed', () => {
    const line = fc.tuple(
      fc.constantFrom('ID', 'NAME', 'VERSION_ID', 'PRETTY_NAME'),
      fc.oneof(fc.string(), fc.constantFrom('ubuntu', 'sles', 'rhel', 'amzn', '2018.03', '8.10', 'constructor')),
    );
    const facts = fc.record(
      {
        'os.family': fc.constantFrom('linux', 'windows', ''),
        release: fc.array(line.map(([key, value]) => `/etc/os-release:${key}=${value}`)),
        'kernel.machine': fc.oneof(fc.string(), fc.constantFrom('x86_64', 'i686', 'aarch64', '__proto__')),
        'elf.machine': fc.oneof(fc.string(), fc.constantFrom('3e00', '0300', null)),
        'openssl.version': fc.oneof(fc.string(), fc.constantFrom('OpenSSL 3.0.2', 'OpenSSL ', null)),
        'windows.build': fc.nat(30_000),
        container: fc.option(fc.string()),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<MachineFacts>;
    const agent = fc.constantFrom<AgentId>('log-analytics', 'azure-monitor');
    const asOf = fc.oneof(fc.constantFrom(PAGE_DAY, TODAY), fc.string());
    fc.assert(
      fc.property(
        facts,
        agent,
        asOf,
        fc.constantFrom<MethodId>('extension', 'linux', 'windows'),
        (seen, id, day, method) => {
          const asked = { ...subject({ facts: seen, agent: id, asOf: day, method }), system: detectSystem(seen) };
          for (const check of SUPPORT_CHECKS) {
            const outcome = check.applies(asked) ? check.judge(asked) : undefined;
            expect(['pass', 'fail', 'skip', 'unknown', undefined]).toContain(outcome?.status);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
