import { knownLists } from '../../agent/standing.ts';
import type { WindowsSystem } from '../../machine/system.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { fail, pass, skip } from '../linux/outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** There may be a build for the processor and still no list that names it for this system, as with 2008 in 32 bits. */
export const architecture = windowsCheck({
  id: 'windows.architecture',
  severity: 'block',
  judge(subject, system) {
    const seen = system.architecture;
    if (seen === '') return notObserved('the architecture');
    const listed = architecturesBy(subject, system);
    const newest = listed.at(-1);
    if (newest === undefined) return skip('no list names this system');
    if (newest.includes(seen)) return pass(seen, newest.join(', '));
    if (listed.some((one) => one.includes(seen))) return onlyOnce(seen, newest);
    return {
      ...fail('no list names this architecture for this system', evidence(seen, newest)),
      verdict: 'impossible',
    } as Outcome;
  },
});

const evidence = (measured: string, required: readonly string[]) => ({ measured, required: required.join(', ') });

/** The page is silent about 32 bits where later documentation rules them out. */
const onlyOnce = (seen: string, newest: readonly string[]): Outcome =>
  fail('later documentation no longer names this architecture', { ...evidence(seen, newest), severity: 'warn' });

/** What each list that names the system names of architectures, oldest list first. */
function architecturesBy({ agent, asOf }: Subject, { id }: WindowsSystem): readonly (readonly string[])[] {
  return knownLists(agent.support.lists, asOf)
    .map(({ windows }) => windows.filter((row) => row.id === id).flatMap((row) => row.architectures))
    .filter((names) => names.length > 0);
}
