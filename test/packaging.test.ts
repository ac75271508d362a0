import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './support/source.ts';

/** The package as npm would publish it, installed away from here, started by the Node that runs the tests. */
let folder: string;
let files: string[];
const installed = (...parts: string[]): string => join(folder, 'node_modules', 'azmon', ...parts);

const azmon = (argv: readonly string[], env: Record<string, string> = {}) => {
  const { PATH = '' } = process.env;
  const run = spawnSync(process.execPath, [installed('bin/run.js'), ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME: folder, ...env },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'azmon-package-'));
  const npm = (cwd: string, ...args: string[]): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const packed = JSON.parse(npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder));
  const { filename, files: listed } = [packed]
    .flat()
    .flatMap((entry) => ('filename' in entry ? [entry] : Object.values(entry)))[0];
  files = listed.map(({ path }: { path: string }) => path);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', '--no-save', join(folder, filename));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  test.for([
    'package.json',
    'README.md',
    'LICENSE',
    'bin/run.js',
    'oclif.manifest.json',
    'dist/start.js',
    'dist/commands/help.js',
    'dist/commands/check.js',
    'templates/probe/linux.sh',
    'templates/probe/windows.cmd',
    'docs/checks.md',
    'docs/errors.md',
    'docs/exit-codes.md',
    'docs/environment.md',
  ])('holds %s', (file) => expect(files).toContain(file));

  test('holds no tests, no sources, no test data, no build', () => {
    expect(
      files.filter(
        (file) =>
          !/^(package\.json|README\.md|LICENSE|oclif\.manifest\.json|bin\/run\.js|(dist|docs|templates)\/.+)$/.test(
            file,
          ),
      ),
    ).toEqual([]);
    expect(files.filter((file) => /\.test\.|meta\.json|os-release/.test(file))).toEqual([]);
  });

  test('needs nothing beside itself', () => {
    expect(Object.keys(JSON.parse(readFileSync(installed('package.json'), 'utf8')).dependencies ?? {})).toEqual([]);
  });

  test('holds no path of the machine that built it', () => {
    const telling = files.filter((file) => readFileSync(installed(file), 'utf8').includes(ROOT.replace(/\/$/, '')));
    expect(telling).toEqual([]);
  });

  test('the manifest knows every command and the version', () => {
    const manifest = JSON.parse(readFileSync(installed('oclif.manifest.json'), 'utf8'));
    const bundled = files
      .filter((file) => file.startsWith('dist/commands/'))
      .map((file) => file.slice('dist/commands/'.length, -'.js'.length).replaceAll('/', ':'));
    expect(Object.keys(manifest.commands).sort()).toEqual(bundled.sort());
    expect(manifest.version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
  });
});

describe('installed', () => {
  test('says its version', () =>
    expect(azmon(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^azmon\/\d/), stderr: '' }));
  test('shows help when nothing is asked', () =>
    expect(azmon([])).toMatchObject({ code: 0, stdout: expect.stringContaining('COMMANDS'), stderr: '' }));
  test('knows its topics', () => expect(azmon(['help', 'exit-codes']).stdout).toContain('not-ready'));
  test('shows a topic of commands', () =>
    expect(azmon(['probe'])).toMatchObject({ code: 0, stdout: expect.stringContaining('probe linux') }));
  test('finds its templates', () =>
    expect(azmon(['probe', 'linux'])).toMatchObject({ code: 0, stdout: expect.stringContaining('probe.end=ok') }));
  test('tells a wrong command in JSON', () =>
    expect(JSON.parse(azmon(['nope', '--json']).stdout)).toMatchObject({ schema: 'azmon/v1', exitCode: 2 }));
  test('prints no command line under DEBUG=*', () => {
    const run = azmon(['check', '--list', '--proxy', 'CANARY-7d1f'], { DEBUG: '*' });
    expect(run.stdout + run.stderr).not.toContain('CANARY-7d1f');
  });
  test('NO_COLOR wins over FORCE_COLOR, and Node says nothing about it', () => {
    expect(azmon([], { NO_COLOR: '1', FORCE_COLOR: '1' })).toMatchObject({
      stderr: '',
      stdout: expect.not.stringContaining('\u001B'),
    });
  });
});

describe('on a Node that is too old', () => {
  test('one line says what is wrong and what to do', () => {
    const stub = `data:text/javascript,Object.defineProperty(process, 'version', { value: 'v20.20.2' })`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', stub, join(ROOT, 'bin/run.js')], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^azmon: this is Node\.js v20\.20\.2, azmon needs 22 or newer: .*\n$/);
  });

  // Run by hand with Node 4.9, 8.17, 12.22 and 20.20: all of them read the file. Node 4 stumbled over a comma at the end of arguments.
  test('the file that says so has no syntax that an old Node cannot read', () => {
    const code = readFileSync(join(ROOT, 'bin/run.js'), 'utf8')
      .replace(/^\s*(\/\/|#!).*$/gm, '')
      .replace(/'[^'\n]*'|"[^"\n]*"/g, "''");
    expect(code).not.toMatch(
      /\b(import|export|const|let|class|await|async|of)\b|=>|`|\?\.|\?\?|\*\*|\.\.\.|,\s*[)\]}]/,
    );
  });
});

test('package-lock.json holds no address to download from', () => {
  expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|\.tgz/);
});

// An npm that renews a lock file beside an installed node_modules forgets the packages of other platforms, and `npm ci` refuses it.
test('package-lock.json names every optional package, also those of other platforms', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const wanted = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}));
  const locked = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter((name) => !locked.includes(name))).toEqual([]);
});
