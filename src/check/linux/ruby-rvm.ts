import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

/** GEM_HOME and GEM_PATH of a version manager reach the agent's own Ruby, which then loads foreign gems. */
export const rubyRvm = linuxCheck({
  id: 'ruby.rvm',
  severity: 'warn',
  when: brings('ruby'),
  judge({ facts }) {
    const set = facts['rvm.global'];
    if (set === undefined || set === null) return notObserved('the global profiles');
    if (!set) return pass('no Ruby variables');
    const fix = [
      {
        text: 'move GEM_HOME and GEM_PATH from /etc/profile, /etc/profile.d and /etc/environment to the profiles of the users who need them',
      },
    ];
    return fail('Ruby variables in a global profile', {
      measured: 'GEM_HOME or GEM_PATH',
      required: 'not set for all users',
      fix,
    });
  },
});
