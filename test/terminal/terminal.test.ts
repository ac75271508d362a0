import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { mayAsk, truth, UNATTENDED } from '../../src/terminal/interactive.ts';
import { writeOut } from '../../src/terminal/output.ts';
import { paintFor, takesColour, takesUnicode } from '../../src/terminal/theme.ts';

const TERMINAL = { isTTY: true };
const PIPE = {};

describe('colour is decided for one stream', () => {
  test.for([
    [TERMINAL, {}, false, true],
    [TERMINAL, { NO_COLOR: '1' }, false, false],
    [TERMINAL, { NO_COLOR: '' }, false, true],
    [TERMINAL, { TERM: 'dumb' }, false, false],
    [TERMINAL, { FORCE_COLOR: '0' }, false, false],
    [TERMINAL, {}, true, false],
    [PIPE, {}, false, false],
    [PIPE, { FORCE_COLOR: '1' }, false, true],
    [PIPE, { FORCE_COLOR: 'true', TERM: 'dumb' }, false, true],
    [PIPE, { CLICOLOR_FORCE: '1' }, false, true],
    [PIPE, { CLICOLOR_FORCE: '0' }, false, false],
    [PIPE, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
    [PIPE, { FORCE_COLOR: '1' }, true, false],
  ] as const)('%j %j --no-color %s: %s', ([stream, env, noColor, colour]) => {
    expect(takesColour(stream, env, noColor)).toBe(colour);
  });
});

describe('symbols', () => {
  test.for([
    [{ LANG: 'en_US.UTF-8' }, 'linux', true],
    [{ LANG: 'C.utf8' }, 'linux', true],
    [{ LANG: 'C' }, 'linux', false],
    [{}, 'linux', false],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 'linux', false],
    [{ LC_CTYPE: 'de_DE.UTF-8', LANG: 'C' }, 'linux', true],
    [{}, 'win32', false],
    [{ WT_SESSION: '1' }, 'win32', true],
  ] as const)('%j on %s beyond ASCII: %s', ([env, platform, unicode]) => {
    expect(takesUnicode(env, platform)).toBe(unicode);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked
    expect(/^[\x00-\x7F]*$/.test(Object.values(paintFor(PIPE, env, platform).symbols).join(''))).toBe(!unicode);
  });

  test('width is known of a terminal only', () => {
    expect(paintFor({ isTTY: true, columns: 132 }, {}, 'linux').width).toBe(132);
    expect(paintFor({ isTTY: true }, {}, 'linux').width).toBe(80);
    expect(paintFor({ columns: 132 }, {}, 'linux').width).toBeUndefined();
  });
});

describe('may a question be asked', () => {
  const ask = (env: Record<string, string>, stdinIsTerminal = true, stderrIsTerminal = true, refused = false) =>
    mayAsk({ stdinIsTerminal, stderrIsTerminal, env, refused });

  test('with both terminals and nobody else at work', () => expect(ask({})).toBe(true));
  test('not without a terminal on stdin', () => expect(ask({}, false)).toBe(false));
  test('not without a terminal on stderr', () => expect(ask({}, true, false)).toBe(false));
  test('not when refused, whatever the variable says', () =>
    expect(ask({ AZMON_NON_INTERACTIVE: '0' }, true, true, true)).toBe(false));
  test.for(UNATTENDED)('not under %s, unless AZMON_NON_INTERACTIVE=0', (name) => {
    expect(ask({ [name]: 'x' })).toBe(false);
    expect(ask({ [name]: 'x', AZMON_NON_INTERACTIVE: '0' })).toBe(true);
  });
  test.for([
    ['true', false],
    ['1', false],
    ['azure', false],
    ['false', true],
    ['', true],
  ] as const)('CI=%s: %s', ([CI, may]) => expect(ask({ CI })).toBe(may));
  test('not with AZMON_NON_INTERACTIVE=1', () => expect(ask({ AZMON_NON_INTERACTIVE: '1' })).toBe(false));
});

test.for([
  ['1', true],
  ['T', true],
  ['Yes', true],
  ['0', false],
  ['no', false],
  ['FALSE', false],
  ['maybe', undefined],
  ['', undefined],
  [undefined, undefined],
] as const)('%s is %s', ([word, meaning]) => expect(truth(word)).toBe(meaning));

describe('writing', () => {
  test('waits until all has left', async () => {
    const stream = new PassThrough({ highWaterMark: 10 });
    let read = '';
    stream.on('data', (data) => {
      read += data;
    });
    await writeOut(stream, 'x'.repeat(100_000));
    expect(read.length).toBe(100_000);
  });

  test.for(['EPIPE', 'EOF'])('a reader that left (%s) is no error', async (code) => {
    const stream = new PassThrough();
    stream.write = () => stream.emit('error', Object.assign(new Error('gone'), { code }));
    await expect(writeOut(stream, 'x')).resolves.toBeUndefined();
  });

  test('a full disk is one', async () => {
    const stream = new PassThrough();
    stream.write = () => stream.emit('error', Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(writeOut(stream, 'x')).rejects.toThrow('full');
  });
});
