import { EXIT, Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';
import type { Provenance } from './credentials.ts';
import { KEY_SLIPS } from './key-slips.ts';

/** Base64 of 64 bytes. The last letter holds two bits only; the agents decode and encode a key and refuse it where it comes back changed. */
const KEY = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

/**
 * The key without the blanks and line breaks around it that files and clipboards add. Nothing is sent anywhere.
 * Throws AZMON-WORKSPACE-KEY-FORM (2) that names the likely mistake, and never a part of the value.
 */
export function keyOfForm(key: Secret, from: Provenance): Secret {
  const trimmed = key.trimmed();
  if (trimmed.matches(KEY)) return trimmed;
  throw new Problem({
    code: 'AZMON-WORKSPACE-KEY-FORM',
    exit: EXIT.usage,
    message: `the key from ${from.text} has not the form of a workspace key`,
    why: KEY_SLIPS.find(({ form }) => trimmed.matches(form))?.why ?? 'no known mistake explains it',
    fix: [
      { text: 'a key is base64 of 64 bytes: 88 characters, the last two ==; the primary and the secondary both do' },
      {
        text: 'write the key of a workspace to a file, with your sign-in',
        command: 'azmon workspace key NAME --out key.txt',
      },
    ],
  });
}
