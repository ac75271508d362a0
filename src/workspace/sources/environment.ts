import type { Secret } from '../../secret.ts';
import type { KeySource } from './source.ts';

/** AZMON_WORKSPACE_KEY, which the base command took out of the environment when it started. */
export const environmentSource =
  (key: Secret): KeySource =>
  async () => ({ key, from: { source: 'environment', text: 'AZMON_WORKSPACE_KEY' } });
