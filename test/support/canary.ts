import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** A key of the right form that opens nothing, with all that ways of writing treat differently: + / = and both cases. */
export const canaryKey = (name: string): string => createHash('sha512').update(`canary of ${name}`).digest('base64');

/** A leak may be cut off, or wrapped by a terminal: rows of this many characters are looked for, in any case, blanks left out. */
const ROW = 12;

/** Finds secrets in whatever was written, in every form that programs write texts in. */
export interface Search {
  /** The forms that were found; empty is what is hoped for. */
  in(text: string): readonly string[];
  /** Of all files below the folders, with their names; those that cannot be read as text too. */
  inFiles(...folders: readonly string[]): readonly string[];
}

export function searchFor(...secrets: readonly string[]): Search {
  const rows = secrets.flatMap((secret, index) =>
    Object.entries(formsOf(secret)).flatMap(([form, text]) =>
      rowsOf(compact(text)).map((row) => [`secret ${index + 1} ${form}`, row] as const),
    ),
  );
  const find = (text: string): readonly string[] => {
    const hay = compact(text);
    return [...new Set(rows.flatMap(([form, row]) => (hay.includes(row) ? [form] : [])))];
  };
  return {
    in: find,
    inFiles: (...folders) =>
      folders.flatMap(filesIn).flatMap((path) => {
        const bytes = readFileSync(path);
        const found = [...find(bytes.toString('latin1')), ...find(bytes.toString('utf16le')), ...find(path)];
        return found.map((form) => `${path}: ${form}`);
      }),
  };
}

/** All that may become of a text on its way to somewhere, by name. */
export function formsOf(secret: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(secret);
  return {
    raw: secret,
    'in a URL': encodeURIComponent(secret),
    'in a form': new URLSearchParams({ a: secret }).toString().slice(2),
    'in JSON': secret.replaceAll('/', '\\/'),
    'in JSON by code points': secret.replaceAll(/[^A-Za-z0-9]/g, codePoint),
    'in HTML': secret.replaceAll(/[+/=]/g, (sign) => `&#${sign.charCodeAt(0)};`),
    hex: bytes.toString('hex'),
    'decoded, hex': Buffer.from(secret, 'base64').toString('hex'),
    'as a list of bytes': bytes.join(),
    ...Object.fromEntries([0, 1, 2].map((before) => [`base64 after ${before}`, within(bytes, before)])),
    ...Object.fromEntries([0, 1, 2].map((before) => [`base64url after ${before}`, urlSafe(within(bytes, before))])),
  };
}

const codePoint = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

/** The part of the base64 of something longer that is the same whatever stands around it, with `before` bytes (by 3) in front. */
function within(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return text.slice(before === 0 ? 0 : before + 1, -2);
}

/** Side by side: whatever shows twice as many characters shows one whole row. */
const rowsOf = (text: string): readonly string[] => {
  const count = Math.max(1, Math.floor(text.length / ROW));
  return Array.from({ length: count }, (_, index) => text.slice(index * ROW, (index + 1) * ROW));
};

/** As one row of small letters, without what terminals, editors and UTF-16 put between. */
const compact = (text: string): string =>
  stripVTControlCharacters(text).replaceAll('\0', '').replaceAll(/\s+/g, '').toLowerCase();

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
