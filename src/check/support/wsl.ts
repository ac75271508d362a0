import { type Check, notObserved, type Outcome } from '../check.ts';

/** The Linux subsystem of Windows is no machine that any list names. */
export const wsl: Check = {
  id: 'support.wsl',
  severity: 'block',
  applies: ({ system }) => system.family === 'linux',
  judge({ facts }): Outcome {
    if (facts.wsl === undefined) return notObserved('whether it is the Linux subsystem of Windows');
    if (facts.wsl !== true) return { status: 'pass' };
    const fix = [{ text: 'install the agent on Windows itself' }];
    return { status: 'fail', verdict: 'impossible', cause: 'the Linux subsystem of Windows', fix };
  },
};
