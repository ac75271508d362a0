import { AGENTS } from '../../agent/index.ts';
import { GENERATIONS } from '../both/generations.ts';
import { fail, pass, skip } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';
import { present } from './extension-of.ts';

/** The other generation's extension is there too. Where the machine itself was seen, `agent.beside` speaks of what runs on it. */
export const oneGeneration = azureCheck({
  id: 'cloud.one-generation',
  severity: 'warn',
  judge: ({ vm }, { agent, facts }) => {
    const others = Object.values(AGENTS).filter(({ id }) => id !== agent.id);
    const there = others.filter((other) => present(other, vm) !== undefined);
    if (there.length === 0) return pass('none');
    const seen = there.every(({ id }) => typeof facts[GENERATIONS[vm.system][id].version] === 'string');
    if (seen) return skip('agent.beside speaks of it');
    return fail("the other generation's extension is there", {
      measured: there.map((other) => `${other.title}: ${present(other, vm)?.name ?? ''}`).join(', '),
      required: 'one generation',
      fix: [
        {
          text: 'keep both only while you move over: they collect the same data twice; remove one when the other is proven',
        },
      ],
    });
  },
});
