import { notObserved, type Outcome, type Subject } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { bothCheck } from './both-check.ts';
import { GENERATIONS, type Presence } from './generations.ts';

/** The agent of this generation, where it is there already, runs. */
export const agentRunning = bothCheck({
  id: 'agent.running',
  severity: 'warn',
  linux: (subject) => judge(subject, GENERATIONS.linux[subject.agent.id]),
  windows: (subject) => judge(subject, GENERATIONS.windows[subject.agent.id]),
});

function judge({ facts }: Subject, { title, version: key, state: stateOf, start }: Presence): Outcome {
  const version = facts[key];
  if (version === undefined) return notObserved(`whether the ${title} is there`);
  if (version === null) return skip('not installed yet');
  const state = stateOf(facts);
  if (state === undefined) return notObserved(`whether the ${title} runs`);
  if (state === 'runs') return pass(`${version} runs`);
  const measured = state === 'gone' ? `${version} has no service` : `${version} does not run`;
  const fix = [state === 'gone' ? REPAIR : { text: 'start it, or look into its log', command: start }];
  return fail('installed, but does not run', { measured, required: 'running', fix });
}

/** Seen on Windows only, where the service of an installed agent can be lost. */
const REPAIR = {
  text: 'its service is gone: repair the installation (put its product code in place of CODE)',
  command: 'msiexec /fa {CODE} /qn',
};
