import { describe, expect, test } from 'vitest';
import { documentOf, play } from './play.ts';

describe('streams', () => {
  test('the answer is on stdout, talk and warnings are on stderr', async () => {
    expect(await play(['said'])).toMatchObject({
      stdout: 'answer\n',
      stderr: 'talk\nWarning: a notice (AZMON-TEST)\n',
    });
  });

  test('--verbose talks more, --quiet not at all', async () => {
    const [verbose, quiet] = await Promise.all([play(['said', '-v']), play(['said', '-q'])]);
    expect(verbose.stderr).toMatch(/^talk\ndetail\n/);
    expect(quiet).toMatchObject({ stdout: 'answer\n', stderr: '' });
  });

  test('an error is told even with --quiet: what, why, fix, docs', async () => {
    expect((await play(['fails', '-q'])).stderr.split('\n')).toEqual([
      'Error: it failed (AZMON-TEST)',
      '  why   because',
      '  fix   mend   mend it',
      '  docs  docs/errors.md#azmon-test',
      '',
    ]);
  });

  test('an error of one target names it, and the answer is still there', async () => {
    const run = await play(['not-ready']);
    expect(run.stdout).toBe('no\n');
    expect(run.stderr).toMatch(/^Error: ssh:\/\/a: it failed/);
  });
});

describe('JSON', () => {
  test('the envelope', async () => {
    const document = documentOf(await play(['not-ready', '--json']));
    expect(document).toEqual({
      schema: 'azmon/v1',
      command: 'not-ready',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 'not-ready',
      exitCode: 4,
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      durationMs: expect.any(Number),
      result: {},
      warnings: [],
      errors: [
        {
          code: 'AZMON-TEST',
          message: 'it failed',
          cause: 'because',
          target: 'ssh://a',
          retryable: false,
          fix: [{ text: 'mend it', command: 'mend' }],
          docs: 'docs/errors.md#azmon-test',
        },
      ],
    });
  });

  test('NDJSON: numbered events of one run, the envelope last', async () => {
    const { stdout, stderr } = await play(['said', '-o', 'ndjson']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(stderr).toBe('');
    expect(lines.map((line) => line.event ?? line.schema)).toEqual([
      'run.started',
      'target.finished',
      'run.finished',
      'azmon/v1',
    ]);
    expect(lines.slice(0, -1).map((line) => line.seq)).toEqual([1, 2, 3]);
    expect(new Set(lines.map((line) => line.runId)).size).toBe(1);
  });

  test.for([[['--json']], [['-o', 'json']], [['--output=json']], [['-ojson']]])('%j', async ([flags]) => {
    expect(documentOf(await play(['empty', ...(flags ?? [])])).exitCode).toBe(0);
  });

  test('common flags may stand before the command', async () => {
    expect(documentOf(await play(['-o', 'json', 'topic', 'child'])).command).toBe('topic child');
  });
});

describe('variables stand for flags', () => {
  const flagsWith = async (env: Record<string, string>, ...argv: string[]) =>
    documentOf(await play(['said', '--json', ...argv], { env })).result;

  test.for([
    [{ AZMON_CLOUD: 'china' }, [], { cloud: 'china' }],
    [{ AZMON_CLOUD: 'china' }, ['--cloud', 'usgov'], { cloud: 'usgov' }],
    [{ AZMON_ONLY: 'python, openssl' }, [], { only: ['python', 'openssl'] }],
    [{ AZMON_TIMEOUT: '2m' }, [], { timeout: 120_000 }],
    [{ AZMON_STRICT: 'Yes' }, [], { strict: true }],
    [{ AZMON_STRICT: '1' }, ['--no-strict'], { strict: false }],
    [{ AZMON_CLOUD: '' }, [], {}],
  ] as const)('%j and %j give %j', async ([env, argv, flags]) => {
    expect((await flagsWith(env, ...argv)).flags).toEqual({ json: true, ...flags });
  });

  test('a flag from a variable was not given on the command line', async () => {
    expect((await flagsWith({ AZMON_PROXY: 'p:3128' })).given).toEqual(['json']);
    expect((await flagsWith({}, '--proxy', 'p:3128')).given).toEqual(['json', 'proxy']);
  });

  test.for([
    [{ AZMON_CLOUD: 'CANARY-7d1f' }, 'AZMON_CLOUD'],
    [{ AZMON_TIMEOUT: 'CANARY-7d1f' }, 'AZMON_TIMEOUT'],
    [{ AZMON_AS_OF: '2020-02-30' }, 'AZMON_AS_OF'],
  ] as const)('%j is a usage error that names the variable and not its value', async ([env, name]) => {
    const run = await play(['said'], { env });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(name);
    expect(run.stderr).not.toContain(Object.values(env)[0]);
  });

  test('a yes-or-no variable that says neither is ignored with a warning', async () => {
    const document = documentOf(await play(['said', '--json'], { env: { AZMON_STRICT: 'maybe' } }));
    expect(document.result.flags).toEqual({ json: true });
    expect(document.warnings.map(({ code }) => code)).toContain('AZMON-VARIABLE-IGNORED');
  });
});

describe('a wrong value is answered with what is taken, and not repeated', () => {
  test.for([
    ['as-of', '2020-2-4', 'AZMON_AS_OF', 'it takes a day as YYYY-MM-DD'],
    ['timeout', '0s', 'AZMON_TIMEOUT', 'it takes a time with its unit (ms, s, m or h), for instance 90s or 5m'],
    ['timeout', '42', 'AZMON_TIMEOUT', 'for instance 90s or 5m'],
    ['concurrency', '0', 'AZMON_CONCURRENCY', 'it takes a whole number from 1 to 256'],
    ['concurrency', '257', 'AZMON_CONCURRENCY', 'from 1 to 256'],
    ['concurrency', 'CANARY-7d1f', 'AZMON_CONCURRENCY', 'from 1 to 256'],
    ['cloud', 'CANARY-7d1f', 'AZMON_CLOUD', 'it takes one of: public, usgov, china'],
  ] as const)('--%s %s, also by %s', async ([flag, value, variable, taken]) => {
    const [typed, set] = await Promise.all([
      play(['said', `--${flag}`, value]),
      play(['said'], { env: { [variable]: value } }),
    ]);
    for (const run of [typed, set]) {
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain(taken);
      expect(run.stderr).not.toContain('CANARY');
    }
  });
});
