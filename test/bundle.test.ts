import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from './support/source.ts';

/** What is only wrong once it is bundled: the built command, where all other tests run the sources. */
const folder = mkdtempSync(join(tmpdir(), 'azmon-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const azmon = (...argv: string[]) => {
  const { PATH = '' } = process.env;
  const run = spawnSync(process.execPath, [join(ROOT, 'bin/run.js'), ...argv, '--json'], {
    encoding: 'utf8',
    input: '',
    env: { PATH, HOME: folder },
  });
  return JSON.parse(run.stdout);
};

describe('the built command reads targets from', () => {
  const good = ['local'];
  it.each([
    ['lines', 'targets', '# machines\nlocal\nnonsense\n', 'targets:3'],
    ['CSV', 'targets.csv', 'target,site\nlocal,y\nnonsense,z\n', 'targets.csv:3'],
    ['JSON', 'targets.json', '[\n{"target":"local"},\n"nonsense"]', 'targets.json:3'],
    ['YAML', 'targets.yaml', '# machines\n- target: local\n- nonsense\n', 'targets.yaml:3'],
  ])('%s', (_, name, text, wrong) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    const { errors, result } = azmon('check', '--offline', '--only', 'support.wsl', '--file', path);
    expect(result.targets.map(({ target }: { target: string }) => target)).toEqual([...good, join(folder, wrong)]);
    expect(errors.map(({ code }: { code: string }) => code)).toEqual(['AZMON-TARGET-UNKNOWN']);
  });
});

describe('the built command', () => {
  it('is ended by SIGTERM while it waits for a pipe that nobody writes, and says so', async () => {
    const pipe = join(folder, 'silent');
    execFileSync('mkfifo', [pipe]);
    const child = spawn(process.execPath, [join(ROOT, 'bin/run.js'), 'check', '--facts', pipe, '-o', 'ndjson'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
      if (!child.killed) child.kill('SIGTERM');
    });
    const [code, signal] = await once(child, 'close', { signal: AbortSignal.timeout(10_000) }).finally(() =>
      child.kill('SIGKILL'),
    );
    expect([code, signal]).toEqual([143, null]);
    const last = JSON.parse(said.trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ status: 'terminated', exitCode: 143, errors: [{ code: 'AZMON-CANCELLED' }] });
  });
});

interface Inputs {
  readonly inputs: Readonly<
    Record<
      string,
      { readonly format?: string; readonly imports: readonly { readonly path: string; readonly kind: string }[] }
    >
  >;
}

describe('the bundle', () => {
  const { inputs } = JSON.parse(readFileSync(join(ROOT, 'node_modules/.cache/azmon/meta.json'), 'utf8')) as Inputs;
  const opened = Object.entries(inputs)
    .filter(([path]) => path.startsWith('src/'))
    .flatMap(([, { imports }]) => imports.filter(({ kind }) => kind === 'dynamic-import'));

  // Its names are lost on the way (only `default` is left), which no test of the sources can see.
  it('opens no CommonJS module by import()', () => {
    expect(opened.length).toBeGreaterThan(5);
    expect(opened.filter(({ path }) => inputs[path]?.format === 'cjs').map(({ path }) => path)).toEqual([]);
  });
});
