import { EXIT, Problem } from '../problem.ts';
import { Secret } from '../secret.ts';

/** A proxy or Log Analytics gateway on the way out, from `[protocol://][user:password@]proxyhost[:port]`. */
export interface ProxyRoute {
  readonly protocol: 'http' | 'https';
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  /** The port was not written: `port` is what the protocol implies, and the parts of the Linux agent imply others. */
  readonly impliedPort?: true;
  readonly user?: string;
  readonly password?: Secret;
  /** `user:password`, both percent-encoded down to letters, digits and `-._~`: safe in a URL, a shell word and a curl config. */
  readonly credentials?: Secret;
  /** User or password hold characters that only the encoded form can carry. */
  readonly encoded?: true;
  readonly gateway?: true;
}

export interface ProxySource {
  /** Where the text came from, for the error: `--proxy`, `inventory.csv line 3`. */
  readonly from?: string;
}

/**
 * Without a port: 80 for http and for no protocol, 443 for https. That is what the protocol means (RFC 9110, 4.2), what WinHTTP
 * does, and for http also what the Linux agent's uploads do (Ruby's Net::HTTP: 80). Its registration runs curl, which takes 1080
 * for http: the check `proxy.port` warns of that.
 */
const IMPLIED_PORT = { http: 80, https: 443 } as const;
/** Where the gateway listens unless told otherwise (docs "Log Analytics gateway"). */
const GATEWAY_PORT = 8080;

/**
 * Reads `[protocol://][user:password@]proxyhost[:port]`, the syntax of the published page. User and password are percent-decoded;
 * what RFC 3986 does not allow there unencoded is refused and named with its encoding.
 * @throws Problem AZMON-PROXY-SYNTAX (2). Its text quotes nothing of the value but special characters: any part may be a password.
 */
export function parseProxy(text: string, source: ProxySource = {}): ProxyRoute {
  const no = refusal('proxy', source);
  refuseBlanks(text, no);
  const { protocol, rest } = cutProtocol(text, no);
  const at = rest.lastIndexOf('@');
  const login = at < 0 ? {} : readLogin(rest.slice(0, at), no);
  const { host, port } = readAddress(rest.slice(at + 1), no);
  const address = port === undefined ? { port: IMPLIED_PORT[protocol], impliedPort: true as const } : { port };
  return { protocol, host, ...address, ...login };
}

/**
 * Reads `host[:port]` of a Log Analytics gateway, port 8080 unless given. A gateway is a proxy over plain HTTP without a login.
 * @throws Problem AZMON-PROXY-SYNTAX (2)
 */
export function parseGateway(text: string, source: ProxySource = {}): ProxyRoute {
  const no = refusal('gateway', source);
  refuseBlanks(text, no);
  if (/^https?:\/\//i.test(text)) throw no('a gateway is written without a protocol');
  if (text.includes('@')) throw no('a gateway takes no user and password');
  const { host, port } = readAddress(text, no);
  return { protocol: 'http', host, port: port ?? GATEWAY_PORT, gateway: true };
}

/** `host:port`, for people; never the login. */
export function proxyLabel(proxy: ProxyRoute): string {
  return `${proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host}:${proxy.port}`;
}

/** What a probe needs to go through the proxy: AZMON_PROXY is `protocol://host:port`, AZMON_PROXY_USER the encoded login. */
export function proxyParameters(proxy: ProxyRoute | undefined): {
  readonly parameters: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
} {
  if (proxy === undefined) return { parameters: {}, secrets: {} };
  return {
    parameters: { AZMON_PROXY: `${proxy.protocol}://${proxyLabel(proxy)}` },
    secrets: proxy.credentials === undefined ? {} : { AZMON_PROXY_USER: proxy.credentials },
  };
}

type Refusal = (why: string) => Problem;

function refusal(what: 'proxy' | 'gateway', source: ProxySource): Refusal {
  const syntax = what === 'proxy' ? '[protocol://][user:password@]proxyhost[:port]' : 'host[:port]';
  return (why) =>
    new Problem({
      code: 'AZMON-PROXY-SYNTAX',
      exit: EXIT.usage,
      message: `the ${what}${source.from === undefined ? '' : ` of ${source.from}`} cannot be read`,
      why,
      fix: [{ text: `write it as ${syntax}` }],
    });
}

/** The agent keeps the value in a file of one line; a line break at its end has broken registrations. */
function refuseBlanks(text: string, no: Refusal): void {
  if (text.trim() === '') throw no('it is empty');
  if (/[\r\n]$/.test(text)) throw no('it ends with a line break');
  if (text !== text.trim()) throw no('it begins or ends with a blank');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) throw no('it holds a line break, tab or other control character');
}

function cutProtocol(text: string, no: Refusal): { protocol: 'http' | 'https'; rest: string } {
  const written = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  if (written === null) {
    if (/^https?:\/(?!\/)/i.test(text)) throw no('its protocol is followed by one slash, it takes two');
    return { protocol: 'http', rest: text };
  }
  const protocol = written[1]?.toLowerCase();
  const rest = text.slice(written[0].length);
  if (protocol === 'http' || protocol === 'https') return { protocol, rest };
  if (protocol?.startsWith('socks')) throw no('its protocol is SOCKS; the agent speaks to HTTP proxies only');
  throw no('its protocol is neither http nor https');
}

function readLogin(text: string, no: Refusal): Pick<ProxyRoute, 'user' | 'password' | 'credentials' | 'encoded'> {
  const colon = text.indexOf(':');
  if (colon < 0) throw no('there is an @ but no user:password before it; the agent takes a user only with a password');
  const user = decodePart(text.slice(0, colon), 'user', no);
  const password = decodePart(text.slice(colon + 1), 'password', no);
  // RFC 7617, 2: the first colon of the decoded login ends the user.
  if (user.includes(':')) throw no('its user holds a colon, which basic authentication cannot carry');
  const credentials = `${encodeStrictly(user)}:${encodeStrictly(password)}`;
  return {
    user,
    password: new Secret(password),
    credentials: new Secret(credentials),
    ...(credentials === `${user}:${password}` ? {} : { encoded: true as const }),
  };
}

function decodePart(text: string, what: 'user' | 'password', no: Refusal): string {
  if (text === '') throw no(`its ${what} is empty`);
  const unencoded = [...new Set(text.match(/[^a-z0-9\-._~!$&'()*+,;=%]|%(?![0-9a-f]{2})/giu) ?? [])].sort();
  if (unencoded.length > 0) {
    const named = unencoded.map((char) => `${char === ' ' ? 'a blank' : char} as ${encodeStrictly(char)}`).join(', ');
    throw no(`its ${what} holds characters that must be percent-encoded: write ${named}`);
  }
  const decoded = tryDecode(text);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (decoded === undefined || /[\u0000-\u001f\u007f]/.test(decoded))
    throw no(`the percent-encoding of its ${what} stands for no text`);
  return decoded;
}

function tryDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Everything but letters, digits and `-._~` as %XX of its UTF-8 bytes. */
function encodeStrictly(text: string): string {
  return text.replace(/[^a-z0-9\-._~]/giu, (char) =>
    Array.from(new TextEncoder().encode(char), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
      '',
    ),
  );
}

function readAddress(text: string, no: Refusal): { host: string; port: number | undefined } {
  if (text === '') throw no('the name of the proxy is missing');
  if (/^[^/?#]+\/+$/.test(text)) throw no('it ends with a slash; leave that out');
  if (/[/?#]/.test(text))
    throw no('there is a path after the name of the proxy, or an @ is missing after the password');
  const bracketed = /^\[([^\]]*)\](.*)$/.exec(text);
  if (bracketed !== null) return { host: readIpv6(bracketed[1] ?? '', no), port: readPort(bracketed[2] ?? '', no) };
  if (/^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i.test(text)) throw no('an IPv6 address stands in square brackets');
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  return { host: readName(name, no), port: readPort(colon < 0 ? '' : text.slice(colon), no) };
}

function readName(name: string, no: Refusal): string {
  const labels = name.split('.');
  const valid = name.length <= 253 && labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
  if (!valid) throw no('the name of the proxy is not a host name or address');
  if (/^\d+$/.test(labels.at(-1) ?? '') && !isIpv4(labels)) throw no('the address of the proxy is not an IPv4 address');
  return name.toLowerCase();
}

function isIpv4(labels: readonly string[]): boolean {
  return labels.length === 4 && labels.every((label) => /^(0|[1-9]\d{0,2})$/.test(label) && Number(label) < 256);
}

function readIpv6(text: string, no: Refusal): string {
  // The URL parser knows the whole grammar of IPv6; the pattern keeps everything else away from it.
  const valid = /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`);
  if (!valid) throw no('there is no IPv6 address between the square brackets');
  return text.toLowerCase();
}

function readPort(text: string, no: Refusal): number | undefined {
  if (text === '') return undefined;
  if (text === ':') throw no('there is a colon after the name of the proxy, but no port');
  if (!/^:\d+$/.test(text)) throw no('the port is not a number');
  const port = Number(text.slice(1));
  if (port < 1 || port > 65535) throw no('the port is out of range (1 to 65535)');
  return port;
}
