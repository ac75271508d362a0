import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACT_KINDS } from '../../src/machine/facts.ts';
import { windowsProbe } from '../../src/machine/probe-script.ts';
import { ROOT } from '../support/source.ts';

const text = readFileSync(join(ROOT, 'templates', 'probe', 'windows.cmd'), 'latin1');
const lines = text.split('\r\n');
const code = lines.filter((line) => !line.startsWith('rem '));

/** What no Wine can show: that the text keeps to what every Windows since 2008 SP2 has, and writes nothing. */
describe('the text of the Windows probe', () => {
  it('is plain ASCII with CR LF at the end of every line', () => {
    expect(text).toMatch(/^(?:[\x20-\x7e]*\r\n)+$/);
  });

  it('calls nothing but reg, sc, find, ping, tasklist, curl and cmd itself', () => {
    const called = new Set(
      code
        .join('\n')
        .match(/\b[\w-]+\.(?:exe|com|bat|vbs|ps1)\b/gi)
        ?.map((name) => name.toLowerCase()),
    );
    // The last one is looked for, not called.
    expect([...called].sort()).toEqual(
      ['curl.exe', 'find.exe', 'monagentcore.exe', 'ping.exe', 'reg.exe', 'sc.exe', 'tasklist.exe'].sort(),
    );
    expect(code.join('\n')).not.toMatch(/powershell|wmic|findstr|\b(?:reg|REG%) (?:add|delete|import)\b/i);
  });

  it('writes to no file', () => {
    const targets = code.flatMap((line) => [...line.matchAll(/\^?>+\s*([\w%&]+)/g)].map((found) => found[1]));
    expect([...new Set(targets)]).toEqual(['nul']);
  });

  it('expands nothing of a host by percent signs', () => {
    expect(code.join('\n')).not.toMatch(/%n_(?:date|issuer)%/);
  });

  it('prints known keys only, first the version and last the end', () => {
    // Behind the last label stands what curl is told.
    const printed = code
      .slice(0, code.indexOf(':config'))
      .flatMap((line) =>
        [...line.matchAll(/(?:echo |call :(?:text|count|subkeys) )([a-z0-9]+[.-][a-z0-9.-]+|net|fips|disk)\b/g)].map(
          (found) => found[1] ?? '',
        ),
      );
    const unknown = [...new Set(printed)].filter((key) => !(key in FACT_KINDS));
    expect(unknown).toEqual(['probe.end']);
    expect(printed.length).toBeGreaterThan(30);
    const echoes = code.filter((line) => line.startsWith('echo '));
    expect(echoes[0]).toBe('echo probe.version=1');
  });

  it('takes its parameters behind the first line', () => {
    expect(windowsProbe(text, { AZMON_HOSTS: 'a b' }).split('\r\n').slice(0, 2)).toEqual([
      '@echo off',
      'set "AZMON_HOSTS=a b"',
    ]);
  });

  it('jumps to labels that are there', () => {
    const labels = new Set(code.flatMap((line) => /^:(\w+)$/.exec(line)?.[1] ?? []));
    const jumps = code.flatMap((line) => [...line.matchAll(/(?:call :|goto )(\w+)/g)].map((found) => found[1] ?? ''));
    expect([...new Set(jumps)].filter((label) => !labels.has(label))).toEqual([]);
  });
});
