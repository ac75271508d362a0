import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localFiles } from '../../src/disk/local-files.ts';
import type { ScriptRequest, ScriptRun } from '../../src/ports-scripts.ts';
import type { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { sshTransport } from '../../src/transport/ssh.ts';
import { describeWith } from '../support/needs.ts';
import { nodeForWindows } from '../support/node-windows.ts';
import { ROOT } from '../support/source.ts';
import { openWindowsSshd, WINDOWS_SSHD_NEEDS, type WindowsSshd } from '../support/windows-sshd.ts';
import { WINE_NEEDS, Wine } from '../support/wine.ts';

/** What stands for the wrapper: prints what it was given; its stdin goes to a file, for Wine's set /p takes several lines for one.
 * Every secret holds an x: Wine's find knows no /v. */
const SHOWING = [
  '@echo off',
  'setlocal EnableDelayedExpansion',
  'echo wrapper.version=1',
  'echo log=!AZMON_BUNDLE!',
  'echo log=!AZMON_SECRETS!',
  'echo log=!AZMON_WORKSPACE_KEY!',
  'find "x" >C:\\stdin.txt',
  'echo wrapper.end=ok',
  'exit /b %AZMON_CODE%',
  '',
].join('\r\n');
const KEY = 'k+y/%PATH%!x!&"^|<>=';
const PARAMETERS = { AZMON_BUNDLE: 'C:\\Program Files (x86)\\a b\\MOMAgent.msi', AZMON_CODE: '7' };

/** Runs one request in the local transport of Windows, and writes what came of it. */
const DRIVER = `
import { readFileSync, writeFileSync } from 'node:fs';
import { Secret } from './src/secret.ts';
import { localTransport } from './src/transport/local.ts';
const { script, secrets, cancelMs, ...request } = JSON.parse(readFileSync('C:\\\\request.json', 'utf8'));
const lines = [];
const transport = localTransport({ platform: 'win32', env: process.env, windowsScript: '', windowsWrapper: script });
const signal = cancelMs === undefined ? {} : { signal: AbortSignal.timeout(cancelMs) };
const opened = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, new Secret(value)]));
const target = { kind: 'local', key: 'local' };
const told = (result) => writeFileSync('C:\\\\result.json', JSON.stringify({ ...result, lines }));
try {
  const pushed = await transport.push(target, { file: 'C:\\\\x.msi', name: 'x.msi', system: 'windows', timeoutMs: 1 });
  told({ run: await transport.run(target, { linux: '', windows: '', ...request, ...signal, secrets: opened, line: (line) => lines.push(line) }), pushed: pushed.path });
} catch (error) {
  told({ code: error.code, exit: error.exit, message: error.message });
}
process.exit(0);
`;

interface Told {
  readonly run?: ScriptRun;
  readonly code?: string;
  readonly pushed?: string;
  readonly lines: readonly string[];
}

describeWith(WINE_NEEDS)('scripts that change a machine, on Windows', () => {
  let wine: Wine;

  beforeAll(async () => {
    wine = new Wine();
    wine.install(nodeForWindows(), 'node.exe');
    await build({
      stdin: { contents: DRIVER, resolveDir: ROOT, loader: 'ts' },
      ...{ bundle: true, format: 'esm', platform: 'node', target: 'node22', outfile: join(wine.drive, 'driver.mjs') },
      banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
      logLevel: 'silent',
    });
    wine.folder('Program Files\\azmon (x86)\\templates');
  });
  afterAll(() => wine?.end());

  function here(text: string, request: Readonly<Record<string, unknown>>): Told {
    const script = 'Program Files/azmon (x86)/templates/windows.cmd';
    wine.write(script, text);
    wine.write('stdin.txt', '');
    const how = { parameters: {}, secrets: {}, timeoutMs: 60_000, ...request };
    wine.write('request.json', JSON.stringify({ ...how, script: `C:\\${script.replaceAll('/', '\\')}` }));
    const env = { NODE_SKIP_PLATFORM_CHECK: '1', AZMON_WORKSPACE_KEY: 'of-azmon-itself' };
    const run = wine.run(['C:\\node.exe', 'C:\\driver.mjs'], { env });
    if (run.code !== 0) throw new Error(`${run.code} ${run.stdout} ${run.stderr}`);
    return JSON.parse(readFileSync(join(wine.drive, 'result.json'), 'utf8')) as Told;
  }

  it('runs the file where it lies, values in its environment, secrets as lines of stdin', () => {
    const secrets = { AZMON_WORKSPACE_KEY: KEY, AZMON_PROXY_PASSWORD: 'next' };
    const told = here(SHOWING, { parameters: PARAMETERS, secrets });
    expect(told.lines).toEqual([
      'wrapper.version=1',
      `log=${PARAMETERS.AZMON_BUNDLE}`,
      'log=AZMON_WORKSPACE_KEY AZMON_PROXY_PASSWORD',
      'log=',
      'wrapper.end=ok',
    ]);
    expect(told.run).toMatchObject({ output: `${told.lines.join('\r\n')}\r\n`, exitCode: 7 });
    expect(readFileSync(join(wine.drive, 'stdin.txt'), 'latin1')).toBe(`${KEY}\r\nnext\r\n`);
    expect(told.pushed).toBe('C:\\x.msi');
  });

  it.each([0, 3, 130, 1603, 3010])('brings its exit code whole: %i', (code) => {
    expect(here(`@echo off\r\necho a\r\nexit /b ${code}\r\n`, {}).run).toMatchObject({
      output: 'a\r\n',
      exitCode: code,
    });
  });

  it('waits a little when the run is cancelled, and takes the answer', () => {
    const text = '@echo off\r\necho begun\r\nping -n 4 127.0.0.1 >nul\r\necho wrapper.end=ok\r\nexit /b 0\r\n';
    expect(here(text, { cancelMs: 1500 })).toMatchObject({ lines: ['begun', 'wrapper.end=ok'], run: { exitCode: 0 } });
  });

  /** Wine's taskkill knows no /t: that what cmd.exe started ends too is not shown here. */
  it('is left where that takes too long', { timeout: 90_000 }, () => {
    const text = '@echo off\r\necho begun\r\nping -n 600 127.0.0.1 >nul\r\n';
    expect(here(text, { timeoutMs: 1500 })).toMatchObject({ code: 'AZMON-RUN-TIMEOUT', lines: ['begun'] });
  });
});

describeWith(WINDOWS_SSHD_NEEDS)('scripts that change a Windows machine, over ssh', () => {
  let wine: Wine;
  let server: WindowsSshd;
  let here: string;

  beforeAll(async () => {
    here = mkdtempSync(join(tmpdir(), "azmon-win it's-"));
    wine = new Wine();
    server = await openWindowsSshd(wine.drive);
  });
  afterAll(async () => {
    await server?.stop();
    wine?.end();
    rmSync(here, { recursive: true, force: true });
  });

  const transport = (config = server.config) =>
    sshTransport({
      ...{ configFile: config, connectTimeoutS: 3, interactive: false, env: process.env, files: localFiles() },
    });

  async function change(windows: string, more: Partial<ScriptRequest> = {}) {
    const lines: string[] = [];
    const request = {
      linux: '',
      windows,
      parameters: {},
      secrets: {},
      timeoutMs: 60_000,
      system: 'windows',
      ...more,
    } as const;
    const run = await transport().run(parseTarget('ssh://win'), { ...request, line: (line) => lines.push(line) });
    return { run, lines };
  }

  const left = (): string[] => readdirSync(server.home).filter((name) => name.startsWith('azmon-'));
  /** Scripts of this test: the wrapper itself may be on its way from somewhere else. */
  const leftHere = (): string[] =>
    readdirSync(tmpdir()).filter((name) => {
      const script = join(tmpdir(), name, 'run.cmd');
      return existsSync(script) && !readFileSync(script, 'latin1').includes('azmon wrapper for Windows');
    });

  it('copies the script, runs it with secrets on stdin, and takes it away', async () => {
    const before = server.asked().length;
    const secrets = { AZMON_WORKSPACE_KEY: new Secret(KEY), AZMON_PROXY_PASSWORD: new Secret('next') };
    const { run, lines } = await change(SHOWING, { parameters: PARAMETERS, secrets });
    expect(lines).toEqual([
      'wrapper.version=1',
      `log=${PARAMETERS.AZMON_BUNDLE}`,
      'log=AZMON_WORKSPACE_KEY AZMON_PROXY_PASSWORD',
      'log=',
      'wrapper.end=ok',
    ]);
    expect(run).toMatchObject({ output: `${lines.join('\r\n')}\r\n`, exitCode: 7 });
    expect(readFileSync(join(wine.drive, 'stdin.txt'), 'latin1')).toBe(`${KEY}\r\nnext\r\n`);
    const folder = /azmon-[0-9a-f-]{36}/.exec(server.asked()[before + 1] ?? '')?.[0];
    expect(server.asked().slice(before)).toEqual([
      'sftp',
      `cmd /d /c ${folder}\\run.cmd`,
      `cmd /d /c rmdir /s /q ${folder}`,
    ]);
    expect([left(), leftHere()]).toEqual([[], []]);
  });

  it('brings its exit code, and what it said, where it breaks off', async () => {
    expect((await change('@echo off\r\necho a\r\nexit /b 12\r\n')).run).toMatchObject({
      output: 'a\r\n',
      exitCode: 12,
    });
    expect(left()).toEqual([]);
  });

  /** Wine's cmd holds its file open while it runs, Windows' does not: here the folder outlives the attempt. */
  it('takes its folder away where its time is up', { timeout: 90_000 }, async () => {
    const text = '@echo off\r\necho begun\r\nping -n 40 127.0.0.1 >nul\r\n';
    await expect(change(text, { timeoutMs: 2000 })).rejects.toMatchObject({ code: 'AZMON-RUN-TIMEOUT', exit: 7 });
    expect(server.asked().at(-1)).toBe(`cmd /d /c rmdir /s /q ${left()[0]}`);
    rmSync(join(server.home, left()[0] as string), { recursive: true });
    expect(leftHere()).toEqual([]);
  });

  it('leaves nothing where the run is cancelled while it is copied', async () => {
    await expect(change(SHOWING, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'AZMON-CANCELLED' });
    expect([left(), leftHere()]).toEqual([[], []]);
  });

  it('takes no value that cmd would run, and connects to nobody then', async () => {
    const before = server.asked().length;
    await expect(change(SHOWING, { parameters: { AZMON_BUNDLE: 'a&calc' } })).rejects.toMatchObject({
      code: 'AZMON-WRAPPER-PARAMETER',
    });
    expect(server.asked().length).toBe(before);
  });

  it('copies a file into a folder of its own, and takes that away', async () => {
    const content = randomBytes(2_000_000);
    const file = join(here, 'the "agent" [1].msi');
    writeFileSync(file, content);
    const pushed = await transport().push(parseTarget('ssh://win'), {
      ...{ file, name: 'MOMAgent.msi', system: 'windows', timeoutMs: 60_000 },
    });
    expect(pushed.path).toMatch(/^C:\\users\\ops\\azmon-[0-9a-f-]{36}\\MOMAgent\.msi$/);
    const there = join(wine.drive, ...pushed.path.split('\\').slice(1));
    expect(readFileSync(there).equals(content)).toBe(true);
    await pushed.remove();
    expect(left()).toEqual([]);
  });

  it('a file that is not there is seen before anybody connects', async () => {
    const before = server.asked().length;
    const push = transport().push(parseTarget('ssh://win'), {
      ...{ file: join(here, 'none'), name: 'a.msi', system: 'windows', timeoutMs: 60_000 },
    });
    await expect(push).rejects.toMatchObject({ code: 'AZMON-FILE-MISSING', exit: 2 });
    expect(server.asked().length).toBe(before);
  });

  it('tells why nobody was reached', async () => {
    const request = {
      linux: '',
      windows: SHOWING,
      parameters: {},
      secrets: {},
      timeoutMs: 60_000,
      system: 'windows',
    } as const;
    const refused = await transport()
      .run(parseTarget('ssh://127.0.0.1:9'), request)
      .catch((error: Problem) => error);
    expect(refused).toMatchObject({ code: 'AZMON-SSH-UNREACHABLE', exit: 12, target: 'ssh://127.0.0.1:9' });
    expect(refused).toMatchObject({ fix: [{ command: 'azmon install windows --script' }] });
    expect(leftHere()).toEqual([]);
  });
});
