import { fileURLToPath } from 'node:url';
import { main } from './main.ts';

/** The bundle's entry, dist/start.js: the package is one folder up. */
await main(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)), async (root) =>
  (await import('./config.ts')).loadConfig(root),
);
