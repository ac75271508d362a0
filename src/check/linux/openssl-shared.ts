import { fail, hardlySeen, pass, skip } from '../outcome.ts';
import { opensslCheck } from './openssl-check.ts';

/** omi finds libssl by looking at what the openssl command is linked against: a statically linked one shows nothing (microsoft/omi issue 684). */
export const opensslShared = opensslCheck({
  id: 'openssl.shared',
  severity: 'block',
  judge({ facts }) {
    const shared = facts['openssl.shared'];
    if (facts['openssl.path'] === null) return skip('there is no openssl command');
    // Seen only where ldd works: without it nothing is wrong yet, so this alone does not leave the verdict open.
    if (shared === undefined || shared === null) return hardlySeen('what openssl is linked against');
    if (shared) return pass('linked against libssl');
    const fix = [{ text: "use the distribution's openssl instead of the statically linked one" }];
    return fail('openssl without shared libssl', { measured: 'no libssl', required: 'linked against libssl', fix });
  },
});
