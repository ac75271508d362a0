import { fileURLToPath } from 'node:url';
import { Config, Plugin } from '@oclif/core/config';
import { setLogger } from '@oclif/core/logger';
import { SILENT } from '../../src/app/config.ts';
import { main } from '../../src/app/main.ts';
import { PACKAGE } from '../../src/app/package.ts';

/** azmon's own entry with the commands of stage-commands.ts. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const commands = { strategy: 'explicit', target: './test/app/stage-commands.ts', identifier: 'COMMANDS' } as const;

setLogger({ root, logger: SILENT });
await main(process.argv.slice(2), root, async () => {
  const pjson = { ...PACKAGE, oclif: { ...PACKAGE.oclif, commands } } as never;
  const plugin = new Plugin({ root, pjson, isRoot: true, name: PACKAGE.name, ignoreManifest: true });
  await plugin.load();
  return Config.load({
    root,
    pjson,
    plugins: new Map([[plugin.name, plugin]]),
    devPlugins: false,
    userPlugins: false,
    logger: SILENT,
  } as never);
});
