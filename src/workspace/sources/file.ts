import type { Files } from '../../ports.ts';
import { Secret } from '../../secret.ts';
import type { KeySource } from './source.ts';

/** A file that holds the key and nothing else, or stdin for `-`. `via` names the variable or file that named it, where no flag did. */
export const fileSource =
  (path: string, files: Files, via?: string): KeySource =>
  async () => ({
    key: new Secret(await files.read(path)),
    from:
      path === '-'
        ? { source: 'stdin', text: 'stdin' }
        : { source: 'file', text: `the file ${path}${via === undefined ? '' : ` (${via})`}` },
  });
