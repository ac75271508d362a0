import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { diskFolders } from '../../src/disk/folders.ts';

const root = mkdtempSync(join(tmpdir(), 'azmon-folders-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const FILES = [
  { path: 'run.sh', text: 'true\n', executable: true },
  { path: 'deep/er/one.json', text: '{}\n' },
];
const write = (folder: string, overwrite = false): Promise<void> =>
  diskFolders().write(join(root, folder), FILES, { overwrite });

test('makes what is missing, and what may be started can be', async () => {
  await write('new');
  expect(readFileSync(join(root, 'new/deep/er/one.json'), 'utf8')).toBe('{}\n');
  expect(statSync(join(root, 'new/run.sh')).mode & 0o100).not.toBe(0);
});

test('writes over nothing unless told, and then nothing at all', async () => {
  await diskFolders().write(join(root, 'old'), [{ path: 'deep/er/one.json', text: 'mine' }], { overwrite: false });
  await expect(write('old')).rejects.toMatchObject({ code: 'AZMON-FILE-EXISTS', exit: 2 });
  expect(() => statSync(join(root, 'old/run.sh'))).toThrow();
  expect(readFileSync(join(root, 'old/deep/er/one.json'), 'utf8')).toBe('mine');
  await write('old', true);
  expect(readFileSync(join(root, 'old/deep/er/one.json'), 'utf8')).toBe('{}\n');
});

test('lets nobody else read what is only for its owner, written over too', async () => {
  const folder = join(root, 'own');
  await diskFolders().write(folder, FILES, { overwrite: false, ownerOnly: true });
  chmodSync(join(folder, 'deep/er/one.json'), 0o644);
  await diskFolders().write(folder, FILES, { overwrite: true, ownerOnly: true });
  const modes = ['.', 'deep', 'deep/er/one.json', 'run.sh'].map((path) => statSync(join(folder, path)).mode & 0o777);
  expect(modes).toEqual([0o700, 0o700, 0o600, 0o700]);
});

test('says of a file in the place of a folder that it cannot be written', async () => {
  writeFileSync(join(root, 'file'), '');
  await expect(write('file')).rejects.toMatchObject({ code: 'AZMON-FILE-WRITE', exit: 2 });
});
