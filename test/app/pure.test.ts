import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedBy } from '../../src/app/asked.ts';
import { durationMs } from '../../src/app/flags.ts';
import { columns } from '../../src/app/help/columns.ts';
import { problemOf } from '../../src/app/problem-of.ts';
import { type Route, routeOf } from '../../src/app/route.ts';
import { usageProblem } from '../../src/app/usage.ts';
import { Problem } from '../../src/problem.ts';
import { wrapped } from '../../src/report/wrapped.ts';
import { nearest } from '../../src/target/nearest.ts';

const words = fc.array(
  fc.oneof(fc.string(), fc.constantFrom('--', '--json', '-o', '--help', 'check', 'probe', 'linux', '-', '--version')),
);

describe('where a command line leads', () => {
  const ids = ['check', 'help', 'probe:linux', 'probe:windows'];
  test.for<[string, Route]>([
    ['check', { to: 'command', id: 'check', rest: [] }],
    ['check ssh://a --json', { to: 'command', id: 'check', rest: ['ssh://a', '--json'] }],
    ['check check', { to: 'command', id: 'check', rest: ['check'] }],
    ['--json check a', { to: 'command', id: 'check', rest: ['--json', 'a'] }],
    ['-o json check', { to: 'command', id: 'check', rest: ['-o', 'json'] }],
    ['check -- --help', { to: 'command', id: 'check', rest: ['--', '--help'] }],
    ['probe linux', { to: 'command', id: 'probe:linux', rest: [] }],
    ['probe', { to: 'help', words: ['probe'], rest: [] }],
    ['', { to: 'help', words: [], rest: [] }],
    ['--json', { to: 'help', words: [], rest: ['--json'] }],
    ['--help', { to: 'help', words: [], rest: [] }],
    ['check --help', { to: 'help', words: ['check'], rest: [] }],
    ['check ssh://a -h --json', { to: 'help', words: ['check'], rest: ['--json'] }],
    ['probe linux --help -o json', { to: 'help', words: ['probe', 'linux'], rest: ['-o', 'json'] }],
    ['--version', { to: 'version', rest: ['--version'] }],
    ['chekc', { to: 'nowhere', words: ['chekc'] }],
    ['probe lunix --json', { to: 'nowhere', words: ['probe', 'lunix'] }],
    ['-- check', { to: 'nowhere', words: [] }],
  ])('azmon %s', ([line, route]) => {
    expect(routeOf(line === '' ? [] : line.split(' '), ids)).toEqual(route);
  });

  test('is total', () => {
    fc.assert(fc.property(words, fc.array(fc.string()), (argv, ids) => routeOf(argv, ids).to.length > 0));
  });
});

describe('the output that is asked for', () => {
  test.for([
    ['', {}, 'text'],
    ['--json', {}, 'json'],
    ['--json -o ndjson', {}, 'json'],
    ['-o ndjson', {}, 'ndjson'],
    ['--output=ndjson', {}, 'ndjson'],
    ['-- --json', {}, 'text'],
    ['-o', {}, 'text'],
    ['-o xml', { AZMON_OUTPUT: 'json' }, 'json'],
    ['-o text', { AZMON_OUTPUT: 'json' }, 'text'],
    ['', { AZMON_CONTENT_TYPE: 'JSON' }, 'json'],
  ] as const)('%s with %j: %s', ([line, env, output]) => {
    expect(askedBy(line.split(' '), env).output).toBe(output);
  });

  test('is total', () => {
    fc.assert(
      fc.property(words, fc.dictionary(fc.string(), fc.string()), (argv, env) => askedBy(argv, env).output.length > 0),
    );
  });
});

describe('names that were meant', () => {
  const known = ['check', 'probe linux', 'output', 'offline', 'only'];
  test.for([
    ['chekc', 'check'],
    ['chek', 'check'],
    ['CHECK', 'check'],
    ['ofline', 'offline'],
    ['probelinux', 'probe linux'],
    ['xyzzy', undefined],
    ['', undefined],
  ] as const)('%s: %s', ([word, meant]) => {
    expect(nearest(word, known)).toBe(meant);
  });

  test('a known word is nearest to itself', () => {
    fc.assert(fc.property(fc.constantFrom(...known), (word) => nearest(word, known) === word));
  });

  test('is total', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
        const found = nearest(word, candidates);
        return found === undefined || candidates.includes(found);
      }),
    );
  });
});

describe('durations', () => {
  test.for([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['250ms', 250],
    ['5', undefined],
    ['-5s', undefined],
    ['5 m', undefined],
    ['99999999s', undefined],
    ['0s', undefined],
    ['0ms', undefined],
    ['1ms', 1],
    ['596h', 2_145_600_000],
    ['597h', undefined],
    ['9999999h', undefined],
  ] as const)('%s: %s', ([text, ms]) => {
    expect(durationMs(text)).toBe(ms);
  });
});

describe('errors', () => {
  test('whatever is thrown while a command line is read becomes a usage problem', () => {
    const known = { command: 'azmon x', flags: ['json'], options: {}, takes: {} };
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map((message) => new Error(message)),
        ),
        (thrown) => {
          if (thrown === null || thrown === undefined) return;
          expect(usageProblem(thrown, known)).toMatchObject({ exit: 2 });
        },
      ),
    );
  });

  test('whatever else is thrown becomes a problem that quotes nothing', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        const problem = problemOf(thrown);
        expect(problem).toBeInstanceOf(Problem);
        expect(problem.exit).toBe(1);
      }),
    );
    expect(problemOf(new Error('CANARY-7d1f')).message).not.toContain('CANARY');
  });
});

describe('lines of help', () => {
  test('no line is wider than the terminal, and no word is lost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,15}$/), { minLength: 1 }),
        fc.integer({ min: 20, max: 120 }),
        (text, width) => {
          const lines = wrapped(text.join(' '), width);
          expect(lines.every((line) => line.length <= width)).toBe(true);
          expect(lines.join(' ')).toBe(text.join(' '));
        },
      ),
    );
  });

  test('two columns', () => {
    expect(
      columns(
        [
          ['a', 'one two three four five'],
          ['long-word', 'six'],
        ],
        33,
      ),
    ).toEqual(['  a          one two three four', '             five', '  long-word  six']);
  });
});
