import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** A workspace shows as a management group of this name too. */
const OF_A_WORKSPACE = /^AOI-/i;

/** The same agent serves Operations Manager: who takes it off takes that away as well. */
export const groups = windowsCheck({
  id: 'mma.groups',
  severity: 'info',
  judge({ facts }) {
    const seen = facts['mma.group'];
    if (seen === undefined) return notObserved('the management groups of an agent that is there');
    const there = seen.filter((name) => !OF_A_WORKSPACE.test(name));
    if (there.length === 0) return pass('none');
    const alone = facts['mma.workspace'] !== undefined && facts['mma.workspace'].length === 0;
    const fix = [
      {
        text: alone
          ? 'leave it as it is: an agent that reports to Operations Manager only is not concerned by the retirement'
          : 'never remove or replace this agent without asking those who run Operations Manager',
      },
    ];
    return fail('reports to Operations Manager', { measured: there.join(', '), fix });
  },
});
