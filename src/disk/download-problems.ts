import { EXIT, type ExitCode, type Fix, Problem } from '../problem.ts';

/** Why a file was not fetched. An address is shown without its login and query: either may hold a secret. */

interface Told {
  readonly why?: string;
  readonly fix?: readonly Fix[];
  readonly exit?: ExitCode;
  readonly retryable?: boolean;
}

const problem = (code: string, message: string, { exit = EXIT.unavailable, ...more }: Told): Problem =>
  new Problem({ code, exit, message, ...more });

const shown = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

const BY_HAND: Fix = { text: 'or fetch the file by another way, and name its path' };

export const cancelledFetch = (): Problem =>
  new Problem({ code: 'AZMON-CANCELLED', exit: EXIT.interrupted, message: 'fetching the file was cancelled' });

export const noAddress = (): Problem =>
  problem('AZMON-FETCH-ADDRESS', 'the address of the file cannot be read', {
    exit: EXIT.usage,
    fix: [{ text: 'write it as https://HOST/PATH, or name a file of this machine by its path' }],
  });

export const plain = (): Problem =>
  problem('AZMON-FETCH-PLAIN', 'files are fetched by https only', {
    exit: EXIT.usage,
    why: 'by any other way somebody in between could put another file in its place, and it is run as root',
    fix: [{ text: 'write the address with https://' }, BY_HAND],
  });

export const redirectedTo = (to: URL, from: URL): Problem =>
  problem('AZMON-FETCH-REDIRECT', `${shown(from)} sends on to an address without https`, {
    why: `it is ${to.protocol}//${to.host}; somebody in between could put another file in its place`,
    fix: [{ text: 'name the https address of the file itself' }, BY_HAND],
  });

export const redirectsForEver = (url: URL): Problem =>
  problem('AZMON-FETCH-REDIRECT', `${shown(url)} sends on for ever`, {
    why: 'more than ten addresses sent on to another one',
    fix: [{ text: 'name the address of the file itself' }],
  });

export function answered(status: number, url: URL): Problem {
  if (status === 404 || status === 410)
    return problem('AZMON-FETCH-MISSING', `there is no file at ${shown(url)}`, {
      exit: EXIT['not-found'],
      why: `the server answered ${status}`,
      fix: [{ text: 'look at the address; old versions are taken off servers' }, BY_HAND],
    });
  if (status === 407) return proxyRefusedLogin(status);
  return problem('AZMON-FETCH-HTTP', `the server does not give out ${shown(url)}`, {
    why: `it answered ${status}${status === 401 || status === 403 ? ': it wants a login, or the address has expired' : ''}`,
    fix: [{ text: status >= 500 ? 'try again later' : 'look at the address' }, BY_HAND],
    retryable: status >= 500 || status === 429,
  });
}

export const brokeOff = (url: URL, bytes?: number, of?: number): Problem =>
  problem('AZMON-FETCH-TRUNCATED', `${shown(url)} came only in part`, {
    why: `the connection ended${of === undefined ? '' : ` after ${bytes} of ${of} bytes`}; what came was removed`,
    fix: [{ text: 'run the same command again' }, BY_HAND],
    retryable: true,
  });

export const nothingCame = (url: URL, seconds: number): Problem =>
  problem('AZMON-FETCH-TIMEOUT', `${url.host} stopped answering`, {
    why: `nothing came for ${seconds} s`,
    fix: [{ text: 'run the same command again' }, BY_HAND],
    retryable: true,
  });

export const tooLargeText = (address: string): Problem =>
  problem('AZMON-FETCH-LARGE', `${shown(new URL(address))} is too large`, {
    exit: EXIT.failed,
    why: 'a list of hashes was expected, which has at most 1 MB',
    fix: [{ text: 'look at the address' }],
  });

/** A failure of the disk while a file was written to it. */
export function diskFailure(error: unknown): Problem {
  const { code = 'nothing more' } = error as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return problem(
    full ? 'AZMON-FETCH-SPACE' : 'AZMON-FETCH-DISK',
    full ? 'this machine has no room for the file' : 'the file cannot be written',
    {
      exit: EXIT.failed,
      why: full ? 'the folder for temporary files is full; what came was removed' : `the system says ${code}`,
      fix: [{ text: 'make room there, or name another folder in TMPDIR (Windows: TEMP)' }],
    },
  );
}

/** `proxy`: host and port of the one in force, if any. */
export function unreached(url: URL, error: unknown, proxy: string | undefined): Problem {
  const chain = chainOf(error);
  const status = /Proxy response \((\d+)\)/.exec(chain.map(({ message }) => message).join('\n'))?.[1];
  if (status !== undefined) return byProxy(Number(status), url, proxy ?? 'the proxy');
  const codes = chain.flatMap(({ code }) => (code === undefined ? [] : [code]));
  if (proxy !== undefined && isOfProxy(chain, proxy)) return proxyUnreached(proxy, wordOf(codes));
  if (codes.some(isTls)) return untrusted(url, codes.find(isTls) ?? '');
  if (codes.some((code) => DNS.test(code))) return dns(url);
  if (codes.some((code) => TIMEOUT.test(code))) return connectTimeout(url);
  return problem('AZMON-FETCH-CONNECT', `${url.host} was not reached`, {
    why: wordOf(codes),
    fix: [{ text: 'see that this machine may reach it, or set HTTPS_PROXY' }, BY_HAND],
    retryable: true,
  });
}

interface Link {
  readonly message: string;
  readonly code?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
}

/** An error and what caused it; where several addresses were tried, the errors of each. */
function chainOf(error: unknown, depth = 0): Link[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  const below = [cause, ...(Array.isArray(errors) ? errors : [])];
  return [error as Link, ...below.flatMap((one) => chainOf(one, depth + 1))];
}

const DNS = /^(ENOTFOUND|EAI_)/;
const TIMEOUT = /TIMEOUT|ETIMEDOUT/;
const isTls = (code: string): boolean =>
  /CERT|SSL|TLS|EPROTO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|_CRL|INVALID_CA|INVALID_PURPOSE/.test(code);

/** Node tells which name or address it was about; undici tells it in words. */
function isOfProxy(chain: readonly Link[], proxy: string): boolean {
  const { hostname, port } = new URL(`http://${proxy}`);
  return chain.some(
    (link) =>
      link.hostname === hostname ||
      (link.port !== undefined && link.port === Number(port || 80)) ||
      link.message.includes(proxy) ||
      link.code === 'UND_ERR_PRX_CONN' ||
      /ProxyConnectionError|SecureProxyConnectionError/.test((link as { name?: string }).name ?? ''),
  );
}

const wordOf = (codes: readonly string[]): string => {
  if (codes.includes('ECONNREFUSED')) return 'it refused the connection: nothing listens on that port';
  if (codes.some((code) => DNS.test(code))) return 'its name does not resolve';
  if (codes.some((code) => TIMEOUT.test(code))) return 'it did not answer in time';
  if (codes.some((code) => /EHOSTUNREACH|ENETUNREACH/.test(code))) return 'there is no route to it';
  return `the connection ended before anything came${codes[0] === undefined ? '' : ` (${codes[0]})`}`;
};

const dns = (url: URL): Problem =>
  problem('AZMON-FETCH-DNS', `the name ${url.hostname} does not resolve`, {
    fix: [{ text: 'look at the address; behind a proxy set HTTPS_PROXY, then the proxy resolves it' }, BY_HAND],
    retryable: true,
  });

const connectTimeout = (url: URL): Problem =>
  problem('AZMON-FETCH-TIMEOUT', `${url.host} did not answer`, {
    why: 'no connection came about in 15 s: a firewall may swallow it',
    fix: [{ text: 'see that this machine may reach it, or set HTTPS_PROXY' }, BY_HAND],
    retryable: true,
  });

const untrusted = (url: URL, code: string): Problem =>
  problem('AZMON-FETCH-TLS', `the certificate of ${url.host} is not trusted`, {
    why: `${TLS_WORDS[code] ?? 'no secure connection came about'} (${code})`,
    fix: [
      { text: 'where a proxy of your company inspects connections, name the file of its root in NODE_EXTRA_CA_CERTS' },
      { text: 'where the clock of this machine is wrong, set it' },
      BY_HAND,
    ],
  });

const TLS_WORDS: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'it was issued by somebody whom this machine does not know',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it signed itself',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it was issued by somebody whom this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it was issued by somebody whom this machine does not know',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another name',
};

/** tinyproxy answers 401 to a wrong password. */
function byProxy(status: number, url: URL, proxy: string): Problem {
  if (status === 407 || status === 401) return proxyRefusedLogin(status);
  return problem('AZMON-FETCH-PROXY', `the proxy ${proxy} does not let ${url.host} through`, {
    why: `it answered ${status}${status === 403 ? ': it forbids that host' : status >= 500 ? ': it does not reach it either' : ''}`,
    fix: [{ text: 'let whoever runs the proxy allow the host, or name the host in NO_PROXY' }, BY_HAND],
    retryable: status >= 500,
  });
}

const proxyRefusedLogin = (status: number): Problem =>
  problem('AZMON-FETCH-PROXY-LOGIN', 'the proxy wants another login', {
    why: `it answered ${status}: user or password in HTTPS_PROXY are missing or wrong`,
    fix: [{ text: 'set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT, both percent-encoded' }, BY_HAND],
  });

const proxyUnreached = (proxy: string, why: string): Problem =>
  problem('AZMON-FETCH-PROXY', `the proxy ${proxy} was not reached`, {
    why,
    fix: [{ text: 'look at HTTPS_PROXY; hosts that need no proxy are named in NO_PROXY' }, BY_HAND],
    retryable: true,
  });
