import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { nodeForWindows } from '../support/node-windows.ts';
import { ROOT } from '../support/source.ts';
import { WINE_NEEDS, type WindowsVersion, Wine, type WineRun } from '../support/wine.ts';

const HKLM = 'HKEY_LOCAL_MACHINE';
const NT = `${HKLM}\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion`;
const TLS = `${HKLM}\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client`;
/** Who can read it is an elevated administrator; Wine has no such key. */
const ELEVATED = 'HKEY_USERS\\S-1-5-19';
const SHIPPED = ['bin', 'dist', 'templates', 'package.json', 'oclif.manifest.json'];

interface Generation {
  readonly agent: string;
  readonly verdict: string;
  readonly findings: readonly { readonly id: string; readonly status: string; readonly cause?: string }[];
}

interface Checked {
  readonly page: string;
  readonly system: { readonly id: string };
  readonly generations: readonly Generation[];
}

/** azmon as it is shipped, in a folder with blanks and parentheses, on Node 22 for Windows. */
describeWith(WINE_NEEDS)('azmon on Windows, under Wine', () => {
  let wine: Wine;

  beforeAll(() => {
    if (!existsSync(join(ROOT, 'dist', 'start.js'))) throw new Error('this suite runs the bundle: npm run build');
    wine = new Wine();
    wine.install(nodeForWindows(), 'node.exe');
    for (const part of SHIPPED.filter((one) => existsSync(join(ROOT, one))))
      cpSync(join(ROOT, part), join(wine.drive, 'Program Files', 'azmon (x86)', part), { recursive: true });
  });
  afterAll(() => wine?.end());

  /** Node 22 itself refuses to start before 8.1; Wine is the same whatever it calls itself. */
  const azmon = (...args: readonly string[]): WineRun =>
    wine.run(['C:\\node.exe', 'C:\\Program Files\\azmon (x86)\\bin\\run.js', ...args], {
      env: { NODE_SKIP_PLATFORM_CHECK: '1' },
    });

  const checked = (run: WineRun): Checked => {
    const envelope = JSON.parse(run.stdout);
    expect(envelope).toMatchObject({ schema: 'azmon/v1', command: 'check', exitCode: run.code, errors: [] });
    return envelope.result.targets[0];
  };

  const failures = ({ generations }: Checked): readonly (string | undefined)[] =>
    (generations.find(({ agent }) => agent === 'log-analytics')?.findings ?? [])
      .filter(({ status }) => status === 'fail')
      .map(({ id }) => id);

  it('starts', () => {
    const { code, stdout } = azmon('--version');
    expect(stdout).toMatch(/^azmon\/\d/);
    expect(code).toBe(0);
  });

  it.each<[WindowsVersion, id: string, blocks: readonly string[]]>([
    ['win7', '7', ['privilege.root', 'windows.tls12']],
    ['win2008', '2008', ['privilege.root', 'windows.tls12']],
    ['win10', '10', ['privilege.root']],
  ])('checks the machine it runs on: %s', (version, id, blocks) => {
    wine.become(version);
    wine.set({ [NT]: { EditionID: 'Professional' } });
    const run = azmon('check', '--offline', '--json');
    const answer = checked(run);
    expect(answer).toMatchObject({ page: 'supported', system: { id } });
    expect(failures(answer)).toEqual(expect.arrayContaining([...blocks]));
    expect(run.code).toBe(4);
  });

  it('lets a machine pass once it is set right', () => {
    wine.become('win7');
    wine.set({
      [ELEVATED]: {},
      [TLS]: { Enabled: 1, DisabledByDefault: 0 },
      [NT]: { EditionID: 'Professional', BuildLabEx: '7601.24545.amd64fre.win7sp1_ldr_escrow.200102-1707' },
    });
    const run = azmon('check', '--offline', '--json', '--agent', 'log-analytics');
    const answer = checked(run);
    expect(failures(answer)).not.toEqual(expect.arrayContaining(['windows.tls12']));
    expect(failures(answer)).not.toEqual(expect.arrayContaining(['privilege.root']));
    expect(answer.generations[0]?.verdict).toBe('reserved');
    expect(run.code).toBe(0);
  });

  it('prints a probe that runs, and judges what it printed', () => {
    wine.become('win2008r2');
    const script = azmon('probe', 'windows');
    expect(script.code).toBe(0);
    wine.write('printed.cmd', script.stdout);
    wine.write('facts.txt', wine.script('C:\\printed.cmd').stdout);
    const run = azmon('check', '--facts', 'C:\\facts.txt', '--offline', '--json');
    expect(checked(run)).toMatchObject({ page: 'supported', system: { id: '2008-r2' } });
  });
});
