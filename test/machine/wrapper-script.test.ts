import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linuxWrapper, windowsWrapper } from '../../src/machine/wrapper-script.ts';
import { Problem } from '../../src/problem.ts';
import { describeWith } from '../support/needs.ts';
import { WINE_NEEDS, Wine } from '../support/wine.ts';

/** Everything but NUL; surrogates come in pairs, as they do in any text that was read as UTF-8. */
const anything = fc
  .string({ unit: 'binary', maxLength: 60 })
  .filter((text) => !text.includes('\0') && text.isWellFormed());

describe('the wrapper for Linux with its variables', () => {
  it.each([
    ['behind the #! line', '#!/bin/sh\nmain\n', "#!/bin/sh\nA='1'\nmain\n"],
    ['in front where there is none', 'main\n', "A='1'\nmain\n"],
    ['in front where a #! stands elsewhere', 'main\n#!/bin/sh\n', "A='1'\nmain\n#!/bin/sh\n"],
  ])('they stand %s', (_title, template, text) => expect(linuxWrapper(template, { A: '1' })).toBe(text));

  it.each([
    ["it's", "'it'\\''s'"],
    ['', "''"],
    ['yum clean all\nyum install -y "tar"\n', '\'yum clean all\nyum install -y "tar"\n\''],
    ['$(id) `id` \\ %', "'$(id) `id` \\ %'"],
  ])('%j is written as %s', (value, written) =>
    expect(linuxWrapper('', { AZMON_FIX: value })).toBe(`AZMON_FIX=${written}\n`),
  );

  it('refuses what no shell can hold, without repeating it', () => {
    const attempt = () => linuxWrapper('', { AZMON_PROXY: 'secret\0word' });
    expect(attempt).toThrow(Problem);
    expect(attempt).not.toThrow(/secret/);
  });

  it.each(['a', 'A B', 'A;B', '', '1A', 'A=B'])('takes no name like %j', (name) => {
    expect(() => linuxWrapper('', { [name]: '1' })).toThrow(/not a name/);
    expect(() => windowsWrapper('@echo off\r\n', { [name]: '1' })).toThrow(/not a name/);
  });
});

describeWith({ commands: { dash: 'dash', bash: 'bash', busybox: 'busybox', mksh: 'mksh' } })(
  'a shell gets exactly the values, lines and all',
  () => {
    it.each(['dash', 'bash', 'busybox', 'mksh'])('%s', (shell) => {
      const command = shell === 'busybox' ? ['busybox', 'ash', '-s'] : [shell, '-s'];
      fc.assert(
        fc.property(fc.array(anything, { minLength: 8, maxLength: 8 }), (values) => {
          const parameters = Object.fromEntries(values.map((value, index) => [`V${index}`, value]));
          const names = values.map((_, index) => `"$V${index}"`).join(' ');
          const script = linuxWrapper(`#!/bin/sh\nprintf '%s\\0' ${names}\n`, parameters);
          const seen = execFileSync(command[0] as string, command.slice(1), { input: script, encoding: 'utf8' });
          expect(seen.split('\0').slice(0, -1)).toEqual(values);
        }),
        { numRuns: 25 },
      );
    });
  },
);

const WINDOWS =
  '@if (@a==@b) @end /* batch\r\n@echo off\r\nver\r\nrem @echo off\r\nexit /b\r\n*/\r\nWScript.Quit(0);\r\n';

describe('the wrapper for Windows with its variables', () => {
  it('they stand behind the first @echo off, wherever that is', () =>
    expect(windowsWrapper(WINDOWS, { AZMON_A: "it's a:b/c@d (x86)", AZMON_B: '' }).split('\r\n').slice(0, 5)).toEqual([
      '@if (@a==@b) @end /* batch',
      '@echo off',
      'set "AZMON_A=it\'s a:b/c@d (x86)"',
      'set "AZMON_B="',
      'ver',
    ]));

  it('a text without that line is none of ours', () =>
    expect(() => windowsWrapper('echo off\r\n', { A: '1' })).toThrow(/no line @echo off/));

  it.each([
    ...['"', '%', '!', '^', '&', '|', '<', '>', '\n', '\r', '\t', '\0', '\x1a', 'ü', '*/', '\u2028'],
    'x'.repeat(8001),
  ])('refuses what cmd cannot carry: case %#', (part) => {
    const attempt = () => windowsWrapper(WINDOWS, { AZMON_PROXY: `secret${part}word` });
    expect(attempt).toThrow(Problem);
    expect(attempt).not.toThrow(/secret/);
  });
});

describeWith(WINE_NEEDS)('the wrapper for Windows, in a cmd.exe', () => {
  let wine: Wine;
  beforeAll(() => {
    wine = new Wine();
  });
  afterAll(() => wine?.end());

  it('gets exactly the values', () => {
    const carried = [...`'()*+,-./0:;=?@AZ[]_\`az{}~#$ \\`].join('');
    const samples = fc.sample(fc.string({ unit: fc.constantFrom(...carried), minLength: 1, maxLength: 40 }), 60);
    const values = [carried, `${carried}${carried}`, ...samples].map((value) => value.replaceAll('*/', '*'));
    const parameters = Object.fromEntries(values.map((value, index) => [`V${index}`, value]));
    const lines = values.map((_, index) => `echo [!V${index}!]\r\n`).join('');
    wine.write('values.cmd', windowsWrapper(`@echo off\r\nsetlocal EnableDelayedExpansion\r\n${lines}`, parameters));
    const { stdout } = wine.script('C:\\values.cmd');
    expect(stdout.split('\r\n').slice(0, -1)).toEqual(values.map((value) => `[${value}]`));
  });
});
