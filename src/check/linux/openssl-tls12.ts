import { update } from '../fixes.ts';
import { fail, hardlySeen, pass, skip } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** Azure Monitor ended TLS 1.0 and 1.1 on this day; before it TLS 1.2 was only recommended. */
const TLS12_ONLY = '2025-07-01';

export const opensslTls12 = linuxCheck({
  id: 'openssl.tls12',
  severity: 'block',
  when: ({ openssl }) => openssl !== undefined,
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
