import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeForWindows } from './node-windows.ts';
import { ROOT } from './source.ts';
import { EXTRACTORS, PACKAGES, windowsAgent } from './windows-agent/build.ts';
import { type RunOptions, Wine, type WineRun, type WineStart } from './wine.ts';

const HKLM = 'HKEY_LOCAL_MACHINE';
const SWITCHES = `${HKLM}\\SOFTWARE\\Stand-in`;
/** Who can read it is an elevated administrator; Wine has no such key. */
const ELEVATED = 'HKEY_USERS\\S-1-5-19';
const SHIPPED = ['bin', 'dist', 'templates', 'package.json', 'oclif.manifest.json'];
/** Wine's own, where its msiexec lies as a program for Windows. */
const BUILTIN = '/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/msiexec.exe';
export const AZMON = 'C:\\Program Files\\azmon (x86)';

/** What goes wrong with the stand-in agent (test/support/windows-agent): a switch, or a number of milliseconds, or an exit code. */
export type Fault =
  | 'SetupRefuses'
  | 'SetupFails'
  | 'SetupTakes'
  | 'SetupExit'
  | 'ServiceFails'
  | 'ConnectAfter'
  | 'NoNetwork'
  | 'ObjectFails'
  | 'OldObject'
  | 'NoChina';

/** A Windows with the packages of the stand-in agent in C:\packages, and Windows Installer as Windows has it. */
export class WindowsHost extends Wine {
  readonly made = windowsAgent();

  constructor() {
    super();
    this.set({
      [ELEVATED]: {},
      [`${HKLM}\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion`]: { EditionID: 'Professional' },
      [SWITCHES]: {},
      'HKEY_CURRENT_USER\\Software\\Wine\\DllOverrides': { 'msiexec.exe': 'native', 'powershell.exe': 'native' },
    });
    this.#installer();
    this.folder('packages');
    for (const { name } of Object.values(PACKAGES)) this.install(join(this.made, name), `packages/${name}`);
    for (const name of Object.values(EXTRACTORS)) this.install(join(this.made, name), `packages/${name}`);
  }

  /** azmon as it is shipped, in a folder with blanks and parentheses, and Node for Windows. */
  ship(): void {
    if (!existsSync(join(ROOT, 'dist', 'start.js'))) throw new Error('this suite runs the bundle: npm run build');
    this.install(nodeForWindows(), 'node.exe');
    for (const part of SHIPPED.filter((one) => existsSync(join(ROOT, one))))
      cpSync(join(ROOT, part), this.linux(`${AZMON}\\${part}`), { recursive: true });
  }

  azmon(args: readonly string[], options: RunOptions = {}): WineRun {
    return this.run(azmonLine(args), withNode(options));
  }

  startAzmon(args: readonly string[], options: RunOptions = {}): WineStart {
    return this.start(azmonLine(args), withNode(options));
  }

  /** The service takes this key for this workspace from now on. */
  accepts(id: string, key: string): void {
    this.set({ [`${SWITCHES}\\Workspaces`]: { [id]: createHash('sha256').update(key).digest('hex') } });
  }

  fault(which: Fault, value: number | null): void {
    this.set({ [SWITCHES]: { [which]: value } });
  }

  /** What PowerShell says of the signature of any file; lines apart by `|`. */
  signature(text: string): void {
    this.set({ [SWITCHES]: { Signature: text } });
  }

  /** RUNNING, STOPPED, or '' where there is no such service. */
  service(): string {
    return /STATE\s*:\s*\d+\s+(\w+)/.exec(this.run(['sc', 'query', 'HealthService']).stdout)?.[1] ?? '';
  }

  /** Every key and value of the registry, without times, but what the tests and Wine itself keep there. */
  registry(): ReadonlySet<string> {
    const lines = this.run([join(this.made, 'registry.exe')]).stdout.split(/\r?\n/);
    return new Set(lines.filter((line) => line !== '' && !OWN.test(line)));
  }

  /** Every file and folder of drive C: with its content, but the caches and logs that are listed at OWN_FILES. */
  files(): ReadonlyMap<string, string> {
    const seen = new Map<string, string>();
    const walk = (path: string): void => {
      if (OWN_FILES.test(path)) return;
      const full = join(this.drive, path);
      const stats = lstatSync(full);
      if (!stats.isDirectory()) seen.set(path, stats.isFile() ? hashOf(full) : 'link');
      else {
        seen.set(path, 'folder');
        for (const name of readdirSync(full).sort()) walk(`${path}/${name}`);
      }
    };
    for (const name of readdirSync(this.drive).sort()) walk(name);
    return seen;
  }

  /** Paths of files in which that text stands, in one or two bytes a letter; nothing is left out. */
  filesWith(text: string): readonly string[] {
    const wanted = [Buffer.from(text), Buffer.from(text, 'utf16le')];
    return (readdirSync(this.drive, { recursive: true, withFileTypes: true }) as import('node:fs').Dirent[])
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => lstatSync(path).size < 20_000_000)
      .filter((path) => {
        const content = readFileSync(path);
        return wanted.some((one) => content.includes(one));
      });
  }

  /** Where Linux sees a path of drive C:. */
  linux(path: string): string {
    return join(this.drive, ...path.replace(/^C:\\/i, '').split('\\'));
  }

  /** Ours in front, and Wine's beside it, no longer marked as a part of Wine: as such it would be found under its own name only. */
  #installer(): void {
    const real = readFileSync(BUILTIN);
    real.fill(0, 0x40, 0x60);
    const system = this.linux('C:\\windows\\system32');
    writeFileSync(join(system, 'msiexec-wine.exe'), real);
    this.install(join(this.made, 'msiexec.exe'), 'windows/system32/msiexec.exe');
    this.install(join(this.made, 'powershell.exe'), 'windows/system32/WindowsPowerShell/v1.0/powershell.exe');
  }
}

/** Switches of the tests, and a counter of service starts, which Wine keeps in the registry. */
const OWN = /^HKLM\\(Software\\Stand-in|System\\CurrentControlSet\\Control\\ServiceCurrent|Hardware)([\\|]|$)/i;
/** Temporary folders; and what the tests put on the drive. */
const OWN_FILES = /^(windows\/temp|users\/[^/]+\/(AppData\/Local\/)?Temp)\/|^(paste\.cmd|set\.reg)$/i;

const hashOf = (path: string): string => createHash('sha1').update(readFileSync(path)).digest('hex');

const azmonLine = (args: readonly string[]): readonly string[] => ['C:\\node.exe', `${AZMON}\\bin\\run.js`, ...args];

/** Node 22 itself refuses to start before 8.1; Wine is the same whatever it calls itself. */
const withNode = (options: RunOptions): RunOptions => ({
  ...options,
  env: { NODE_SKIP_PLATFORM_CHECK: '1', ...options.env },
});
