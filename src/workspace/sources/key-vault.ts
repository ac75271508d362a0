import type { Azure } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import type { VaultReference } from '../vault-reference.ts';
import type { KeySource } from './source.ts';

/** A secret of Azure Key Vault, read with the sign-in at the moment it is needed. */
export const vaultSource =
  (reference: VaultReference, azure: () => Promise<Azure>, via?: string): KeySource =>
  async () => {
    const text = `Key Vault ${reference.vault}, secret ${reference.name}`;
    return {
      key: await read(reference, text, azure),
      from: { source: 'key-vault', text: via === undefined ? text : `${text} (${via})` },
    };
  };

async function read(
  { url }: VaultReference,
  text: string,
  azure: () => Promise<Azure>,
): ReturnType<Azure['vault']['secret']> {
  try {
    return await (await azure()).vault.secret(url);
  } catch (error) {
    throw error instanceof Problem && error.exit === EXIT['not-found'] ? missing(text, error) : error;
  }
}

const missing = (text: string, cause: Problem): Problem =>
  new Problem({
    code: 'AZMON-VAULT-SECRET',
    exit: EXIT['not-found'],
    message: `${text} is not there`,
    why: cause.why ?? cause.message,
    fix: [
      { text: 'the secrets of a vault', command: 'az keyvault secret list --vault-name VAULT --query [].name -o tsv' },
    ],
    cause,
  });
