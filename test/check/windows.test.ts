import { describe, expect, it } from 'vitest';
import { BOTH_CHECKS } from '../../src/check/both/index.ts';
import type { BOTH_TEXT } from '../../src/check/both/text.ts';
import type { Check, Outcome } from '../../src/check/check.ts';
import { container } from '../../src/check/support/container.ts';
import { WINDOWS_CHECKS } from '../../src/check/windows/index.ts';
import { WINDOWS_TEXT } from '../../src/check/windows/text.ts';
import type { MachineFacts } from '../../src/machine/facts.ts';
import type { WindowsSystem } from '../../src/machine/system.ts';
import { linux, type SubjectOptions, subject, windows } from '../support/subject.ts';

const SEVEN = windows('7', 7601, { server: false, servicePack: 1, edition: 'Professional' });
const R2 = windows('2008-r2', 7601, { servicePack: 1 });
const OLDEST = windows('2008', 6002, { servicePack: 2 });
const R2_2012 = windows('2012-r2', 9600);
const SERVER = windows('2019', 17763);
const TEN = windows('10', 19045, { server: false, edition: 'Professional' });
const MULTI = windows('10', 19045, { server: false, edition: 'ServerRdsh', multiSession: true });

const WORKSPACES = ['11111111', '22222222', '33333333', '44444444'].map(
  (start) => `${start}-aaaa-bbbb-cccc-dddddddddddd`,
);
const [FIRST = ''] = WORKSPACES;
const FIFTH = '55555555-aaaa-bbbb-cccc-dddddddddddd';
const AMA = { agent: 'azure-monitor' } as const;
const G2 = 'DF3C24F9BFD666761B268073FE06D1CC8D4F82A4';
const BALTIMORE = 'D4DE20D05E66FC53FE1A50882C78DB2852CAE474';

type Said = 'pass' | 'skip' | 'unknown' | 'not asked' | `fail: ${string}`;
type Row = readonly [system: WindowsSystem, facts: MachineFacts, said: Said, more?: SubjectOptions];

/** What is asked of Windows, alone or along with Linux. */
const CHECKS: readonly Check[] = [container, ...BOTH_CHECKS, ...WINDOWS_CHECKS];

const find = (id: string): Check => {
  const found = CHECKS.find((check) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};

const ask = (
  id: string,
  system: WindowsSystem,
  facts: MachineFacts,
  more: SubjectOptions = {},
): Outcome | undefined => {
  const asked = subject({ system, facts, ...more });
  return find(id).applies(asked) ? find(id).judge(asked) : undefined;
};

const said = (outcome: Outcome | undefined): string =>
  outcome === undefined ? 'not asked' : outcome.status === 'fail' ? `fail: ${outcome.cause}` : outcome.status;

const keys = (enabled: number | null, off: number | null, more: MachineFacts = {}): MachineFacts => ({
  'tls12.enabled': enabled,
  'tls12.disabled-by-default': off,
  ...more,
});

const net = (release: number | null, strong: number | null, strong32 = strong): MachineFacts => ({
  'dotnet.release': release,
  'dotnet.strong-crypto': strong,
  'dotnet.strong-crypto-32': strong32,
});

const at = (asOf: string): SubjectOptions => ({ asOf });
const to = (workspaceId: string): SubjectOptions => ({ place: { workspaceId } });
const clock = (seconds: number): MachineFacts => ({ 'clock.now': 1_800_000_000 + seconds });
const seen: SubjectOptions = { gathered: { startedAt: 1_799_999_999_000, finishedAt: 1_800_000_001_000 } };

/** An agent of Operations Manager, and of nothing else. */
const TO_SCOM: MachineFacts = { 'mma.version': '10.20.18069.0', 'mma.group': ['Contoso'], 'mma.workspace': [] };

type Asked = keyof typeof WINDOWS_TEXT | keyof typeof BOTH_TEXT | 'support.container';

const TABLE: Readonly<Record<Asked, readonly Row[]>> = {
  'privilege.root': [
    [SERVER, { 'user.id': 0 }, 'pass'],
    [SERVER, { 'user.id': 1 }, 'fail: not an elevated administrator'],
    [SERVER, {}, 'unknown'],
    [SERVER, { 'user.id': 1 }, 'skip', { method: 'extension' }],
    [SERVER, {}, 'skip', { method: 'policy' }],
    [SERVER, { 'user.id': 1 }, 'fail: not an elevated administrator', { method: 'windows' }],
    [SERVER, { 'user.id': 1, 'azure.vm': true }, 'fail: not an elevated administrator', { method: 'windows' }],
    // The client installer is for clients: on a server the successor comes by the extension alone.
    [SERVER, { 'user.id': 1 }, 'skip', AMA],
    [TEN, { 'user.id': 1 }, 'fail: not an elevated administrator', AMA],
  ],
  'support.container': [
    [SERVER, { container: null }, 'pass'],
    [SERVER, { container: 'windows' }, 'fail: a container'],
    [SERVER, {}, 'unknown'],
  ],
  'windows.installer': [
    [TEN, {}, 'not asked'],
    [SERVER, {}, 'not asked', AMA],
    [MULTI, {}, 'pass', AMA],
    [TEN, { 'azure.vm': true }, 'pass', AMA],
    [TEN, { 'azure.vm': false, 'arc.present': true }, 'skip', AMA],
    [TEN, { 'azure.vm': false }, 'fail: a client device takes the client installer', AMA],
    [{ ...TEN, edition: 'Core' }, {}, 'fail: Windows Home cannot join Microsoft Entra ID', AMA],
    [{ ...TEN, edition: 'CoreSingleLanguage' }, {}, 'fail: Windows Home cannot join Microsoft Entra ID', AMA],
    [{ ...TEN, edition: 'Core' }, { 'arc.present': true }, 'skip', AMA],
    [{ ...TEN, build: 17134 }, {}, 'fail: a client device takes the client installer', AMA],
    [{ ...TEN, build: 16299 }, {}, 'fail: too old for the client installer', AMA],
  ],
  'azure.identity': [
    [SERVER, {}, 'not asked'],
    [SERVER, { 'azure.vm': true }, 'pass', AMA],
    [SERVER, { 'azure.vm': false, 'arc.present': true }, 'pass', AMA],
    [SERVER, { 'azure.vm': false, 'arc.present': false }, 'fail: the machine has no Azure identity', AMA],
    [SERVER, { 'azure.vm': false }, 'unknown', AMA],
    [SERVER, {}, 'unknown', AMA],
    [TEN, { 'azure.vm': false, 'arc.present': false }, 'skip', AMA],
    [MULTI, { 'azure.vm': false, 'arc.present': false }, 'fail: the machine has no Azure identity', AMA],
  ],
  'windows.extended-updates': [
    [R2_2012, {}, 'not asked'],
    [SERVER, {}, 'not asked', AMA],
    [R2_2012, {}, 'fail: supported with Extended Security Updates only', { ...AMA, ...at('2026-10-13') }],
    [R2_2012, {}, 'skip', { ...AMA, ...at('2026-10-14') }],
  ],
  'windows.service-pack': [
    [SEVEN, {}, 'pass'],
    [{ ...SEVEN, build: 7600, servicePack: 0 }, {}, 'fail: a service pack is missing'],
    [{ ...R2, build: 7600, servicePack: 0 }, {}, 'fail: a service pack is missing', at('2020-02-04')],
    [R2, {}, 'pass'],
    [{ ...R2, build: 7600, servicePack: 0 }, {}, 'fail: a service pack is missing'],
    [OLDEST, {}, 'pass'],
    [{ ...OLDEST, build: 6001, servicePack: 1 }, {}, 'fail: a service pack is missing'],
    [windows('2012', 9200), {}, 'not asked'],
    [{ ...R2, servicePack: 0 }, {}, 'not asked', AMA],
  ],
  'windows.sha2-updates': [
    [R2, { 'windows.updates': 'KB4474419 KB4490628' }, 'pass'],
    [R2, { 'windows.updates': 'KB4474419' }, 'fail: updates for SHA-2 signatures are not listed'],
    [R2, { 'windows.updates': null }, 'fail: updates for SHA-2 signatures are not listed'],
    [R2, { 'windows.updates': 'KB4592510' }, 'pass'],
    [
      R2,
      { 'windows.updates': null, 'windows.build-lab': '7601.24545.amd64fre.win7sp1_ldr_escrow.200102-1707' },
      'pass',
    ],
    [
      R2,
      { 'windows.updates': null, 'windows.build-lab': '7601.17514.amd64fre.win7sp1_rtm.101119-1850' },
      'fail: updates for SHA-2 signatures are not listed',
    ],
    [R2, {}, 'unknown'],
    [R2, { 'windows.updates': null }, 'skip', at('2020-08-16')],
    [OLDEST, { 'windows.updates': 'KB4474419 KB4490628' }, 'fail: updates for SHA-2 signatures are not listed'],
    [OLDEST, { 'windows.updates': 'KB4493730 KB4474419' }, 'pass'],
    [SERVER, {}, 'not asked'],
  ],
  'windows.tls12': [
    [SERVER, keys(null, null), 'pass'],
    [SERVER, keys(1, 0), 'pass'],
    [SERVER, keys(0xffffffff, 0), 'pass'],
    [SERVER, keys(0, null), 'fail: TLS 1.2 is switched off'],
    [SERVER, keys(null, 1), 'fail: TLS 1.2 is switched off'],
    [SERVER, {}, 'unknown'],
    [SEVEN, keys(null, null), 'fail: TLS 1.2 is off by default'],
    [SEVEN, keys(1, null), 'fail: TLS 1.2 is off by default'],
    [SEVEN, keys(null, 0), 'pass'],
    [SEVEN, keys(1, 0), 'pass'],
    [R2, keys(0xffffffff, 0), 'pass'],
    [R2, keys(null, null), 'fail: TLS 1.2 is off by default', AMA],
    [OLDEST, keys(1, 0), 'unknown'],
    [OLDEST, keys(null, null), 'fail: TLS 1.2 is off by default'],
    [OLDEST, keys(1, 0, { 'windows.updates': null }), 'fail: the update that brings TLS 1.2 is missing'],
    [OLDEST, keys(1, 0, { 'windows.updates': 'KB4019276' }), 'pass'],
    [OLDEST, keys(null, null, { 'windows.updates': 'KB4019276' }), 'fail: TLS 1.2 is off by default'],
    [{ ...OLDEST, build: 6003 }, keys(1, 0), 'pass'],
  ],
  'windows.winhttp': [
    [SEVEN, { 'winhttp.protocols': 0xa00 }, 'pass'],
    [SEVEN, { 'winhttp.protocols': 0xa0 }, 'fail: WinHTTP does not offer TLS 1.2 by default'],
    [SEVEN, { 'winhttp.protocols': null }, 'fail: WinHTTP does not offer TLS 1.2 by default'],
    [SEVEN, {}, 'unknown'],
    [SERVER, {}, 'not asked'],
  ],
  'windows.dotnet': [
    [SERVER, net(461814, null), 'pass'],
    [SERVER, net(461814, 0), 'fail: .NET is not set to strong cryptography'],
    [SERVER, net(461814, 1, 0), 'fail: .NET is not set to strong cryptography'],
    [SERVER, {}, 'unknown'],
    [SEVEN, net(null, null), 'fail: .NET Framework is older than 4.6'],
    [SEVEN, net(378389, 1), 'fail: .NET Framework is older than 4.6'],
    [SEVEN, net(393295, null), 'fail: .NET is not set to strong cryptography'],
    [SEVEN, net(528040, 1, null), 'fail: .NET is not set to strong cryptography'],
    [SEVEN, net(528040, 1), 'pass'],
  ],
  'windows.roots': [
    [SERVER, { 'roots.present': `${G2} ${BALTIMORE}` }, 'pass'],
    [SERVER, { 'roots.present': BALTIMORE }, 'fail: the root certificate of the service is not there'],
    [SERVER, { 'roots.present': BALTIMORE }, 'pass', at('2023-06-29')],
    [SERVER, { 'roots.present': G2 }, 'fail: the root certificate of the service is not there', at('2020-02-04')],
    [SERVER, { 'roots.present': null }, 'fail: the root certificate of the service is not there', AMA],
    [SERVER, {}, 'unknown'],
  ],
  'fips.mode': [
    [SERVER, { fips: true }, 'pass'],
    [SERVER, { fips: false }, 'pass'],
    [SERVER, {}, 'unknown'],
  ],
  'clock.skew': [
    [SERVER, clock(200), 'pass', seen],
    [SERVER, clock(-800), 'fail: the clock drifts', seen],
    [SERVER, clock(3600), 'fail: the clock is wrong', seen],
    [SERVER, clock(3600), 'skip'],
    [SERVER, {}, 'unknown', seen],
  ],
  'agent.version': [
    [SERVER, { 'mma.version': null }, 'skip'],
    [SERVER, { 'mma.version': '10.20.18069.0' }, 'pass'],
    [SERVER, { 'mma.version': '10.20.18053.0' }, 'pass', at('2023-06-30')],
    [
      SERVER,
      { 'mma.version': '10.20.18040.0' },
      'fail: the agent that is there is too old to connect',
      at('2023-06-30'),
    ],
    [SERVER, { 'mma.version': '10.20.18040.0' }, 'pass', at('2023-06-29')],
    [
      SERVER,
      { 'mma.version': '10.20.18018.0' },
      'fail: the agent that is there is too old to connect',
      at('2020-08-17'),
    ],
    [SERVER, { 'mma.version': '8.0.11136.0' }, 'fail: the agent that is there is too old to connect'],
    [SERVER, { 'mma.version': '8.0.11136.0' }, 'pass', at('2020-02-04')],
    [SERVER, {}, 'unknown'],
    [SERVER, {}, 'not asked', AMA],
  ],
  'agent.running': [
    [SERVER, { 'mma.version': null }, 'skip'],
    [SERVER, { 'mma.version': '10.20.18069.0', 'mma.service': 'RUNNING' }, 'pass'],
    [SERVER, { 'mma.version': '10.20.18069.0', 'mma.service': 'STOPPED' }, 'fail: installed, but does not run'],
    [SERVER, { 'mma.version': '10.20.18069.0', 'mma.service': null }, 'fail: installed, but does not run'],
    [SERVER, { 'mma.version': '10.20.18069.0' }, 'unknown'],
    [SERVER, {}, 'unknown'],
    [SERVER, { 'ama.version': '1.39.0', 'ama.running': false }, 'fail: installed, but does not run', AMA],
    [SERVER, { 'ama.version': '1.39.0', 'ama.running': true }, 'pass', AMA],
  ],
  'agent.workspaces': [
    [SERVER, { 'mma.workspace': [] }, 'pass'],
    [SERVER, {}, 'unknown'],
    [SERVER, { 'mma.workspace': WORKSPACES.slice(0, 3) }, 'pass', to(FIFTH)],
    [SERVER, { 'mma.workspace': WORKSPACES }, 'fail: no room for a further workspace', to(FIFTH)],
    [SERVER, { 'mma.workspace': WORKSPACES }, 'fail: no room for a further workspace'],
    [SERVER, { 'mma.workspace': WORKSPACES }, 'pass', to(FIRST.toUpperCase())],
    [SERVER, { 'mma.workspace': [...WORKSPACES, FIFTH] }, 'fail: reports to too many workspaces', to(FIRST)],
    [SERVER, { 'mma.workspace': [FIRST, FIRST.toUpperCase()] }, 'pass'],
    [SERVER, { 'mma.workspace': WORKSPACES }, 'not asked', AMA],
  ],
  'agent.scom': [
    [SERVER, { 'mma.group': [] }, 'pass'],
    [SERVER, { 'mma.group': [`AOI-${FIRST}`] }, 'pass'],
    [SERVER, { 'mma.group': ['Contoso'] }, 'fail: reports to Operations Manager'],
    [SERVER, { 'mma.group': ['Contoso'] }, 'not asked', AMA],
    [SERVER, {}, 'unknown'],
  ],
  'agent.product': [
    [SERVER, { 'mma.version': null, 'mma.product-code': null }, 'skip'],
    [
      SERVER,
      { 'mma.version': '10.19.1', 'mma.product-code': 'ceb9e45b-2152-4c10-a022-0825b53b632f' },
      'fail: installed by Operations Manager',
    ],
    [SERVER, { 'mma.version': '10.20.18069', 'mma.product-code': '88EE688B-31C6-4B90-90DF-FBB345223F94' }, 'pass'],
    [SERVER, {}, 'unknown'],
  ],
  'agent.beside': [
    [SERVER, { 'ama.version': null }, 'pass'],
    [SERVER, { ...TO_SCOM, 'ama.version': null }, 'pass', AMA],
    [SERVER, TO_SCOM, 'pass', AMA],
    [SERVER, { ...TO_SCOM, 'ama.version': '1.39.0' }, 'pass'],
    [SERVER, { ...TO_SCOM, 'ama.version': '1.39.0' }, 'fail: the other generation of the agent is there', to(FIRST)],
    [SERVER, { ...TO_SCOM, 'mma.workspace': [FIRST] }, 'fail: the other generation of the agent is there', AMA],
    [SERVER, { ...TO_SCOM, 'mma.group': [`AOI-${FIRST}`] }, 'fail: the other generation of the agent is there', AMA],
    [SERVER, { 'ama.version': '1.39.0' }, 'fail: the other generation of the agent is there'],
    [SERVER, { 'mma.version': '10.20.18069.0' }, 'fail: the other generation of the agent is there', AMA],
    [SERVER, {}, 'unknown'],
  ],
};

describe.each(Object.entries(TABLE))('%s', (id, rows) => {
  it.each(rows.map((row, index) => [index + 1, row] as const))('case %i', (_case, [system, facts, expected, more]) => {
    const outcome = ask(id, system, facts, more);
    expect(said(outcome)).toBe(expected);
  });
});

it.each(WINDOWS_CHECKS.map(({ id }) => id))('%s is never asked of Linux', (id) => {
  expect(find(id).applies(subject({ system: linux('ubuntu', '18.04') }))).toBe(false);
});

describe('what a Windows check says', () => {
  const outcomeOf = (id: string, system: WindowsSystem, facts: MachineFacts, more: SubjectOptions): Outcome => {
    const outcome = ask(id, system, facts, more);
    if (outcome === undefined) throw new Error(`${id} is not asked`);
    return outcome;
  };

  it('a missing service pack warns until the agent is signed with SHA-2 only, and blocks from then on', () => {
    const rtm = { ...R2, build: 7600, servicePack: 0 };
    expect(outcomeOf('windows.service-pack', rtm, {}, at('2020-08-16'))).toMatchObject({ severity: 'warn' });
    expect(outcomeOf('windows.service-pack', rtm, {}, at('2020-08-17'))).not.toHaveProperty('severity');
  });

  it('the rights of the user decide between the methods where Azure knows the machine', () => {
    const known = outcomeOf('privilege.root', SERVER, { 'user.id': 1, 'azure.vm': true }, {});
    expect(known).toMatchObject({ status: 'fail', severity: 'info' });
    expect(outcomeOf('privilege.root', SERVER, { 'azure.vm': true }, {})).toMatchObject({ severity: 'info' });
    expect(outcomeOf('privilege.root', SERVER, { 'user.id': 1 }, {})).not.toHaveProperty('severity');
  });

  it('what is at most four says so when one is to be added', () => {
    expect(outcomeOf('agent.workspaces', SERVER, { 'mma.workspace': WORKSPACES }, to(FIFTH))).toMatchObject({
      evidence: { measured: `4: ${WORKSPACES.join(', ')}`, required: 'at most 4, and one is to be added' },
    });
  });

  const failures = Object.entries(TABLE).flatMap(([id, rows]) =>
    rows
      .map(([system, facts, , more]) => ({ id, outcome: ask(id, system, facts, more) }))
      .filter(({ outcome }) => outcome?.status === 'fail'),
  );

  it('has a fix for everything that blocks and is not final', () => {
    for (const { id, outcome } of failures) {
      if (outcome?.status !== 'fail' || outcome.verdict === 'impossible') continue;
      if ((outcome.severity ?? find(id).severity) === 'block')
        expect(outcome.fix, `${id}: ${outcome.cause}`).not.toHaveLength(0);
    }
  });

  it('groups by causes that hold nothing of the machine', () => {
    for (const { outcome } of failures)
      if (outcome?.status === 'fail') expect(outcome.cause).not.toMatch(/\d{4,}|[.]$/);
  });

  it('asks everything once, in an order of its own, with words for each', () => {
    const ids = WINDOWS_CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(Object.keys(WINDOWS_TEXT).sort());
    expect(CHECKS.map(({ id }) => id).sort()).toEqual(Object.keys(TABLE).sort());
  });

  it('never takes a fact that is missing for a pass', () => {
    const free = ['windows.service-pack', 'windows.installer', 'windows.extended-updates'];
    for (const { id } of CHECKS.filter((check) => !free.includes(check.id)))
      for (const more of [{}, AMA])
        for (const system of [SERVER, SEVEN, OLDEST])
          expect(['unknown', 'not asked', 'skip'], id).toContain(said(ask(id, system, {}, more)));
  });
});
