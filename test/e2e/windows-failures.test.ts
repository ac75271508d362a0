import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canaryKey } from '../support/canary.ts';
import { describeWith } from '../support/needs.ts';
import { AGENT_NEEDS, PACKAGES, sha256Of } from '../support/windows-agent/build.ts';
import { type Fault, WindowsHost, type WrapperWish } from '../support/windows-host.ts';
import { WINE_NEEDS, type WineRun } from '../support/wine.ts';

const ID = '7d3c6d9e-0a51-4b7e-8f10-5b7c3a1f0e42';
const KEY = canaryKey('the workspace');
const OLDER = PACKAGES.older.name;
const TLS =
  'HKLM\\System\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client'.toLowerCase();
/** Wine on a busy machine. */
const SLOW = 240_000;

type Wish = Omit<WrapperWish, 'AZMON_DO' | 'secrets'>;

/** What goes wrong on Windows has its own word and its own exit code, and leaves nothing behind. The wrapper by itself, under Wine. */
describeWith({ commands: { ...WINE_NEEDS.commands, ...AGENT_NEEDS } })(
  'the wrapper for Windows, where it fails',
  () => {
    let host: WindowsHost;
    let before: ReadonlyMap<string, string>;

    beforeAll(() => {
      host = new WindowsHost();
      host.accepts(ID, KEY);
      before = host.files();
    }, SLOW);
    afterAll(() => host?.end());

    const install = (wish: Wish = {}, key = KEY): WrapperWish => ({
      ...{ AZMON_DO: 'install', AZMON_WORKSPACE_ID: ID, AZMON_CLOUD_TYPE: '0', AZMON_CONNECT_WAIT: '4' },
      ...{ AZMON_BUNDLE: `C:\\packages\\${OLDER}`, AZMON_SHA256: sha256Of(OLDER) },
      ...wish,
      secrets: { AZMON_WORKSPACE_KEY: key },
    });

    /** Values of its lines by their keys; of several the last. */
    const read = ({ stdout }: WineRun): Readonly<Record<string, string>> => {
      expect(stdout.trim().split(/\r?\n/).at(-1), stdout).toBe('wrapper.end=ok');
      return Object.fromEntries(
        [...stdout.matchAll(/^([\w.]+)=(.*?)\r?$/gm)].map(([, key = '', text = '']) => [key, text]),
      );
    };

    const untouched = (): void => {
      expect([...host.files()]).toEqual([...before]);
      expect(host.service()).toBe('');
      expect(host.filesWith(KEY)).toEqual([]);
    };

    it.each<[what: string, wish: Wish, word: string, code: number]>([
      ['a wrong hash', { AZMON_SHA256: 'a'.repeat(64) }, 'hash-wrong', 7],
      ['no hash at all', { AZMON_SHA256: '' }, 'hash-missing', 7],
      ['no such package', { AZMON_BUNDLE: 'C:\\packages\\nothing.msi' }, 'bundle-missing', 7],
      ['a workspace id that is none', { AZMON_WORKSPACE_ID: 'logs-we' }, 'bad-value', 2],
      ['an address without a listener', { AZMON_BUNDLE: 'https://127.0.0.1:9/a.msi' }, 'fetch-connect', 12],
    ])('refuses %s', { timeout: SLOW }, (_, wish, word, code) => {
      const run = host.wrapper(install(wish));
      expect(read(run).fail, run.stdout).toMatch(new RegExp(`^${word} `));
      expect(run.code).toBe(code);
      untouched();
    });

    const SIGNER = 'Microsoft Corporation';
    const signed = { AZMON_SHA256: '', AZMON_SIGNER: SIGNER };

    it.each<[says: string]>([
      ['Valid|CN=Somebody Else, O=Microsoft Corporation, C=US'],
      ['Valid|CN=Microsoft Corporation Ltd, C=US'],
      ['NotSigned'],
      ['HashMismatch|CN=Microsoft Corporation, C=US'],
      [''],
    ])('refuses a package whose signature is "%s"', { timeout: SLOW }, (says) => {
      host.says('Signature', says);
      const run = host.wrapper(install(signed));
      host.says('Signature', null);
      expect(read(run).fail, run.stdout).toMatch(/^signer-wrong /);
      expect(run.code).toBe(7);
      untouched();
    });

    it.each<[Fault, number, word: string, exit: string]>([
      ['SetupRefuses', 1, 'msi-failed', '1603'],
      ['SetupFails', 1, 'msi-failed', '1603'],
      ['ObjectFails', 1, 'object-failed', ''],
      ['ServiceFails', 1, 'msi-failed', '1603'],
    ])('undoes an installation that fails by %s', { timeout: SLOW }, (fault, value, word, exit) => {
      host.fault(fault, value);
      const run = host.wrapper(install());
      host.fault(fault, null);
      const said = read(run);
      expect(said.fail, run.stdout).toMatch(new RegExp(`^${word} `));
      if (exit !== '') expect(said['fail.exit']).toBe(exit);
      expect(said).toMatchObject({ result: 'failed', 'state.agent': 'none' });
      untouched();
    });

    it('undoes a connection that does not come about with that key', { timeout: SLOW }, () => {
      const run = host.wrapper(install({}, canaryKey('another workspace')));
      expect(read(run).fail, run.stdout).toMatch(/^(not-onboarded|onboard-failed) /);
      untouched();
    });

    /** Until what comes back is called. */
    async function hold(): Promise<() => Promise<void>> {
      const go = 'windows/temp/let-go';
      const other = host.start([join(host.made, 'hold-installer.exe'), `C:\\${go}`], { timeoutMs: SLOW });
      await expect.poll(() => other.output(), { timeout: 60_000 }).toMatch(/held/);
      return async () => {
        host.write(go, '');
        await other.end;
        rmSync(join(host.drive, go));
      };
    }

    it('gives up where another installation does not end', { timeout: SLOW }, async () => {
      const letGo = await hold();
      const run = host.wrapper(install({ AZMON_LOCK_WAIT: '2' }), { timeoutMs: SLOW });
      await letGo();
      expect(read(run).fail, run.stdout).toMatch(/^installer-busy /);
      expect(run.code).toBe(9);
      const stayed = [...host.files().keys()].filter((path) => !before.has(path));
      // As long as Windows Installer belongs to another, nothing can be taken off: what is then left to the next run is said.
      expect(stayed.filter((path) => !path.startsWith('ProgramData/azmon'))).toEqual([]);
      if (stayed.length > 0) expect(run.stdout).toMatch(/^left=/m);
      expect(host.service()).toBe('');
    });

    it('waits for one that does, and takes a package that is signed', { timeout: SLOW }, async () => {
      host.says('Signature', `Valid|CN=${SIGNER}, O=${SIGNER}, C=US`);
      const letGo = await hold();
      const wish = { ...signed, AZMON_LOCK_WAIT: '120', AZMON_TLS12: 'yes' };
      const waiting = host.startWrapper(install(wish), { timeoutMs: SLOW });
      await expect.poll(() => waiting.output(), { timeout: SLOW }).toMatch(/^wait=another installation is running/m);
      await letGo();
      expect(read(await waiting.end)).toMatchObject({ result: 'changed', 'state.packages': 'whole' });
    });

    it('has TLS 1.2 switched on where it was asked to', () => {
      const values = [...host.registry()].filter((line) => line.toLowerCase().startsWith(`${TLS}|`));
      expect(values.map((line) => line.slice(TLS.length)).sort()).toEqual([
        '|DisabledByDefault=4:00000000',
        '|Enabled=4:01000000',
      ]);
    });

    it('keeps an agent that another package of the same product would replace', { timeout: SLOW }, () => {
      const name = PACKAGES.rebuilt.name;
      const wish = { AZMON_DO: 'upgrade', AZMON_BUNDLE: `C:\\packages\\${name}`, AZMON_SHA256: sha256Of(name) };
      const run = host.wrapper(wish);
      expect(read(run).fail, run.stdout).toMatch(/^newer-version /);
      expect(read(run)['fail.exit']).toBe('1638');
      expect(host.service()).toBe('RUNNING');
    });

    it('takes four workspaces and no fifth', { timeout: SLOW }, () => {
      const id = (n: number): string => `${n}${ID.slice(1)}`;
      for (const n of [1, 2, 3, 4]) host.accepts(id(n), KEY);
      const add = (ids: string, first: string, keys: number): WrapperWish => ({
        ...{ AZMON_DO: 'add-workspace', AZMON_WORKSPACE_ID: first, AZMON_ALSO_IDS: ids, AZMON_CONNECT_WAIT: '20' },
        secrets: {
          AZMON_WORKSPACE_KEY: KEY,
          ...Object.fromEntries([...Array(keys).keys()].map((n) => [`AZMON_ALSO_KEY_${n + 1}`, KEY])),
        },
      });
      const three = host.wrapper(add(`${id(2)} ${id(3)}`, id(1), 2));
      expect(three.stdout.match(/^state\.workspace=\S+ connected/gm)).toHaveLength(4);
      const fifth = host.wrapper(add('', id(4), 0));
      expect(read(fifth).fail, fifth.stdout).toMatch(/^too-many-workspaces /);
      expect(fifth.code).toBe(10);
    });

    it('puts TLS back as it was when it takes the agent off', { timeout: SLOW }, () => {
      const run = host.wrapper({ AZMON_DO: 'remove' });
      expect(read(run), run.stdout).toMatchObject({ result: 'removed' });
      expect([...host.registry()].filter((line) => line.toLowerCase().startsWith(TLS))).toEqual([]);
      untouched();
    });
  },
);
