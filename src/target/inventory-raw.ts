import { EXIT, type Fix, Problem } from '../problem.ts';
import { placeOf } from './place.ts';
import { holdsKey } from './workspace-key.ts';

/** A row before its values are looked at: names in lower case, values as written (unless they are no text at all). */
export type RawRow =
  | { readonly line: number; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly problem: Problem };

/** A problem of one line, or of a whole file where `line` is undefined. Values of the file are never quoted: one may be a password. */
export function inventoryProblem(
  code: string,
  path: string,
  line: number | undefined,
  message: string,
  more: { readonly why?: string; readonly fix?: readonly Fix[]; readonly target?: string } = {},
): Problem {
  const place = placeOf(path);
  return new Problem({
    code,
    exit: EXIT.usage,
    message: line === undefined ? `${place}: ${message}` : `${place} line ${line}: ${message}`,
    ...more,
  });
}

export const syntaxProblem = (path: string, line: number | undefined, what: string, why?: string): Problem =>
  inventoryProblem('AZMON-INVENTORY-SYNTAX', path, line, what, {
    ...(why === undefined ? {} : { why }),
    fix: [{ text: 'correct the file; the simplest form is one target a line, for instance azure:web-01' }],
  });

export const notARow = (path: string, line: number): RawRow => ({
  line,
  problem: inventoryProblem('AZMON-INVENTORY-ROW', path, line, 'this is neither a target nor an object with a target', {
    fix: [{ text: 'write "ssh://web-01", or {"target": "ssh://web-01", "site": "Oslo"}' }],
  }),
});

/**
 * Refuses names that look like a place for credentials: a list of machines is copied, mailed and kept in version control.
 * Throws AZMON-INVENTORY-KEY (2) for the whole file, so that nobody believes the key was used.
 */
export function refuseKeys(names: Iterable<string>, path: string): void {
  const found = [...names].find((name) => isForSecret(name) || holdsKey(name));
  if (found === undefined) return;
  throw keyProblem(path, undefined, `the column ${holdsKey(found) ? '' : `"${found}" `}looks like a credential`);
}

/** Where a key stands in a list of machines; `line` is missing where it stands above them all. */
export const keyProblem = (path: string, line: number | undefined, message: string): Problem =>
  inventoryProblem('AZMON-INVENTORY-KEY', path, line, message, {
    why: 'there is no column for keys: a list of machines is copied, mailed and kept in version control',
    fix: [
      {
        text: `remove it; checking needs no credential, and an install takes it from a file, stdin, the environment or Key Vault`,
      },
    ],
  });

/** workspaceKey, shared_key, PASSWORD, api-token ... but not keyvault or monkeys. */
function isForSecret(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => SECRET_WORD.test(word));
}

const SECRET_WORD =
  /^(keys?|pass|pwd|sas|pat)$|(workspace|shared|primary|secondary|access|account|api|private)keys?$|passw|passphrase|secret|token|credential/;
