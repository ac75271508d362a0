import { notObserved, type Outcome } from '../check.ts';
import { fail, hardlySeen, pass } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** Agents watch machines: a Windows container has no machine of its own to watch. */
export const container = windowsCheck({
  id: 'windows.container',
  severity: 'block',
  judge({ facts }): Outcome {
    const kind = facts.container;
    if (kind === undefined) return hardlySeen('whether it is a container');
    if (kind === null) return pass('none');
    const fix = [{ text: 'install the agent on the machine that runs the container' }];
    const failure = fail('a container', { measured: kind, required: 'a machine of its own', fix });
    return failure.status === 'fail' ? { ...failure, verdict: 'impossible' } : notObserved('whether it is a container');
  },
});
