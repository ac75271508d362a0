import type { Vault } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import { Secret } from '../../secret.ts';
import type { CloudId } from '../../target/cloud.ts';
import { vaultPipeline } from '../wire/pipeline.ts';
import type { Wire } from '../wire/wire.ts';

/** Azure Key Vault by @azure/keyvault-secrets, loaded at the first call. */
export function vaultBy(wire: Wire, cloud: CloudId): Vault {
  const { vaultDomain } = wire.management;
  return {
    async secret(url) {
      const { origin, name, version } = partsOf(url, vaultDomain, cloud);
      const { SecretClient } = await import('./sdk.ts');
      const options = {
        pipeline: vaultPipeline(wire),
        // Everywhere else the vault must want a token for its own domain; the sandbox has one host for all vaults.
        disableChallengeResourceVerification: cloud === 'sandbox',
      };
      const client = new SecretClient(origin, wire.credential, options);
      const found = await client.getSecret(name, version === undefined ? {} : { version });
      if (found.value === undefined || found.value === '') throw empty(name);
      return new Secret(found.value);
    },
  };
}

const PATH = /^\/secrets\/([0-9A-Za-z-]{1,127})(?:\/([0-9A-Za-z]{32}))?\/?$/;

/** A token is sent to hosts of the cloud's own vault domain only. */
function partsOf(url: string, domain: string, cloud: CloudId): { origin: string; name: string; version?: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const [, name, version] = PATH.exec(parsed?.pathname ?? '') ?? [];
  const own = cloud === 'sandbox' ? parsed?.host === domain : parsed?.host.endsWith(`.${domain}`) === true;
  if (parsed === undefined || parsed.protocol !== 'https:' || !own || name === undefined) throw notAnAddress(domain);
  return { origin: parsed.origin, name, ...(version === undefined ? {} : { version }) };
}

const notAnAddress = (domain: string): Problem =>
  new Problem({
    code: 'AZMON-VAULT-ADDRESS',
    exit: EXIT.usage,
    message: 'that is not the address of a secret in a key vault of this cloud',
    fix: [{ text: `an address looks like https://VAULT.${domain}/secrets/NAME` }],
  });

const empty = (name: string): Problem =>
  new Problem({
    code: 'AZMON-VAULT-EMPTY',
    exit: EXIT['not-found'],
    message: `the secret ${name} in the key vault is empty`,
  });
