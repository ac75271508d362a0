import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NetworkLook, parseNetworkLook } from '../../src/machine/network-look.ts';

const BASE: NetworkLook = { host: 'a.example.com', via: 'direct', tool: 'curl' };

describe('a look at a host', () => {
  it.each<[string, Partial<NetworkLook>]>([
    [
      'exit=0;http=403;connect=0;tls=TLSv1.2;verify=0;ms=120',
      { exit: 0, http: 403, connect: 0, tls: 'TLSv1.2', verify: 0, durationMs: 120 },
    ],
    ['dns=ok;tcp=fail;plain=yes', { dns: true, tcp: false, plain: true }],
    ['dns=-;tls=-;exit=', {}],
    ['dns=toString;plain=no;exit=1e3;ms=-5', {}],
    [
      'date=Sun, 22 Nov 2026 11:50:04 GMT;issuer=C=US; O=x; CN=a;b=c',
      { date: 'Sun, 22 Nov 2026 11:50:04 GMT', issuer: 'C=US; O=x; CN=a;b=c' },
    ],
    ['issuer=CN=exit=7;exit=9', { issuer: 'CN=exit=7;exit=9' }],
    ['exit=7;something new;exit=9', { exit: 7 }],
    ['future=1;exit=7', { exit: 7 }],
  ])('%s', (fields, expected) =>
    expect(parseNetworkLook(`host=a.example.com;via=direct;tool=curl;${fields}`)).toEqual({ ...BASE, ...expected }),
  );

  it('needs a host only', () => expect(parseNetworkLook('host=a')).toEqual({ host: 'a', via: 'direct', tool: 'none' }));

  it.each([
    '',
    'exit=0',
    'host=;exit=0',
    'host=a b',
    'host=a;via=pigeon',
    'host=a;tool=telnet',
    'HOST=a',
    `host=${'a'.repeat(300)}`,
  ])('is none: %s', (line) => expect(parseNetworkLook(line)).toBeUndefined());

  it('throws nothing, whatever the line', () => {
    const field = fc
      .tuple(fc.constantFrom('host', 'via', 'dns', 'exit', 'issuer', '__proto__'), fc.string())
      .map((pair) => pair.join('='));
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(field).map((fields) => fields.join(';')),
    );
    fc.assert(fc.property(line, (text) => ['object', 'undefined'].includes(typeof parseNetworkLook(text))));
  });
});
