import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, test } from 'vitest';
import { privateFiles } from '../../src/disk/private-files.ts';
import type { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';

const root = mkdtempSync(join(tmpdir(), 'azmon-private-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const { writePrivate, readers } = privateFiles('linux');
const SECRET = new Secret('s3cr3t');
let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});
const at = (name: string): string => join(folder, name);
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const refusal = (path: string, overwrite = false): Promise<Problem> =>
  writePrivate(path, SECRET, { overwrite }).then(
    () => Promise.reject(new Error('it was written')),
    (problem: Problem) => problem,
  );

describe('a secret is written', () => {
  it('whole, alone, for its owner, and leaves nothing beside it', async () => {
    await writePrivate(at('key.txt'), SECRET, { overwrite: false });
    expect(readFileSync(at('key.txt'), 'utf8')).toBe('s3cr3t');
    expect(mode(at('key.txt'))).toBe('600');
    expect(readdirSync(folder)).toEqual(['key.txt']);
  });

  test.for([0o000, 0o022, 0o777])('with mode 600 under the umask %o', async (mask) => {
    const before = process.umask(mask);
    try {
      await writePrivate(at('key.txt'), SECRET, { overwrite: false });
    } finally {
      process.umask(before);
    }
    expect(mode(at('key.txt'))).toBe('600');
  });

  it('over a file that others can read, which they then cannot', async () => {
    writeFileSync(at('key.txt'), 'old, and longer than the new', { mode: 0o644 });
    await writePrivate(at('key.txt'), SECRET, { overwrite: true });
    expect([readFileSync(at('key.txt'), 'utf8'), mode(at('key.txt')), readdirSync(folder).length]).toEqual([
      ...['s3cr3t', '600', 1],
    ]);
  });
});

describe('a secret is not written', () => {
  it('over a file, unasked', async () => {
    writeFileSync(at('key.txt'), 'old');
    expect(await refusal(at('key.txt'))).toMatchObject({ code: 'AZMON-FILE-EXISTS', exit: 2 });
    expect(readFileSync(at('key.txt'), 'utf8')).toBe('old');
  });

  test.for([false, true])('through a symbolic link (overwrite %s)', async (overwrite) => {
    writeFileSync(at('real.txt'), 'old');
    symlinkSync(at('real.txt'), at('link.txt'));
    symlinkSync(at('nowhere.txt'), at('dangling.txt'));
    expect(await refusal(at('link.txt'), overwrite)).toMatchObject({ code: 'AZMON-FILE-LINK', exit: 2 });
    expect(await refusal(at('dangling.txt'), overwrite)).toMatchObject({ code: 'AZMON-FILE-LINK' });
    expect([readFileSync(at('real.txt'), 'utf8'), existsSync(at('nowhere.txt'))]).toEqual(['old', false]);
  });

  test.for([false, true])('in place of a folder or a device (overwrite %s)', async (overwrite) => {
    mkdirSync(at('folder'));
    expect(await refusal(at('folder'), overwrite)).toMatchObject({ code: 'AZMON-FILE-KIND', exit: 2 });
    expect(await refusal('/dev/null', overwrite)).toMatchObject({ code: 'AZMON-FILE-KIND' });
  });

  test.for([
    ['into a folder that is not there', 'missing/key.txt', 'AZMON-FILE-MISSING'],
    ['below a file', 'file/key.txt', 'AZMON-FILE-MISSING'],
    ['under a name that is too long', 'x'.repeat(300), 'AZMON-FILE-WRITE'],
  ] as const)('%s', async ([, name, code]) => {
    writeFileSync(at('file'), '');
    expect(await refusal(at(name))).toMatchObject({ code, exit: 2, message: expect.stringContaining(folder) });
  });

  it('into the kernel', async () => {
    expect((await refusal('/proc/key.txt')).code).toMatch(/^AZMON-FILE-(DENIED|MISSING|WRITE)$/);
  });

  it('and leaves nothing behind', async () => {
    writeFileSync(at('key.txt'), 'old');
    await refusal(at('key.txt'));
    expect(readdirSync(folder)).toEqual(['key.txt']);
  });

  it('and is not in what is told', async () => {
    const problem = await refusal(at('missing/key.txt'));
    expect(`${problem.message} ${problem.why} ${problem.stack}`).not.toContain('s3cr3t');
  });
});

describe('who reads a file', () => {
  test.for([
    [0o600, 'owner'],
    [0o400, 'owner'],
    [0o700, 'owner'],
    [0o640, 'others'],
    [0o604, 'others'],
    [0o620, 'others'],
    [0o644, 'others'],
  ] as const)('with mode %o: %s', async ([bits, who]) => {
    writeFileSync(at('config.yaml'), '');
    chmodSync(at('config.yaml'), bits);
    expect(await readers(at('config.yaml'))).toBe(who);
  });

  it('is not known on Windows', async () => expect(await privateFiles('win32').readers(at('x'))).toBe('unknown'));
});
