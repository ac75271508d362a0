import { Config } from '@oclif/core/config';
import { PACKAGE } from './package.ts';

const silent = (): void => {};

/** DEBUG=* would make oclif print the whole command line, secrets and all. */
export const SILENT = {
  child: () => SILENT,
  debug: silent,
  error: silent,
  info: silent,
  trace: silent,
  warn: silent,
  namespace: 'azmon',
};

/** oclif's view of azmon: no plugins, nothing searched for. */
export function loadConfig(root: string): Promise<Config> {
  return Config.load({ root, pjson: PACKAGE as never, devPlugins: false, userPlugins: false, logger: SILENT });
}
