import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

export const agentExtension = linuxCheck({
  id: 'agent.extension',
  severity: 'info',
  when: brings('omsconfig'),
  judge({ facts }) {
    const there = facts['oms.extension'];
    if (there === undefined || there === null) return notObserved('the VM extension');
    if (!there) return pass('not there');
    const fix = [{ text: 'change and remove this agent through the extension in Azure, not on the machine' }];
    return fail('the agent belongs to the VM extension', { measured: 'VM extension OmsAgentForLinux', fix });
  },
});
