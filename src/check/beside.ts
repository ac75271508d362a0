import type { AgentId } from '../agent/agent.ts';
import type { FactKey } from '../machine/facts.ts';
import { notObserved, type Outcome, type Subject } from './check.ts';
import { fail, pass } from './outcome.ts';

/** How a generation shows on a machine: the fact that holds its version. */
type Versions = Readonly<Record<AgentId, { readonly title: string; readonly version: FactKey }>>;

/** The other generation is there too: both collect, and both are paid for. */
export function judgeBeside({ facts, agent }: Subject, generations: Versions): Outcome {
  const others = (Object.keys(generations) as AgentId[]).filter((id) => id !== agent.id).map((id) => generations[id]);
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
}
