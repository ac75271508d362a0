import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseNetworkLook } from '../../src/machine/network-look.ts';

const PROBE = readFileSync(new URL('../../templates/probe/linux.sh', import.meta.url), 'utf8').replace(
  /\nmain\n$/,
  '\n',
);

/** The network section of the probe with a stand-in for curl (a shell function is found before any program). */
function lookWith(curl: string, settings = ''): unknown {
  const script = `${PROBE}\nAZMON_HOSTS=host.example AZMON_PROXY=\n${settings}\n${curl}\nlook_at_network 2>/dev/null`;
  const output = execFileSync('sh', ['-s'], { input: script, encoding: 'utf8' }).trimEnd();
  expect(output).toMatch(/^net=[^\n]*$/);
  const { host: _host, via: _via, ...look } = parseNetworkLook(output.slice('net='.length)) ?? {};
  return look;
}

/** What curl prints: its talk, then the numbers asked for by -w, then its exit status. */
const says = (talk: string, numbers: string, exit = 0): string =>
  `cat <<'END'\n${talk}\n\nazmon-saw ${numbers}\nEND\nreturn ${exit}`;
const always = (talk: string, numbers: string, exit = 0): string => `curl() {\n${says(talk, numbers, exit)}\n}`;
/** A curl that answers by its options; the first pattern that is among them counts. */
const byOption = (...cases: [pattern: string, body: string][]): string =>
  `curl() {\ncase " $* " in\n${cases.map(([pattern, body]) => `${pattern})\n${body}\n;;`).join('\n')}\nesac\n}`;

const HEALTHY = { tool: 'curl', dns: true, tcp: true, exit: 0, http: 403, connect: 0, verify: 0, durationMs: 1234 };
const NUMBERS = '403 000 0 0.004 0.010 1.234567';
const UNKNOWN_OPTION = 'echo "curl: option: is unknown"; return 2';

describe('out of time', () => {
  it.each([
    ['before there was an address: no answer from the resolver', '', '000 000 0 0 0 10', { dns: false, tcp: false }],
    ['with an address found in no time', '*   Trying 10.0.0.1:443...', '000 000 0 0 0 10', { dns: true, tcp: false }],
    [
      'with an address of the other kind',
      '*   Trying [2001:db8::1]:443...',
      '000 000 0 0 0 10',
      { dns: true, tcp: false },
    ],
    [
      'with an address found in 4 ms, by a curl that says nothing',
      '',
      '000 000 0 0.004 0 10',
      { dns: true, tcp: false },
    ],
  ])('%s', (_name, talk, numbers, seen) => {
    expect(lookWith(always(talk, numbers, 28))).toMatchObject({ exit: 28, ...seen });
  });
});

describe('what the curls of three generations and three libraries tell', () => {
  it.each<[string, string, object]>([
    [
      'curl 7.88, OpenSSL 3',
      '* Connected to host.example (10.0.0.1) port 443 (#0)\n* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n* Server certificate:\n*  subject: CN=host.example\n*  issuer: C=US; O=Microsoft Corporation; CN=x\n< HTTP/2 403 \n< date: Sun, 22 Nov 2026 12:00:00 GMT\r',
      { tls: 'TLSv1.3', issuer: 'C=US; O=Microsoft Corporation; CN=x', date: 'Sun, 22 Nov 2026 12:00:00 GMT' },
    ],
    [
      'curl 8.16',
      '* Established connection to host.example (10.0.0.1 port 443) from 10.0.0.2 port 5 \n* SSL connection using TLSv1.2 / ECDHE-RSA-AES256-GCM-SHA384 / x25519 / RSASSA-PSS\n*   issuer: C=US; O=Microsoft Corporation; CN=x',
      { tls: 'TLSv1.2', issuer: 'C=US; O=Microsoft Corporation; CN=x' },
    ],
    [
      'GnuTLS',
      '* SSL connection using TLS1.2 / ECDHE_RSA_AES_256_GCM_SHA384\n* \t issuer: C=US,O=Microsoft Corporation,CN=x',
      { tls: 'TLSv1.2', issuer: 'C=US,O=Microsoft Corporation,CN=x' },
    ],
    [
      'through a proxy that speaks TLS itself, the last certificate counts',
      '* SSL connection using TLSv1.3 / A\n* Proxy certificate:\n*  issuer: O=Contoso\n> CONNECT host.example:443 HTTP/1.1\n< HTTP/1.1 200 OK\n< Date: Mon, 01 Jan 2001 00:00:00 GMT\n* SSL connection using TLSv1.2 / B\n*  issuer: O=DigiCert Inc\n< HTTP/1.1 403 Forbidden',
      { tls: 'TLSv1.2', issuer: 'O=DigiCert Inc' },
    ],
    [
      'an issuer that imitates fields',
      '* SSL connection using TLSv1.2 / A\n*  issuer: O=Contoso;exit=99;tls=TLSv1.3;verify=7',
      { tls: 'TLSv1.2', issuer: 'O=Contoso;exit=99;tls=TLSv1.3;verify=7' },
    ],
  ])('%s', (_name, talk, seen) => {
    expect(lookWith(always(talk, NUMBERS))).toEqual({ ...HEALTHY, ...seen });
  });
});

describe('an old curl that shows no TLS version is asked whether it gets 1.2', () => {
  const NSS =
    '* SSL connection using TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n* Server certificate:\n* \tissuer: CN=x,O=Microsoft Corporation,C=US';
  it.each<[string, string, string | undefined]>([
    ['it does', says(NSS, NUMBERS), 'TLSv1.2'],
    ['it does not', says('', '000 000 0 0.004 0.010 0.1', 35), 'TLSv1'],
    ['curl before 7.34 does not know the option', UNKNOWN_OPTION, undefined],
  ])('%s', (_name, tls12, tls) => {
    const look = lookWith(byOption(["*' --tlsv1.2 '*", tls12], ['*', says(NSS, NUMBERS)]));
    expect(look).toEqual({
      ...HEALTHY,
      issuer: 'CN=x,O=Microsoft Corporation,C=US',
      ...(tls === undefined ? {} : { tls }),
    });
  });
});

describe('a handshake that fails is tried again with everything old and weak', () => {
  const refused = says('* Connected to host.example (10.0.0.1) port 443', '000 000 1 0.004 0.010 0.1', 35);
  const old = says('* SSL connection using TLSv1 / AES\n*  issuer: O=DigiCert Inc', NUMBERS);
  const found = { exit: 35, tls: 'TLSv1', issuer: 'O=DigiCert Inc' };
  const { verify: _verify, ...unverified } = HEALTHY;
  it.each<[string, string, object]>([
    ['by newer options', byOption(["*' --tlsv1.0 --ciphers '*", old], ['*', refused]), { ...unverified, ...found }],
    [
      'by an OpenSSL without security levels',
      byOption(["*' --ciphers '*", 'return 59'], ["*' --tlsv1.0 '*", old], ['*', refused]),
      { ...unverified, ...found },
    ],
    [
      'by a curl before 7.34',
      byOption(["*' --tlsv1.0 '*", UNKNOWN_OPTION], ["*' -1 '*", old], ['*', refused]),
      { ...unverified, ...found },
    ],
    ['in vain', `curl() {\n${refused}\n}`, { ...unverified, exit: 35, http: 0, durationMs: 100 }],
  ])('%s', (_name, curl, expected) => {
    expect(lookWith(curl)).toEqual(expected);
  });
});

describe('a certificate that is not trusted is looked at without verification', () => {
  const shown = says('* SSL connection using TLSv1.2 / A\n*  issuer: O=Contoso', '200 000 19 0.004 0.010 0.2');
  const seen = { ...HEALTHY, http: 200, durationMs: 200, tls: 'TLSv1.2', issuer: 'O=Contoso' };
  const first = (talk: string, verify: string, exit: number) => says(talk, `000 000 ${verify} 0.004 0.010 0.1`, exit);
  it.each<[string, string, number]>([
    ['OpenSSL says why', first('', '20', 60), 20],
    ['NSS says its own number', first('', '-8172', 60), 1],
    ['nothing says why', first('', '0', 60), 1],
    ['no roots at all', first('', '0', 77), 20],
    ['curl before 7.62: another host', first('', '0', 51), 62],
    [
      'another host',
      first("* SSL: no alternative certificate subject name matches target host name 'host.example'", '0', 60),
      62,
    ],
  ])('%s', (_name, untrusted, verify) => {
    expect(lookWith(byOption(["*' -k '*", shown], ['*', untrusted]))).toEqual({ ...seen, verify });
  });

  it('and where that fails too, the first look stays', () => {
    const failing = byOption(["*' -k '*", says('', '000 000 0 0 0 0.1', 28)], ['*', first('', '20', 60)]);
    const { http: _http, ...rest } = HEALTHY;
    expect(lookWith(failing)).toEqual({ ...rest, exit: 60, http: 0, verify: 20, durationMs: 100 });
  });
});

describe('a proxy that is written with https', () => {
  const PROXY = 'AZMON_PROXY=https://proxy:3128 proxy_login=u:p';
  /** The proxy as curl was given it on its stdin. */
  const byProxy = (tls: string, plain: string): string =>
    `curl() {\nread -r given\ncase $given in\n'proxy = "https://u:p@proxy:3128"')\n${tls}\n;;\n'proxy = "http://u:p@proxy:3128"')\n${plain}\n;;\nesac\n}`;
  const tunnel = says('* SSL connection using TLSv1.2 / A\n*  issuer: O=DigiCert Inc', '403 200 0 0 0.010 1.234567');
  const { dns: _dns, ...through } = { ...HEALTHY, connect: 200, tls: 'TLSv1.2', issuer: 'O=DigiCert Inc' };
  const none = says('* Connected to proxy (10.0.0.1) port 3128', '000 000 0 0 0.010 0.1', 35);
  const { verify: _verify, ...failed } = { ...through, exit: 35, http: 0, connect: 0, durationMs: 100 };
  const { tls: _tls, issuer: _issuer, ...bare } = failed;
  it.each<[string, string, object]>([
    ['is taken at its word', byProxy(tunnel, 'return 99'), through],
    ['is tried in plain HTTP when that fails', byProxy(none, tunnel), { ...through, plain: true }],
    ['stays failed when neither works', byProxy(none, none), bare],
    [
      'is tried in plain HTTP by a curl that knows no other',
      byProxy(says('', '000 000 0 0 0 0', 4), tunnel),
      { ...through, plain: true },
    ],
  ])('%s', (_name, curl, expected) => {
    expect(lookWith(curl, PROXY)).toEqual(expected);
  });
});

describe('a curl that is of no use gives way', () => {
  it.each([
    ['no https in it', 1],
    ['libraries missing', 127],
  ])('%s', (_name, exit) => {
    const openssl =
      "openssl() { printf 'CONNECTED(3)\\nissuer=O = DigiCert Inc\\nNew, TLSv1.2, Cipher is A\\n    Protocol  : TLSv1.2\\n    Verify return code: 0 (ok)\\nHTTP/1.1 404 Not Found\\n'; }";
    expect(lookWith(`curl() { return ${exit}; }\n${openssl}\ngetent() { return 0; }`)).toMatchObject({
      ...{ tool: 'openssl', dns: true, tcp: true, exit: 0, http: 404, tls: 'TLSv1.2', verify: 0 },
      issuer: 'O = DigiCert Inc',
    });
  });
});

describe('names that are no hosts are left alone', () => {
  it.each([['-v'], ['a;b'], ['$(id)'], ['a/b'], ['']])('%j', (name) => {
    const script = `${PROBE}\nAZMON_HOSTS='${name}' AZMON_PROXY=\ncurl() { echo called; }\nlook_at_network`;
    expect(execFileSync('sh', ['-s'], { input: script, encoding: 'utf8' })).toBe('');
  });
});
