// By name at the top, as in target/inventory-yaml.ts; this file is opened late.
import { LineCounter, parseDocument } from 'yaml';
import type { PrivateFiles } from '../ports.ts';
import { EXIT, type Fix, Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { nearest } from '../target/nearest.ts';
import type { ConfigFile, ConfigValue } from './config-file.ts';
import { CONFIG_KEYS, NOT_IN_CONFIG } from './config-keys.ts';

/** The one key that is no flag. */
const KEY = 'workspace-key';

/**
 * The text of a configuration file: one map of flag names. Values stay as written, flags read them like the command line.
 * The parser's own words are withheld, they quote the text, and a key may be in it.
 */
export async function readConfig(path: string, text: string, files: PrivateFiles): Promise<ConfigFile> {
  const entries = entriesOf(text, path);
  for (const [name] of entries) refuseUnknown(name, path);
  const key = entries.find(([name]) => name === KEY)?.[1];
  const values = Object.fromEntries(entries.filter(([name, value]) => name !== KEY && value.length > 0));
  if (key === undefined || key.length === 0) return { path, values };
  await refuseReaders(path, files);
  return { path, values, key: new Secret(String(key)) };
}

function entriesOf(text: string, path: string): readonly (readonly [string, ConfigValue])[] {
  const counter = new LineCounter();
  const options = { lineCounter: counter, schema: 'failsafe', prettyErrors: false, logLevel: 'error' } as const;
  const document = parseDocument(text.replace(/^\uFEFF/, ''), options);
  const error = document.errors[0];
  if (error !== undefined)
    throw syntax(path, `line ${counter.linePos(error.pos[0]).line} is not valid YAML (${error.code})`);
  if (document.contents === null) return [];
  const map = mapOf(document, path);
  return Object.entries(map).map(([name, value]) => [name, writtenValue(name, value, path)]);
}

function mapOf(document: { toJS(options: { maxAliasCount: number }): unknown }, path: string): object {
  let map: unknown;
  try {
    map = document.toJS({ maxAliasCount: 10 });
  } catch {
    throw syntax(path, 'its YAML aliases cannot be resolved');
  }
  if (map === '') return {};
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw syntax(path, 'it holds no map of flag names and values, such as subscription: production');
  return map;
}

function writtenValue(name: string, value: unknown, path: string): ConfigValue {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw syntax(path, `${known(name)} takes a text, or a list of texts where the flag may be repeated`);
}

function refuseUnknown(name: string, path: string): void {
  if (name === KEY || CONFIG_KEYS.includes(name)) return;
  if (NOT_IN_CONFIG.includes(name))
    throw unknownKey(`${path} holds ${name}, which is said for one run only`, 'it is a flag of the command line', path);
  const meant = nearest(name, [...CONFIG_KEYS, KEY]);
  throw unknownKey(
    `${path} holds a key that azmon does not know${known(name) === name ? `: ${name}` : ''}`,
    meant === undefined ? 'keys are the names of flags without their dashes' : `did you mean ${meant}?`,
    path,
  );
}

/** A name may be repeated, a value put where a name belongs may not. */
const known = (name: string): string => (/^[a-z][a-z0-9-]{0,30}$/.test(name) ? name : 'a key');

async function refuseReaders(path: string, files: PrivateFiles): Promise<void> {
  const readers = await files.readers(path);
  if (readers === 'owner') return;
  const others = readers === 'others';
  throw new Problem({
    code: 'AZMON-CONFIG-READERS',
    exit: EXIT.usage,
    message: `${path} holds a workspace key and ${others ? 'others can read it' : 'azmon cannot tell who reads it'}`,
    why: others
      ? 'a key is taken from a configuration file that only its owner can read'
      : 'this system does not say by a mode who may read a file',
    fix: others
      ? [{ text: 'and regenerate the key if others had access', command: `chmod 600 '${path}'` }, ELSEWHERE]
      : [ELSEWHERE],
  });
}

const ELSEWHERE: Fix = {
  text: 'or keep the key elsewhere: workspace-key-vault, workspace-key-file, AZMON_WORKSPACE_KEY',
};

const syntax = (path: string, why: string): Problem =>
  new Problem({
    code: 'AZMON-CONFIG-SYNTAX',
    exit: EXIT.usage,
    message: `the configuration file ${path} cannot be read`,
    why,
    fix: [{ text: 'one line for each flag: its name, a colon, its value' }],
  });

const unknownKey = (message: string, why: string, path: string): Problem =>
  new Problem({
    code: 'AZMON-CONFIG-KEY',
    exit: EXIT.usage,
    message,
    why,
    fix: [{ text: `correct or remove that line of ${path}` }],
  });
