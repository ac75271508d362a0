import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

/** The agent brings SELinux modules, but only the settings of the marketplace's images are supported. */
export const selinuxMode = linuxCheck({
  id: 'selinux.mode',
  severity: 'warn',
  when: brings('omi'),
  judge({ facts }) {
    const mode = facts['selinux.mode'];
    if (mode === undefined) return notObserved('the mode of SELinux');
    if (mode !== 'enforcing') return pass(mode ?? 'no SELinux');
    const fix = [
      {
        text: 'leave it on, keep to the policy of the distribution, and look for denials after the installation',
        command: 'ausearch -m avc -ts recent',
      },
    ];
    return fail('SELinux is enforcing', {
      measured: mode,
      required: 'disabled, permissive, or the policy as delivered',
      fix,
    });
  },
});
