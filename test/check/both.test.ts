import { describe, expect, it } from 'vitest';
import type { AgentId } from '../../src/agent/agent.ts';
import { BOTH_CHECKS } from '../../src/check/both/index.ts';
import { CATALOGUE } from '../../src/check/catalogue.ts';
import type { CheckId } from '../../src/check/text.ts';
import { linux, subject, windows } from '../support/subject.ts';

/** What is asked of Linux and Windows alike has one id for both: reports and --ignore know a question by its id. */
describe('one question, one id', () => {
  const shared: [id: CheckId, agent: AgentId][] = [
    ['support.container', 'log-analytics'],
    ['support.end-of-support', 'log-analytics'],
    ['privilege.root', 'log-analytics'],
    ['fips.mode', 'log-analytics'],
    ['clock.skew', 'log-analytics'],
    ['azure.identity', 'azure-monitor'],
    ['agent.workspaces', 'log-analytics'],
    ['agent.running', 'log-analytics'],
    ['agent.scom', 'log-analytics'],
    ['agent.beside', 'log-analytics'],
  ];

  it.each(shared)('%s is asked of both', (id, agent) => {
    const asked = CATALOGUE.filter((check) => check.id === id);
    expect(asked).toHaveLength(1);
    for (const system of [linux('ubuntu', '18.04'), windows('2019', 17763)])
      expect(asked[0]?.applies(subject({ agent, system }))).toBe(true);
  });

  it('the table above holds every check that is kept for both', () => {
    expect(shared.map(([id]) => id)).toEqual(expect.arrayContaining(BOTH_CHECKS.map(({ id }) => id)));
  });
});
