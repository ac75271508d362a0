import type { AgentId } from '../../agent/agent.ts';
import { notObserved } from '../check.ts';
import { fail, pass } from '../linux/outcome.ts';
import { GENERATIONS } from './generations.ts';
import { windowsCheck } from './windows-check.ts';

/** The other generation is there too: both collect, and both are paid for. */
export const beside = windowsCheck({
  id: 'mma.beside',
  severity: 'warn',
  judge({ facts, agent }) {
    const others = (Object.keys(GENERATIONS) as AgentId[]).filter((id) => id !== agent.id).map((id) => GENERATIONS[id]);
    const there = others.filter(({ version }) => typeof facts[version] === 'string');
    if (there.length > 0) {
      const measured = there.map(({ title, version }) => `${title} ${facts[version]}`).join(', ');
      const text =
        'keep both only while you move over: they collect the same data twice; remove one when the other is proven';
      return fail('the other generation of the agent is there', {
        measured,
        required: 'one generation',
        fix: [{ text }],
      });
    }
    const unseen = others.filter(({ version }) => facts[version] === undefined);
    return unseen.length > 0 ? notObserved(unseen.map(({ title }) => `the ${title}`).join(', ')) : pass('none');
  },
});
