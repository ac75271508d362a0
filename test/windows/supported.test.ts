import { describe, expect, it } from 'vitest';
import type { AgentId } from '../../src/agent/agent.ts';
import { AGENTS } from '../../src/agent/index.ts';
import { type PageVerdict, pageVerdict } from '../../src/agent/page-verdict.ts';
import { standingOf } from '../../src/agent/standing.ts';
import type { WindowsSystem } from '../../src/machine/system.ts';
import { detectWindows } from '../../src/machine/windows-system.ts';

/** What the registry of such a machine says; everything else follows from it. */
function machine(
  build: number,
  edition: string,
  more: { core?: boolean; pack?: string; arch?: string } = {},
): WindowsSystem {
  const server = edition.startsWith('Server');
  return detectWindows({
    'windows.build': build,
    'windows.edition': edition,
    'windows.product-type': server ? 'ServerNT' : 'WinNT',
    'windows.installation':
      edition === 'ServerRdsh' || !server ? 'Client' : more.core === true ? 'Server Core' : 'Server',
    'windows.service-pack': more.pack ?? null,
    'windows.architecture': more.arch ?? 'AMD64',
  });
}

type Standing = ReturnType<typeof standingOf>['kind'];
type Row = readonly [
  name: string,
  system: WindowsSystem,
  page: PageVerdict,
  /** Log Analytics on the page's own day, and today; the successor today. */
  then: Standing,
  now: Standing,
  successor: Standing,
];

const DC = 'ServerDatacenter';
const ROWS: readonly Row[] = [
  ['Server 2025', machine(26100, DC), 'unsupported-version', 'version', 'version', 'listed'],
  ['Server 2025 Core', machine(26100, DC, { core: true }), 'unsupported-version', 'version', 'version', 'version'],
  ['Server 2022', machine(20348, DC), 'unsupported-version', 'version', 'later', 'listed'],
  ['Server 2022 Core', machine(20348, DC, { core: true }), 'unsupported-version', 'version', 'later', 'listed'],
  ['Server 2019', machine(17763, DC), 'supported', 'listed', 'listed', 'listed'],
  ['Server 2019 Core', machine(17763, DC, { core: true }), 'supported', 'listed', 'listed', 'listed'],
  ['Server 2016', machine(14393, 'ServerStandard'), 'supported', 'listed', 'listed', 'listed'],
  ['Server 1709', machine(16299, 'ServerStandardACor'), 'supported', 'listed', 'listed', 'version'],
  ['Server 1803', machine(17134, 'ServerStandardACor'), 'supported', 'listed', 'listed', 'version'],
  ['Server 1903', machine(18362, 'ServerStandardACor'), 'unsupported-version', 'version', 'version', 'version'],
  // Taken with Extended Security Updates only, which ended on 2026-10-13.
  ['Server 2012 R2', machine(9600, DC), 'supported', 'listed', 'listed', 'dropped'],
  ['Server 2012', machine(9200, DC), 'supported', 'listed', 'listed', 'dropped'],
  [
    'Server 2008 R2 SP1',
    machine(7601, 'ServerStandard', { pack: 'Service Pack 1' }),
    'supported',
    'listed',
    'listed',
    'dropped',
  ],
  ['Server 2008 R2', machine(7600, 'ServerStandard'), 'supported', 'listed', 'listed', 'version'],
  [
    'Server 2008 SP2',
    machine(6002, 'ServerStandard', { pack: 'Service Pack 2' }),
    'supported',
    'listed',
    'listed',
    'version',
  ],
  [
    'Server 2008 SP1',
    machine(6001, 'ServerStandard', { pack: 'Service Pack 1' }),
    'unsupported-version',
    'version',
    'version',
    'version',
  ],
  ['Server 2003', machine(3790, 'ServerStandard'), 'unsupported-version', 'version', 'version', 'version'],
  ['Windows 10 Enterprise', machine(19045, 'Enterprise'), 'supported', 'listed', 'listed', 'listed'],
  ['Windows 10 Enterprise LTSC', machine(19044, 'EnterpriseS'), 'supported', 'listed', 'listed', 'listed'],
  ['Windows 10 Pro', machine(19045, 'Professional'), 'supported', 'listed', 'listed', 'listed'],
  ['Windows 10 multi-session', machine(19045, 'ServerRdsh'), 'supported', 'listed', 'listed', 'listed'],
  ['Windows 10 Home', machine(19045, 'Core'), 'unsupported-version', 'version', 'version', 'listed'],
  ['Windows 10 Home N', machine(19045, 'CoreN'), 'unsupported-version', 'version', 'version', 'listed'],
  [
    'Windows 10 Home Single Language',
    machine(19045, 'CoreSingleLanguage'),
    'unsupported-version',
    'version',
    'version',
    'listed',
  ],
  [
    'Windows 10 Home China',
    machine(19045, 'CoreCountrySpecific'),
    'unsupported-version',
    'version',
    'version',
    'listed',
  ],
  ['Windows 10 Education', machine(19045, 'Education'), 'unsupported-version', 'version', 'version', 'listed'],
  [
    'Windows 10 Pro for Workstations',
    machine(19045, 'ProfessionalWorkstation'),
    'ambiguous',
    'ambiguous',
    'ambiguous',
    'listed',
  ],
  ['Windows 10 1709 Pro', machine(16299, 'Professional'), 'supported', 'listed', 'listed', 'dropped'],
  ['Windows 11 Pro', machine(22631, 'Professional'), 'unsupported-version', 'version', 'version', 'listed'],
  ['Windows 11 multi-session', machine(22631, 'ServerRdsh'), 'unsupported-version', 'version', 'version', 'listed'],
  ['Windows 8 Enterprise', machine(9200, 'Enterprise'), 'supported', 'listed', 'listed', 'version'],
  ['Windows 8 Pro', machine(9200, 'Professional'), 'supported', 'listed', 'listed', 'version'],
  ['Windows 8 (plain)', machine(9200, 'Core'), 'unsupported-version', 'version', 'version', 'version'],
  ['Windows 8.1 Pro', machine(9600, 'Professional'), 'ambiguous', 'ambiguous', 'ambiguous', 'version'],
  ['Windows 8.1 (plain)', machine(9600, 'Core'), 'unsupported-version', 'version', 'version', 'version'],
  [
    'Windows 7 SP1',
    machine(7601, 'Professional', { pack: 'Service Pack 1' }),
    'supported',
    'listed',
    'listed',
    'version',
  ],
  [
    'Windows 7 SP1 Home Premium',
    machine(7601, 'HomePremium', { pack: 'Service Pack 1' }),
    'supported',
    'listed',
    'listed',
    'version',
  ],
  ['Windows 7', machine(7600, 'Professional'), 'unsupported-version', 'version', 'version', 'version'],
  [
    'Windows Vista SP2',
    machine(6002, 'Ultimate', { pack: 'Service Pack 2' }),
    'unsupported-version',
    'version',
    'version',
    'version',
  ],
];

describe('the lists of Windows systems, row by row and neighbour by neighbour', () => {
  const kind = (agent: AgentId, system: WindowsSystem, asOf: string) =>
    standingOf(AGENTS[agent].support, system, asOf).kind;

  it.each(ROWS)('%s', (_name, system, page, then, now, successor) => {
    expect(pageVerdict(system)).toBe(page);
    expect(kind('log-analytics', system, '2020-02-04')).toBe(then);
    expect(kind('log-analytics', system, '2026-11-22')).toBe(now);
    expect(kind('azure-monitor', system, '2026-11-22')).toBe(successor);
  });

  it.each([
    ['2026-10-13', 'listed'],
    ['2026-10-14', 'dropped'],
  ])('the successor and 2012 R2 on %s: %s', (day, expected) => {
    expect(kind('azure-monitor', machine(9600, DC), day)).toBe(expected);
  });

  /** A build that servers and clients share, and nothing that tells which it is. */
  const builds: [build: number, page: PageVerdict, now: Standing, successor: Standing][] = [
    [7601, 'supported', 'listed', 'unknown'],
    [9200, 'ambiguous', 'unknown', 'unknown'],
    [17763, 'ambiguous', 'unknown', 'listed'],
    [20348, 'unsupported-version', 'later', 'listed'],
    [22631, 'unsupported-version', 'version', 'listed'],
    [26100, 'unsupported-version', 'version', 'listed'],
    [6002, 'ambiguous', 'unknown', 'version'],
  ];
  it.each(builds)('build %i alone: %s by the page', (build, page, now, successor) => {
    const system = detectWindows({ 'os.family': 'windows', 'windows.build': build });
    expect(pageVerdict(system)).toBe(page);
    expect(kind('log-analytics', system, '2026-11-22')).toBe(now);
    expect(kind('azure-monitor', system, '2026-11-22')).toBe(successor);
  });

  it('says nothing of a system that was not observed', () => {
    expect(pageVerdict(detectWindows({}))).toBe('unsupported-distro');
  });
});
