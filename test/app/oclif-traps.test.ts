import { describe, expect, test } from 'vitest';
import { documentOf, play } from './play.ts';

/**
 * What bare oclif does where a caller would not expect it, and what azmon does instead. "Bare" was measured with an empty command
 * line program on Node 24.21, with @oclif/core 4.14.0 and 5.1.9; where only one number is given both do the same.
 */
describe('oclif traps', () => {
  // Bare, --json: `this.exit(0)` and `this.error(…, {exit: 7})` end with 1 in 4.14 (5.1.9: 0 and 7), a plain Error with 1.
  test.for([
    ['empty', 0],
    ['not-ready', 4],
    ['fails', 12],
    ['bug', 1],
    ['late', 1],
  ] as const)('the exit code of %s is %i in every output, and the document says the same', async ([command, code]) => {
    const [text, json, ndjson] = await Promise.all([
      play([command]),
      play([command, '--json']),
      play([command, '-o', 'ndjson']),
    ]);
    expect([text.code, json.code, ndjson.code]).toEqual([code, code, code]);
    expect(documentOf(json).exitCode).toBe(code);
  });

  // Bare, --json: a wrong flag prints 38 kB on stdout, parse.input.argv with it: a value appeared 4 times. Exit 1 in 4.14, 2 in 5.1.9.
  test.for([
    ['a flag that does not exist', ['said', '--nope', '--proxy', 'CANARY-7d1f']],
    ['a misspelt flag with its value', ['said', '--porxy=CANARY-7d1f']],
    ['a short flag with its value', ['said', '-pCANARY-7d1f']],
    // Bare: `Expected --agent=CANARY to be one of`, on stderr or in the JSON.
    ['a value that is not an option', ['said', '--cloud', 'CANARY-7d1f']],
    // Bare: `Expected an integer but received: CANARY`.
    ['a value that cannot be read', ['said', '--timeout', 'CANARY-7d1f']],
    // Bare: `Unexpected argument: CANARY`.
    ['an argument too many', ['said', 'CANARY-7d1f']],
    ['a flag without its value', ['said', '--proxy', 'CANARY-7d1f', '--cloud']],
    ['a flag given twice', ['said', '--proxy', 'CANARY-7d1f', '--proxy', 'CANARY-7d1f']],
    ['an unknown command', ['CANARY-7d1f', '--proxy', 'CANARY-7d1f']],
  ] as const)('%s is exit 2 and no value is repeated', async ([, argv]) => {
    const runs = await Promise.all([play(argv), play([...argv, '--json']), play([...argv, '--debug'])]);
    for (const run of runs) {
      expect(run.code).toBe(2);
      expect(run.stdout + run.stderr).not.toContain('CANARY-7d1f');
    }
    expect(documentOf(runs[1])).toMatchObject({ schema: 'azmon/v1', status: 'usage', exitCode: 2 });
    expect(runs[1].stderr).toBe('');
  });

  // Bare: DEBUG=* prints the whole command line on stderr, the value three times.
  test('DEBUG=* prints no command line', async () => {
    const run = await play(['said', '--proxy', 'CANARY-7d1f', '--quiet'], { env: { DEBUG: '*' } });
    expect(run).toMatchObject({ code: 0, stdout: 'answer\n', stderr: '' });
  });

  // Bare: a result of undefined prints nothing under --json.
  test('an empty result is a document', async () => {
    expect(documentOf(await play(['empty', '--json']))).toMatchObject({
      result: {},
      warnings: [],
      errors: [],
      exitCode: 0,
    });
  });

  // Bare: warn() and logToStderr() vanish under --json.
  test('warnings are in the document, talk is nowhere', async () => {
    const run = await play(['said', '--json']);
    expect(documentOf(run).warnings).toEqual([{ code: 'AZMON-TEST', message: 'a notice' }]);
    expect(run.stderr).toBe('');
  });

  // Bare: an unknown command ignores --json and says so on stderr; --json before the command is an unknown command itself.
  test('an unknown command answers in JSON when that is asked for', async () => {
    const run = await play(['--json', 'siad']);
    expect(run).toMatchObject({ code: 2, stderr: '' });
    expect(documentOf(run).errors).toMatchObject([
      { code: 'AZMON-COMMAND-UNKNOWN', cause: 'did you mean azmon said?' },
    ]);
  });

  // Bare: plain Error 1, CLIError 2, nothing between the two tells a bug from a mistake of the user.
  test.for(['bug', 'late'])(
    'an error that nobody foresaw (%s) is 1, without its message and without a stack',
    async (command) => {
      const run = await play([command]);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain('AZMON-INTERNAL');
      expect(run.stderr).not.toMatch(/CANARY-7d1f|^\s+at /m);
    },
  );

  test('--debug shows where an error came from', async () => {
    const run = await play(['bug', '--debug']);
    expect(run.stderr).toMatch(/caused by TypeError\n\s+at .*stage-commands/);
    expect(run.stderr).not.toContain('CANARY-7d1f');
  });

  // Bare: colour wants both streams to be terminals; FORCE_COLOR with NO_COLOR makes Node print a warning on stderr.
  test.for([
    [{}, 'answer\n'],
    [{ FORCE_COLOR: '1' }, '\u001B[32manswer\u001B[39m\n'],
    [{ CLICOLOR_FORCE: '1' }, '\u001B[32manswer\u001B[39m\n'],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, 'answer\n'],
    [{ FORCE_COLOR: '1', AZMON_NO_COLOR: 'yes' }, 'answer\n'],
  ] as const)('with %j a pipe gets %j', async ([env, stdout]) => {
    expect((await play(['said', '--quiet'], { env })).stdout).toBe(stdout);
  });

  // Bare: the same; it is documented nowhere.
  test('AZMON_CONTENT_TYPE=json equals --json', async () => {
    expect(documentOf(await play(['empty'], { env: { AZMON_CONTENT_TYPE: 'json' } })).exitCode).toBe(0);
  });

  // Bare: 130 and 143, but nothing at all on stdout under --json.
  test.for([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
  ] as const)('%s ends with %i and one document', async ([signal, code, status]) => {
    const [text, json] = await Promise.all([play(['slow'], { signal }), play(['slow', '--json'], { signal })]);
    expect([text.code, json.code]).toEqual([code, code]);
    expect(text.stdout).toBe('');
    expect(documentOf(json)).toMatchObject({ status, exitCode: code, errors: [{ code: 'AZMON-CANCELLED' }] });
  });

  // Bare 5.1.9: a reader that leaves early ends the process with 13 and a warning about an unsettled await.
  test('a reader that leaves early is no error', async () => {
    const run = await play(['big'], { closeStdout: true });
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  test.for([[[]], [['--json']]])(
    'an answer that cannot be written (full disk) with %j is 1, and says so',
    async ([flags]) => {
      const run = await play(['big', ...(flags ?? [])], { stdoutTo: '/dev/full' });
      expect(run.code).toBe(1);
      expect(run.stderr).toContain('AZMON-OUTPUT');
    },
  );

  test('a large document arrives whole in a pipe', async () => {
    expect(documentOf(await play(['big', '--json'])).result).toEqual({ text: 'x'.repeat(4_000_000) });
  });
});
