import { EXIT, Problem } from '../problem.ts';
import { named } from './probe-script.ts';

/** cmd.exe takes lines of 8,191 characters; the name and its `set` go off that. */
const LONGEST_SETTING = 8000;

/**
 * The wrapper for Linux with its variables set: shell assignments behind its `#!` line, not exported. A value may have several lines.
 * Throws AZMON-WRAPPER-PARAMETER (2) for a value that no shell can hold.
 */
export function linuxWrapper(template: string, parameters: Readonly<Record<string, string>>): string {
  const settings = Object.entries(parameters).map(([name, value]) => `${named(name)}=${quoted(name, value)}\n`);
  const head = /^#![^\n]*\n/.exec(template)?.[0] ?? '';
  return `${head}${settings.join('')}${template.slice(head.length)}`;
}

/**
 * The wrapper for Windows with its variables set: `set` lines behind its `@echo off`, wherever that stands.
 * Throws AZMON-WRAPPER-PARAMETER (2) for a value that cmd.exe would change or run instead of keeping it.
 */
export function windowsWrapper(template: string, parameters: Readonly<Record<string, string>>): string {
  const opening = /^@echo off[ \t]*\r?\n/im.exec(template);
  if (opening === null) throw new Error('the wrapper has no line @echo off');
  const settings = Object.entries(parameters).map(([name, value]) => `set "${named(name)}=${plain(name, value)}"\r\n`);
  const at = opening.index + opening[0].length;
  return `${template.slice(0, at)}${settings.join('')}${template.slice(at)}`;
}

/** Within single quotes a shell changes nothing, and only a single quote ends them. */
function quoted(name: string, value: string): string {
  if (value.includes('\0')) throw unfit(name, 'it holds a NUL character');
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** cmd.exe reads its files in the code page of the machine, and the whole text stands in a comment of JScript. */
function plain(name: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/["%!^&|<>\u0000-\u001f\u007f]/.test(value))
    throw unfit(name, 'cmd.exe cannot carry the characters " % ! ^ & | < > in it');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
  if (/[^\u0000-\u007f]/.test(value))
    throw unfit(name, 'cmd.exe reads files in the code page of the machine: ASCII only');
  if (value.includes('*/')) throw unfit(name, 'the script cannot carry */ in it');
  if (value.length > LONGEST_SETTING) throw unfit(name, 'cmd.exe takes no line of that length');
  return value;
}

/** The value itself is not repeated: it may be a secret. */
const unfit = (name: string, why: string): Problem =>
  new Problem({
    code: 'AZMON-WRAPPER-PARAMETER',
    exit: EXIT.usage,
    message: `the script cannot be given the value of ${name}`,
    why,
    fix: [{ text: 'take a name, path or address without it' }],
  });
