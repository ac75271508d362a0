import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

/** The registration signs a time written by `date +%N%:z`, which busybox prints as it stands. */
export const toolsDate = linuxCheck({
  id: 'tools.date',
  severity: 'block',
  when: brings('omi'),
  judge({ facts, system }) {
    const able = facts['date.nanoseconds'];
    if (able === undefined) return notObserved('what date can do');
    if (able) return pass('GNU date');
    return fail('date without nanoseconds', {
      measured: 'date +%N is not a number',
      required: 'GNU date',
      fix: install(system, 'date'),
    });
  },
});
