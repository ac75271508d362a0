import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/disk/files.ts';
import { probeTemplates } from '../../src/disk/templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'azmon-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const written = (name: string, content: string | Buffer): string => {
  writeFileSync(at(name), content);
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

  it('takes a file that does not know its size', async () => {
    expect(await files().read('/proc/self/status')).toContain('Name:');
  });

  it.each([
    ['that is not there', () => at('missing'), 'AZMON-FILE-MISSING'],
    ['below a file', () => join(written('plain', 'x'), 'y'), 'AZMON-FILE-MISSING'],
    ['that is a folder', () => folder, 'AZMON-FILE-DIRECTORY'],
    ['that is too large', () => written('large', 'x'.repeat(101)), 'AZMON-FILE-LARGE'],
  ])('%s is a problem that names it', async (_title, path, code) => {
    const problem = expect.objectContaining({ code, exit: 2, message: expect.stringContaining(path()) });
    await expect(files('', 100).read(path())).rejects.toEqual(problem);
  });

  it('may not read what belongs to others', () => {
    const path = written('secret', 'x');
    chmodSync(path, 0);
    const script = `import { diskFiles } from ${JSON.stringify(new URL('../../src/disk/files.ts', import.meta.url).pathname)};
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
