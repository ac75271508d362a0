#!/usr/bin/env node
// azmon straight from src, by the type stripping of Node 24: nothing needs to be built.
import { fileURLToPath } from 'node:url';
import { setLogger } from '@oclif/core/logger';
import { SILENT } from '../src/app/config.ts';
import { main } from '../src/app/main.ts';
import { manifestOf } from './manifest.js';

const root = fileURLToPath(new URL('..', import.meta.url));

setLogger({ root, logger: SILENT });
await main(process.argv.slice(2), root, async () => {
  const { Config } = await import('@oclif/core/config');
  const plugin = await manifestOf(root, './src/commands');
  return Config.load({
    root,
    pjson: plugin.pjson,
    plugins: new Map([[plugin.name, plugin]]),
    devPlugins: false,
    userPlugins: false,
    logger: SILENT,
  });
});
