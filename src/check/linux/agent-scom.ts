import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

export const agentScom = linuxCheck({
  id: 'agent.scom',
  severity: 'info',
  when: brings('omi'),
  judge({ facts }) {
    const linked = facts['scom.linked'];
    if (linked === undefined || linked === null) return notObserved('whether it reports to Operations Manager');
    if (!linked) return pass('no');
    const fix = [{ text: 'keep port 1270 open for it: install with --enable-opsmgr, and never purge omi and scx' }];
    return fail('reports to Operations Manager', { measured: 'a link to Operations Manager or port 1270', fix });
  },
});
