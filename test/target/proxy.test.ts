import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { type ProxyRoute, parseGateway, parseProxy, proxyLabel, proxyParameters } from '../../src/target/proxy.ts';

const opened = (proxy: ProxyRoute) => ({
  ...proxy,
  ...(proxy.password === undefined ? {} : { password: proxy.password.reveal() }),
  ...(proxy.credentials === undefined ? {} : { credentials: proxy.credentials.reveal() }),
});

const refusalOf = (act: () => unknown): Problem => {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('a proxy is [protocol://][user:password@]proxyhost[:port]', () => {
  const login = (user: string, password: string, credentials = `${user}:${password}`) => ({
    user,
    password,
    credentials,
  });
  it.each<[string, object]>([
    // the page's own example
    [
      'https://user01:password@proxy01.contoso.com:30443',
      { protocol: 'https', host: 'proxy01.contoso.com', port: 30443, ...login('user01', 'password') },
    ],
    // what the Linux agent's own tests take
    ['http://u:p@proxyhost:8080', { protocol: 'http', host: 'proxyhost', port: 8080, ...login('u', 'p') }],
    ['u:p@proxyhost:8080', { protocol: 'http', host: 'proxyhost', port: 8080, ...login('u', 'p') }],
    ['http://proxyhost:8080', { protocol: 'http', host: 'proxyhost', port: 8080 }],
    ['http://u:p@proxyhost', { protocol: 'http', host: 'proxyhost', port: 80, impliedPort: true, ...login('u', 'p') }],
    ['proxyhost:8080', { protocol: 'http', host: 'proxyhost', port: 8080 }],
    ['proxyhost', { protocol: 'http', host: 'proxyhost', port: 80, impliedPort: true }],
    ['https://proxyhost', { protocol: 'https', host: 'proxyhost', port: 443, impliedPort: true }],
    ['https://1.2.3.4:1234', { protocol: 'https', host: '1.2.3.4', port: 1234 }],
    // more forms of a host
    ['HTTP://Proxy.Contoso.COM:1', { protocol: 'http', host: 'proxy.contoso.com', port: 1 }],
    ['http://[2001:DB8::1]:65535', { protocol: 'http', host: '2001:db8::1', port: 65535 }],
    ['[::1]', { protocol: 'http', host: '::1', port: 80, impliedPort: true }],
    ['http://my_proxy:3128', { protocol: 'http', host: 'my_proxy', port: 3128 }],
    // encoded logins
    [
      'http://dom%5Cuser:p%40s%3As%2F%23%3F%25w@h:1',
      {
        protocol: 'http',
        host: 'h',
        port: 1,
        encoded: true,
        ...login('dom\\user', 'p@s:s/#?%w', 'dom%5Cuser:p%40s%3As%2F%23%3F%25w'),
      },
    ],
    [
      "http://u:a!b$c'd(e)*f@h:1",
      {
        protocol: 'http',
        host: 'h',
        port: 1,
        encoded: true,
        ...login('u', "a!b$c'd(e)*f", 'u:a%21b%24c%27d%28e%29%2Af'),
      },
    ],
    ['http://u:%C3%A4@h:1', { protocol: 'http', host: 'h', port: 1, encoded: true, ...login('u', 'ä', 'u:%C3%A4') }],
  ])('%s', (text, expected) => {
    expect(opened(parseProxy(text))).toEqual(expected);
  });
});

describe('a proxy that cannot be read: each mistake has its own sentence', () => {
  it.each([
    ['', 'it is empty'],
    ['http://h:80\n', 'it ends with a line break'],
    ['http://h:80\r\n', 'it ends with a line break'],
    [' http://h:80', 'it begins or ends with a blank'],
    ['http://h\t:80', 'it holds a line break, tab or other control character'],
    ['socks5://h:1080', 'its protocol is SOCKS; the agent speaks to HTTP proxies only'],
    ['ftp://h:21', 'its protocol is neither http nor https'],
    ['http:/h:80', 'its protocol is followed by one slash, it takes two'],
    ['http://', 'the name of the proxy is missing'],
    ['http://u:p@', 'the name of the proxy is missing'],
    ['http://h:80/', 'it ends with a slash; leave that out'],
    ['http://h/', 'it ends with a slash; leave that out'],
    ['http://h:80/x', 'there is a path after the name of the proxy, or an @ is missing after the password'],
    ['http://u:p/h:80', 'there is a path after the name of the proxy, or an @ is missing after the password'],
    ['http://h:', 'there is a colon after the name of the proxy, but no port'],
    ['http://h:eighty', 'the port is not a number'],
    ['http://h:0', 'the port is out of range (1 to 65535)'],
    ['http://h:65536', 'the port is out of range (1 to 65535)'],
    ['http://2001:db8::1:80', 'an IPv6 address stands in square brackets'],
    ['http://[2001:db8::zz]:80', 'there is no IPv6 address between the square brackets'],
    ['http://[h]:80', 'there is no IPv6 address between the square brackets'],
    ['http://a..b:80', 'the name of the proxy is not a host name or address'],
    ['http://a b:80', 'the name of the proxy is not a host name or address'],
    ['http://1.2.3.456:80', 'the address of the proxy is not an IPv4 address'],
    ['http://user@h:80', 'there is an @ but no user:password before it; the agent takes a user only with a password'],
    ['http://:p@h:80', 'its user is empty'],
    ['http://u:@h:80', 'its password is empty'],
    ['http://a%3Ab:p@h:80', 'its user holds a colon, which basic authentication cannot carry'],
    ['http://u:%FF@h:80', 'the percent-encoding of its password stands for no text'],
    ['http://u:a%0Ab@h:80', 'the percent-encoding of its password stands for no text'],
    ['http://u:p@ss@h:80', 'its password holds characters that must be percent-encoded: write @ as %40'],
    [
      'http://u:p/s?s#@h:80',
      'its password holds characters that must be percent-encoded: write # as %23, / as %2F, ? as %3F',
    ],
    ['http://u:a:b@h:80', 'its password holds characters that must be percent-encoded: write : as %3A'],
    ['http://u:100%@h:80', 'its password holds characters that must be percent-encoded: write % as %25'],
    ['http://u:a b@h:80', 'its password holds characters that must be percent-encoded: write a blank as %20'],
    ['http://dom\\u:p@h:80', 'its user holds characters that must be percent-encoded: write \\ as %5C'],
    ['http://u:ä@h:80', 'its password holds characters that must be percent-encoded: write ä as %C3%A4'],
  ])('%j', (text, why) => {
    const problem = refusalOf(() => parseProxy(text, { from: '--proxy' }));
    expect(problem).toMatchObject({
      code: 'AZMON-PROXY-SYNTAX',
      exit: 2,
      message: 'the proxy of --proxy cannot be read',
      why,
      fix: [{ text: 'write it as [protocol://][user:password@]proxyhost[:port]' }],
    });
  });
});

describe('a gateway is host[:port]', () => {
  it.each<[string, object]>([
    ['gw.contoso.com', { protocol: 'http', host: 'gw.contoso.com', port: 8080, gateway: true }],
    ['gw:9090', { protocol: 'http', host: 'gw', port: 9090, gateway: true }],
    ['[::1]', { protocol: 'http', host: '::1', port: 8080, gateway: true }],
  ])('%s', (text, expected) => {
    expect(parseGateway(text)).toEqual(expected);
  });

  it.each([
    ['http://gw:8080', 'a gateway is written without a protocol'],
    ['u:p@gw', 'a gateway takes no user and password'],
    ['gw:', 'there is a colon after the name of the proxy, but no port'],
    ['', 'it is empty'],
  ])('%j is refused', (text, why) => {
    expect(refusalOf(() => parseGateway(text))).toMatchObject({ code: 'AZMON-PROXY-SYNTAX', exit: 2, why });
  });
});

describe('what leaves the value', () => {
  it.each([
    ['https://u:p@proxy:3128', 'proxy:3128', 'https://proxy:3128', 'u:p'],
    ['[::1]:8080', '[::1]:8080', 'http://[::1]:8080', undefined],
    ['u:%40@h', 'h:80', 'http://h:80', 'u:%40'],
  ])('%s: label, parameter, secret', (text, label, parameter, secret) => {
    const proxy = parseProxy(text);
    const { parameters, secrets } = proxyParameters(proxy);
    expect(proxyLabel(proxy)).toBe(label);
    expect(parameters).toEqual({ AZMON_PROXY: parameter });
    expect(secrets.AZMON_PROXY_USER?.reveal()).toBe(secret);
  });

  it('no proxy, no parameters', () => {
    expect(proxyParameters(undefined)).toEqual({ parameters: {}, secrets: {} });
  });
});

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
const loginText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a login cannot hold them
  .filter((text) => text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text));

describe('of any text', () => {
  it('a parser throws a Problem or nothing', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            'http',
            'https',
            '://',
            ':',
            '@',
            '/',
            '[',
            ']',
            '::1',
            'u',
            '%',
            '%4',
            '%40',
            '80',
            'h',
            '.',
            '\n',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        for (const parse of [parseProxy, parseGateway])
          try {
            const proxy = parse(text);
            expect(proxy.host).toMatch(/^[a-z0-9_.:-]+$/);
            expect(proxy.port).toSatisfy((port: number) => port >= 1 && port <= 65535);
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
          }
      }),
      { numRuns: 2000 },
    );
  });

  it('an encoded login comes back as it was, and again from what the probe is given', () => {
    const user = loginText.filter((text) => !text.includes(':'));
    fc.assert(
      fc.property(user, loginText, fc.integer({ min: 1, max: 65535 }), (name, password, port) => {
        const proxy = parseProxy(`http://${encoded(name)}:${encoded(password)}@proxy:${port}`);
        expect(opened(proxy)).toMatchObject({ user: name, password, port });
        const given = proxy.credentials?.reveal() ?? '';
        expect(given).toMatch(/^[A-Za-z0-9%._~-]+:[A-Za-z0-9%._~-]+$/);
        expect(opened(parseProxy(`http://${given}@proxy:${port}`))).toEqual(opened(proxy));
      }),
    );
  });

  it('no error and no printed value holds the password', () => {
    const canary = 'Zq7canary9Xw';
    const around = fc.array(
      fc.constantFrom('', 'http://', 'u:', '@', '/', ':', '%', '#', ' ', 'h', ':80', ']', '[', '\n'),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(around, around, (before, after) => {
        const text = `${before.join('')}${canary}${after.join('')}`;
        try {
          const { host: _host, user: _user, ...rest } = parseProxy(text);
          expect(inspect(rest, { depth: 9 }) + JSON.stringify(rest)).not.toContain(canary);
        } catch (error) {
          const { message, why, fix, stack } = error as Problem;
          expect(JSON.stringify([message, why, fix, stack])).not.toContain(canary);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
