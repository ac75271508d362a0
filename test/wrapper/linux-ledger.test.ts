import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileOn, setFaults } from '../support/linux-host.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import { Bench, KEY, NEEDS, OTHER, OTHER_KEY, type Ran, WS } from './linux-bench.ts';

const LEDGER = '/var/lib/azmon/ledger.ndjson';
const PROXY = 'http://ops:proxy-pass@proxy.example:3128';

describeWith(NEEDS)('the ledger of a Linux machine', () => {
  let bench: Bench;
  let before: MachineState;
  beforeAll(async () => {
    bench = await Bench.open('ledger');
    before = stateOf(bench.host);
  });
  afterEach(() => setFaults(bench.host));
  afterAll(() => bench?.close());

  const entries = () =>
    (fileOn(bench.host, LEDGER) ?? '')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const changed = (from = before) => changes(from, stateOf(bench.host)).filter((line) => !line.includes('<defunct>'));
  const remove = (): Ran => bench.run({ AZMON_DO: 'remove' });

  it('names who did what in entries of one shape, holds no key, and is for root alone', () => {
    const by = 'ops "admin"\\ @ci-7\nx';
    const { exit } = bench.run({ ...bench.install, AZMON_RUN: 'run-1', AZMON_BY: by });
    expect(exit).toBe(0);
    const all = entries();
    for (const entry of all)
      expect(entry).toEqual({
        ...{ v: 1, seq: expect.any(Number), at: expect.stringMatching(/^\d{4}(-\d\d){2}T(\d\d:){2}\d\dZ$/) },
        ...{ run: 'run-1', by: 'ops admin @ci-7x', do: 'install', kind: expect.any(String) },
        ...{
          what: expect.any(String),
          before: expect.stringMatching(/^(absent|none|done|running|stopped|kept \d+|directory [0-7]{4} \d+:\d+)$/),
        },
      });
    const seqs = all.map(({ seq }) => Number(seq));
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect([all[0], all.at(-1)]).toMatchObject([
      { kind: 'begin', before: 'none' },
      { kind: 'end', before: 'done' },
    ]);
    expect(all).toContainEqual(expect.objectContaining({ kind: 'workspace', what: WS, before: 'absent' }));
    expect(bench.host.run('stat -c "%a %U" /var/lib/azmon /var/lib/azmon/before /var/lib/azmon/ledger.ndjson')).toBe(
      '700 root\n700 root\n600 root\n',
    );
    expect(filesHolding(bench.host.root, [KEY])).toEqual([]);
  });

  it('keeps nothing of what others write and the installation left as it was', () => {
    expect(
      entries().filter(({ what }) => ['/etc/sudoers', '/etc/rsyslog.conf', '/etc/pam.conf'].includes(String(what))),
    ).toEqual([]);
  });

  it('a run that changes nothing leaves no entry', () => {
    const text = fileOn(bench.host, LEDGER);
    expect(bench.run({ ...bench.install }).value('result')).toBe('unchanged');
    expect(bench.run({ AZMON_DO: 'set-proxy', AZMON_PROXY: PROXY, AZMON_DRY_RUN: 'yes' }).values('plan')).toEqual([
      "proxy set the agent's proxy to proxy.example:3128",
    ]);
    expect(fileOn(bench.host, LEDGER)).toBe(text);
  });

  it('a change that fails undoes its own entries and nothing else', () => {
    const installed = stateOf(bench.host);
    const { value, exit } = bench.run({
      AZMON_DO: 'set-workspace',
      AZMON_WORKSPACE_ID: OTHER,
      AZMON_WORKSPACE_KEY: KEY,
    });
    expect([exit, value('fail.source'), value('fail.exit')]).toEqual([7, 'omsadmin', '5']);
    expect(value('fail.said')).toMatch(/^Error onboarding\. HTTP code 403, Reason: InvalidWorkspaceKey\./);
    expect(
      changed(installed).filter((line) => !/omsagent\.(log|pid) |omsconfig\.log |dpkg\/status-old/.test(line)),
    ).toEqual([]);
  });

  it('a removal brings back the first state whatever was changed in between', () => {
    const steps = [
      { AZMON_DO: 'set-workspace', AZMON_WORKSPACE_ID: OTHER, AZMON_WORKSPACE_KEY: OTHER_KEY },
      { AZMON_DO: 'set-proxy', AZMON_PROXY: PROXY },
      { AZMON_DO: 'add-group' },
      { AZMON_DO: 'clear-proxy' },
      { AZMON_DO: 'remove-group' },
      { AZMON_DO: 'remove-workspace', AZMON_WORKSPACE_ID: OTHER },
    ];
    for (const step of steps)
      expect([step.AZMON_DO, bench.run(step).value('result')]).toEqual([step.AZMON_DO, 'changed']);
    expect(
      entries()
        .filter(({ kind }) => kind === 'begin')
        .map((entry) => entry.do),
    ).toEqual(['install', ...steps.map((step) => step.AZMON_DO)]);
    const { value, values, exit } = remove();
    expect([exit, value('result'), values('left')]).toEqual([0, 'removed', []]);
    expect(changed()).toEqual([]);
    expect(remove().value('result')).toBe('absent');
  });

  it('leaves alone what others made or changed since, and says so', () => {
    const path = (name: string) => join(bench.host.root, name);
    const sudoers = readFileSync(path('etc/sudoers'));
    expect(bench.run(bench.install).exit).toBe(0);
    mkdirSync(path('opt/microsoft/mdatp'));
    writeFileSync(path('opt/microsoft/mdatp/defender'), 'somebody else\n');
    writeFileSync(path('etc/cron.d/mine'), '# mine\n');
    appendFileSync(path('etc/sudoers'), '# mine\n');
    const { value, values } = remove();
    expect(value('result')).toBe('removed');
    expect(values('left')).toEqual(['/opt/microsoft stays: it holds what others put there']);
    expect(fileOn(bench.host, '/opt/microsoft/mdatp/defender')).toBe('somebody else\n');
    expect(fileOn(bench.host, '/etc/sudoers')).toMatch(/\n# mine\n$/);
    for (const name of ['opt/microsoft', 'etc/cron.d/mine']) rmSync(path(name), { recursive: true });
    writeFileSync(path('etc/sudoers'), sudoers);
    expect(changed()).toEqual([]);
  });

  it('a machine without the shared folders has none afterwards', () => {
    bench.host.run('rmdir /etc/opt /var/opt /opt');
    const bare = stateOf(bench.host);
    expect(bench.run(bench.install).exit).toBe(0);
    expect(remove().value('result')).toBe('removed');
    expect(changed(bare)).toEqual([]);
    bench.host.run('mkdir /etc/opt /var/opt /opt');
  });

  it('with modes of its own for the folders that a package tool takes along, those come back', () => {
    bench.host.run('chmod 2751 /opt; chown 0:4 /opt');
    const special = stateOf(bench.host);
    expect(bench.run(bench.install).exit).toBe(0);
    expect(remove().value('result')).toBe('removed');
    expect(changed(special)).toEqual([]);
    expect((statSync(join(bench.host.root, 'opt')).mode & 0o7777).toString(8)).toBe('2751');
    bench.host.run('chmod u=rwx,go=rx,g-s /opt; chown 0:0 /opt');
  });

  describe('that was cut off', () => {
    it.each([
      ['in the middle of a line', (text: string) => text.slice(0, -20)],
      ['before its first entry', () => ''],
      ['within its first entry', (text: string) => text.slice(0, 40)],
    ])('%s, does no harm', (_title, cut) => {
      setFaults(bench.host, 'postinst-fails=omsagent');
      bench.host.run('mkdir -p -m 700 /var/lib/azmon/before');
      const line = `{"v":1,"seq":1,"at":"2026-11-22T18:00:00Z","run":"old","by":"x","do":"install","kind":"begin","what":"install","before":"none"}\n{"v":1,"seq":2,"at":"2026-11-22T18:00:00Z","run":"old","by":"x","do":"install","kind":"path","what":"/etc/hosts","before":"absent"}\n`;
      writeFileSync(join(bench.host.root, LEDGER), cut(line));
      const { exit, value } = bench.run(bench.install);
      expect([exit, value('result')]).toEqual([7, 'failed']);
      expect(value('fail')).toMatch(/^(bundle-failed|half-installed) /);
      expect(fileOn(bench.host, '/etc/hosts')).toContain('localhost');
      expect(changed()).toEqual([]);
    });
  });

  it('an agent that others installed goes by its own way, without a promise', () => {
    const [name] = [bench.bundle.name];
    cpSync(bench.bundle.path, join(bench.host.root, 'tmp', name));
    bench.host.run(
      `cd /tmp && printf 'WORKSPACE_ID=%s\\nSHARED_KEY=%s\\n' ${WS} '${KEY}' > /etc/omsagent-onboard.conf && sh ./${name} --upgrade; rm -f /etc/omsagent-onboard.conf`,
    );
    expect(bench.run({ AZMON_DO: 'show' }).value('state.by')).toBe('other');
    expect(bench.run(bench.install).value('result')).toBe('unchanged');
    expect(bench.run({ ...bench.install, AZMON_WORKSPACE_ID: OTHER }).value('fail')).toMatch(/^other-workspace /);
    const leave = bench.run({ AZMON_DO: 'set-workspace', AZMON_WORKSPACE_ID: OTHER, AZMON_WORKSPACE_KEY: OTHER_KEY });
    expect(leave.values('state.workspace')).toEqual([`${OTHER} onboarded OMSAgent Running`]);
    const { exit, value, values } = remove();
    expect([exit, value('result')]).toEqual([0, 'removed']);
    expect(values('left')).toEqual(['azmon did not install this agent: how the machine was before it is not known']);
    expect(
      bench.holds(
        '[ -e /var/lib/azmon ] || [ -e /opt/microsoft/omsagent ] || [ ! -d /etc/opt ] || dpkg -s omsagent omi',
      ),
    ).toBe(false);
  });
});
