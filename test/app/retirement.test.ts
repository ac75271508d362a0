import { describe, expect, it } from 'vitest';
import { type QuestionFlags, questionOf } from '../../src/app/question.ts';
import { retiredAgents } from '../../src/app/retirement.ts';
import { assess } from '../../src/check/assess.ts';
import type { CheckedTarget } from '../../src/check/checked.ts';
import type { MachineFacts } from '../../src/machine/facts.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { TODAY } from '../support/subject.ts';

const judged = (facts: MachineFacts, flags: QuestionFlags = {}): CheckedTarget => {
  const assessment = assess({ facts }, questionOf({ offline: true, ...flags }, TODAY));
  return { target: 'm', durationMs: 0, exit: EXIT.ok, assessment };
};
const broken: CheckedTarget = {
  target: 'b',
  durationMs: 0,
  exit: EXIT.unavailable,
  problem: new Problem({ code: 'AZMON-SSH-UNREACHABLE', exit: EXIT.unavailable, message: 'it does not answer' }),
};
const managed = { 'os.family': 'linux', 'scom.linked': true, 'oms.workspace': [] } as const;

describe('the retirement is said', () => {
  const cases: [title: string, targets: CheckedTarget[], asOf: string, ids: string[]][] = [
    ['of the generation that was retired', [judged({})], TODAY, ['log-analytics']],
    ['once for many machines', [judged({}), judged({})], TODAY, ['log-analytics']],
    ['from its day on', [judged({})], '2024-08-31', ['log-analytics']],
    ['not before', [judged({})], '2024-08-30', []],
    ['not where only the successor was asked for', [judged({}, { agent: 'azure-monitor' })], TODAY, []],
    ['not where the agent reports to Operations Manager only', [judged(managed)], TODAY, []],
    ['where one machine of several does more than that', [judged(managed), judged({})], TODAY, ['log-analytics']],
    ['not where no machine was judged', [broken], TODAY, []],
  ];
  it.each(cases)('%s', (_, targets, asOf, ids) => {
    expect(retiredAgents(targets, asOf).map(({ id }) => id)).toEqual(ids);
  });
});
