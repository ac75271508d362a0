import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsKey } from '../../src/target/workspace-key.ts';

const KEY = createHash('sha512').update('a key').digest('base64');

describe('a key where a name or a path belongs', () => {
  it.each([
    ['by itself', KEY],
    ['with a line break', `${KEY}\n`],
    ['in a path', `/home/ops/${KEY}`],
    ['in an address', `akvs://kv-prod/${KEY}`],
    ['with its name', `WorkspaceKey=${KEY}`],
    ['without the end', KEY.slice(0, -1)],
    ['without both', KEY.slice(0, -2)],
    ['with a letter lost', KEY.slice(1)],
  ])('%s', (_, text) => expect(holdsKey(text)).toBe(true));

  it('is seen for every key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) =>
        holdsKey(Buffer.from(bytes).toString('base64')),
      ),
    );
  });

  it.each([
    [''],
    ['logs-westeurope'],
    [`/subscriptions/${'0a000000-0000-4000-8000-000000000001'}/resourceGroups/${'g'.repeat(90)}/providers/x`],
    [`/${'home/operations/of/the/azure/platform/'.repeat(6)}key.txt`],
    ['https://kv-prod.vault.azure.net/secrets/workspace-key/0123456789abcdef0123456789abcdef'],
    ['e34591aa-e269-4301-8282-c70c4838eb2b'],
    ['http://ops:secret@proxy.example:3128'],
  ])('%j is none', (text) => expect(holdsKey(text)).toBe(false));

  it('is no resource id, however long', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9._-]{1,90}$/);
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 9 }),
        (parts) => !holdsKey(`/subscriptions/${parts.join('/')}/`),
      ),
    );
  });
});
