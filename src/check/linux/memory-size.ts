import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** MB. Below it the installation of the extension was seen to end with "Cannot allocate memory"; the vendor names no figure. */
const ENOUGH = 512;

export const memorySize = linuxCheck({
  id: 'memory.size',
  severity: 'warn',
  judge({ facts }) {
    const kb = facts['memory.totalKb'];
    if (kb === undefined || kb === null) return notObserved('the size of the memory');
    const mb = Math.floor(kb / 1024);
    const required = `>= ${ENOUGH} MB`;
    if (mb >= ENOUGH) return pass(`${mb} MB`, required);
    return fail('little memory', {
      measured: `${mb} MB`,
      required,
      fix: [{ text: 'give the machine more memory or swap space' }],
    });
  },
});
