import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOTH_CHECKS } from '../../../src/check/both/index.ts';
import { BOTH_TEXT } from '../../../src/check/both/text.ts';
import { LINUX_CHECKS } from '../../../src/check/linux/index.ts';
import { LINUX_TEXT } from '../../../src/check/linux/text.ts';
import { FACT_KINDS, type FactKey, type MachineFacts } from '../../../src/machine/facts.ts';
import { linux, subject, windows } from '../../support/subject.ts';

const RELEASES = [
  { agent: 'log-analytics', release: '1.12.15' },
  { agent: 'log-analytics', release: '1.19.0' },
  { agent: 'azure-monitor', release: 'current' },
] as const;
/** What is asked of Linux, alone or along with Windows. */
const CHECKS = [...BOTH_CHECKS, ...LINUX_CHECKS];
const SYSTEMS = [linux('ubuntu', '18.04'), linux('rhel', '8.10'), linux('sles', '15.6'), linux('unknown', '')];

describe('every check of Linux', () => {
  test('has its text, and every text its check, once', () => {
    expect(LINUX_CHECKS.map(({ id }) => id).sort()).toEqual(Object.keys(LINUX_TEXT).sort());
    expect(BOTH_CHECKS.map(({ id }) => id)).toEqual(Object.keys(BOTH_TEXT));
  });

  test.each(CHECKS.map(({ id }) => id))('%s never passes on a machine of which nothing is known', (id) => {
    for (const options of RELEASES)
      for (const outcome of outcomes(id, {}, options)) expect(['unknown', 'skip']).toContain(outcome.status);
  });

  test('is asked of at least one release', () => {
    for (const { id } of CHECKS)
      expect(
        RELEASES.flatMap((options) => outcomes(id, {}, options)),
        id,
      ).not.toHaveLength(0);
  });

  test('is not asked of Windows', () => {
    const asked = subject({ system: windows('2019', 17763) });
    expect(LINUX_CHECKS.filter((check) => check.applies(asked))).toEqual([]);
  });
});

/** Causes group machines in reports, so whatever the machine says must not get into them. */
const MARK = 'zq';
const text = fc.oneof(
  fc.constant(null),
  fc.string().map((tail) => `${MARK}${tail}`),
  fc.constantFrom('2.7.18', 'OpenSSL 3.0.2 x', 'rsyslogd', 'init', '/a b', '25224/udp', 'enforcing', 'absent'),
);
const VALUES = {
  text,
  count: fc.oneof(fc.constant(null), fc.nat()),
  flag: fc.oneof(fc.constant(null), fc.boolean()),
  lines: fc.array(
    fc.oneof(
      fc.string(),
      fc.string().map((tail) => `/var 12 / ${tail}`),
      fc.constant('/opt 700'),
    ),
  ),
} as const;
const anyFacts = fc.record(
  Object.fromEntries((Object.keys(FACT_KINDS) as FactKey[]).map((key) => [key, VALUES[FACT_KINDS[key]]])),
  { requiredKeys: [] },
) as unknown as fc.Arbitrary<MachineFacts>;

test('whatever the facts, no check of Linux throws, and no cause repeats what a machine said', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...RELEASES), (facts, options) => {
      for (const { id } of CHECKS)
        for (const outcome of outcomes(id, facts, options)) {
          if (outcome.status !== 'fail') continue;
          expect(outcome.cause, id).not.toContain(MARK);
          expect(outcome.cause, id).not.toMatch(/\.$/);
          for (const { command } of outcome.fix ?? []) expect(command ?? '', id).not.toContain(MARK);
        }
    }),
    { numRuns: 300 },
  );
});

function outcomes(id: string, facts: MachineFacts, options: (typeof RELEASES)[number]) {
  return SYSTEMS.flatMap((system) => {
    const asked = subject({ ...options, facts, system, place: { workspaceId: 'x' } });
    const check = CHECKS.find((one) => one.id === id);
    return check?.applies(asked) === true ? [check.judge(asked)] : [];
  });
}
