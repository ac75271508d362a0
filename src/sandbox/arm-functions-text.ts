import { createHash } from 'node:crypto';
import { badArg, badCall, intArg, listArg, textArg } from './arm-argument.ts';
import type { ArmFunction } from './arm-functions.ts';
import { isMap } from './arm-value.ts';

const fixed = (name: string, count: number, call: (...args: readonly unknown[]) => unknown): ArmFunction => ({
  ...{ name, least: count, most: count },
  call: (args) => call(...args),
});
const ranged = (
  name: string,
  least: number,
  most: number,
  call: (args: readonly unknown[]) => unknown,
): ArmFunction => ({
  ...{ name, least, most, call },
});

/** Functions that make texts, as docs "String functions for ARM templates" describe them. */
export const TEXT_FUNCTIONS: readonly ArmFunction[] = [
  ranged('concat', 1, Number.POSITIVE_INFINITY, concat),
  ranged('format', 1, Number.POSITIVE_INFINITY, format),
  ranged('substring', 2, 3, substring),
  ranged('padLeft', 2, 3, padLeft),
  ranged('uniqueString', 1, Number.POSITIVE_INFINITY, (parts) => digest(textsOf('uniqueString', parts))),
  ranged('guid', 1, Number.POSITIVE_INFINITY, (parts) => guid(textsOf('guid', parts))),
  fixed('toLower', 1, (text) => textArg('toLower', text).toLowerCase()),
  fixed('toUpper', 1, (text) => textArg('toUpper', text).toUpperCase()),
  fixed('trim', 1, (text) => textArg('trim', text).trim()),
  fixed('replace', 3, (text, old, by) =>
    textArg('replace', text).replaceAll(textArg('replace', old), () => textArg('replace', by)),
  ),
  fixed('startsWith', 2, (text, start) =>
    textArg('startsWith', text).toLowerCase().startsWith(textArg('startsWith', start).toLowerCase()),
  ),
  fixed('endsWith', 2, (text, end) =>
    textArg('endsWith', text).toLowerCase().endsWith(textArg('endsWith', end).toLowerCase()),
  ),
  fixed('indexOf', 2, (text, part) =>
    textArg('indexOf', text).toLowerCase().indexOf(textArg('indexOf', part).toLowerCase()),
  ),
  fixed('lastIndexOf', 2, (text, part) =>
    textArg('lastIndexOf', text).toLowerCase().lastIndexOf(textArg('lastIndexOf', part).toLowerCase()),
  ),
  fixed('split', 2, (text, by) => split(textArg('split', text), by)),
  fixed('join', 2, (list, by) =>
    listArg('join', list)
      .map((one) => shownText(one))
      .join(textArg('join', by)),
  ),
  fixed('string', 1, shownText),
  fixed('base64', 1, (text) => Buffer.from(textArg('base64', text)).toString('base64')),
  fixed('base64ToString', 1, (text) => Buffer.from(textArg('base64ToString', text), 'base64').toString()),
  fixed('uriComponent', 1, (text) => encodeURIComponent(textArg('uriComponent', text))),
  fixed('json', 1, json),
];

/** Texts and numbers to a text, lists to a list. */
function concat(args: readonly unknown[]): unknown {
  if (Array.isArray(args[0])) return args.flatMap((one) => listArg('concat', one));
  return args
    .map((one) => {
      if (Array.isArray(one) || isMap(one)) throw badArg('concat', 'String', one);
      return shownText(one);
    })
    .join('');
}

/** `{0}`; doubled braces stand for themselves. Numbers may ask for leading zeros: `{0:D3}`. */
function format([pattern, ...args]: readonly unknown[]): string {
  return textArg('format', pattern).replaceAll(
    /\{\{|\}\}|\{(\d+)(?::([^}]*))?\}/g,
    (whole, index?: string, how?: string) => {
      if (index === undefined) return whole[0] ?? '';
      if (Number(index) >= args.length) throw badCall('format', `there is no argument for '${whole}'`);
      const [, digits] = /^D(\d+)$/i.exec(how ?? '') ?? [];
      return shownText(args[Number(index)]).padStart(Number(digits ?? 0), '0');
    },
  );
}

function substring([text, from, length]: readonly unknown[]): string {
  const whole = textArg('substring', text);
  const start = intArg('substring', from);
  const end = length === undefined ? whole.length : start + intArg('substring', length);
  if (start < 0 || start > end || end > whole.length)
    throw badCall('substring', 'the index and length parameters must refer to a location within the string');
  return whole.slice(start, end);
}

function padLeft([value, length, sign = ' ']: readonly unknown[]): string {
  const wide = intArg('padLeft', length);
  if (wide < 0 || wide > 1024) throw badCall('padLeft', 'the length is not between 0 and 1024');
  return shownText(value).padStart(wide, textArg('padLeft', sign));
}

/** By one text, or by each of several. */
function split(text: string, by: unknown): string[] {
  const marks = Array.isArray(by) ? by.map((one) => textArg('split', one)) : [textArg('split', by)];
  return marks.reduce((parts, mark) => parts.flatMap((part) => part.split(mark)), [text]);
}

/** As .NET writes it: booleans begin with a capital, objects are JSON. */
function shownText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function json(text: unknown): unknown {
  try {
    return JSON.parse(textArg('json', text)) as unknown;
  } catch {
    throw badCall('json', 'the text is no JSON');
  }
}

const textsOf = (name: string, parts: readonly unknown[]): string => parts.map((part) => textArg(name, part)).join('-');

/** 13 letters and digits. Azure's own digest is not published: the same input gives another text there. */
const digest = (text: string): string =>
  [...createHash('sha256').update(text).digest().subarray(0, 13)].map((byte) => LETTERS[byte % 32]).join('');
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** The same GUID for the same input, in the form of version 5. That Azure makes the same one of it was not checked. */
function guid(text: string): string {
  const namespace = Buffer.from('11fb06fb712d4ddd98c7e71bbd588830', 'hex');
  const bytes = createHash('sha1').update(namespace).update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
