import { expect, test } from 'vitest';
import { type StatusShowing, statusAnswer } from '../../src/app/status-answer.ts';
import type { MachineStatus } from '../../src/manage/machine-state.ts';
import type { StatusRun } from '../../src/manage/status.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { PLAIN } from '../../src/report/paint.ts';

const machine = (name: string, state: MachineStatus['state']): MachineStatus => ({
  ...{ target: `/x/${name}`, name, system: 'linux', state, agents: [] },
});
const run = (part: Partial<StatusRun> = {}): StatusRun => ({
  machines: [machine('a', 'legacy-silent'), machine('b', 'none')],
  ...{ strangers: [], sources: [], workspaces: new Map(), problems: [], ...part },
});
const showing = (part: Partial<StatusShowing> = {}): StatusShowing => ({
  ...{ asOf: '2026-11-22', freshMs: 900_000, targets: [], flags: {}, wanted: undefined, workspace: undefined },
  ...{ strict: false, durationMs: 1_000, verbose: false, each: () => {}, ...part },
});
const textOf = (...given: Parameters<typeof statusAnswer>): string => {
  const { text } = statusAnswer(...given);
  return (typeof text === 'function' ? text(PLAIN) : text).join('\n');
};

test.for<[string, Partial<StatusShowing>, string]>([
  ['all', {}, 'azmon status --in-state'],
  [
    'the same scope',
    { flags: { workspace: 'logs-we', subscription: ['Contoso Test'] } },
    "azmon status --workspace logs-we --subscription 'Contoso Test' --in-state",
  ],
  ['the same machines', { targets: ['azure:a', 'azure:b'] }, 'azmon status azure:a azure:b --in-state'],
  [
    'what a shell would read otherwise',
    { flags: { workspace: "a'; rm -rf ~" } },
    "--workspace 'a'\\''; rm -rf ~' --in-state",
  ],
  ['its own idea of fresh', { flags: { fresh: 90_000 } }, '--fresh 90s --in-state'],
])('the next command is about %s', ([, part, command]) => expect(textOf(run(), showing(part))).toContain(command));

const unread = { source: 'Heartbeat of x', read: false, why: 'no right' };
const refused = new Problem({ code: 'AZMON-TEST', exit: EXIT.auth, message: 'no right' });

test.for<[string, Partial<StatusRun>, boolean, number]>([
  ['all is read', {}, true, EXIT.ok],
  ['some is not', { sources: [unread] }, false, EXIT.ok],
  ['some is not, and that counts', { sources: [unread] }, true, EXIT.warnings],
  ['what was named is not', { sources: [unread], problems: [refused] }, true, EXIT.auth],
])('the exit code where %s', ([, part, strict, exit]) =>
  expect(statusAnswer(run(part), showing({ strict })).exit).toBe(exit),
);

test('only the wanted states are shown and told as events; all are counted', () => {
  const told: unknown[] = [];
  const shown = showing({ wanted: ['none'], each: (row) => told.push(row.name) });
  const { result } = statusAnswer(run(), shown);
  expect(told).toEqual(['b']);
  expect(typeof result === 'function' ? result() : result).toMatchObject({
    ...{ inState: ['none'], targets: [{ name: 'b' }], summary: { total: 2, states: { none: 1, 'legacy-silent': 1 } } },
  });
  expect(textOf(run(), showing({ wanted: ['held'] }))).toContain('no machine is in the state held');
});

test('a reason from Azure does nothing to a terminal', () => {
  const evil = { ...machine('a', 'held'), reason: 'x\u001b[31my' };
  expect(textOf(run({ machines: [evil, machine('b', 'none')] }), showing())).not.toContain('\u001b');
});
