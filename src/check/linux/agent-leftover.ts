import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

/** Directories of an agent whose package is gone: a broken removal, and a source of old certificates and identities. */
export const agentLeftover = linuxCheck({
  id: 'agent.leftover',
  severity: 'warn',
  when: brings('omsconfig'),
  judge({ facts }) {
    const left = facts['oms.leftover'];
    if (left === undefined || left === null) return notObserved('whether an agent left anything behind');
    if (!left) return pass('nothing left behind');
    const command = 'rm -rf /etc/opt/microsoft/omsagent /var/opt/microsoft/omsagent /opt/microsoft/omsagent';
    const fix = [{ text: 'save what you still need of it, then remove the rest of the old agent', command }];
    return fail('leftovers of a removed agent', { measured: 'directories without the package', required: 'none', fix });
  },
});
