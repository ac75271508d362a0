#!/usr/bin/env node
// Builds dist/ (one entry a command, oclif and all else inside) and oclif.manifest.json. Does nothing when nothing changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { LAZY_OCLIF } from './lazy.js';
import { manifestOf } from './manifest.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const QUIET = process.argv.includes('--quiet');
const FORCE = process.argv.includes('--force');
/** Beside the dependencies: neither is part of the package. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'azmon');
const STAMP = join(CACHE, 'stamp');

/** Modules inside the bundle that were written as CommonJS want these. */
const BANNER = `import { createRequire as $require } from 'node:module';
import { dirname as $dirname } from 'node:path';
import { fileURLToPath as $path } from 'node:url';
const require = $require(import.meta.url), __filename = $path(import.meta.url), __dirname = $dirname(__filename);`.replaceAll(
  '\n',
  '',
);

const started = performance.now();
const stamp = stampOf();
if (
  !FORCE &&
  existsSync(STAMP) &&
  existsSync(join(ROOT, 'dist', 'start.js')) &&
  existsSync(join(ROOT, 'oclif.manifest.json')) &&
  readFileSync(STAMP, 'utf8') === stamp
) {
  say('dist is up to date');
} else {
  const sizes = await bundle();
  const plugin = await manifestOf(ROOT, './dist/commands');
  writeFileSync(join(ROOT, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, undefined, 2)}\n`);
  writeFileSync(STAMP, stamp);
  say(`built ${sizes} in ${Math.round(performance.now() - started)} ms`);
}

async function bundle() {
  const commands = filesOf('src/commands');
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [
      { in: 'src/app/start.ts', out: 'start' },
      ...commands.map((file) => ({ in: file, out: file.replace(/^src[\\/]/, '').replace(/\.ts$/, '') })),
    ],
    outdir: 'dist',
    write: false,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    banner: { js: BANNER },
    metafile: true,
    plugins: [LAZY_OCLIF],
    alias: { 'wsl-utils': './bin/no-wsl.js' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  replaceDist(result.outputFiles);
  writeFileSync(join(CACHE, 'meta.json'), JSON.stringify(result.metafile));
  const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return `${commands.length} commands, ${Math.round(bytes / 1024)} kB`;
}

/**
 * The old dist stays until the new one is whole: a source that does not parse must not take away what runs.
 * @param {import('esbuild').OutputFile[]} files
 */
function replaceDist(files) {
  const fresh = join(CACHE, `dist-${process.pid}`);
  for (const { path, contents } of files) {
    const to = join(fresh, relative(join(ROOT, 'dist'), path));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, contents);
  }
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  renameSync(fresh, join(ROOT, 'dist'));
}

/** Everything the bundle is made from: sources, build, locked versions, Node. */
function stampOf() {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...filesOf('src'), ...filesOf('bin'), 'package.json', 'package-lock.json'])
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return hash.digest('hex');
}

/** @param {string} folder */
function filesOf(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** @param {string} line */
function say(line) {
  if (!QUIET) console.log(line);
}
