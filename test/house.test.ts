import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXIT_TEXT } from '../src/app/help/exit-texts.ts';
import { PAGES } from '../src/app/help/pages.ts';
import { VARIABLES } from '../src/app/variables.ts';
import { CATALOGUE } from '../src/check/catalogue.ts';
import { anchor } from '../src/check/finding.ts';
import { TEXT } from '../src/check/text.ts';
import { EXIT } from '../src/problem.ts';
import { heavyDoors, LIMITS, type Metafile, materials, type Rule, sizes, street, words } from './support/house.ts';
import { ROOT, sourceOf, sourcesIn } from './support/source.ts';

const SOURCES = sourcesIn('src');
const broken = (rule: Rule): string[] => SOURCES.flatMap(rule);
const doc = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8');

describe('the floor plan', () => {
  test('the street: a file imports from its own room or one above it', () => expect(broken(street)).toEqual([]));
  test('foreign materials stay in their rooms', () => expect(broken(materials)).toEqual([]));
  test('words stay in their rooms', () => expect(broken(words)).toEqual([]));
  test('no function over 50 lines, no file over 250', () => expect(broken(sizes)).toEqual([]));

  test('functions are 8 lines in the middle and 30 at the 95th percentile, files 70 in the middle', () => {
    const functions = SOURCES.flatMap(({ functions }) => functions.map(({ lines }) => lines));
    expect(percentile(functions, 50)).toBeLessThanOrEqual(8);
    expect(percentile(functions, 95)).toBeLessThanOrEqual(30);
    expect(
      percentile(
        SOURCES.map(({ lines }) => lines),
        50,
      ),
    ).toBeLessThanOrEqual(70);
  });

  test('no command loads an Azure SDK, a prompt library or a server before it needs one', () => {
    const meta = JSON.parse(readFileSync(join(ROOT, 'node_modules/.cache/azmon/meta.json'), 'utf8')) as Metafile;
    expect(
      Object.values(meta.outputs).filter(({ entryPoint }) => entryPoint?.startsWith('src/commands/')).length,
    ).toBeGreaterThan(0);
    expect(heavyDoors(meta)).toEqual([]);
  });
});

describe('nothing is left out', () => {
  test('every check has its text, and every text its check', () => {
    expect(CATALOGUE.map(({ id }) => id).sort()).toEqual(Object.keys(TEXT).sort());
  });

  test('docs/checks.md has an anchor for every check', () => {
    const page = doc('checks.md');
    expect(CATALOGUE.filter(({ id }) => !page.includes(`<a id="${anchor(id)}">`)).map(({ id }) => id)).toEqual([]);
  });

  test.for(Object.keys(PAGES))('docs/%s says what the code says (npm run docs)', (name) => {
    expect(doc(name)).toBe(PAGES[name]);
  });

  test('every exit code is documented, and no number twice', () => {
    const codes = [...doc('exit-codes.md').matchAll(/^\| (\d+) \| `([\w-]+)` \|/gm)].map(([, code, name]) => [
      name,
      Number(code),
    ]);
    expect(Object.fromEntries(codes)).toEqual(EXIT);
    expect(Object.keys(EXIT_TEXT)).toEqual(Object.keys(EXIT));
    expect(new Set(Object.values(EXIT)).size).toBe(Object.keys(EXIT).length);
  });

  test('every variable that is read is documented', () => {
    const named = VARIABLES.flatMap(({ name }) => name.split(', '));
    const read = SOURCES.flatMap(({ variables }) => variables);
    expect(read.length).toBeGreaterThan(0);
    expect([...new Set(read)].filter((name) => !named.includes(name))).toEqual([]);
  });

  test('every error code has its place in docs/errors.md', () => {
    const page = existsSync(join(ROOT, 'docs/errors.md')) ? doc('errors.md') : '';
    const codes = SOURCES.flatMap(
      ({ path }) => readFileSync(join(ROOT, path), 'utf8').match(/(?<=')AZMON-[A-Z0-9-]*[A-Z0-9](?=')/g) ?? [],
    );
    expect([...new Set(codes)].filter((code) => !page.includes(`## ${code}\n`))).toEqual([]);
  });
});

describe('.ci/run', () => {
  const script = readFileSync(join(ROOT, '.ci/run'), 'utf8');

  test('installs every package that a suite names', () => {
    const installed = /PACKAGES=\(([^)]*)\)/.exec(script)?.[1]?.trim().split(/\s+/) ?? [];
    const named = sourcesIn('test').flatMap(({ path }) => packagesIn(readFileSync(join(ROOT, path), 'utf8')));
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(named)].filter((name) => name !== 'libc-bin' && !installed.includes(name))).toEqual([]);
  });

  test('names no path of one machine', () => expect(script).not.toMatch(/\/(home|root|work|Users)\//));
});

/** The packages that the calls of describeWith name. */
const packagesIn = (text: string): string[] =>
  [...text.matchAll(/commands: \{([^}]*)\}/g)].flatMap(([, inside]) =>
    [...(inside ?? '').matchAll(/: '([^']+)'/g)].map(([, name]) => name ?? ''),
  );

/** Each rule must see what it is there for. */
describe('the rules themselves', () => {
  const breaks = (rule: Rule, path: string, text: string): number => rule(sourceOf(path, text)).length;

  test.for([
    ['src/check/a.ts', `import { x } from '../report/b.ts';`, 1],
    ['src/check/a.ts', `import type { X } from '../report/b.ts';`, 1],
    ['src/check/a.ts', `export { x } from '../report/b.ts';`, 1],
    ['src/check/a.ts', `export * from '../report/b.ts';`, 1],
    ['src/check/a.ts', `const x = await import('../report/b.ts');`, 1],
    ['src/check/a.ts', `type X = import('../report/b.ts').X;`, 1],
    ['src/check/a.ts', `import { x } from '../machine/b.ts'; import { y } from './c.ts';`, 0],
    ['src/check/linux/a.ts', `import { x } from '../../machine/b.ts'; import { y } from '../check.ts';`, 0],
    ['src/transport/a.ts', `import { x } from '../disk/b.ts';`, 1],
    ['src/transport/a.ts', `import type { X } from '../ports.ts';`, 0],
    ['src/commands/a.ts', `import { x } from '../terminal/b.ts';`, 1],
    ['src/commands/probe/a.ts', `import { x } from '../../app/b.ts';`, 0],
    ['src/app/a.ts', `import { x } from '../transport/b.ts';`, 1],
    ['src/app/a.ts', `import { x } from '../terminal/b.ts';`, 0],
    ['src/app/help/a.ts', `import { x } from '../../terminal/b.ts';`, 0],
    ['src/app/wiring.ts', `import { x } from '../transport/b.ts';`, 0],
    ['src/app/package.ts', `import p from '../../package.json' with { type: 'json' };`, 0],
    ['src/app/a.ts', `import p from '../../package.json' with { type: 'json' };`, 1],
    ['src/check/a.ts', `import { x } from '../../test/b.ts';`, 1],
    ['src/utils/a.ts', ``, 1],
    ['src/problem.ts', `import { x } from './secret.ts';`, 1],
  ] as const)('street: %s with %s breaks it %i times', ([path, text, count]) =>
    expect(breaks(street, path, text)).toBe(count),
  );

  test.for([
    ['src/check/a.ts', `import { readFileSync } from 'node:fs';`, 1],
    ['src/check/a.ts', `import { readFile } from 'node:fs/promises';`, 1],
    ['src/disk/a.ts', `import { readFileSync } from 'node:fs';`, 0],
    ['src/app/a.ts', `const { execa } = await import('execa');`, 1],
    ['src/transport/a.ts', `import { execa } from 'execa';`, 0],
    ['src/app/a.ts', `import type { Token } from '@azure/identity';`, 1],
    ['src/commands/a.ts', `import inquirer from 'inquirer';`, 1],
    ['src/transport/a.ts', `import { createServer } from 'node:http';`, 1],
    ['src/check/a.ts', `import { Command } from '@oclif/core';`, 1],
  ] as const)('materials: %s with %s breaks it %i times', ([path, text, count]) =>
    expect(breaks(materials, path, text)).toBe(count),
  );

  test.for([
    ['src/check/a.ts', `const x = process.env;`, 1],
    ['src/check/a.ts', `// process.env\nconst x = 'process.env';`, 0],
    ['src/app/a.ts', `const x = process.env;`, 0],
    ['src/app/a.ts', `console.log(1);`, 1],
    ['src/app/a.ts', `secret.reveal();`, 1],
    ['src/transport/a.ts', `secret.reveal();`, 0],
    ['src/secret.ts', `class S { reveal() { return 1; } }`, 0],
    ['src/transport/a.ts', `createServer();`, 1],
  ] as const)('words: %s with %s breaks it %i times', ([path, text, count]) =>
    expect(breaks(words, path, text)).toBe(count),
  );

  test.for([
    ['src/check/a.ts', `function f() {\n${'a();\n'.repeat(LIMITS.functionLines - 2)}}`, 0],
    ['src/check/a.ts', `function f() {\n${'a();\n'.repeat(LIMITS.functionLines)}}`, 1],
    ['src/check/a.ts', `const f = () => {\n${'a();\n'.repeat(LIMITS.functionLines)}};`, 1],
    ['src/check/a.ts', `class A { f() {\n${'a();\n'.repeat(LIMITS.functionLines)}} }`, 1],
    ['src/check/a.ts', 'a();\n'.repeat(LIMITS.fileLines + 1), 1],
    ['src/check/linux/text.ts', 'a();\n'.repeat(LIMITS.fileLines + 1), 0],
  ] as const)('sizes: a sample in %s', ([path, text, count]) => expect(breaks(sizes, path, text)).toBe(count));

  test('doors: what is behind import() is not loaded, all else is', () => {
    const output = (inputs: string[], imports: [string, string][] = [], entryPoint?: string) => ({
      inputs: Object.fromEntries(inputs.map((input) => [input, {}])),
      imports: imports.map(([path, kind]) => ({ path, kind })),
      ...(entryPoint === undefined ? {} : { entryPoint }),
    });
    const door = (kind: string): Metafile => ({
      outputs: {
        'dist/commands/a.js': output(
          ['src/commands/a.ts'],
          [['dist/chunk.js', 'import-statement']],
          'src/commands/a.ts',
        ),
        'dist/chunk.js': output(['src/app/b.ts'], [['dist/prompt.js', kind]]),
        'dist/prompt.js': output(['node_modules/inquirer/dist/index.js']),
      },
    });
    expect(heavyDoors(door('import-statement'))).toHaveLength(1);
    expect(heavyDoors(door('dynamic-import'))).toEqual([]);
  });

  test('variables: what is read from env is seen', () => {
    expect(
      sourceOf('src/app/a.ts', `f(env.AZMON_A, process.env.AZMON_B, other.AZMON_C, env.lower);`).variables,
    ).toEqual(['AZMON_A', 'AZMON_B']);
  });
});

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? 0;
}
