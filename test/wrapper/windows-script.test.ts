import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { assert, constantFrom, integer, property, string, tuple, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowsWrapper } from '../../src/machine/wrapper-script.ts';
import { parseLedgerLine } from '../../src/manage/ledger.ts';
import { ROOT } from '../support/source.ts';

const text = readFileSync(join(ROOT, 'templates', 'wrapper', 'windows.cmd'), 'latin1');
const [head = '', script = ''] = text.split('\r\n*/\r\n');
const headLines = head.split('\r\n').filter((line) => !line.startsWith('rem '));
/** Everything but what starts it. */
const parts = script.slice(0, script.indexOf('\r\nreadSecrets();\r\n'));

/** The functions of the JScript part, in an engine that has no Windows: what they need of it is handed in. */
function functions(variables: Readonly<Record<string, string>> = {}): Record<string, (...words: never[]) => unknown> {
  class ActiveXObject {
    Environment = () => (name: string) => variables[name] ?? '';
    FolderExists = () => false;
  }
  const context = createContext({ ActiveXObject, WScript: {} });
  runInContext(parts, context);
  return context as never;
}

/** What Wine does not mind and an old Windows does. */
describe('the text of the wrapper for Windows', () => {
  it('is plain ASCII with CR LF at the end of every line, none too long for cmd.exe', () => {
    expect(text).toMatch(/^(?:[\x20-\x7e]*\r\n)+$/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThan(2000);
  });

  it('is a comment for JScript up to the end of what cmd.exe reads, which jumps to labels that are there', () => {
    expect(head).not.toContain('*/');
    expect(script).not.toContain('\r\n*/\r\n');
    const labels = new Set(headLines.flatMap((line) => /^:(\w+)$/.exec(line)?.[1] ?? []));
    const jumps = headLines.flatMap((line) => [...line.matchAll(/goto (\w+)/g)].map((found) => found[1] ?? ''));
    expect([...new Set(jumps)].filter((label) => !labels.has(label))).toEqual([]);
    expect([...labels].filter((label) => !jumps.includes(label))).toEqual([]);
    expect(headLines.at(-1)).toBe('goto run');
  });

  it('takes its parameters where they are set for this run only', () => {
    const lines = windowsWrapper(text, { AZMON_DO: 'show' }).split('\r\n');
    expect(lines.slice(2, 5)).toEqual([
      '@setlocal EnableExtensions DisableDelayedExpansion',
      '@echo off',
      'set "AZMON_DO=show"',
    ]);
  });

  it.each([
    ['declarations of later languages', /\b(?:let|const|class|async|await)\s+\w|=>|`/],
    [
      'methods of later languages',
      /\.(?:forEach|map|filter|reduce|some|every|trim|bind|padStart|includes|startsWith|repeat)\(|\bJSON\.|Object\.\w+\(|Array\.isArray/,
    ],
    ['commas at the end of lists, which count as an item', /,(?: +|\s*\n\s*)[\]}]/],
    [
      'reserved words as names of members',
      /\w\.(?:do|delete|default|class|import|export|in|new|return|typeof|enum)\b(?!\w)/,
    ],
    ['letters of texts by index', /\btext\[\d/],
    ['words that switch conditional compilation', /\/\/@|\/\*@|@(?:cc_on|if|elif|else|end)\b/],
  ])('has no %s: it is for the engine of 2008', (_, pattern) => {
    const code = script.replace(/^\s*\/\/.*$/gm, '');
    expect(pattern.exec(code)?.[0]).toBeUndefined();
  });

  it('hands the programs that it starts none of its secrets: the key goes by the object alone', () => {
    const started = script.split('\r\n').filter((line) => /\b(?:run|start|installer|powershell|net)\(/.test(line));
    expect(started.length).toBeGreaterThan(20);
    expect(started.filter((line) => /SECRET|value\(|\.key\b|PASSWORD/.test(line))).toEqual([]);
    expect(script.match(/\.key\b/g)?.length).toBeGreaterThan(3);
    expect(script).not.toMatch(/OPINSIGHTS_WORKSPACE/);
  });
});

describe('the functions of the wrapper for Windows', () => {
  it('hash as everybody does', () => {
    const { Sha256 } = functions() as unknown as { Sha256: new () => { add(text: string): void; hex(): string } };
    assert(
      property(uint8Array({ maxLength: 300 }), integer({ min: 0, max: 300 }), (bytes, cut) => {
        const hash = new Sha256();
        const latin = Buffer.from(bytes).toString('latin1');
        hash.add(latin.slice(0, cut));
        hash.add(latin.slice(cut));
        expect(hash.hex()).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
    for (const length of [55, 56, 63, 64, 119, 120, 100_000]) {
      const hash = new Sha256();
      hash.add('a'.repeat(length));
      expect(hash.hex(), String(length)).toBe(createHash('sha256').update('a'.repeat(length)).digest('hex'));
    }
  });

  it('put the bytes back that a code page moved', () => {
    const { byteOf } = functions();
    const moved = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, at) => 0x80 + at));
    expect([...moved].map((one) => (one.charCodeAt(0) > 0xff ? byteOf?.(one as never) : one)).join('')).toBe(
      String.fromCharCode(...Array.from({ length: 32 }, (_, at) => 0x80 + at)),
    );
  });

  it('write any text as JSON, and read it again; both as azmon does', () => {
    const { json, entryOf } = functions() as unknown as {
      json(text: string): string;
      entryOf(line: string): Record<string, unknown> | undefined;
    };
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'grapheme' }), (what, before) => {
        const line = `{"v":1,"seq":7,"at":"2026-11-22T17:00:00Z","run":"r","by":"b","do":"install","kind":"proxy","what":${json(what)},"before":${json(before)}}`;
        expect(line).toMatch(/^[\x20-\x7e]*$/);
        expect(JSON.parse(line)).toMatchObject({ what, before });
        expect(entryOf(line)).toMatchObject({ seq: 7, kind: 'proxy', what, before });
        expect(parseLedgerLine(line)?.seq).toBe(7);
      }),
    );
  });

  it.each([
    '',
    '{"v":1,"seq":2,"at":"x","run":"r","by":"b","do":"install","kind":"pro',
    '{"v":1,"seq":2}',
    '{"v":1,"run":"r","kind":"x","what":"a"b"}',
    '{"run":"r","kind":{"x":1}}',
    'x{"run":"r","kind":"a"}',
  ])('pass over a line of the ledger that is not whole: %s', (line) => {
    expect(functions().entryOf?.(line as never)).toBeUndefined();
  });

  it.each([
    ['10.20.18053.0', '10.20.18069.0', -1],
    ['10.20.18069.0', '10.20.18053', 1],
    ['10.20.18053', '10.20.18053.0', 0],
    ['8.0.11136.0', '10.19.10006.0', -1],
  ])('compare versions by their numbers: %s and %s', (one, other, sign) => {
    expect(Math.sign(Number(functions().compare?.(one as never, other as never)))).toBe(sign);
  });

  it('print one line without control characters, whatever was said', () => {
    const { plain } = functions() as unknown as { plain(text: string): string };
    assert(
      property(string({ unit: 'binary' }), (said) => {
        expect(plain(said)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  it('cut secrets out of every line', () => {
    const { masked, SECRET } = functions() as unknown as {
      masked(text: string): string;
      SECRET: Record<string, string>;
    };
    assert(
      property(tuple(string({ minLength: 4 }), string(), string()), ([secret, before, after]) => {
        if (secret.includes('*')) return;
        SECRET.AZMON_WORKSPACE_KEY = secret;
        expect(masked(`${before}${secret}${after}${secret}`)).not.toContain(secret);
      }),
    );
  });

  it('change nothing in the registry but what the wrapper sets, whatever the ledger says', () => {
    const { undoRegistry } = functions() as unknown as { undoRegistry(what: string, before: string): unknown };
    const elsewhere = constantFrom(
      'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Evil',
      'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Server\\Enabled',
      'HKLM\\',
      'HKLM\\SOFTWARE\\',
      'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HealthServiceX\\',
      '',
    );
    assert(
      property(elsewhere, constantFrom('absent', 'REG_DWORD 1', 'REG_SZ x'), (what, before) => {
        // No Windows is there: whatever it touched would throw.
        expect(undoRegistry(what, before)).toBe(false);
      }),
    );
  });
});
