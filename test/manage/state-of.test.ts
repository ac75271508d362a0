import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageText } from '../../src/manage/age.ts';
import { MACHINE_STATES, type Presence } from '../../src/manage/machine-state.ts';
import { machineState, type Sighting } from '../../src/manage/state-of.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const presence = (agent: Presence['agent'], part: Partial<Presence>): Presence => ({
  ...{ agent, seen: ['extension'], workspaces: ['w'], rules: [] },
  extension: { name: 'x', state: 'Succeeded', version: '1.0' },
  ...part,
});
const age = (ms: number): Partial<Presence> => ({
  ...{ seen: ['extension', 'heartbeat'], lastRecord: '2026-11-22T12:00:00.000Z', lastRecordAgeMs: ms },
});
/** Known by its records alone. */
const byHand = (ms: number): Partial<Presence> => {
  const { extension: _, ...rest } = presence('log-analytics', { ...age(ms), seen: ['heartbeat'] });
  return rest;
};
const legacy = (part: Partial<Presence> = {}) => presence('log-analytics', part);
const traceOf = (agent: Presence['agent'], ms: number): Presence => ({ ...(byHand(ms) as Presence), agent });
const successor = (part: Partial<Presence> = {}) => presence('azure-monitor', { rules: ['/rule'], ...part });
const seen = (agents: readonly Presence[], part: Partial<Sighting> = {}): Sighting => ({
  ...{ agents, known: true, freshMs: 15 * MINUTE, days: 14, rulesRead: true },
  ...part,
});

describe('one word for a machine', () => {
  test.for<[title: string, sighting: Sighting, state: string, reason?: RegExp]>([
    ['nothing there', seen([]), 'none'],
    ['reports', seen([legacy(age(MINUTE))]), 'legacy-reporting'],
    ['just fresh enough', seen([legacy(age(15 * MINUTE))]), 'legacy-reporting'],
    ['a moment too old', seen([legacy(age(15 * MINUTE + 1))]), 'legacy-silent', /^last record 15 minutes ago$/],
    ['never reported', seen([legacy()]), 'legacy-silent', /^no record in 14 days$/],
    ['stopped', seen([legacy()], { power: 'deallocated' }), 'legacy-silent', /^the machine is deallocated, no record/],
    [
      'failed',
      seen([legacy({ extension: { name: 'x', state: 'Failed', version: '1' } })]),
      'legacy-silent',
      /^the extension is Failed, no record/,
    ],
    ['silent, but its workspace was not read', seen([legacy()], { unread: 'w unread' }), 'legacy-unread', /^w unread$/],
    ['reports elsewhere, one workspace unread', seen([legacy(age(0))], { unread: 'w unread' }), 'legacy-reporting'],
    ['put there by hand', seen([traceOf('log-analytics', MINUTE)]), 'legacy-reporting'],
    ['by hand, silent', seen([traceOf('log-analytics', 9 * DAY)]), 'legacy-silent', /9 days ago/],
    ['both report', seen([legacy(age(0)), successor(age(0))]), 'both'],
    ['both, one silent', seen([legacy(), successor(age(0))]), 'both', /^Log Analytics agent: no record/],
    ['both, no rule', seen([legacy(age(0)), successor({ rules: [] })]), 'both', /^no data collection rule/],
    ['taken off since', seen([traceOf('log-analytics', 9 * DAY), successor(age(0))]), 'successor'],
    ['the successor taken off', seen([legacy(age(0)), traceOf('azure-monitor', DAY)]), 'legacy-reporting'],
    ['by hand and alive beside it', seen([traceOf('log-analytics', 0), successor(age(0))]), 'both'],
    ['successor', seen([successor(age(0))]), 'successor'],
    ['successor, silent', seen([successor()]), 'successor', /^no record in 14 days$/],
    ['successor, unread', seen([successor()], { unread: 'w unread' }), 'successor', /^w unread$/],
    ['no rule', seen([successor({ rules: [] })]), 'successor-without-rule', /collects nothing/],
    ['no rule, yet it reports', seen([successor({ ...age(0), rules: [] })]), 'successor'],
    ['rules not read', seen([successor({ ...age(0), rules: [] })], { rulesRead: false }), 'successor'],
    ['rules not read, silent', seen([successor({ rules: [] })], { rulesRead: false }), 'successor', /no record/],
    ['stranded', seen([legacy(age(0))], { refused: 'CentOS 6' }), 'stranded', /^CentOS 6$/],
    ['not stranded with the successor on it', seen([legacy(age(0)), successor(age(0))], { refused: 'x' }), 'both'],
    ['an old system without an agent', seen([], { refused: 'x' }), 'none'],
    ['held', seen([legacy(age(0))], { held: 'SCOM' }), 'held', /^SCOM$/],
    ['held before stranded', seen([legacy()], { held: 'SCOM', refused: 'x' }), 'held', /^SCOM$/],
    ['held beside the successor', seen([legacy(age(0)), successor(age(0))], { held: 'SCOM' }), 'held', /^SCOM$/],
    ['nothing there to hold', seen([successor(age(0))], { held: 'SCOM' }), 'successor'],
    ['outside Azure', seen([traceOf('log-analytics', 0)], { known: false }), 'no-arc'],
    ['outside Azure, silent', seen([traceOf('log-analytics', DAY)], { known: false }), 'no-arc', /^last record 1 day/],
    ['held before no-arc', seen([traceOf('log-analytics', 0)], { known: false, held: 'SCOM' }), 'held', /^SCOM$/],
  ])('%s', ([, sighting, state, reason]) => {
    const stated = machineState(sighting);
    expect(stated.state).toBe(state);
    if (reason === undefined) expect(stated.reason).toBeUndefined();
    else expect(stated.reason).toMatch(reason);
  });

  test('there is always a word, and a machine whose workspaces were not all read is never called silent', () => {
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
    const agents = fc
      .tuple(maybe(fc.nat(20)), maybe(fc.nat(20)))
      .map(([a, b]) => [
        ...(a === undefined ? [] : [legacy(a === 0 ? {} : age(a * MINUTE))]),
        ...(b === undefined ? [] : [successor(b === 0 ? {} : age(b * MINUTE))]),
      ]);
    fc.assert(
      fc.property(
        agents,
        fc.boolean(),
        fc.boolean(),
        maybe(fc.string()),
        maybe(fc.string()),
        (list, known, rulesRead, held, refused) => {
          const more = { ...(held === undefined ? {} : { held }), ...(refused === undefined ? {} : { refused }) };
          const { state } = machineState(seen(list, { known, rulesRead, unread: 'unread', ...more }));
          expect(MACHINE_STATES).toContain(state);
          expect(state).not.toBe('legacy-silent');
        },
      ),
    );
  });
});

test.for([
  [0, '0 seconds'],
  [1_000, '1 second'],
  [59_999, '59 seconds'],
  [60_000, '1 minute'],
  [7_200_000, '2 hours'],
  [9 * DAY + 1, '9 days'],
] as const)('an age of %i ms is %s', ([ms, text]) => expect(ageText(ms)).toBe(text));
