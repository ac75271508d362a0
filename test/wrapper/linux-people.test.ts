import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linuxWrapper } from '../../src/machine/wrapper-script.ts';
import { fileOn } from '../support/linux-host.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import { atTerminal, type Line } from '../support/terminal.ts';
import { Bench, KEY, NEEDS, OTHER_KEY, type Parameters, TEMPLATE, WS } from './linux-bench.ts';

const SCRIPT = '/root/azmon-linux.sh';
const LOG = `/var/opt/microsoft/omsagent/${WS}/log/omsagent.log`;

describeWith({ ...NEEDS, commands: { ...NEEDS.commands, script: 'bsdutils' } })(
  'the printed Linux script, run by hand',
  () => {
    let bench: Bench;
    let before: MachineState;
    beforeAll(async () => {
      bench = await Bench.open('people');
      before = stateOf(bench.host);
    });
    afterAll(() => bench?.close());

    /** As `--script` prints it: no secrets in it. */
    const print = (parameters: Parameters): void => {
      const { AZMON_WORKSPACE_KEY: _key, ...rest } = parameters;
      writeFileSync(join(bench.host.root, SCRIPT), linuxWrapper(TEMPLATE, rest));
    };
    const piped = (input: string, ...words: string[]) => {
      const [program, args] = bench.inside(...words);
      return spawnSync(program, args, { input, encoding: 'utf8' });
    };
    const typed = (lines: readonly Line[], after = '') => {
      const [program, args] = bench.inside(
        'sh',
        '-c',
        `trap : INT; sh ${SCRIPT}; echo "exit=$? echo=$(stty -a | grep -o -e '-\\{0,1\\}echo ')"${after}`,
      );
      return atTerminal([program, ...args], lines, { PATH: process.env.PATH ?? '', TERM: 'dumb' });
    };

    it('who is not root is told what to do', () => {
      print(bench.install);
      bench.host.run(`chmod 755 /root; chmod 644 ${SCRIPT}`);
      const { status, stdout, stderr } = piped('', 'su', 'tester', '-s', '/bin/sh', '-c', `sh ${SCRIPT}`);
      expect([status, stdout]).toEqual([3, '']);
      expect(stderr).toBe('azmon: this needs root\n  Run it as root: sudo sh azmon-linux.sh\n');
      bench.host.run(`chmod 700 /root; rm ${SCRIPT}`);
      expect(changes(before, stateOf(bench.host))).toEqual([]);
    });

    it('asks for the key without showing it; a wrong one is explained and all is undone', async () => {
      print(bench.install);
      const { seen, raw } = await typed([[/Key of workspace .*\(not shown\): $/, `${OTHER_KEY}\r`]]);
      expect(seen).toContain(`Key of workspace ${WS} (not shown): `);
      expect(seen).toContain('Error onboarding. HTTP code 403, Reason: InvalidWorkspaceKey.');
      expect(seen).toContain("Check the workspace's ID and key, the clock, and the way to the workspace.");
      expect(seen).toMatch(
        /Undoing what was changed:\r\n(.*\r\n)*The Log Analytics agent is not on this machine\.\r\n/,
      );
      expect(seen).toMatch(/exit=7 echo=echo/);
      expect(raw).not.toContain(OTHER_KEY.slice(0, 20));
      bench.host.run(`rm ${SCRIPT}`);
      expect(changes(before, stateOf(bench.host))).toEqual([]);
    });

    it('Ctrl-C at the question ends it, and the terminal shows again what is typed', async () => {
      print(bench.install);
      const { seen } = await typed([[/\(not shown\): $/, '\u0003']]);
      expect(seen).toMatch(/it was interrupted \((INT|HUP)\)/);
      expect(bench.holds('[ -e /run/azmon.lock ] || [ -e /var/lib/azmon ]')).toBe(false);
    });

    it('takes the key from stdin, says calmly what it does, and prints no lines for azmon', () => {
      print(bench.install);
      const { status, stdout, stderr } = piped(`${KEY}\r\n`, 'sh', SCRIPT);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout.split('\n')).toEqual([
        `- fetch the bundle from /tmp/${bench.bundle.name}`,
        `  ${bench.bundle.name}, ${bench.bundle.bytes} bytes`,
        '- compare the SHA-256 hash of the bundle',
        '  the hash is the one of AZMON_SHA256',
        `- install the agent from ${bench.bundle.name}`,
        '  the agent 1.19.0-0 is installed',
        `- connect the agent to workspace ${WS}`,
        `  workspace ${WS} is connected, the agent runs`,
        'The Log Analytics agent 1.19.0-0 is on this machine (whole, service running).',
        `  workspace ${WS}: onboarded OMSAgent Running`,
        'Done.',
        '',
      ]);
      expect(filesHolding(bench.host.root, [KEY])).toEqual([]);
    });

    it('no key at all is a bad value', () => {
      print({ ...bench.install, AZMON_DO: 'set-workspace', AZMON_WORKSPACE_ID: WS.replace('1', '2') });
      const [program, args] = bench.inside('setsid', 'sh', SCRIPT);
      const { status, stderr } = spawnSync(program, args, { input: '', encoding: 'utf8' });
      expect([status, stderr.split('\n')[0]]).toEqual([2, 'azmon: the key of the workspace is missing']);
    });

    it('another installation that holds the package lock is waited for by name', () => {
      const hold = `import fcntl, time, sys\nf = open('/var/lib/dpkg/lock', 'w')\nfcntl.lockf(f, fcntl.LOCK_EX)\nsys.stdout.write('held')\nsys.stdout.flush()\ntime.sleep(300)\n`;
      writeFileSync(join(bench.host.root, 'tmp/hold.py'), hold);
      bench.host.run('setsid python2 /tmp/hold.py >/tmp/held 2>&1 & while [ ! -s /tmp/held ]; do sleep 0.1; done');
      const [pid] = bench.host.run('pgrep -f [/]tmp/hold.py').trim().split('\n');
      const first = bench.run({ AZMON_DO: 'remove', AZMON_LOCK_WAIT: '3' });
      bench.host.run(`kill ${pid}`);
      expect(first.values('wait')[0]).toMatch(
        new RegExp(`^dpkg lock held by python2 \\(pid ${pid}\\), [0-2] s of 3 s$`),
      );
      expect(first.values('fail')).toEqual([`package-lock dpkg lock held by python2 (pid ${pid}) for longer than 3 s`]);
      expect(first.exit).toBe(9);
      expect(entriesLeft()).toBeGreaterThan(10);
      const { value, values } = bench.run({ AZMON_DO: 'show' });
      expect([value('state.packages'), values('state.workspace')]).toEqual([
        'whole',
        [`${WS} onboarded OMSAgent Running`],
      ]);
    });
    const entriesLeft = () => (fileOn(bench.host, '/var/lib/azmon/ledger.ndjson') ?? '').split('\n').length;

    describe('two runs at a time', () => {
      it('the second is told who holds the machine; a look is free', async () => {
        const tries: unknown[] = [];
        const lock =
          'mkdir -p /run/x; ln -sfn "$$:$(sed "s/.*) //" /proc/$$/stat | cut -d" " -f20)" /run/azmon.lock; exec sleep 300';
        const [program, args] = bench.inside(
          'sh',
          '-c',
          `sh -c '${lock.replaceAll("'", "'\\''")}' >/dev/null 2>&1 & echo $!`,
        );
        const pid = execFileSync(program, args, { encoding: 'utf8' }).trim();
        await expect.poll(() => bench.holds('[ -h /run/azmon.lock ]'), { timeout: 10_000 }).toBe(true);
        for (const verb of ['restart', 'show']) {
          const { exit, value } = bench.run({ AZMON_DO: verb });
          tries.push([verb, exit, value('fail')]);
        }
        bench.host.run(`kill -9 ${pid}`);
        expect(tries).toEqual([
          ['restart', 9, `busy another run of azmon holds this machine (pid ${pid})`],
          ['show', 0, undefined],
        ]);
        // Its process is gone, its lock is not.
        expect(bench.run({ AZMON_DO: 'restart' })).toMatchObject({ exit: 0 });
        expect(bench.holds('[ -h /run/azmon.lock ]')).toBe(false);
      });

      it.each(['1:1', '99999:12345', 'nonsense', ''])('a lock of %j holds nobody up', (target) => {
        bench.host.run(target === '' ? ': > /run/azmon.lock' : `ln -s '${target}' /run/azmon.lock`);
        expect(bench.run({ AZMON_DO: 'restart' })).toMatchObject({ exit: 0 });
        expect(bench.holds('[ -e /run/azmon.lock ] || [ -h /run/azmon.lock ]')).toBe(false);
      });
    });

    it('shows the last lines of the logs without what is secret in them', () => {
      const file = join(bench.host.root, LOG);
      mkdirSync(join(file, '..'), { recursive: true });
      const lines = [
        'old',
        `key ${KEY}`,
        'proxy http://ops:pass@h:1',
        'Authorization: ws; c2ln',
        'SHARED_KEY=abc',
        'bell \u0007 \u001b[31mred\u001b[0m',
        'plain',
      ];
      bench.host.run('/opt/microsoft/omsagent/bin/service_control stop >/dev/null 2>&1');
      writeFileSync(file, `${lines.join('\n')}\n`);
      const { lines: said, value } = bench.run({ AZMON_DO: 'logs', AZMON_LOG_LINES: '6' });
      expect(value('log.file')).toBe(LOG);
      const at = said.indexOf(`log.file=${LOG}`);
      expect(said.slice(at + 1, at + 7)).toEqual([
        'log=key ***',
        'log=proxy http://***@h:1',
        'log=Authorization: ***',
        'log=SHARED_KEY=***',
        'log=bell  red',
        'log=plain',
      ]);
    });

    it('goes without a trace in the end', () => {
      expect(bench.run({ AZMON_DO: 'remove' }).value('result')).toBe('removed');
      bench.host.run(`rm -rf ${SCRIPT} /run/x`);
      expect(changes(before, stateOf(bench.host))).toEqual([]);
    });
  },
);
