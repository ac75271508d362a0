import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

export const agentCylance = linuxCheck({
  id: 'agent.cylance',
  severity: 'info',
  when: brings('ruby'),
  judge({ facts }) {
    const there = facts['cylance.present'];
    if (there === undefined || there === null) return notObserved('Cylance');
    if (!there) return pass('not there');
    const fix = [{ text: 'nothing to do: the installation switches jemalloc off, so the agent needs more memory' }];
    return fail('Cylance is there', { measured: 'Cylance', fix });
  },
});
