import { bothCheck } from '../both/both-check.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { hardlySeen } from '../outcome.ts';

/** Agents watch machines: inside a container there is neither init nor the host. */
export const container = bothCheck({
  id: 'support.container',
  severity: 'block',
  linux: (subject) => judge(subject) ?? notObserved(WHAT),
  // A server in a container is rare enough on Windows that the verdict is not left open.
  windows: (subject) => judge(subject) ?? hardlySeen(WHAT),
});

const WHAT = 'whether it is a container';

function judge({ facts: { container: kind } }: Subject): Outcome | undefined {
  if (kind === undefined) return undefined;
  if (kind === null) return { status: 'pass' };
  const fix = [{ text: 'install the agent on the machine that runs the container' }];
  const evidence = { measured: kind, required: 'a machine of its own' };
  return { status: 'fail', verdict: 'impossible', cause: 'a container', evidence, fix };
}
