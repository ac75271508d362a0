import { notObserved, type Outcome, type Subject } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { bothCheck, isAbout } from './both-check.ts';
import { isOperationsManagerOnly, managementGroups } from './operations-manager.ts';

/** The agent, or what it is made of, serves Operations Manager as well: who takes it off takes that away too. */
export const agentScom = bothCheck({
  id: 'agent.scom',
  severity: 'info',
  when: isAbout('log-analytics'),
  linux: byLink,
  windows: byGroups,
});

const CAUSE = 'reports to Operations Manager';

function byLink({ facts }: Subject): Outcome {
  const linked = facts['scom.linked'];
  if (linked === undefined || linked === null) return notObserved('whether it reports to Operations Manager');
  if (!linked) return pass('no');
  const fix = [{ text: 'keep port 1270 open for it: install with --enable-opsmgr, and never purge omi and scx' }];
  return fail(CAUSE, { measured: 'a link to Operations Manager or port 1270', fix });
}

function byGroups({ facts }: Subject): Outcome {
  const there = managementGroups(facts);
  if (there === undefined) return notObserved('the management groups of an agent that is there');
  if (there.length === 0) return pass('none');
  const text = isOperationsManagerOnly(facts)
    ? 'leave it as it is: an agent that reports to Operations Manager only is not concerned by the retirement'
    : 'never remove or replace this agent without asking those who run Operations Manager';
  return fail(CAUSE, { measured: there.join(', '), fix: [{ text }] });
}
