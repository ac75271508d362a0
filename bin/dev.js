#!/usr/bin/env node
// azmon straight from src, by the type stripping of Node 24: nothing needs to be built.
import { fileURLToPath } from 'node:url';
import { main } from '../src/app/main.ts';
import { manifestOf } from './manifest.js';

const root = fileURLToPath(new URL('..', import.meta.url));

await main(process.argv.slice(2), root, async () => {
  const [{ Config }, { SILENT }] = await Promise.all([import('@oclif/core/config'), import('../src/app/config.ts')]);
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
