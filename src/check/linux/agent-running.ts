import { notObserved } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { GENERATIONS } from './generations.ts';
import { linuxCheck } from './linux-check.ts';

/** The agent of this generation, where it is there already, runs. */
export const agentRunning = linuxCheck({
  id: 'agent.running',
  severity: 'warn',
  judge({ facts, agent }) {
    const own = GENERATIONS[agent.id];
    const [version, running] = [facts[own.version], facts[own.running]];
    if (version === undefined) return notObserved(`whether the ${agent.title} is there`);
    if (version === null) return skip('not installed yet');
    if (running === undefined || running === null) return notObserved(`whether the ${agent.title} runs`);
    if (running) return pass(`${version} runs`);
    const fix = [{ text: 'start it, or look into its log', command: own.start }];
    return fail('installed, but does not run', { measured: `${version} does not run`, required: 'running', fix });
  },
});
