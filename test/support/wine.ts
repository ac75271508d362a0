import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's wine64 package; the `wine` wrapper is in another one that only recommends it. */
const WINE = '/usr/lib/wine/wine64';
const SERVER = '/usr/lib/wine/wineserver64';
/**
 * Wine's loader lies at 0x7d000000, and Linux puts its heap anywhere in the gigabyte behind: once in some 8,000 starts it covers the page
 * at 0x7ffe0000 that is the same in every Windows program, and the program does not start. Without chance it lies right behind the loader.
 * Some containers forbid that setting; it is inherited by all that a program starts.
 */
const LAUNCHER = spawnSync('setarch', ['-R', 'true']).status === 0 ? ['setarch', '-R'] : ['env'];
export const WINE_NEEDS = { commands: { [WINE]: 'wine64', [SERVER]: 'wine64' } };

/** As winecfg calls them; each sets version numbers and the registry. */
export type WindowsVersion = 'vista' | 'win2008' | 'win7' | 'win2008r2' | 'win8' | 'win81' | 'win10';

export interface WineRun {
  /** As Linux sees it: the lowest 8 bits. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** What stands on its stdin; nothing without it. */
  readonly input?: string;
  /** Words in front of the command, as those of strace. */
  readonly before?: readonly string[];
}

/** A program that goes on while the test does something else. */
export interface WineStart {
  /** What it has printed so far. */
  output(): string;
  readonly end: Promise<WineRun>;
}

/**
 * A Windows of its own in a temporary folder. Wine 8 is not Windows: findstr, tasklist, netsh, certutil and powershell answer 0 without
 * doing anything, `&&` and `||` behind a program take no notice of its exit code, /f of reg query is unknown, and every user is an
 * administrator. What is shown here is that the probe's text runs and reads a registry, never that a Windows tool is there.
 */
export class Wine {
  readonly #folder = mkdtempSync(join(tmpdir(), 'azmon-wine-'));
  readonly #prefix = join(this.#folder, 'prefix');
  /** Drive C:, as Linux sees it. */
  readonly drive = join(this.#prefix, 'drive_c');
  #runs = 0;

  constructor(version: WindowsVersion = 'win10') {
    mkdirSync(this.#prefix);
    // Otherwise the server goes when the last program has gone, and the next one pays for its start.
    spawnSync(SERVER, ['-p'], { env: this.#environment(), stdio: 'ignore', timeout: 30_000 });
    // Any program makes the prefix first; wineboot by name would start the services twice, and those of an MSI were not found then.
    this.#must(['cmd', '/d', '/c', 'exit']);
    this.become(version);
  }

  /** Services are read when Windows starts. */
  restart(): void {
    for (const flag of ['-k', '-w', '-p'])
      spawnSync(SERVER, [flag], { env: this.#environment(), stdio: 'ignore', timeout: 60_000 });
  }

  become(version: WindowsVersion): void {
    this.#must(['winecfg', '-v', version]);
  }

  /** A Windows program with its arguments; stdin and output are files: Wine's consoles want no pipes. */
  run(args: readonly string[], { env = {}, timeoutMs = 120_000, input = '', before = [] }: RunOptions = {}): WineRun {
    const { files, read } = this.#files(input);
    const how = { cwd: this.drive, env: { ...this.#environment(), ...env }, stdio: files };
    const end = spawnSync(...launched(args, before), { ...how, timeout: timeoutMs });
    for (const file of files) closeSync(file);
    if (end.error !== undefined) throw end.error;
    return read(end.status ?? -1);
  }

  /** As run, without waiting for its end. */
  start(
    args: readonly string[],
    { env = {}, timeoutMs = 120_000, input = '', before = [] }: RunOptions = {},
  ): WineStart {
    const { files, read } = this.#files(input);
    const how = { cwd: this.drive, env: { ...this.#environment(), ...env }, stdio: files };
    const child = spawn(...launched(args, before), { ...how, timeout: timeoutMs });
    for (const file of files) closeSync(file);
    const end = new Promise<WineRun>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(read(code ?? -1)));
    });
    return { output: () => read(0).stdout, end };
  }

  /** The programs that run in this prefix, by their process ids of Linux, with what stands on their command lines. */
  processes(): ReadonlyMap<number, string> {
    const found = new Map<number, string>();
    for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const read = (file: string): string => tryRead(join('/proc', name, file));
      if (read('environ').includes(`WINEPREFIX=${this.#prefix}\0`))
        found.set(Number(name), read('cmdline').replaceAll('\0', ' '));
    }
    return found;
  }

  /** A .cmd file of drive C:; by call, for otherwise cmd takes the quotes from a path with parentheses. */
  script(path: string, options: RunOptions = {}, ...args: readonly string[]): WineRun {
    return this.run(['cmd', '/d', '/c', 'call', path, ...args], options);
  }

  /** A command line, as somebody would paste it. Wine's cmd does not mind `&&`: each part is run by itself. */
  paste(line: string): void {
    for (const command of line.split(' && ')) {
      this.write('paste.cmd', `@echo off\r\n${command}\r\nexit /b %errorlevel%\r\n`);
      const end = this.script('C:\\paste.cmd');
      if (end.code !== 0) throw new Error(`${command}: ${end.code} ${end.stdout}${end.stderr}`);
    }
  }

  /** Sets registry values: key -> name -> a number (DWORD), text, or null to remove it; a key without values is only made. */
  set(keys: Readonly<Record<string, Readonly<Record<string, number | string | null>>>>): void {
    const lines = Object.entries(keys).flatMap(([key, values]) => [
      `[${key}]`,
      ...Object.entries(values).map(regLine),
      '',
    ]);
    this.#import(lines);
  }

  /** Removes registry keys with everything below. */
  unset(...keys: readonly string[]): void {
    this.#import(keys.map((key) => `[-${key}]`));
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.drive, name), content);
  }

  /** Makes a folder of drive C:, given as Windows writes it. */
  folder(path: string): void {
    mkdirSync(join(this.drive, ...path.split('\\')), { recursive: true });
  }

  install(from: string, name: string): void {
    copyFileSync(from, join(this.drive, name));
  }

  /** Ends what runs in this prefix, and nothing else, and removes the folder. */
  end(): void {
    spawnSync(SERVER, ['-k'], { env: this.#environment(), stdio: 'ignore', timeout: 30_000 });
    spawnSync(SERVER, ['-w'], { env: this.#environment(), stdio: 'ignore', timeout: 30_000 });
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Stdin with that content, stdout and stderr, and what came of them. */
  #files(input: string): { files: number[]; read: (code: number) => WineRun } {
    const path = (end: string): string => join(this.#folder, `${this.#runs}.${end}`);
    this.#runs++;
    const [from, out, err] = [path('in'), path('out'), path('err')];
    writeFileSync(from, input);
    const files = [openSync(from, 'r'), openSync(out, 'w'), openSync(err, 'w')];
    rmSync(from);
    // A program that goes on to the end finds the folder gone.
    const read = (code: number): WineRun => ({ code, stdout: tryRead(out), stderr: tryRead(err) });
    return { files, read };
  }

  #import(lines: readonly string[]): void {
    this.write('set.reg', `Windows Registry Editor Version 5.00\r\n\r\n${lines.join('\r\n')}\r\n`);
    this.#must(['reg', 'import', 'C:\\set.reg']);
  }

  /** Everything asked for here may be asked for twice; right after a change of version the registry tools sometimes fail once. */
  #must(args: readonly string[], left = 3): void {
    mkdirSync(this.drive, { recursive: true });
    const end = this.run(args);
    if (end.code === 0) return;
    if (left <= 1) throw new Error(`wine ${args.join(' ')}: ${end.code} ${end.stdout}${end.stderr}`);
    this.#must(args, left - 1);
  }

  /** No DISPLAY, and nothing of the caller's own settings. */
  #environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: this.#folder,
      WINEPREFIX: this.#prefix,
      WINEDEBUG: '-all',
      WINEDLLOVERRIDES: 'mscoree=;mshtml=',
      WINESERVER: SERVER,
      LANG: 'C.UTF-8',
    };
  }
}

/** Processes go while one looks. */
function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const launched = (args: readonly string[], before: readonly string[]): [string, string[]] => {
  const [command = '', ...rest] = [...before, ...LAUNCHER, WINE, ...args];
  return [command, rest];
};

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const regLine = ([name, value]: readonly [string, number | string | null]): string =>
  `${quoted(name)}=${value === null ? '-' : typeof value === 'number' ? `dword:${value.toString(16).padStart(8, '0')}` : quoted(value)}`;
