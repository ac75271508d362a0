import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { AGENT_NEEDS, EXTRACTORS, PACKAGES, sha256Of } from '../support/windows-agent/build.ts';
import type { Fault } from '../support/windows-host.ts';
import { WINE_NEEDS } from '../support/wine.ts';
import { Bench, connections, FROM, IDS, KEY, type Ran, type Texts } from './windows-bench.ts';

const [FIRST] = IDS;
const WRONG = KEY.replace('bm90', 'bm91');

let bench: Bench;

/** What goes wrong, on a machine that is as it was after each of it. */
describeWith({ commands: { ...WINE_NEEDS.commands, ...AGENT_NEEDS } })(
  'the wrapper for Windows, when something goes wrong',
  () => {
    let before: ReturnType<Bench['snapshot']>;

    beforeAll(() => {
      bench = new Bench();
      bench.host.write('no package.msi', 'hello');
      before = bench.snapshot();
    });
    afterAll(() => bench?.host.end());

    const asBefore = (run: Ran): void => {
      expect(run, run.raw).toMatchObject({ result: 'failed', state: { installed: false } });
      expect(bench.snapshot(), run.raw).toEqual(before);
    };

    it.each<[what: string, parameters: Texts, word: string, text: RegExp]>([
      ['no package', { AZMON_BUNDLE: 'C:\\nothing.msi' }, 'bundle-missing', /C:\\nothing\.msi/],
      ['a folder without one', { AZMON_BUNDLE: 'C:\\windows' }, 'bundle-missing', /MOMAgent\.msi in C:\\windows/],
      ['another hash', { AZMON_SHA256: 'a'.repeat(64) }, 'hash-wrong', /not a{64}/],
      ['no hash', { AZMON_SHA256: '' }, 'hash-missing', /nothing says/],
      ['a bad hash', { AZMON_SHA256: 'abc' }, 'bad-value', /64 hexadecimal/],
      ['plain http', { AZMON_BUNDLE: 'http://example.invalid/a.msi' }, 'bad-value', /https/],
      ['an unknown host', { AZMON_BUNDLE: 'https://no-such-host.invalid/a.msi' }, 'fetch-dns', /no-such-host\.invalid/],
      [
        'a signature that nobody can check',
        { AZMON_SHA256: '', AZMON_SIGNER: 'Microsoft Corporation' },
        'signer-wrong',
        /signature/,
      ],
      [
        'a file that is no package',
        {
          AZMON_BUNDLE: 'C:\\no package.msi',
          AZMON_SHA256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
        },
        'truncated',
        /neither/,
      ],
      ['a bad id', { AZMON_WORKSPACE_ID: 'x' }, 'bad-value', /AZMON_WORKSPACE_ID/],
    ])('refuses %s, and changes nothing', (_, parameters, word, text) => {
      const run = bench.install(parameters);
      expect(run.failure, run.raw).toMatchObject({ word, text: expect.stringMatching(text) });
      if (word === 'hash-missing' || word === 'hash-wrong')
        expect(run.measured?.sha256).toBe(sha256Of(PACKAGES.older.name));
      asBefore(run);
    });

    it.each<[what: string, fault: Fault, value: number, secrets: Texts, failure: object]>([
      ['the setup refuses', 'SetupRefuses', 1, {}, { word: 'msi-failed', source: 'msiexec', exit: 1603 }],
      ['the setup fails half way', 'SetupFails', 1, {}, { word: 'msi-failed', source: 'msiexec', exit: 1603 }],
      ['the object takes nothing', 'ObjectFails', 1, {}, { word: 'object-failed', source: 'object' }],
      ['the agent does not connect', 'NoNetwork', 1, {}, { word: 'not-onboarded', source: 'object' }],
      ['the key is wrong', 'ConnectAfter', 50, { AZMON_WORKSPACE_KEY: WRONG }, { word: 'not-onboarded' }],
    ])('undoes an installation when %s', (_, fault, value, secrets, failure) => {
      bench.host.fault(fault, value);
      const run = bench.install({ AZMON_TLS12: 'yes' }, secrets);
      bench.host.fault(fault, fault === 'ConnectAfter' ? 50 : null);
      expect(run.failure, run.raw).toMatchObject(failure);
      asBefore(run);
    });

    it.each<[number]>([[3010], [1641]])('takes %i for a success that wants a restart, and restarts nothing', (code) => {
      bench.host.fault('SetupExit', code);
      const run = bench.install();
      bench.host.fault('SetupExit', null);
      expect(run, run.raw).toMatchObject({ result: 'changed', code: 0 });
      expect(run.raw).toContain('state.restart=yes');
      expect(bench.run('remove').result).toBe('removed');
      expect(bench.snapshot()).toEqual(before);
    });

    it('unpacks a package whose signer is the one that was named', () => {
      bench.host.says('Signature', 'Valid|CN=Somebody Else, O=Microsoft Corporation');
      const signed = {
        AZMON_BUNDLE: `C:\\packages\\${EXTRACTORS.older}`,
        AZMON_SHA256: '',
        AZMON_SIGNER: 'Microsoft Corporation',
      };
      const wrong = bench.install(signed);
      expect(wrong.failure).toMatchObject({ word: 'signer-wrong', text: expect.stringContaining('Somebody Else') });
      bench.host.says('Signature', 'Valid|CN=Microsoft Corporation, O=Microsoft Corporation, C=US');
      const run = bench.install(signed);
      expect(run, run.raw).toMatchObject({ result: 'changed' });
      expect(run.steps.map(({ step }) => step)).toEqual(['hash', 'extract', 'install', 'connect', 'verify']);
      expect(bench.run('remove').result).toBe('removed');
      expect(bench.snapshot()).toEqual(before);
    });

    it('waits while another installation runs, and says for how long; not for ever', async () => {
      // It holds the installer until that file is there.
      const over = 'windows/temp/over';
      const other = bench.host.start([join(bench.host.made, 'hold-installer.exe'), `C:\\${over}`]);
      await expect.poll(() => other.output(), { timeout: 20_000 }).toMatch(/held/);
      const run = bench.install({ AZMON_LOCK_WAIT: '3' });
      expect(run.failure, run.raw).toMatchObject({ word: 'installer-busy', exit: 1618 });
      expect(run.raw).toMatch(/wait=another installation is running, 0 s of 3 s/);
      bench.host.write(over, '');
      await other.end;
      rmSync(join(bench.host.drive, over));
      const next = bench.install({ AZMON_LOCK_WAIT: '60' });
      expect(next, next.raw).toMatchObject({ result: 'changed' });
      expect(bench.run('remove').result).toBe('removed');
      expect(bench.snapshot()).toEqual(before);
    }, 240_000);
  },
);

/** Killed like a machine that loses its power: nothing of the run lives on. */
describeWith({ commands: { ...WINE_NEEDS.commands, ...AGENT_NEEDS } })('the wrapper for Windows, killed', () => {
  let before: ReturnType<Bench['snapshot']>;

  beforeAll(() => {
    bench = new Bench();
    before = bench.snapshot();
  });
  afterAll(() => bench?.host.end());

  /** Kills cmd, cscript and what they started, not Windows's own services. */
  const kill = (): void => {
    for (const [pid, line] of bench.host.processes())
      if (
        /azmon|cscript|msiexec|HealthService\.exe wait|ping/i.test(line) &&
        !/msiexec(-wine)?(\.exe)? \/V/i.test(line)
      ) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {}
      }
  };

  const killedAt = async (verb: string, at: RegExp, parameters: Texts, secrets: Texts): Promise<void> => {
    const run = bench.start(verb, parameters, secrets);
    await expect.poll(() => run.output(), { timeout: 60_000, interval: 20 }).toMatch(at);
    kill();
    await run.end;
    expect(run.output()).not.toContain('wrapper.end=ok');
  };

  const INSTALL = { ...FROM.older, AZMON_TLS12: 'yes' };
  it.each([
    ['while it checks the package', /step=hash begin/],
    ['when TLS 1.2 is switched on', /step=tls done/],
    ['in the middle of the installation', /step=install begin/],
    ['when the agent is installed', /step=install done/],
    ['while it connects', /step=connect begin/],
    ['while it waits for the connection', /step=verify begin/],
  ])(
    'is undone by the next run: %s',
    async (_, at) => {
      await killedAt('install', at, INSTALL, { AZMON_WORKSPACE_KEY: KEY });
      expect(bench.host.filesWith(KEY)).toEqual([]);
      const next = bench.run('remove', { AZMON_LOCK_WAIT: '60' });
      expect(next, next.raw).toMatchObject({ left: [], state: { installed: false } });
      expect(bench.snapshot(), next.raw).toEqual(before);
    },
    240_000,
  );

  it('finishes a removal that was cut off, and installs anew when that is asked for', async () => {
    expect(bench.install(INSTALL).result).toBe('changed');
    await killedAt('remove', /undo=workspace/, {}, {});
    const next = bench.install({ ...INSTALL, AZMON_LOCK_WAIT: '60' });
    expect(next, next.raw).toMatchObject({ result: 'changed', recovered: [{}] });
    expect(connections(next)).toEqual([`${FIRST} connected`]);
  }, 240_000);

  it('lets one run at a time on the machine, and a killed one holds nothing', async () => {
    bench.host.fault('NoNetwork', 1);
    const wish = { AZMON_WORKSPACE_ID: IDS[1] ?? '', AZMON_CONNECT_WAIT: '20' };
    const first = bench.start('add-workspace', wish, { AZMON_WORKSPACE_KEY: KEY });
    await expect.poll(() => first.output(), { timeout: 60_000, interval: 20 }).toMatch(/step=verify begin/);
    const second = bench.run('restart');
    expect(second, second.raw).toMatchObject({ failure: { word: 'busy' }, code: 9 });
    expect((await first.end).stdout).toMatch(/^fail=not-onboarded/m);
    bench.host.fault('NoNetwork', null);
    expect(bench.run('remove').result).toBe('removed');
    expect(bench.snapshot()).toEqual(before);
  }, 240_000);
});

/** As somebody runs it by hand, from a file that azmon printed. */
describeWith({ commands: { ...WINE_NEEDS.commands, ...AGENT_NEEDS } })('the wrapper for Windows, printed', () => {
  beforeAll(() => {
    bench = new Bench();
  });
  afterAll(() => bench?.host.end());

  it('asks for the key, speaks in sentences, and leaves nothing set', () => {
    const text = readFileSync(bench.host.linux('C:\\azmon.cmd'), 'latin1').replace(
      '@echo off\r\n',
      `@echo off\r\n${Object.entries({ AZMON_DO: 'install', ...FROM.older })
        .map(([name, value]) => `set "${name}=${value}"\r\n`)
        .join('')}`,
    );
    bench.host.write('printed script.cmd', text);
    bench.host.write('caller.cmd', '@echo off\r\ncall "C:\\printed script.cmd"\r\nset AZMON\r\n');
    const { stdout } = bench.host.run(['cmd', '/d', '/c', 'C:\\caller.cmd'], { input: `${KEY}\n` });
    expect(stdout).toMatch(/Key of the workspace 11111111-.* \(it is shown while you type\)/);
    expect(stdout).toMatch(/^done: install the agent\r?$/m);
    expect(stdout).toMatch(/^Result: changed\r?$/m);
    expect(stdout).not.toMatch(/^(?:step|state\.|result)|=/m);
    expect(stdout).not.toContain(KEY);
    expect(bench.run('show').state).toMatchObject({ installed: true, by: 'azmon' });
    expect(bench.traces()).toBe(true);
    expect(bench.host.filesWith(KEY)).toEqual([]);
  }, 120_000);
});
