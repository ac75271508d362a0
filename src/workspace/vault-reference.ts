import { EXIT, Problem } from '../problem.ts';

/** A secret of Azure Key Vault. */
export interface VaultReference {
  /** What the vault port takes. */
  readonly url: string;
  readonly vault: string;
  readonly name: string;
}

/** Naming rules: 3 to 24 letters, digits and single dashes, a letter first, no dash last. */
const VAULT = /^(?=.{3,24}$)[a-z](-?[a-z0-9])*$/i;
const SECRET = /^[a-z0-9-]{1,127}$/i;
const VERSION = /^[0-9a-f]{32}$/i;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads `akvs://VAULT/SECRET[/VERSION]` (azd's `akvs://SUBSCRIPTION/VAULT/SECRET` too) or `https://VAULT.<domain>/secrets/SECRET[/VERSION]`.
 * `domain` is that of the cloud's vaults; an address elsewhere is refused, because a token would be sent there. The sandbox's has a
 * port and is its only vault. Throws AZMON-VAULT-REFERENCE or AZMON-VAULT-HOST (2), which repeat nothing of it but a host.
 */
export function parseVaultReference(text: string, domain: string): VaultReference {
  const reference = text.trim();
  const [, scheme, rest = ''] = /^(akvs|https):\/\/(.*)$/is.exec(reference) ?? [];
  if (scheme === undefined) throw wrong('it begins neither with akvs:// nor with https://');
  return scheme.toLowerCase() === 'akvs' ? ofShortForm(rest, domain) : ofAddress(reference, domain);
}

function ofShortForm(rest: string, domain: string): VaultReference {
  const parts = rest.split('/');
  const [vault = '', name = '', version, ...more] = GUID.test(parts[0] ?? '') ? parts.slice(1) : parts;
  if (!VAULT.test(vault)) throw wrong('the name of the vault is missing or not allowed');
  return { ...secretIn(`https://${hostOf(vault, domain)}`, name, version, more), vault };
}

function ofAddress(text: string, domain: string): VaultReference {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined) throw wrong('it is no address');
  if (address.username !== '' || address.password !== '') throw wrong('it holds a user or a password');
  if (address.search !== '' || address.hash !== '') throw wrong('something follows the name of the secret');
  const vault = vaultOf(address.host, domain);
  if (vault === undefined) throw elsewhere(address.host, domain);
  const [, kind = '', name = '', version, ...more] = address.pathname.split('/');
  if (kind.toLowerCase() !== 'secrets') throw wrong('it names no secret: the path begins with /secrets/');
  return { ...secretIn(address.origin, name, version, more), vault };
}

const isSandbox = (domain: string): boolean => domain.includes(':');

const hostOf = (vault: string, domain: string): string => (isSandbox(domain) ? domain : `${vault}.${domain}`);

function vaultOf(host: string, domain: string): string | undefined {
  if (isSandbox(domain)) return host === domain ? 'sandbox' : undefined;
  const vault = host.endsWith(`.${domain}`) ? host.slice(0, -domain.length - 1) : '';
  return VAULT.test(vault) ? vault : undefined;
}

function secretIn(
  origin: string,
  name: string,
  version: string | undefined,
  more: readonly string[],
): Omit<VaultReference, 'vault'> {
  if (!SECRET.test(name)) throw wrong('the name of the secret is missing or not allowed');
  if (version !== undefined && version !== '' && !VERSION.test(version))
    throw wrong('the version is not 32 hex digits');
  if (more.some((part) => part !== '')) throw wrong('something follows the name and version of the secret');
  return { url: `${origin}/secrets/${name}${version ? `/${version}` : ''}`, name };
}

const wrong = (why: string): Problem =>
  new Problem({
    code: 'AZMON-VAULT-REFERENCE',
    exit: EXIT.usage,
    message: 'the reference to Key Vault cannot be read',
    why,
    fix: [{ text: 'write akvs://VAULT/SECRET, or copy the identifier of the secret from the portal' }],
  });

const elsewhere = (host: string, domain: string): Problem =>
  new Problem({
    code: 'AZMON-VAULT-HOST',
    exit: EXIT.usage,
    message: `${host} is no key vault of this cloud`,
    why: `${isSandbox(domain) ? `its only vault is ${domain}` : `its vaults are named <vault>.${domain}`}; azmon's token for Key Vault would be sent to that host`,
    fix: [{ text: 'correct the address, or name the cloud it belongs to with --cloud' }],
  });
