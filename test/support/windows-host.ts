import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
export const AGENT_FOLDER = 'C:\\Program Files\\Microsoft Monitoring Agent';
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

/** Variables of the wrapper by their names, and its secrets. */
export type WrapperWish = { readonly AZMON_DO: string; readonly secrets?: Readonly<Record<string, string>> } & Readonly<
  Record<`AZMON_${string}`, string>
>;

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
    this.start([join(this.made, 'desktop.exe')], { timeoutMs: 3_600_000 }).end.catch(() => {});
    this.#installer();
    this.folder('packages');
    for (const { name } of Object.values(PACKAGES)) this.install(join(this.made, name), `packages/${name}`);
    for (const name of Object.values(EXTRACTORS)) this.install(join(this.made, name), `packages/${name}`);
    this.#use();
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

  /** What PowerShell says of the signature of any file, or of the agent's certificates; lines apart by `|`. */
  says(of: 'Signature' | 'Certificates', text: string | null): void {
    this.set({ [SWITCHES]: { [of]: text } });
  }

  /** The wrapper itself (docs/wrapper.md): its variables, and its secrets on stdin. */
  wrapper(what: WrapperWish, options: RunOptions = {}): WineRun {
    const { args, how } = this.#wrapped(what, options);
    return this.run(args, how);
  }

  startWrapper(what: WrapperWish, options: RunOptions = {}): WineStart {
    const { args, how } = this.#wrapped(what, options);
    return this.start(args, how);
  }

  /** Whether the agent was given this password for its proxy; it keeps a hash of it. */
  proxyPassword(password: string): boolean {
    const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HealthService\\Parameters';
    const { stdout } = this.run(['reg', 'query', key, '/v', 'Proxy Password SHA256']);
    return stdout.includes(createHash('sha256').update(password).digest('hex'));
  }

  /** What the programs of the stand-in that were started since the last time had in their environments. */
  environments(): string {
    const file = this.linux('C:\\windows\\temp\\environment.txt');
    const text = existsSync(file) ? readFileSync(file, 'utf16le') : '';
    rmSync(file, { force: true });
    return text;
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
    const found: string[] = [];
    const walk = (path: string): void => {
      const full = join(this.drive, path);
      const stats = lstatSync(full);
      if (stats.isDirectory()) for (const name of readdirSync(full)) walk(`${path}/${name}`);
      if (!stats.isFile()) return;
      const content = readFileSync(full);
      if (wanted.some((one) => content.includes(one))) found.push(path);
    };
    for (const name of readdirSync(this.drive)) walk(name);
    return found;
  }

  /**
   * What Wine makes when Windows Installer and scripts are first used, and never takes away, as Windows has it from the start: empty keys
   * of the installer, type libraries of the script host.
   */
  #use(): void {
    const { name, product } = PACKAGES.older;
    const words = [
      ['/i', `C:\\packages\\${name}`, 'AcceptEndUserLicenseAgreement=1'],
      ['/x', `{${product}}`],
    ];
    for (const one of words) this.run(['msiexec', ...one, '/qn']);
    this.write('first.js', '');
    this.run(['cscript', '//nologo', 'C:\\first.js']);
    rmSync(this.linux('C:\\first.js'));
    rmSync(this.linux(AGENT_FOLDER), { recursive: true, force: true });
  }

  /** Where Linux sees a path of drive C:. */
  linux(path: string): string {
    return join(this.drive, ...path.replace(/^C:\\/i, '').split('\\'));
  }

  #wrapped({ secrets = {}, ...variables }: WrapperWish, options: RunOptions): { args: string[]; how: RunOptions } {
    this.install(join(ROOT, 'templates', 'wrapper', 'windows.cmd'), 'wrapper.cmd');
    const env = { AZMON_LINES: 'yes', AZMON_RUN: randomUUID(), AZMON_BY: 'ops@ci-7', ...variables, ...options.env };
    const named = { ...env, AZMON_SECRETS: Object.keys(secrets).join(' ') };
    const input = Object.values(secrets).map((secret) => `${secret}\r\n`);
    return {
      // Not by call: with it Wine's cmd ends with 1 for whatever is not 0.
      args: ['cmd', '/d', '/c', 'C:\\wrapper.cmd'],
      how: { ...options, env: named, input: input.join('') },
    };
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

/** Switches of the tests, and what Wine keeps there: a counter of service starts, screens that it does not find. */
const OWN = /^HKLM\\(Software\\Stand-in|System\\CurrentControlSet\\Control\\(ServiceCurrent|Video)|Hardware)([\\|]|$)/i;
/** Temporary folders; and what the tests put on the drive. */
const OWN_FILES = /^(windows\/temp|users\/[^/]+\/(AppData\/Local\/)?Temp)\/|^(paste\.cmd|set\.reg|wrapper\.cmd)$/i;

const hashOf = (path: string): string => createHash('sha1').update(readFileSync(path)).digest('hex');

const azmonLine = (args: readonly string[]): readonly string[] => ['C:\\node.exe', `${AZMON}\\bin\\run.js`, ...args];

/** Node 22 itself refuses to start before 8.1; Wine is the same whatever it calls itself. */
const withNode = (options: RunOptions): RunOptions => ({
  ...options,
  env: { NODE_SKIP_PLATFORM_CHECK: '1', ...options.env },
});
