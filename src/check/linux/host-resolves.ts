import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

export const hostResolves = linuxCheck({
  id: 'host.resolves',
  severity: 'warn',
  when: brings('omi'),
  judge({ facts }) {
    const resolves = facts['host.resolves'];
    if (resolves === undefined || resolves === null) return notObserved('whether the host name resolves');
    if (resolves) return pass(facts['host.fqdn'] ?? 'resolves');
    const command = `printf '127.0.1.1 %s\\n' "$(uname -n)" >> /etc/hosts`;
    const fix = [{ text: 'name the machine in its own hosts file', command }];
    return fail('the host name does not resolve', {
      measured: facts['host.name'] ?? 'no answer',
      required: 'an address for its own name',
      fix,
    });
  },
});
