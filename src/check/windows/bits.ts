import { knownLists } from '../../agent/standing.ts';
import { fail, pass } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** The page is silent about 32 bits, there is a package for them, and documentation since 2021 names them for no Windows. */
export const bits = windowsCheck({
  id: 'windows.bits',
  severity: 'warn',
  when: ({ architectures }, { architecture }) => architecture === 'x86' && architectures.includes('x86'),
  judge({ agent, asOf }, { id }) {
    const naming = knownLists(agent.support.lists, asOf).findLast(({ windows }) =>
      windows.some((row) => row.id === id),
    );
    const named = naming?.windows.filter((row) => row.id === id).flatMap((row) => row.architectures) ?? [];
    if (named.length === 0 || named.includes('x86')) return pass('32 bits');
    return fail('later documentation names no 32-bit system', { measured: 'x86', required: named.join(', ') });
  },
});
