import { parseDocument } from 'yaml';
import type { Fault } from './faults.ts';
import { faultTrouble } from './sandbox-problem.ts';

export const KINDS: readonly string[] = [
  'status',
  'cut',
  'slow',
  'extension',
  'stuck',
  'silent',
] satisfies Fault['kind'][];

/** What each member of a fault must be. */
export const MEMBERS: Readonly<Record<keyof Fault, (value: unknown) => boolean>> = {
  kind: (value) => KINDS.includes(value as string),
  ...{ method: isText, path: isText, machine: isText, code: isText, message: isText },
  status: (value) => isCount(value) && Number(value) >= 400 && Number(value) <= 599,
  ...{ retryAfterS: isCount, delayMs: isCount, times: isCount, after: isCount },
  exitCode: (value) => Number.isInteger(value),
};

/** A name may be repeated, a value put where a name belongs may not. */
const shown = (name: string): string => (/^[\w-]{1,24}$/.test(name) ? `"${name}"` : 'such member');

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

/** Reads a list of faults, in YAML or JSON. Throws AZMON-SANDBOX-FAULTS (2) naming the entry and the member. */
export function parseFaults(text: string, path: string): readonly Fault[] {
  const document = parseDocument(text, { logLevel: 'error' });
  const [error] = document.errors;
  if (error !== undefined)
    throw faultTrouble(path, `it is neither YAML nor JSON (line ${error.linePos?.[0]?.line ?? 1})`);
  const list = plain(document, path);
  if (!Array.isArray(list)) throw faultTrouble(path, 'it is no list');
  return list.map((entry: unknown, index) => faultOf(entry, `entry ${index + 1}`, path));
}

/** An alias may point nowhere, or multiply itself. */
function plain(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw faultTrouble(path, 'an alias in it cannot be followed');
  }
}

function faultOf(entry: unknown, where: string, path: string): Fault {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw faultTrouble(path, `${where} is no fault`);
  if (!('kind' in entry)) throw faultTrouble(path, `${where} has no kind: one of ${KINDS.join(', ')}`);
  for (const [name, value] of Object.entries(entry)) {
    const fits = Object.hasOwn(MEMBERS, name) ? MEMBERS[name as keyof Fault] : undefined;
    if (fits === undefined) throw faultTrouble(path, `${where}: a fault has no ${shown(name)}`);
    if (!fits(value)) throw faultTrouble(path, `${where}: "${name}" does not take that value`);
  }
  return entry as Fault;
}
