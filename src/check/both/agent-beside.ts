import type { AgentId } from '../../agent/agent.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { bothCheck } from './both-check.ts';
import { GENERATIONS, type Presence } from './generations.ts';
import { isOperationsManagerOnly } from './operations-manager.ts';

/** The other generation is there too: both collect, and both are paid for. */
export const agentBeside = bothCheck({
  id: 'agent.beside',
  severity: 'warn',
  linux: (subject) => judge(subject, GENERATIONS.linux),
  windows: (subject) => judge(subject, GENERATIONS.windows),
});

function judge({ facts, agent, place }: Subject, generations: Readonly<Record<AgentId, Presence>>): Outcome {
  const others = (Object.keys(generations) as AgentId[]).filter((id) => id !== agent.id).map((id) => generations[id]);
  const there = others.filter(({ version }) => typeof facts[version] === 'string');
  if (there.length > 0) {
    const measured = there.map(({ title, version }) => `${title} ${facts[version]}`).join(', ');
    // Where the Log Analytics agent is to get a workspace, it will collect for one soon.
    const stays = agent.id !== 'log-analytics' || place.workspaceId === undefined;
    if (isOperationsManagerOnly(facts) && stays)
      return pass(`${measured}; the Log Analytics agent reports to Operations Manager only`);
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
}
