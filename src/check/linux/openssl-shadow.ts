import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { opensslCheck } from './openssl-check.ts';

/** A second OpenSSL outside the system's directories: the agent's Ruby may load the wrong one and not start. */
export const opensslShadow = opensslCheck({
  id: 'openssl.shadow',
  severity: 'warn',
  judge({ facts }) {
    const others = facts['openssl.other'];
    if (others === undefined) return notObserved('whether there is a second OpenSSL');
    if (others.length === 0) return pass('one OpenSSL');
    const fix = [
      { text: 'remove it, or take its directory out of the loader configuration (/etc/ld.so.conf.d) and run ldconfig' },
    ];
    return fail('a second OpenSSL beside the system one', {
      measured: others.join('; '),
      required: 'one OpenSSL',
      fix,
    });
  },
});
