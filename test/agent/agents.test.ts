import { describe, expect, it } from 'vitest';
import { type Agent, METHODS, type SupportList } from '../../src/agent/agent.ts';
import { AGENTS } from '../../src/agent/index.ts';
import { releaseLabel } from '../../src/agent/release-label.ts';
import { RUNS_AS } from '../../src/agent/runs-as.ts';

const agents: [string, Agent][] = Object.entries(AGENTS);

describe.each(agents)('%s as a value', (id, agent) => {
  const dated: [string, readonly SupportList[]][] = [
    ['its lists', agent.support.lists],
    ...agent.gates.map((gate): [string, readonly SupportList[]] => [`the table ${gate.id}`, gate.lists]),
  ];

  it('is kept under its own id', () => expect(agent.id).toBe(id));

  it.each(dated)('%s: oldest first, dates whole, ids unique', (_name, lists) => {
    const dates = lists.map(({ date }) => date);
    expect(dates).toEqual([...dates].sort());
    for (const date of dates) expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
    expect(new Set(lists.map((list) => list.id)).size).toBe(lists.length);
    for (const list of lists) expect(list.source).not.toBe('');
  });

  it.each(dated)('%s: versions are written as machines write them, and no row is empty', (_name, lists) => {
    for (const entry of lists.flatMap((list) => list.linux)) {
      expect(entry.versions).not.toEqual([]);
      expect(entry.architectures).not.toEqual([]);
      for (const version of entry.versions) expect(version).toMatch(/^\d+(\.\d+)?$/);
    }
  });

  it('offers methods of the published table, and its gates speak of those only', () => {
    const offered = [...agent.methods.linux, ...agent.methods.windows];
    for (const method of offered) expect(Object.keys(METHODS)).toContain(method);
    for (const gate of agent.gates) for (const method of gate.methods) expect(offered).toContain(method);
  });

  it('has releases with different versions', () => {
    const versions = agent.releases.map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('has hosts, each with an id of its own', () => {
    const ids = agent.endpoints.map((endpoint) => endpoint.id);
    expect(ids).not.toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the Log Analytics agent', () => {
  const agent = AGENTS['log-analytics'];
  const [page, last] = agent.releases;

  it('is judged by the page, which is never written again', () => {
    expect(agent.support).toMatchObject({ base: 'first', closed: true });
    expect(agent.support.lists[0]).toMatchObject({ id: 'page-2020', date: '2020-02-04' });
  });

  it('offers every method of the published table', () => {
    const offered = new Set([...agent.methods.linux, ...agent.methods.windows]);
    expect([...offered].sort()).toEqual(Object.keys(METHODS).sort());
  });

  it('has two releases that judge differently: the page and the last one', () => {
    expect(page).toMatchObject({ version: '1.12.15', date: '2019-11-13' });
    expect(page.linux).toMatchObject({
      python: { versions: '2', alias: true, ctypes: true },
      glibc: '2.5-12',
      curl: '7.15.5',
      pam: true,
      fips: false,
      diskMb: { '/var': 500, '/etc': 500, '/opt': 500 },
    });
    expect(page.linux.openssl?.accepts).toEqual(['1.0.1', '1.0.2', '1.1']);
    expect(last).toMatchObject({ version: '1.19.0', linux: { python: { versions: 'any', alias: false }, fips: true } });
    expect(last?.linux.openssl?.accepts).toContain('3.0');
  });

  it('needs a version of its Windows agent that grew with the years', () => {
    expect(page.windows).toMatchObject({ sha2: true, fips: true, maxWorkspaces: 4 });
    expect(page.windows.minimumVersions.map(({ from, version }) => `${from} ${version}`)).toEqual([
      '2020-08-17 10.20.18029',
      '2023-06-30 10.20.18053',
    ]);
  });

  it('says when it was retired, and what that means', () => {
    expect(agent.retirement?.date).toBe('2024-08-31');
    expect(agent.retirement?.text).toContain('2026-03-02');
    expect(agent.successor).toBe('azure-monitor');
  });
});

describe('the Azure Monitor Agent', () => {
  const agent = AGENTS['azure-monitor'];

  it('is judged by the newest list, which will be followed by others', () => {
    expect(agent.support).toMatchObject({ base: 'newest', closed: false });
    expect(agent.retirement).toBeUndefined();
    expect(agent.successor).toBeUndefined();
  });

  it('needs an identity, systemd, any Python and more room', () => {
    expect(agent.releases[0].linux).toMatchObject({
      python: { versions: 'any', alias: false, ctypes: false },
      systemd: true,
      azureIdentity: true,
      cryptoPolicies: ['FUTURE'],
      diskMb: { '/var': 700, '/etc': 500, '/opt': 500 },
    });
    expect(agent.releases[0].linux.openssl).toBeUndefined();
  });
});

describe('what a release is called on a family of systems', () => {
  const [page, last] = AGENTS['log-analytics'].releases;
  const [current] = AGENTS['azure-monitor'].releases;

  it.each([
    [page, 'linux', '1.12.15'],
    [page, 'windows', '10.20.18029'],
    [last, 'linux', '1.19.0'],
    [last, 'windows', '10.20.18069'],
    [current, 'windows', 'current'],
  ] as const)('%#', (release, family, label) => {
    expect(release === undefined ? undefined : releaseLabel(release, family)).toBe(label);
  });
});

it('methods of the script and the setup run with the rights of who starts them, those of Azure with their own', () => {
  const byUser = Object.entries(RUNS_AS).flatMap(([method, hands]) => (hands === 'user' ? [method] : []));
  expect(byUser.sort()).toEqual(['linux', 'operations-manager', 'windows']);
});
