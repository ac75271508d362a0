import { EXIT, Problem } from '../problem.ts';

/**
 * The Linux probe with its variables set: shell assignments in front of the script, behind its `#!` line.
 * They are not exported, so no program that the probe starts gets to see them.
 * Throws a Problem (2) when a value has more than one line.
 */
export function linuxProbe(template: string, parameters: Readonly<Record<string, string>>): string {
  const settings = Object.entries(parameters).map(([name, value]) => `${named(name)}=${quoted(name, value)}\n`);
  return behind(/^#![^\n]*\n/, template, settings.join(''));
}

/**
 * The Windows probe with its variables set: `set` lines behind its `@echo off`.
 * Throws a Problem (2) for a value that cmd.exe would change or run instead of keeping it.
 */
export function windowsProbe(template: string, parameters: Readonly<Record<string, string>>): string {
  const settings = Object.entries(parameters).map(([name, value]) => `set "${named(name)}=${plain(name, value)}"\r\n`);
  return behind(/^@echo off[ \t]*\r?\n/i, template, settings.join(''));
}

/** The settings behind what the template opens with; in front where it does not open so. */
function behind(opening: RegExp, template: string, settings: string): string {
  const head = opening.exec(template)?.[0] ?? '';
  return `${head}${settings}${template.slice(head.length)}`;
}

/** Names are ours, so a bad one is a mistake in azmon. */
export function named(name: string): string {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) throw new Error(`not a name for a variable of a script: ${name}`);
  return name;
}

/** Within single quotes a shell changes nothing, and only a single quote ends them. */
function quoted(name: string, value: string): string {
  if (/[\0\r\n]/.test(value)) throw unfit(name, 'it has more than one line');
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** Within `set "NAME=value"` cmd.exe still acts on these characters in one place or another. */
function plain(name: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/["%!^&|<>\u0000-\u001f\u007f]/.test(value))
    throw unfit(name, 'cmd.exe cannot carry the characters " % ! ^ & | < > in it');
  return value;
}

/** The value itself is not repeated: it may be a proxy with its password. */
const unfit = (name: string, why: string): Problem =>
  new Problem({
    code: 'AZMON-PROBE-PARAMETER',
    exit: EXIT.usage,
    message: `the probe cannot be given the value of ${name}`,
    why,
    fix: [{ text: 'Leave the character out of the value; in a password of a proxy write it percent-encoded' }],
  });
