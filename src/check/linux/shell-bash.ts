import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';
import { presence } from './tool-presence.ts';

/** bash is the login shell of the agent's account and runs its service script. */
export const shellBash = linuxCheck({
  id: 'shell.bash',
  severity: 'block',
  when: ({ tools }) => tools.includes('bash'),
  judge({ facts, system }) {
    const there = presence(facts, 'bash');
    if (there === undefined) return notObserved('bash');
    return there
      ? pass('bash')
      : fail('no bash', { measured: 'no such command', required: 'bash', fix: install(system, 'bash') });
  },
});
