import { readFile } from 'node:fs/promises';

/**
 * Bundler plugin: what oclif's files require at their top is loaded when first used. oclif is written for plugins found on the
 * disk and loads globbing, templates, spinners, child processes and readline on every start; azmon's runs use next to none of it.
 * The compiler that produced those files writes `const x_1 = require("y")` and always `x_1.member`, so making x_1 a function
 * changes when a module is loaded and nothing else.
 * @type {import('esbuild').Plugin}
 */
export const LAZY_OCLIF = {
  name: 'lazy-oclif',
  setup(build) {
    build.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, async ({ path }) => ({
      contents: lazily(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

const REQUIRED =
  /^const (\w+) = ((?:__importDefault|__importStar)\(require\(("|')[^"']+\3\)\)|require\(("|')[^"']+\4\));$/gm;

/**
 * @param {string} source
 * @returns {string}
 */
export function lazily(source) {
  const names = [...source.matchAll(REQUIRED)]
    .map(([, name]) => name ?? '')
    .filter((name) => onlyMembers(source, name));
  const deferred = source.replace(REQUIRED, (whole, name, load) =>
    names.includes(name) ? `let ${name}$; const ${name} = () => ${name}$ ??= ${load};` : whole,
  );
  return names.reduce(
    (text, name) => text.replace(new RegExp(`(?<![\\w.$])${name}(?=\\.)`, 'g'), `(${name}())`),
    deferred,
  );
}

/**
 * A name that is used in any other way than `name.member` keeps its eager require.
 * @param {string} source
 * @param {string} name
 */
const onlyMembers = (source, name) =>
  (source.match(new RegExp(`(?<![\\w.$])${name}(?![\\w.$])`, 'g')) ?? []).length === 1;
