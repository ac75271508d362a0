import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { parseVaultReference } from '../../src/workspace/vault-reference.ts';

const DOMAIN = 'vault.azure.net';
const SANDBOX = 'localhost:8443';
const VERSION = '0123456789abcdef0123456789abcdef';
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';

describe('a reference to Key Vault', () => {
  test.for([
    ['akvs://kv-prod/law-key', DOMAIN, 'https://kv-prod.vault.azure.net/secrets/law-key'],
    [`akvs://kv-prod/law-key/${VERSION}`, DOMAIN, `https://kv-prod.vault.azure.net/secrets/law-key/${VERSION}`],
    ['AKVS://kv-prod/law-key/', DOMAIN, 'https://kv-prod.vault.azure.net/secrets/law-key'],
    [`akvs://${SUBSCRIPTION}/kv-prod/law-key`, DOMAIN, 'https://kv-prod.vault.azure.net/secrets/law-key'],
    ['akvs://kv-prod/law-key', 'vault.azure.cn', 'https://kv-prod.vault.azure.cn/secrets/law-key'],
    ['akvs://kv-prod/law-key', SANDBOX, 'https://localhost:8443/secrets/law-key'],
    ['https://kv-prod.vault.azure.net/secrets/law-key', DOMAIN, 'https://kv-prod.vault.azure.net/secrets/law-key'],
    ['https://KV-Prod.Vault.Azure.Net/secrets/law-key/', DOMAIN, 'https://kv-prod.vault.azure.net/secrets/law-key'],
    ['https://localhost:8443/secrets/law-key', SANDBOX, 'https://localhost:8443/secrets/law-key'],
  ] as const)('%s in %s', ([text, domain, url]) => {
    expect(parseVaultReference(` ${text}\n`, domain).url).toBe(url);
  });

  test.for([
    ['https://kv-prod.vault.azure.cn/secrets/k', DOMAIN],
    ['https://kv-prod.vault.azure.net.example.com/secrets/k', DOMAIN],
    ['https://evilvault.azure.net/secrets/k', DOMAIN],
    ['https://a.b.vault.azure.net/secrets/k', DOMAIN],
    ['https://vault.azure.net/secrets/k', DOMAIN],
    ['https://kv-prod.vault.azure.net:444/secrets/k', DOMAIN],
    ['https://localhost:8443/secrets/k', DOMAIN],
    ['https://kv-prod.vault.azure.net/secrets/k', SANDBOX],
    ['https://localhost:8444/secrets/k', SANDBOX],
  ] as const)('%s is no vault of %s: no token goes there', ([text, domain]) => {
    expect(() => parseVaultReference(text, domain)).toThrow(
      expect.objectContaining({ code: 'AZMON-VAULT-HOST', exit: 2 }),
    );
  });

  test.for([
    ['kv-prod/law-key', 'akvs:// nor'],
    ['http://kv-prod.vault.azure.net/secrets/k', 'akvs:// nor'],
    ['https://', 'no address'],
    ['https://user:word@kv-prod.vault.azure.net/secrets/k', 'a user or a password'],
    ['https://kv-prod.vault.azure.net/secrets/k?x=1', 'something follows'],
    ['https://kv-prod.vault.azure.net/keys/k', 'names no secret'],
    ['https://kv-prod.vault.azure.net/secrets/', 'name of the secret'],
    ['https://kv-prod.vault.azure.net/secrets/a_b', 'name of the secret'],
    ['akvs://kv-prod', 'name of the secret'],
    ['akvs://-kv/law-key', 'name of the vault'],
    ['akvs://kv--prod/law-key', 'name of the vault'],
    ['akvs://kv.example.com/law-key', 'name of the vault'],
    ['akvs://kv-prod/law-key/7', 'version'],
    [`akvs://kv-prod/law-key/${VERSION}/x`, 'something follows'],
  ] as const)('%s cannot be read: %s', ([text, why]) => {
    expect(() => parseVaultReference(text, DOMAIN)).toThrow(
      expect.objectContaining({ code: 'AZMON-VAULT-REFERENCE', exit: 2, why: expect.stringContaining(why) }),
    );
  });

  it('leads to a host of the domain or nowhere, whatever is given', () => {
    const hosts = fc.stringMatching(/^[a-z0-9.:@/\\#?-]{0,40}$/);
    fc.assert(
      fc.property(fc.constantFrom('akvs://', 'https://', ''), hosts, fc.string(), (scheme, host, rest) => {
        try {
          const { url } = parseVaultReference(`${scheme}${host}/secrets/${rest}`, DOMAIN);
          expect(new URL(url).host).toMatch(/^[a-z][a-z0-9-]{1,22}[a-z0-9]\.vault\.azure\.net$/i);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 500 },
    );
  });
});
