import { describe, expect, test } from 'vitest';
import { METHODS } from '../../src/agent/agent.ts';
import { type AgentWish, chooseAgent } from '../../src/method/choose.ts';
import { METHOD_ROWS } from '../../src/method/registry.ts';
import { Problem } from '../../src/problem.ts';

const wish = (part: Partial<AgentWish> = {}): AgentWish => ({
  ...{ interactive: false, command: 'azmon install extension web-01' },
  ...part,
});

function refusal(of: AgentWish): Problem {
  try {
    chooseAgent(of);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('nothing was refused');
}

describe('which agent is meant', () => {
  test.for<[string, Partial<AgentWish>, string, string | undefined]>([
    ['id and key', { workspaceId: true, key: 'flag' }, 'log-analytics', undefined],
    ['id, and the key in the environment', { workspaceId: true, key: 'elsewhere' }, 'log-analytics', undefined],
    ['name and key', { workspace: true, key: 'flag' }, 'log-analytics', undefined],
    ['name and --agent log-analytics', { workspace: true, agent: 'log-analytics' }, 'log-analytics', undefined],
    ['--rule', { rule: true }, 'azure-monitor', 'given'],
    ['--default-rule', { workspace: true, defaultRule: true }, 'azure-monitor', 'default'],
    [
      '--default-rule, a key merely in the environment',
      { defaultRule: true, key: 'elsewhere' },
      'azure-monitor',
      'default',
    ],
    ['--agent azure-monitor --rule', { agent: 'azure-monitor', rule: true }, 'azure-monitor', 'given'],
  ])('%s', ([, part, agent, rule]) => {
    expect(chooseAgent(wish(part))).toMatchObject({ agent: { id: agent }, ...(rule === undefined ? {} : { rule }) });
  });

  test.for<[string, Partial<AgentWish>, string]>([
    ['--rule and --default-rule', { rule: true, defaultRule: true }, 'AZMON-FLAG-CONFLICT'],
    ['--rule and a key', { rule: true, key: 'flag' }, 'AZMON-FLAG-CONFLICT'],
    ['--default-rule and a key', { defaultRule: true, workspace: true, key: 'flag' }, 'AZMON-FLAG-CONFLICT'],
    ['--agent azure-monitor and a key', { agent: 'azure-monitor', key: 'flag' }, 'AZMON-FLAG-CONFLICT'],
    ['--agent log-analytics and --rule', { agent: 'log-analytics', rule: true }, 'AZMON-FLAG-CONFLICT'],
    ['--agent log-analytics and --default-rule', { agent: 'log-analytics', defaultRule: true }, 'AZMON-FLAG-CONFLICT'],
    ['--agent azure-monitor without a rule', { agent: 'azure-monitor', workspace: true }, 'AZMON-AGENT-RULE'],
    ['a workspace alone, nobody to ask', { workspace: true }, 'AZMON-AGENT-UNCLEAR'],
    [
      'a key in the environment and a name, nobody to ask',
      { workspace: true, key: 'elsewhere' },
      'AZMON-AGENT-UNCLEAR',
    ],
    ['nothing at all', {}, 'AZMON-AGENT-UNCLEAR'],
  ])('refused: %s', ([, part, code]) => expect(refusal(wish(part))).toMatchObject({ code, exit: 2 }));

  test('nobody to ask: one command for each', () =>
    expect(refusal(wish({ workspace: true })).fix.map(({ command }) => command)).toEqual([
      'azmon install extension web-01 --workspace NAME --default-rule',
      'azmon install extension web-01 --workspace NAME --agent log-analytics',
    ]));
});

describe('the question', () => {
  const asked = (machines: AgentWish['machines']) => {
    const choice = chooseAgent(wish({ workspace: true, interactive: true, machines }));
    if ('agent' in choice) throw new Error('nothing was asked');
    return choice.ask;
  };

  test.for<[string, AgentWish['machines'], string]>([
    ['nothing is known of the machines', undefined, 'azure-monitor'],
    ['it runs on all', [{ 'azure-monitor': true }], 'azure-monitor'],
    [
      'it runs on some',
      [{ 'azure-monitor': true }, { 'azure-monitor': false, 'log-analytics': true }],
      'azure-monitor',
    ],
    ['it runs on none, the older one does', [{ 'azure-monitor': false, 'log-analytics': true }], 'log-analytics'],
    ['neither runs', [{ 'azure-monitor': false, 'log-analytics': false }], 'azure-monitor'],
  ])('recommends the successor where it can run: %s', ([, machines, recommended]) => {
    const question = asked(machines);
    expect(question.recommended).toBe(recommended);
    expect(question.choices[0]).toMatchObject({ value: recommended, name: expect.stringContaining('(recommended)') });
    expect(question.choices).toHaveLength(2);
  });

  test('says what does not run where', () =>
    expect(asked([{ 'azure-monitor': true }, { 'azure-monitor': false }]).choices[0]?.description).toContain(
      'does not run on 1 of 2 machines',
    ));
});

describe('the methods of the published table', () => {
  test('each has a row, in order', () => expect(METHOD_ROWS.map(({ id }) => id)).toEqual(Object.keys(METHODS)));
  test('what is absent says why, and what to do instead', () => {
    for (const row of METHOD_ROWS) if (row.state === 'absent') expect(row.why && row.instead).not.toBe('');
    const here = METHOD_ROWS.flatMap((row) => (row.state === 'here' ? [[row.id, row.by]] : []));
    expect(here).toEqual([
      ['extension', 'azure'],
      ['template', 'azure'],
      ['linux', 'wrapper'],
      ['windows', 'wrapper'],
    ]);
  });
});
