import { update } from '../fixes.ts';
import { fail, hardlySeen, pass, skip } from '../outcome.ts';
import { TLS12_ONLY } from '../tls12-only.ts';
import { opensslCheck } from './openssl-check.ts';

export const opensslTls12 = opensslCheck({
  id: 'openssl.tls12',
  severity: 'block',
  judge({ facts, system, asOf }) {
    const able = facts['openssl.tls12'];
    if (facts['openssl.path'] === null) return skip('there is no openssl command to ask');
    if (able === undefined || able === null) return hardlySeen('whether OpenSSL knows TLS 1.2');
    if (able) return pass('TLS 1.2');
    const severity = asOf >= TLS12_ONLY ? 'block' : 'warn';
    return fail('OpenSSL without TLS 1.2', {
      measured: 'no TLS 1.2 cipher',
      required: 'TLS 1.2',
      fix: update(system, 'openssl'),
      severity,
    });
  },
});
