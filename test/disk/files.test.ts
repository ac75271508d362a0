import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/disk/files.ts';
import { probeTemplates } from '../../src/disk/templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'azmon-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOURCE = new URL('../../src/disk/files.ts', import.meta.url).pathname;
const at = (name: string): string => join(folder, name);
const written = (name: string, content: string | Buffer): string => {
  writeFileSync(at(name), content);
  return at(name);
};
/** A socket of the file system, which opens for nobody. */
const socketAt = (name: string): string => {
  const bind = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', bind, at(name)]);
  return at(name);
};
const files = (stdin = '', limitBytes?: number) =>
  diskFiles({ stdin: () => Readable.from([stdin]), ...(limitBytes === undefined ? {} : { limitBytes }) });

describe('reading a file', () => {
  it.each([
    ['UTF-8', Buffer.from('Grüße\n')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFGrüße\n')],
    ['UTF-16 as PowerShell writes it', Buffer.from('\uFEFFGrüße\n', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFGrüße\n', 'utf16le').swap16()],
  ])('%s', async (_title, bytes) => {
    expect(await files().read(written('text', bytes))).toBe('Grüße\n');
  });

  it('takes stdin for -', async () => {
    expect(await files('from stdin').read('-')).toBe('from stdin');
  });

  it('takes a pipe', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    execFileSync('sh', ['-c', 'printf piped > "$1" &', 'sh', at('pipe')], { stdio: 'ignore' });
    expect(await files().read(at('pipe'))).toBe('piped');
  });

  it('takes a pipe whose writer comes late and writes slowly', async () => {
    execFileSync('mkfifo', [at('late')]);
    execFileSync('sh', ['-c', '(sleep 0.3; { printf one; sleep 0.3; printf two; } > "$1") &', 'sh', at('late')], {
      stdio: 'ignore',
    });
    expect(await files().read(at('late'))).toBe('onetwo');
  });

  it('takes what a shell substitutes', () => {
    const script = `import { diskFiles } from ${JSON.stringify(SOURCE)};
      process.stdout.write(await diskFiles({ stdin: () => process.stdin }).read(process.argv[1]));`;
    const command = `exec "$0" --input-type=module -e "$1" <(printf one; sleep 0.2; printf two)`;
    expect(execFileSync('bash', ['-c', command, process.execPath, script], { encoding: 'utf8' })).toBe('onetwo');
  });

  it('takes a pipe up to its limit, and not without end', async () => {
    execFileSync('mkfifo', [at('endless')]);
    execFileSync('sh', ['-c', 'yes > "$1" 2>/dev/null &', 'sh', at('endless')], { stdio: 'ignore' });
    await expect(files('', 100_000).read(at('endless'))).rejects.toEqual(
      expect.objectContaining({ code: 'AZMON-FILE-LARGE' }),
    );
  });

  it.each([
    ['/dev/null', ''],
    ['/dev/zero', expect.objectContaining({ code: 'AZMON-FILE-LARGE' })],
  ])('takes %s for what it is', async (path, text) => {
    expect(
      await files('', 1000)
        .read(path)
        .catch((problem: unknown) => problem),
    ).toEqual(text);
  });

  it('holds no thread while nobody writes a pipe: the process can end', () => {
    execFileSync('mkfifo', [at('silent')]);
    const script = `import { diskFiles } from ${JSON.stringify(SOURCE)};
      const { read } = diskFiles({ stdin: () => process.stdin });
      setTimeout(() => process.exit(7), 200);
      await read(${JSON.stringify(at('silent'))});`;
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 5000,
      killSignal: 'SIGKILL',
    });
    expect([ended.status, ended.signal]).toEqual([7, null]);
  });

  it('takes a file that does not know its size', async () => {
    expect(await files().read('/proc/self/status')).toContain('Name:');
  });

  it.each([
    ['that is not there', () => at('missing'), 'AZMON-FILE-MISSING'],
    ['below a file', () => join(written('plain', 'x'), 'y'), 'AZMON-FILE-MISSING'],
    ['that is a folder', () => folder, 'AZMON-FILE-DIRECTORY'],
    ['that is too large', () => written('large', 'x'.repeat(101)), 'AZMON-FILE-LARGE'],
  ])('%s is a problem that names it', async (_title, path, code) => {
    const problem = expect.objectContaining({
      ...{ code, exit: 2, message: expect.stringContaining(path()), fix: [expect.anything()] },
    });
    await expect(files('', 100).read(path())).rejects.toEqual(problem);
  });

  it.each([
    ['that is not there', () => at('missing'), 'AZMON-FILE-MISSING', / does not exist$/],
    ['without a name', () => '', 'AZMON-FILE-MISSING', /^a file without a name does not exist$/],
    ['that cannot be opened', () => socketAt('socket'), 'AZMON-FILE-READ', / cannot be read$/],
  ])('%s: the problem says what to do', async (_title, path, code, message) => {
    const problem = await files()
      .read(path())
      .catch((thrown: unknown) => thrown);
    expect(problem).toMatchObject({ code, exit: 2, message: expect.stringMatching(message), fix: [expect.anything()] });
  });

  it('may not read what belongs to others', () => {
    const path = written('secret', 'x');
    chmodSync(path, 0);
    const script = `import { diskFiles } from ${JSON.stringify(SOURCE)};
      if (process.getuid() === 0) process.setuid(65534);
      await diskFiles({ stdin: () => process.stdin }).read(${JSON.stringify(path)}).catch((error) => console.log(error.code, error.exit));`;
    chmodSync(folder, 0o755);
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(said).toBe('AZMON-FILE-DENIED 2\n');
  });

  it('reads stdin once, and not without end', async () => {
    const both = files('x');
    await both.read('-');
    await expect(both.read('-')).rejects.toEqual(expect.objectContaining({ code: 'AZMON-FILE-STDIN', exit: 2 }));
    await expect(files('x'.repeat(101), 100).read('-')).rejects.toEqual(
      expect.objectContaining({ code: 'AZMON-FILE-LARGE' }),
    );
  });
});

describe('listing', () => {
  it('gives the files of a folder in name order, without hidden ones and folders', async () => {
    mkdirSync(at('facts'));
    for (const name of ['facts/b', 'facts/a', 'facts/.hidden', 'facts/C']) written(name, '');
    mkdirSync(at('facts/folder'));
    symlinkSync(at('facts/a'), at('facts/link'));
    symlinkSync(at('facts/folder'), at('facts/link-to-folder'));
    expect(await files().list(at('facts'))).toEqual(['C', 'a', 'b', 'link'].map((name) => join(at('facts'), name)));
  });

  it.each(['-', written('one', '')])('gives %s as it is', async (path) => {
    expect(await files().list(path)).toEqual([path]);
  });

  it('of what is not there is a problem', async () => {
    await expect(files().list(at('nothing'))).rejects.toEqual(
      expect.objectContaining({ code: 'AZMON-FILE-MISSING', exit: 2 }),
    );
  });
});

describe('the templates', () => {
  it('are found from the folder azmon is installed in', () => {
    const templates = probeTemplates(new URL('../..', import.meta.url).pathname);
    expect(templates.linux).toMatch(/^#!\/bin\/sh\n/);
    expect(templates.windows).toMatch(/^@echo off/i);
    expect(templates.windowsPath).toMatch(/windows\.cmd$/);
  });
});
