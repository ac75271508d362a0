/**
 * One host as it was seen from the machine. The probe sends it as
 * `net=host=H;via=direct|proxy;tool=curl|openssl|none;dns=ok|fail|-;tcp=ok|fail;plain=yes;exit=N;http=N;connect=N;tls=TLSv1.2;verify=N;ms=N;date=...;issuer=...`
 * (fields may be missing; issuer comes last because it may hold anything).
 */
export interface NetworkLook {
  readonly host: string;
  readonly via: 'direct' | 'proxy';
  readonly tool: 'curl' | 'openssl' | 'none';
  /** The name resolved on the machine; undefined: not observed. */
  readonly dns?: boolean;
  /** A TCP connection stood: to the host, or to the proxy when it went by one; undefined: not observed. */
  readonly tcp?: boolean;
  /** The proxy was written with https, and answered in plain HTTP only. */
  readonly plain?: true;
  /** Exit status in curl's terms, see curl(1), EXIT CODES. 35 together with `tls`: a handshake stood only when TLS 1.0 and weak ciphers were allowed. */
  readonly exit?: number;
  /** HTTP status of the host; 0: none. */
  readonly http?: number;
  /** HTTP status of the proxy's answer to CONNECT; 0: none. */
  readonly connect?: number;
  /** e.g. TLSv1.2 */
  readonly tls?: string;
  /** OpenSSL's verification result by the machine's own roots; 0: trusted, 62: issued for another host, 1: not trusted, the tool does not say why. */
  readonly verify?: number;
  readonly durationMs?: number;
  /** Date header of the answer. */
  readonly date?: string;
  readonly issuer?: string;
}

const FIELD = /^([a-z]+)=([^;]*)(?:;|$)/;

/** Reads one `net` line; undefined for anything that is not one. Never throws. */
export function parseNetworkLook(line: string): NetworkLook | undefined {
  const fields = fieldsOf(line);
  const host = fields.get('host');
  const via = fields.get('via') ?? 'direct';
  const tool = fields.get('tool') ?? 'none';
  if (host === undefined || !/^[A-Za-z0-9._-]{1,253}$/.test(host)) return undefined;
  if (via !== 'direct' && via !== 'proxy') return undefined;
  if (tool !== 'curl' && tool !== 'openssl' && tool !== 'none') return undefined;
  const look = {
    dns: resolved(fields.get('dns')),
    tcp: resolved(fields.get('tcp')),
    plain: fields.get('plain') === 'yes' ? true : undefined,
    exit: numberIn(fields.get('exit')),
    http: numberIn(fields.get('http')),
    connect: numberIn(fields.get('connect')),
    tls: fields.get('tls'),
    verify: numberIn(fields.get('verify')),
    durationMs: numberIn(fields.get('ms')),
    date: fields.get('date'),
    issuer: fields.get('issuer'),
  };
  const seen = Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
  return { host, via, tool, ...seen };
}

/** Values by field; `-` and nothing at all mean: not seen. The issuer is whatever is left, semicolons and all. */
function fieldsOf(line: string): Map<string, string> {
  const fields = new Map<string, string>();
  let rest = line;
  for (let found = FIELD.exec(rest); found !== null; found = FIELD.exec(rest)) {
    const [whole, name = '', value = ''] = found;
    const all = name === 'issuer' ? rest.slice('issuer='.length) : value;
    if (all !== '' && all !== '-') fields.set(name, all);
    rest = name === 'issuer' ? '' : rest.slice(whole.length);
  }
  return fields;
}

const resolved = (word: string | undefined): boolean | undefined =>
  word === 'ok' ? true : word === 'fail' ? false : undefined;

const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
