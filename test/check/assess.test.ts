import { describe, expect, it } from 'vitest';
import { type AgentId, METHODS, type MethodId } from '../../src/agent/agent.ts';
import { AGENTS } from '../../src/agent/index.ts';
import { assess, exitOf, type Question } from '../../src/check/assess.ts';
import type { Verdict } from '../../src/check/check.ts';
import type { MachineFacts } from '../../src/machine/facts.ts';
import { CLOUDS } from '../../src/target/cloud.ts';
import { TODAY } from '../support/subject.ts';

const PAGE_DAY = '2020-02-04';

interface Asked {
  readonly agent?: AgentId;
  readonly asOf?: string;
  readonly method?: MethodId;
  readonly ignore?: readonly string[];
  readonly only?: readonly string[];
}

const question = ({ agent, asOf, method, ignore, only }: Asked = {}): Question => ({
  agents: agent === undefined ? Object.values(AGENTS) : [AGENTS[agent]],
  asOf: asOf ?? TODAY,
  cloud: CLOUDS.public,
  place: {},
  offline: true,
  judging: { only: only ?? ['support'], ...(ignore === undefined ? {} : { ignore }) },
  ...(method === undefined ? {} : { method }),
});

/** A healthy x86-64 machine with nothing on it but its name and OpenSSL. */
const machine = (
  id: string,
  name: string,
  version: string,
  openssl: string,
  more: MachineFacts = {},
): MachineFacts => ({
  'os.family': 'linux',
  release: [
    `/etc/os-release:NAME="${name}"`,
    `/etc/os-release:ID=${id}`,
    `/etc/os-release:VERSION_ID="${version}"`,
    `/etc/os-release:PRETTY_NAME="${name} ${version}"`,
  ],
  'kernel.machine': 'x86_64',
  'userland.bits': 64,
  'elf.machine': '3e00',
  'glibc.version': '2.27',
  'musl.version': null,
  container: null,
  wsl: false,
  'openssl.path': '/usr/bin/openssl',
  'openssl.version': `OpenSSL ${openssl}  1 Jan 2020`,
  ...more,
});

const ubuntu2004 = machine('ubuntu', 'Ubuntu', '20.04', '1.1.1f');
const rhel8 = machine('rhel', 'Red Hat Enterprise Linux', '8.10', '1.1.1k');
const rhel6 = machine('rhel', 'Red Hat Enterprise Linux Server', '6.7', '1.0.1e');
const centos7 = machine('centos', 'CentOS Linux', '7', '1.0.2k');
const debian12 = machine('debian', 'Debian GNU/Linux', '12', '3.0.17');
const debian99 = machine('debian', 'Debian GNU/Linux', '99', '1.1.1w');
const ubuntu1804 = machine('ubuntu', 'Ubuntu', '18.04', '1.1.1');
const sap = machine('sles_sap', 'SLES', '12.5', '1.0.2p');
const alpine = machine('alpine', 'Alpine Linux', '3.17.3', '3.0.8', { 'glibc.version': null, 'musl.version': '1.2.3' });

describe('the verdict of a machine', () => {
  const cases: [title: string, facts: MachineFacts, asked: Asked, verdict: Verdict][] = [
    ['Ubuntu 20.04 is on a later list only', ubuntu2004, { agent: 'log-analytics' }, 'reserved'],
    [
      'Ubuntu 20.04 was on no list when the page was written',
      ubuntu2004,
      { agent: 'log-analytics', asOf: PAGE_DAY },
      'unlisted',
    ],
    [
      'unlisted can be lowered',
      ubuntu2004,
      { agent: 'log-analytics', asOf: PAGE_DAY, ignore: ['support.listed'] },
      'reserved',
    ],
    [
      'Ubuntu 18.04 was listed and in support when the page was written',
      ubuntu1804,
      { agent: 'log-analytics', asOf: PAGE_DAY },
      'ready',
    ],
    ['Ubuntu 18.04 is past its end of support today', ubuntu1804, { agent: 'log-analytics' }, 'reserved'],
    ['SLES for SAP is ambiguous', sap, { agent: 'log-analytics', asOf: PAGE_DAY }, 'reserved'],
    [
      'RHEL 8 was not in the extension the day the page named it',
      rhel8,
      { agent: 'log-analytics', method: 'extension', asOf: PAGE_DAY },
      'refused',
    ],
    ['the script took RHEL 8 that day', rhel8, { agent: 'log-analytics', method: 'linux', asOf: PAGE_DAY }, 'ready'],
    [
      'RHEL 8 entered the extension on 2020-03-13',
      rhel8,
      { agent: 'log-analytics', method: 'extension', asOf: '2020-03-13' },
      'ready',
    ],
    ['CentOS 7 left the gate of the successor', centos7, { agent: 'azure-monitor' }, 'refused'],
    ['a newer version than any is reserved for the successor', debian99, { agent: 'azure-monitor' }, 'reserved'],
    ['a newer version than any is unlisted for a closed list', debian99, { agent: 'log-analytics' }, 'unlisted'],
    ['OpenSSL 3 cannot be had otherwise on Debian 12', debian12, { agent: 'log-analytics' }, 'impossible'],
    ['impossible cannot be lowered', debian12, { agent: 'log-analytics', ignore: ['support'] }, 'impossible'],
    ['musl is impossible for both', alpine, {}, 'impossible'],
    ['without a generation the better one counts', debian12, {}, 'reserved'],
    ['nothing known of a machine decides nothing', {}, {}, 'undetermined'],
  ];
  it.each(cases)('%s', (_, facts, asked, verdict) => {
    expect(assess(facts === undefined ? { facts: {} } : { facts }, question(asked)).verdict).toBe(verdict);
  });
});

describe("the page's own verdict does not depend on the day", () => {
  it.each([
    ['ubuntu 18.04', ubuntu1804, 'supported'],
    ['ubuntu 20.04', ubuntu2004, 'unsupported-version'],
    ['sles_sap 12.5', sap, 'ambiguous'],
    ['alpine 3.17', alpine, 'unsupported-distro'],
  ] as const)('%s', (_, facts, page) => {
    for (const asOf of [PAGE_DAY, TODAY]) expect(assess({ facts }, question({ asOf })).page).toBe(page);
  });
});

describe('stranded: the successor cannot take it', () => {
  it.each([
    ['RHEL 6', rhel6, true],
    ['CentOS 7', centos7, true],
    ['RHEL 8', rhel8, false],
    ['Ubuntu 18.04', ubuntu1804, false],
    ['Alpine', alpine, true],
  ] as const)('%s: %s', (_, facts, stranded) => {
    expect(assess({ facts }, question()).stranded).toBe(stranded);
  });

  it('does not follow from a prerequisite that can be mended', () => {
    const noPython = { ...rhel8, 'python.path': null, 'python3.path': null, 'platform-python.path': null };
    expect(assess({ facts: noPython }, question({ only: ['python'], agent: 'log-analytics' })).stranded).toBe(false);
  });

  it('is not said of a day before the successor', () => {
    expect(assess({ facts: rhel6 }, question({ asOf: PAGE_DAY })).stranded).toBe(false);
  });

  it('does not depend on the chosen method', () => {
    expect(assess({ facts: ubuntu1804 }, question({ method: 'linux' })).stranded).toBe(false);
  });
});

describe('an agent that reports to Operations Manager only', () => {
  it.each([
    ['Linux, linked and no workspace', { 'scom.linked': true, 'oms.workspace': [] }, true],
    ['Linux, linked and nobody looked for workspaces', { 'scom.linked': true }, false],
    ['Linux, linked and a workspace', { 'scom.linked': true, 'oms.workspace': ['w'] }, false],
    ['Windows, a group and no workspace', { 'mma.group': ['MG1'], 'mma.workspace': [] }, true],
    ['Windows, a group and a workspace', { 'mma.group': ['MG1'], 'mma.workspace': ['w'] }, false],
    ['no agent at all', {}, false],
  ] as const)('%s', (_, facts, only) => {
    expect(assess({ facts }, question()).operationsManagerOnly).toBe(only);
  });
});

describe('exit code of a verdict', () => {
  it.each([
    ['ready', 0, 0],
    ['reserved', 0, 5],
    ['undetermined', 4, 4],
    ['not-ready', 4, 4],
    ['unlisted', 4, 4],
    ['refused', 4, 4],
    ['impossible', 4, 4],
  ] as const)('%s: %d, with --strict %d', (verdict, plain, strict) => {
    expect([exitOf(verdict, false), exitOf(verdict, true)]).toEqual([plain, strict]);
  });
});

it('every method of the table has a name', () => {
  expect(Object.keys(METHODS)).toHaveLength(10);
});
