import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { canaryKey } from '../support/canary.ts';
import { describeWith } from '../support/needs.ts';
import { AGENT_NEEDS, PACKAGES, sha256Of } from '../support/windows-agent/build.ts';
import { WindowsHost, type WrapperWish } from '../support/windows-host.ts';
import { WINE_NEEDS } from '../support/wine.ts';

const ID = '7d3c6d9e-0a51-4b7e-8f10-5b7c3a1f0e42';
const KEY = canaryKey('the workspace');
const NAME = PACKAGES.older.name;
/** Wine on a busy machine. */
const SLOW = 240_000;

const INSTALL: WrapperWish = {
  ...{ AZMON_DO: 'install', AZMON_WORKSPACE_ID: ID, AZMON_CLOUD_TYPE: '0', AZMON_CONNECT_WAIT: '30' },
  ...{ AZMON_BUNDLE: `C:\\packages\\${NAME}`, AZMON_SHA256: sha256Of(NAME) },
  secrets: { AZMON_WORKSPACE_KEY: KEY },
};
const REMOVE: WrapperWish = { AZMON_DO: 'remove' };

/** What the script starts itself, and what it only asks for: Windows Installer goes on where its caller is killed. */
const SCRIPT = /\b(cmd|cscript)\b/i;
const EVERYTHING = /\b(cmd|cscript|msiexec\S*|reg|ping|net|sc)\b|HealthService\.exe wait/i;

/** kill -9 wherever the wrapper may be: the next run finishes or undoes, and no key stays. By itself, under Wine. */
describeWith({ commands: { ...WINE_NEEDS.commands, ...AGENT_NEEDS } })('the wrapper for Windows, killed', () => {
  let host: WindowsHost;
  let before: { registry: ReadonlySet<string>; files: ReadonlyMap<string, string> };

  beforeAll(() => {
    host = new WindowsHost();
    host.accepts(ID, KEY);
    before = { registry: host.registry(), files: host.files() };
  }, SLOW);
  afterAll(() => host?.end());
  beforeEach(() => host.fault('SetupTakes', 1500));

  /** Runs until that line is printed, and kills what it started. */
  async function killed(wish: WrapperWish, at: RegExp, whom: RegExp): Promise<void> {
    const others = new Set(host.processes().keys());
    const run = host.startWrapper(wish, { timeoutMs: SLOW });
    await expect.poll(() => run.output(), { timeout: SLOW, interval: 20 }).toMatch(at);
    for (let round = 0; round < 3; round++) {
      for (const [pid, line] of host.processes()) {
        if (others.has(pid) || !whom.test(line)) continue;
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It ended by itself.
        }
      }
    }
    const { stdout } = await run.end;
    expect(stdout).not.toMatch(/wrapper\.end=ok/);
    expect(host.filesWith(KEY)).toEqual([]);
  }

  /** The next run, which is not held up by the one before. */
  function next(wish: WrapperWish): string {
    const { stdout } = host.wrapper(wish, { timeoutMs: SLOW });
    expect(stdout).toMatch(/wrapper\.end=ok\s*$/);
    expect(stdout).not.toMatch(/^fail=/m);
    return stdout;
  }

  function untouched(): void {
    const [registry, files] = [host.registry(), host.files()];
    expect([...files]).toEqual([...before.files]);
    expect([...registry].filter((line) => !before.registry.has(line))).toEqual([]);
    expect([...before.registry].filter((line) => !registry.has(line))).toEqual([]);
    expect(host.service()).toBe('');
  }

  it.each<[step: string, at: RegExp, whom: RegExp]>([
    ['before anything is changed', /^step=hash begin/m, EVERYTHING],
    ['while Windows Installer works, with it', /^step=install begin/m, EVERYTHING],
    ['while it connects', /^step=connect begin/m, SCRIPT],
    ['while it waits for the connection', /^step=verify begin/m, SCRIPT],
  ])('installing, killed %s: removing leaves nothing', { timeout: SLOW }, async (_, at, whom) => {
    await killed(INSTALL, at, whom);
    expect(next(REMOVE)).toMatch(/^result=(removed|absent|unchanged)/m);
    untouched();
  });

  it('installing, killed while Windows Installer goes on alone: the next run finishes', { timeout: SLOW }, async () => {
    await killed(INSTALL, /^step=install begin/m, SCRIPT);
    const said = next(INSTALL);
    expect(said).toMatch(/^recovered=/m);
    expect(said).toMatch(new RegExp(`^state\\.workspace=${ID} connected`, 'm'));
  });

  it.each<[step: string, at: RegExp]>([
    ['at its start', /^step=remove begin/m],
    ['after the workspace is gone', /^undo=workspace/m],
    ['after the product is gone', /^undo=product/m],
  ])('removing, killed %s: the next run finishes', { timeout: SLOW }, async (_, at) => {
    if (host.service() === '') next(INSTALL);
    await killed(REMOVE, at, SCRIPT);
    expect(next(REMOVE)).toMatch(/^result=(removed|absent)/m);
    untouched();
  });
});
