import { type Check, notObserved, type Outcome } from '../check.ts';

/** Agents watch machines: inside a container there is neither init nor the host. */
export const container: Check = {
  id: 'support.container',
  severity: 'block',
  applies: ({ system }) => system.family === 'linux',
  judge({ facts }): Outcome {
    const kind = facts.container;
    if (kind === undefined) return notObserved('whether it is a container');
    if (kind === null) return { status: 'pass' };
    const fix = [{ text: 'install the agent on the machine that runs the container' }];
    return {
      status: 'fail',
      verdict: 'impossible',
      cause: 'a container',
      evidence: { measured: kind, required: 'a machine of its own' },
      fix,
    };
  },
};
