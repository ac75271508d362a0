import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linuxWrapper } from '../../src/machine/wrapper-script.ts';
import { setFaults } from '../support/linux-host.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import { Bench, KEY, NEEDS, OTHER, OTHER_KEY, type Ran, type Running, TEMPLATE } from './linux-bench.ts';

const FILE = '/etc/omsagent-onboard.conf';
const SECOND = { AZMON_DO: 'set-workspace', AZMON_WORKSPACE_ID: OTHER, AZMON_WORKSPACE_KEY: OTHER_KEY };
/** What is left of a run that is over: its lock, its folder in memory, the agent's file, its watcher. */
const REMAINS = `[ -e /run/azmon.lock ] || [ -h /run/azmon.lock ] || [ -h ${FILE} ] || [ -e ${FILE} ] || ls -d /run/azmon.* || pgrep -f '[a]zmon-watcher'`;

describeWith(NEEDS)('the key of the workspace', () => {
  let bench: Bench;
  let installed: MachineState;
  beforeAll(async () => {
    bench = await Bench.open('key');
    expect(bench.run(bench.install).value('result')).toBe('changed');
  });
  beforeEach(() => {
    installed = stateOf(bench.host);
  });
  afterEach(() => setFaults(bench.host));
  afterAll(() => bench?.close());

  /** Runs until the agent's own tool has read the file and waits. */
  const untilRead = (act: (run: Running) => void): Promise<Ran> => {
    setFaults(bench.host, 'slow-onboard=3');
    return bench.start(SECOND, (line, run) => {
      if (line.startsWith('say=-e info Agent GUID is')) act(run);
    }).ended;
  };
  const clean = () => expect.poll(() => bench.holds(REMAINS), { timeout: 10_000, interval: 200 }).toBe(false);
  const unchanged = () =>
    changes(installed, stateOf(bench.host)).filter(
      (line) => !/omsagent\.(log|pid) |omsconfig\.log |process omsagent |dpkg\/status-old/.test(line),
    );

  it('lies in memory while the agent reads it, for root alone, and on no command line and in no environment', async () => {
    const seen: string[] = [];
    const { value } = await untilRead(() => {
      seen.push(
        bench.host.run(
          `readlink ${FILE}; f=$(readlink ${FILE}); stat -c '%a %U' "$f" "\${f%/*}"; df --output=fstype "$f" | tail -1`,
        ),
        bench.host.run(
          `grep -l '[${OTHER_KEY[0]}]${OTHER_KEY.slice(1)}' /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null || echo none`,
        ),
        filesHolding(bench.host.root, [OTHER_KEY]).join(' '),
      );
    });
    expect(value('result')).toBe('changed');
    expect(seen).toEqual([
      expect.stringMatching(/^(\/run\/azmon\.\w+)\/onboard\n600 root\n700 root\ntmpfs\n$/),
      'none\n',
      '',
    ]);
    expect(filesHolding(bench.host.root, [KEY, OTHER_KEY])).toEqual([]);
    await clean();
    expect(bench.run({ ...bench.install, AZMON_REPLACE: 'yes', AZMON_BUNDLE: '' }).value('result')).toBe('changed');
  });

  it('is gone when the script was killed outright, though nobody cleans up, and the next run undoes what it did', async () => {
    const { exit, value } = await untilRead((run) => run.kill('KILL'));
    expect([exit, value('wrapper.end')]).toEqual([null, undefined]);
    await clean();
    expect(filesHolding(bench.host.root, [KEY, OTHER_KEY])).toEqual([]);
    const next = bench.run({ AZMON_DO: 'restart' });
    expect(next.value('recovered')).toMatch(/ the changes of set-workspace were undone$/);
    expect(next.value('result')).toBe('changed');
    expect(next.values('state.workspace').map((line) => line.slice(37))).toEqual(['onboarded OMSAgent Running']);
    expect(unchanged()).toEqual([]);
  });

  describe.each(['HUP', 'INT', 'TERM'])('ended by SIG%s', (signal) => {
    it('comes to the end of its step, undoes what it did, and says so', async () => {
      const { exit, value, lines } = await untilRead((run) => run.kill(signal));
      expect(value('fail')).toBe(`interrupted it was interrupted (${signal})`);
      expect([exit, value('result'), lines.at(-1)]).toEqual([130, 'failed', 'wrapper.end=ok']);
      await clean();
      expect(filesHolding(bench.host.root, [KEY, OTHER_KEY])).toEqual([]);
      expect(unchanged()).toEqual([]);
    });
  });

  it.each(['', "trap '' PIPE; "])('is gone, and all is undone, when nobody listens any more (%j)', async (trap) => {
    setFaults(bench.host, 'slow-onboard=2');
    const [program, args] = bench.inside('sh', '-c', `${trap}sh -s | head -n 4 >/dev/null; sleep 9`);
    spawnSync(program, args, { input: linuxWrapper(TEMPLATE, { AZMON_LINES: 'yes', ...SECOND }) });
    await clean();
    expect(unchanged()).toEqual([]);
  });

  it('where nothing is in memory it lies in the file itself, and goes as well', async () => {
    bench.host.run('umount -l /run; mkdir -p /run; umount -l /dev/shm 2>/dev/null || true');
    const seen: string[] = [];
    const { exit } = await untilRead((run) => {
      seen.push(bench.host.run(`[ ! -h ${FILE} ] && stat -c '%a %U' ${FILE}`));
      run.kill('KILL');
    });
    expect(seen).toEqual(['600 root\n']);
    expect(exit).toBeNull();
    await clean();
    await sleep(100);
    expect(filesHolding(bench.host.root, [KEY, OTHER_KEY])).toEqual([]);
  });
});
