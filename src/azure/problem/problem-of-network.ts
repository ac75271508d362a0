import { EXIT, type Fix, Problem } from '../../problem.ts';

/** What the room knows about the way out. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the request would have changed something. */
export type Sent = 'read' | 'change';

/** The connection was not there to begin with: nothing was sent. */
export const NEVER_LEFT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/;

interface Cut {
  readonly when: RegExp;
  readonly why: (host: string) => string;
  readonly fix?: Fix;
}

const CA: Fix = {
  text: 'where a proxy opens TLS: NODE_EXTRA_CA_CERTS names a PEM file with its certificate authority, set before azmon starts',
};
const CLOCK: Fix = { text: 'check the clock of this machine' };

/** Node's error codes, and what they mean to people. */
const CUTS: readonly Cut[] = [
  { when: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/, why: (host) => `the name ${host} cannot be resolved` },
  { when: /^ECONNREFUSED$/, why: (host) => `${host} refuses the connection` },
  { when: /^(ETIMEDOUT|ESOCKETTIMEDOUT|TIMEOUT|ENETUNREACH|EHOSTUNREACH)$/, why: (host) => `${host} does not answer` },
  { when: /^(ECONNRESET|EPIPE|ECONNABORTED)$/, why: (host) => `the connection to ${host} was cut` },
  {
    when: /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_UNTRUSTED/,
    why: (host) => `nobody here trusts the certificate of ${host}`,
    fix: CA,
  },
  {
    when: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    why: (host) => `the certificate of ${host} is not valid now`,
    fix: CLOCK,
  },
  { when: /ALTNAME/, why: (host) => `the certificate of ${host} belongs to another name`, fix: CA },
  { when: /^(EPROTO|ERR_SSL_)/, why: (host) => `${host} does not speak TLS as it should`, fix: CA },
];

/**
 * No answer came: a Problem (12) that says where the way ended, and of a change whether it may have been taken. `code` is Node's. Names the proxy by host and port alone: its login is
 * a secret.
 */
export function problemOfNetwork(code: string, host: string, env: Environment, sent: Sent = 'read'): Problem {
  const cut = CUTS.find(({ when }) => when.test(code));
  const proxy = proxyOf(env, host);
  const by = proxy === undefined ? '' : `, by way of the proxy ${proxy}`;
  // Azure's name is not even looked up from here where a proxy is used: what refuses is the proxy.
  const place = proxy !== undefined && NEVER_LEFT.test(code) ? 'the proxy' : host;
  const open = sent === 'change' && !NEVER_LEFT.test(code);
  return new Problem({
    code: 'AZMON-AZURE-UNREACHABLE',
    exit: EXIT.unavailable,
    message: 'Azure cannot be reached',
    why: `${cut?.why(place) ?? `the connection to ${host} failed`}${by} (${code})${open ? '; whether Azure took the change is not known' : ''}`,
    fix: [
      ...(open ? [{ text: 'shows what became of it', command: 'azmon status' }] : []),
      ...(cut?.fix === undefined ? [] : [cut.fix]),
      proxy === undefined
        ? { text: 'where the way out is a proxy: HTTPS_PROXY=http://HOST:PORT' }
        : { text: 'check HTTPS_PROXY and NO_PROXY' },
    ],
    retryable: true,
  });
}

/** host:port of the proxy that the environment asks for, as the SDKs read it. */
export function proxyOf(env: Environment, host: string): string | undefined {
  const value = (...names: readonly string[]) =>
    names.map((name) => env[name]).find((one) => one !== undefined && one !== '');
  const text = value('HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'HTTP_PROXY', 'http_proxy');
  const left = (value('NO_PROXY', 'no_proxy') ?? '').split(',').map((one) => one.trim());
  if (text === undefined || !URL.canParse(text) || left.some((one) => leaves(one, host))) return undefined;
  return new URL(text).host || undefined;
}

/** `.contoso.com` stands for the domain and all below it, anything else for that host alone. */
const leaves = (entry: string, host: string): boolean =>
  entry === host || (entry.startsWith('.') && (host.endsWith(entry) || host === entry.slice(1)));
