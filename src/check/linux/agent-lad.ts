import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

export const agentLad = linuxCheck({
  id: 'agent.lad',
  severity: 'warn',
  when: brings('omi'),
  judge({ facts }) {
    const there = facts['lad.present'];
    if (there === undefined || there === null) return notObserved('the Linux diagnostics extension');
    if (!there) return pass('not there');
    const fix = [
      {
        text: 'have it listen on port 25229, and remove it before you ever remove the agent: it needs omi and scx too',
      },
    ];
    return fail('the Linux diagnostics extension is there', {
      measured: 'installed',
      required: 'not installed, or on port 25229',
      fix,
    });
  },
});
