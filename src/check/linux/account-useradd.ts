import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';
import { presence } from './tool-presence.ts';

/** The packages make accounts (omsagent, omi, nxautomation) while they are installed. */
export const accountUseradd = linuxCheck({
  id: 'account.useradd',
  severity: 'block',
  when: ({ tools }) => tools.includes('useradd'),
  judge({ facts, system }) {
    const there = presence(facts, 'useradd');
    if (there === undefined) return notObserved('useradd');
    if (there) return pass('useradd');
    return fail('accounts cannot be made', {
      measured: 'no useradd',
      required: 'useradd',
      fix: install(system, 'useradd'),
    });
  },
});
