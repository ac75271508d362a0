import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

/** The file is deleted only by an onboarding that worked; until then the workspace key lies in it. */
export const agentOnboardFile = linuxCheck({
  id: 'agent.onboard-file',
  severity: 'warn',
  when: brings('omsconfig'),
  judge({ facts }) {
    const there = facts['oms.onboard-file'];
    if (there === undefined || there === null) return notObserved('the onboarding file');
    if (!there) return pass('none');
    const fix = [
      {
        text: 'remove it (an earlier onboarding failed and left the key there)',
        command: 'rm -f /etc/omsagent-onboard.conf',
      },
    ];
    return fail('a workspace key was left on the disk', {
      measured: '/etc/omsagent-onboard.conf',
      required: 'no such file',
      fix,
    });
  },
});
