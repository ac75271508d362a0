import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** The system-wide crypto policy (Red Hat's line since 8) leaves the ciphers that the agent needs. */
export const cryptoPolicy = linuxCheck({
  id: 'crypto.policy',
  severity: 'block',
  when: ({ cryptoPolicies }) => cryptoPolicies.length > 0,
  judge({ facts, release }) {
    const policy = facts['crypto.policy'];
    const required = `not ${release.linux.cryptoPolicies.join(', ')}`;
    if (policy === undefined) return notObserved('the crypto policy');
    if (policy === null) return pass('none', required);
    // A policy may carry modules: FUTURE:AD-SUPPORT is FUTURE still.
    const name = policy.trim().toUpperCase().split(':', 1)[0] ?? '';
    if (!release.linux.cryptoPolicies.includes(name)) return pass(policy, required);
    const fix = [{ text: 'return to the usual policy, then restart', command: 'update-crypto-policies --set DEFAULT' }];
    return fail('a crypto policy that the agent cannot work with', { measured: policy, required, fix });
  },
});
