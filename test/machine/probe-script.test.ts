import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linuxProbe, windowsProbe } from '../../src/machine/probe-script.ts';
import { Problem } from '../../src/problem.ts';

/** Everything but what ends a line; surrogates come in pairs, as they do in any text that was read as UTF-8. */
const oneLine = fc
  .string({ unit: 'binary', maxLength: 60 })
  .filter((text) => !/[\0\r\n]/.test(text) && text.isWellFormed());

describe('the probe with its variables', () => {
  it('stands behind the #! line', () => {
    expect(linuxProbe('#!/bin/sh\nmain\n', { AZMON_A: "it's", AZMON_B: '' })).toBe(
      "#!/bin/sh\nAZMON_A='it'\\''s'\nAZMON_B=''\nmain\n",
    );
  });

  it('stands in front where there is no #! line', () => expect(linuxProbe('main\n', { A: '1' })).toBe("A='1'\nmain\n"));

  it('gives a shell exactly the value', () => {
    fc.assert(
      fc.property(fc.array(oneLine, { minLength: 8, maxLength: 8 }), (values) => {
        const parameters = Object.fromEntries(values.map((value, index) => [`V${index}`, value]));
        const script = linuxProbe(`printf '%s\\0' ${values.map((_, index) => `"$V${index}"`).join(' ')}\n`, parameters);
        const seen = execFileSync('/bin/sh', ['-s'], { input: script, encoding: 'utf8' });
        expect(seen.split('\0').slice(0, -1)).toEqual(values);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['a\nb', 'a\rb', 'a\0b'])('refuses a value of two lines: %j', (value) =>
    expect(() => linuxProbe('', { AZMON_PROXY: value })).toThrow(Problem),
  );

  it.each(['a', 'A B', 'A;B', '', '1A', 'A=B'])('takes no name like %j', (name) => {
    expect(() => linuxProbe('', { [name]: '1' })).toThrow(/not a name/);
    expect(() => windowsProbe('', { [name]: '1' })).toThrow(/not a name/);
  });
});

describe('the probe with its variables, on Windows', () => {
  it('stands behind @echo off', () =>
    expect(windowsProbe('@echo off\r\nver\r\n', { AZMON_A: "it's a:b/c@d" })).toBe(
      '@echo off\r\nset "AZMON_A=it\'s a:b/c@d"\r\nver\r\n',
    ));

  it.each(['"', '%', '!', '^', '&', '|', '<', '>', '\n', '\r', '\t', '\0'])(
    'refuses what cmd cannot carry: %j',
    (character) => {
      const attempt = () => windowsProbe('@echo off\r\n', { AZMON_PROXY: `secret${character}word` });
      expect(attempt).toThrow(Problem);
      expect(attempt).not.toThrow(/secret/);
    },
  );
});
