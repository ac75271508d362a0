import type { Check, Outcome } from '../check.ts';
import { nameOf } from './naming.ts';

/** The page takes servers only on Linux; on Windows it takes clients and remarks on them. */
export const serverEdition: Check = {
  id: 'support.server-edition',
  severity: 'block',
  applies: ({ agent, system }) => agent.support.serverOnly === true && system.id !== 'unknown',
  judge({ system }): Outcome {
    const measured = nameOf(system);
    const isClient = system.family === 'linux' ? system.variant === 'client' : !system.server || system.multiSession;
    if (!isClient) return { status: 'pass', evidence: { measured, required: 'a server edition' } };
    const evidence = { measured, required: 'a server edition' };
    if (system.family === 'linux') {
      const fix = [{ text: 'move what runs there to a server edition' }];
      return {
        status: 'fail',
        verdict: 'unlisted',
        cause: 'a client edition: only server editions are supported',
        evidence,
        fix,
      };
    }
    return {
      status: 'fail',
      severity: 'info',
      cause: 'a client edition: taken, but monitoring solutions look at servers',
      evidence,
    };
  },
};
