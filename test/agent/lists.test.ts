import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endOfSupport } from '../../src/agent/end-of-support.ts';
import { openMethods, refusalOf } from '../../src/agent/gate.ts';
import { AGENTS } from '../../src/agent/index.ts';
import { listingOf } from '../../src/agent/listing.ts';
import { standingOf } from '../../src/agent/standing.ts';
import type { LinuxSystem } from '../../src/machine/system.ts';
import { testData } from '../support/data.ts';
import { describeWith } from '../support/needs.ts';
import { linux, TODAY } from '../support/subject.ts';

const legacy = AGENTS['log-analytics'];
const successor = AGENTS['azure-monitor'];

/** Which lists of the Log Analytics agent name a system: P the page, A 2021, B 2023, R the README, X its extension today. */
function listsOf(system: LinuxSystem): string {
  const lists = legacy.support.lists.map((list, i) => (listingOf(list.linux, system) === 'listed' ? 'PABR'[i] : '-'));
  const gate = refusalOf(legacy, 'extension', system, 'x86_64', TODAY) === undefined ? 'X' : '-';
  return [...lists, gate].join('');
}

describe('the support matrix of the Log Analytics agent', () => {
  const cases: [system: LinuxSystem, lists: string][] = [
    [linux('amzn', '2017.09'), 'PABR-'],
    [linux('amzn', '2018.03'), '-----'],
    [linux('amzn', '2'), '--B-X'],
    [linux('centos', '6.9'), 'PA-R-'],
    [linux('centos', '7.8'), 'PABRX'],
    [linux('centos', '8.1'), '-ABRX'],
    [linux('ol', '6.10'), 'PA-R-'],
    [linux('ol', '7.9'), 'PABRX'],
    [linux('ol', '8.9'), '-ABRX'],
    [linux('ol', '9.2'), '-----'],
    [linux('rhel', '6.7'), 'PA-R-'],
    [linux('rhel', '7.9'), 'PABRX'],
    [linux('rhel', '8.10'), 'PABRX'],
    [linux('rhel', '9.0'), '---RX'],
    [linux('almalinux', '8.3'), '--BRX'],
    [linux('rocky', '9.4'), '---RX'],
    [linux('debian', '7.9'), '-----'],
    [linux('debian', '8'), 'PABRX'],
    [linux('debian', '9.3'), 'PABRX'],
    [linux('debian', '10.11'), '--BRX'],
    [linux('debian', '11'), '---RX'],
    [linux('debian', '12'), '-----'],
    [linux('ubuntu', '14.04'), 'PABRX'],
    [linux('ubuntu', '16.04'), 'PABRX'],
    [linux('ubuntu', '18.04'), 'PABRX'],
    [linux('ubuntu', '20.04'), '-ABRX'],
    [linux('ubuntu', '22.04'), '---RX'],
    [linux('ubuntu', '18.10'), '-----'],
    [linux('sles', '12'), 'PABRX'],
    [linux('sles', '12.5'), 'PABRX'],
    [linux('sles', '15'), 'PABRX'],
    [linux('sles', '15.1'), 'PABRX'],
    [linux('sles', '15.3'), 'P--RX'],
    [linux('sles', '11.4'), '-----'],
    [linux('opensuse-leap', '15.4'), '----X'],
    [linux('fedora', '40'), '-----'],
  ];
  it.each(cases)('%j is on %s', (system, lists) => expect(listsOf(system)).toBe(lists));
});

describe('the successor, by the systems of the page', () => {
  const cases: [system: LinuxSystem, taken: boolean][] = [
    [linux('rhel', '7.9'), true],
    [linux('rhel', '8.10'), true],
    [linux('rhel', '6.10'), false],
    [linux('centos', '7.9'), false],
    [linux('centos', '6.10'), false],
    [linux('ol', '7.9'), true],
    [linux('ol', '6.10'), false],
    [linux('debian', '9.13'), true],
    [linux('debian', '8'), false],
    [linux('ubuntu', '18.04'), true],
    [linux('ubuntu', '16.04'), true],
    [linux('ubuntu', '14.04'), false],
    [linux('sles', '15.6'), true],
    [linux('sles', '12.5'), false],
    [linux('amzn', '2017.09'), false],
    [linux('amzn', '2'), true],
    [linux('amzn', '2023'), true],
  ];
  it.each(cases)('%j today: %s', (system, taken) => {
    const listed = standingOf(successor.support, system, TODAY).kind === 'listed';
    expect(listed && openMethods(successor, system, 'x86_64', TODAY).length > 0).toBe(taken);
  });

  const tables: [system: LinuxSystem, architecture: string, day: string, taken: boolean][] = [
    [linux('debian', '12'), 'aarch64', '2025-05-21', false],
    [linux('debian', '12'), 'aarch64', '2025-05-22', true],
    // Newer than all that the table of that day names: left to the lists.
    [linux('debian', '13'), 'x86_64', '2025-11-01', true],
    [linux('debian', '13'), 'x86_64', TODAY, true],
    [linux('almalinux', '9.1'), 'aarch64', TODAY, false],
    [linux('almalinux', '10.0'), 'aarch64', TODAY, true],
    [linux('ol', '9.2'), 'aarch64', TODAY, false],
    [linux('ol', '10.0'), 'aarch64', TODAY, true],
    [linux('azurelinux', '3.0'), 'aarch64', TODAY, true],
    [linux('mariner', '2.0'), 'x86_64', TODAY, true],
    [linux('opensuse-leap', '15.4'), 'x86_64', TODAY, true],
    [linux('opensuse-leap', '15.4'), 'aarch64', TODAY, false],
    [linux('opensuse-tumbleweed', '20230108'), 'x86_64', TODAY, false],
    [linux('raspbian', '9'), 'x86_64', TODAY, false],
    [linux('pengwin', '11', { imitates: { id: 'debian', version: '11', evidence: 'NAME' } }), 'x86_64', TODAY, true],
  ];
  it.each(tables)('table of its extension: %j on %s, %s: %s', (system, architecture, day, taken) => {
    expect(refusalOf(successor, 'extension', system, architecture, day) === undefined).toBe(taken);
  });
});

describe("the maker's end of support", () => {
  const cases: [system: LinuxSystem, end: string | undefined, extended?: string][] = [
    [linux('centos', '6.9'), '2020-11-30'],
    [linux('centos', '7.8'), '2024-06-30'],
    [linux('centos', '8.1'), '2021-12-31'],
    [linux('rhel', '6.7'), '2020-11-30', '2024-06-30'],
    [linux('rhel', '7.9'), '2024-06-30', '2029-05-31'],
    [linux('rhel', '8.10'), '2029-05-31'],
    [linux('ol', '6.10'), '2021-03-31', '2024-12-31'],
    [linux('ol', '7.9'), '2024-12-31', '2028-06-30'],
    [linux('debian', '8'), '2018-06-17', '2020-06-30'],
    [linux('debian', '11'), '2024-08-14', '2026-08-31'],
    [linux('ubuntu', '14.04'), '2019-04-02', '2024-04-02'],
    [linux('ubuntu', '22.04'), '2027-04-30', '2032-04-09'],
    [linux('sles', '12'), '2016-06-30', '2019-07-01'],
    [linux('sles', '12.5'), '2024-10-31', '2027-10-31'],
    [linux('sles', '15'), '2019-12-31', '2022-12-31'],
    [linux('sles_sap', '15.7'), '2031-07-31'],
    [linux('amzn', '2017.09'), '2020-12-31', '2023-12-31'],
    [linux('amzn', '2'), '2026-06-30'],
    [linux('gentoo', ''), undefined],
  ];
  it.each(cases)('%j: %s', (system, end, extended) => {
    const dates = endOfSupport(system);
    expect([dates?.end, dates?.extended]).toEqual([end, extended]);
  });
});

const folder = testData('data', 'os-release');

describeWith({ data: folder })('real systems that a later list names', () => {
  const [, ...lines] =
    folder === undefined ? [] : readFileSync(join(folder, 'manifest.tsv'), 'utf8').trimEnd().split('\n');
  const rows = [...new Map(lines.map((line) => [line.split('\t')[0], line.split('\t')])).values()];

  it.each(rows)('%s', (fixture, _file, distro, version, _verdict, later) => {
    const id = distro?.toLowerCase() ?? '';
    const system = linux(id, version ?? '', fixture?.startsWith('centos-stream') ? { variant: 'stream' } : {});
    const named = /[ABRX]/.test(listsOf(system));
    // The manifest leaves out the sixes of Red Hat and its kin: named in 2021, and later for 32 bits only.
    expect(named).toBe(later === 'yes' || (/^(centos|rhel|ol)$/.test(id) && /^6\./.test(version ?? '')));
  });
});
