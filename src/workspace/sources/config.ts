import type { Secret } from '../../secret.ts';
import type { KeySource } from './source.ts';

/** `workspace-key` of a configuration file that only its owner can read. */
export const configSource =
  (path: string, key: Secret): KeySource =>
  async () => ({ key, from: { source: 'config', text: path } });
