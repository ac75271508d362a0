import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { AGENT_NEEDS, PACKAGES } from '../support/windows-agent/build.ts';
import { WINE_NEEDS } from '../support/wine.ts';
import { Bench, connections, FROM, IDS, KEY } from './windows-bench.ts';

const [FIRST, SECOND, THIRD, FOURTH, FIFTH] = IDS as unknown as [string, string, string, string, string];
const GROUP = { AZMON_GROUP: 'MG_1', AZMON_GROUP_SERVER: 'om.contoso.example', AZMON_GROUP_PORT: '5723' };
/** Everything that cmd.exe acts on. */
const ODD = 'a!b%PATH%c^&|<>"q"=; z!x!(^^)';

let bench: Bench;

/** One machine's life, in order. */
describeWith({ commands: { ...WINE_NEEDS.commands, ...AGENT_NEEDS } })('the wrapper for Windows', () => {
  let before: ReturnType<Bench['snapshot']>;

  beforeAll(() => {
    bench = new Bench();
    before = bench.snapshot();
  });
  afterAll(() => bench?.host.end());

  const join = (verb: string, id: string, more = {}): ReturnType<Bench['run']> =>
    bench.run(verb, { AZMON_WORKSPACE_ID: id, ...more }, { AZMON_WORKSPACE_KEY: KEY });

  it('shows a machine without an agent, and leaves nothing there', () => {
    expect(bench.run('show')).toMatchObject({
      state: { installed: false, packages: 'none', service: 'absent', workspaces: [], groups: [] },
      ...{ ledger: [], result: 'unchanged', code: 0 },
    });
    expect(bench.run('remove')).toMatchObject({ result: 'absent', code: 0 });
    expect(bench.snapshot()).toEqual(before);
  });

  it.each(['add-workspace', 'set-proxy', 'upgrade'])('says of %s that there is no agent', (verb) => {
    const secrets = { AZMON_WORKSPACE_KEY: KEY, AZMON_PROXY: 'http://proxy.example:3128' };
    const { failure, code, result } = bench.run(verb, { AZMON_WORKSPACE_ID: FIRST }, secrets);
    expect({ word: failure?.word, code, result }).toEqual({ word: 'no-agent', code: 11, result: 'failed' });
    expect(bench.traces()).toBe(false);
  });

  it('plans an installation and changes nothing', () => {
    const planned = bench.install({ AZMON_DRY_RUN: 'yes', AZMON_TLS12: 'yes' });
    expect(planned).toMatchObject({ result: 'planned', steps: [], code: 0 });
    expect(planned.plan.map(({ step }) => step)).toEqual(['tls', 'hash', 'install', 'connect']);
    expect(bench.snapshot()).toEqual(before);
  });

  it('installs and connects, the key nowhere but in the agent', () => {
    const installed = bench.install({ AZMON_TLS12: 'yes' });
    expect(installed, installed.raw).toMatchObject({
      result: 'changed',
      code: 0,
      measured: { sha256: FROM.older.AZMON_SHA256 },
      state: { installed: true, version: PACKAGES.older.version, packages: 'whole', by: 'azmon', service: 'running' },
    });
    expect(connections(installed)).toEqual([`${FIRST} connected`]);
    expect(installed.raw).toContain('state.restart=yes');
    expect(bench.host.filesWith(KEY)).toEqual([]);
    expect([...bench.host.registry()].filter((line) => line.includes(hex(KEY)))).toEqual([]);
    expect(bench.install({ AZMON_TLS12: 'yes' })).toMatchObject({ result: 'unchanged', code: 0 });
  });

  it('adds workspaces up to four, and says which is too much', () => {
    expect(connections(join('add-workspace', SECOND))).toEqual([`${FIRST} connected`, `${SECOND} connected`]);
    const also = { AZMON_ALSO_IDS: FOURTH };
    const keys = { AZMON_WORKSPACE_KEY: KEY, AZMON_ALSO_KEY_1: KEY };
    const both = bench.run('add-workspace', { AZMON_WORKSPACE_ID: THIRD, ...also }, keys);
    expect(both, both.raw).toMatchObject({ result: 'changed', state: { workspaces: { length: 4 } } });
    const fifth = join('add-workspace', FIFTH);
    expect(fifth).toMatchObject({ result: 'failed', code: 10, failure: { word: 'too-many-workspaces' } });
    expect(connections(fifth)).toHaveLength(4);
  });

  it('enters a management group, and leaves workspaces without leaving it', () => {
    const grouped = bench.run('add-group', GROUP);
    expect(grouped).toMatchObject({
      result: 'changed',
      state: { groups: [{ name: 'MG_1', server: 'om.contoso.example:5723' }] },
    });
    expect(bench.run('add-group', GROUP)).toMatchObject({ result: 'unchanged' });
    const left = join('remove-workspace', FOURTH);
    expect(left).toMatchObject({ result: 'changed', state: { groups: [{ name: 'MG_1' }] } });
    expect(connections(left)).toHaveLength(3);
    expect(join('remove-workspace', FOURTH)).toMatchObject({ code: 11, failure: { word: 'unknown-workspace' } });
    expect(bench.run('remove-group', { AZMON_GROUP: 'other' })).toMatchObject({
      code: 11,
      failure: { word: 'unknown-group' },
    });
  });

  it('puts one workspace in the place of all others, the group untouched', () => {
    const set = join('set-workspace', FIFTH);
    expect(connections(set), set.raw).toEqual([`${FIFTH} connected`]);
    expect(set).toMatchObject({ result: 'changed', state: { groups: [{ name: 'MG_1' }] } });
  });

  it('hands a proxy and a login of odd characters to the agent as they are', () => {
    const login = { AZMON_PROXY_USER: 'corp\\us%er', AZMON_PROXY_PASSWORD: ODD };
    const set = bench.run('set-proxy', {}, { AZMON_PROXY: 'http://proxy.example:3128', ...login });
    expect(set, set.raw).toMatchObject({
      result: 'changed',
      state: { proxy: 'http://corp\\us%25er:***@proxy.example:3128' },
    });
    const kept = [...bench.host.registry()].filter((line) => /\|Proxy Password SHA256=/.test(line));
    expect(kept.join()).toContain(hex(createHash('sha256').update(ODD).digest('hex')));
    expect(bench.host.filesWith(ODD)).toEqual([]);
    expect(bench.run('show').state?.proxy).toBe('http://corp\\us%25er:***@proxy.example:3128');
    expect(bench.run('clear-proxy').state?.proxy).toBeUndefined();
    expect(bench.run('clear-proxy')).toMatchObject({ result: 'unchanged' });
  });

  it('restarts the service, and keeps no entry of it', () => {
    const entries = bench.run('show').ledger.length;
    expect(bench.run('restart')).toMatchObject({ result: 'changed', state: { service: 'running' } });
    expect(bench.run('show').ledger).toHaveLength(entries);
  });

  it('upgrades, and the workspaces stay', () => {
    const upgraded = bench.run('upgrade', FROM.newer);
    expect(upgraded, upgraded.raw).toMatchObject({
      result: 'changed',
      state: { version: PACKAGES.newer.version, service: 'running' },
    });
    expect(connections(upgraded)).toEqual([`${FIFTH} connected`]);
    expect(bench.run('upgrade', FROM.newer)).toMatchObject({ result: 'unchanged' });
    expect(bench.run('upgrade', FROM.older)).toMatchObject({ failure: { word: 'newer-version' } });
  });

  it('shows the last lines of the logs', () => {
    const { logs, result } = bench.run('logs', { AZMON_LOG_LINES: '7' });
    expect(result).toBe('unchanged');
    expect(logs.find(({ path }) => path.endsWith('msiexec.log'))?.lines).toHaveLength(7);
  });

  it('takes everything off again: the machine is as it was', () => {
    const planned = bench.run('remove', { AZMON_DRY_RUN: 'yes' });
    expect(planned.plan.length).toBeGreaterThan(3);
    const removed = bench.run('remove');
    expect(removed, removed.raw).toMatchObject({ result: 'removed', code: 0, left: [], state: { installed: false } });
    expect(bench.snapshot()).toEqual(before);
  });

  it('manages an agent of somebody else, and cannot promise the state before', () => {
    const { name, product } = PACKAGES.older;
    expect(
      bench.host.run(['msiexec', '/i', `C:\\packages\\${name}`, '/qn', 'AcceptEndUserLicenseAgreement=1']).code,
    ).toBe(0);
    expect(join('add-workspace', SECOND)).toMatchObject({ result: 'changed', state: { by: 'other' } });
    const removed = bench.run('remove');
    expect(removed, removed.raw).toMatchObject({ result: 'removed', state: { installed: false } });
    expect(removed.left.join()).toMatch(/azmon did not install this agent/);
    expect(bench.traces()).toBe(false);
    expect([...bench.host.registry()].filter((line) => line.includes(product))).toEqual([]);
  });
});

/** As the registry's listing shows texts. */
const hex = (text: string): string => Buffer.from(text, 'utf16le').toString('hex');
