import { notObserved } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { GENERATIONS } from './generations.ts';
import { windowsCheck } from './windows-check.ts';

/** The agent of this generation, where it is there already, runs. */
export const service = windowsCheck({
  id: 'mma.service',
  severity: 'warn',
  judge({ facts, agent }) {
    const own = GENERATIONS[agent.id];
    const version = facts[own.version];
    if (version === undefined) return notObserved(`whether the ${own.title} is there`);
    if (version === null) return skip('not installed yet');
    const state = own.state(facts);
    if (state === undefined) return notObserved(`whether the ${own.title} runs`);
    if (state === 'RUNNING') return pass(`${version} runs`);
    const measured = `${version}, ${state ?? 'no service'}`;
    const fix =
      state === null
        ? [
            {
              text: 'its service is gone: repair the installation (put its product code in place of CODE)',
              command: 'msiexec /fa {CODE} /qn',
            },
          ]
        : [{ text: 'start it, or look into the event log "Operations Manager"', command: own.start }];
    return fail('installed, but does not run', { measured, required: 'RUNNING', fix });
  },
});
