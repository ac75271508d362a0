import { describe, expect, it } from 'vitest';
import type { Check, Outcome, Severity, Verdict } from '../../src/check/check.ts';
import { findingOf, type Made } from '../../src/check/finding.ts';
import { judge, worse } from '../../src/check/judge.ts';
import type { CheckId } from '../../src/check/text.ts';
import { TEXT } from '../../src/check/text.ts';
import { subject } from '../support/subject.ts';

const IDS = Object.keys(TEXT) as CheckId[];

const check = (severity: Severity, outcome: Outcome | (() => Outcome), id = IDS[0] as CheckId): Check => ({
  id,
  severity,
  applies: () => true,
  judge: () => (typeof outcome === 'function' ? outcome() : outcome),
});

const fail = (verdict?: 'impossible' | 'refused' | 'unlisted' | 'reserved'): Outcome => ({
  status: 'fail',
  cause: 'no such thing',
  ...(verdict === undefined ? {} : { verdict }),
});

describe('what one finding leads to', () => {
  const breaks = (): Outcome => {
    throw new Error('boom');
  };
  const cases: [title: string, check: Check, verdict: Verdict, ignored: Verdict][] = [
    ['passes', check('block', { status: 'pass' }), 'ready', 'ready'],
    ['fails and blocks', check('block', fail()), 'not-ready', 'reserved'],
    ['fails and warns', check('warn', fail()), 'reserved', 'ready'],
    ['fails and informs', check('info', fail()), 'ready', 'ready'],
    ['cannot be helped', check('block', fail('impossible')), 'impossible', 'impossible'],
    ['is refused by the method', check('block', fail('refused')), 'refused', 'reserved'],
    ['is on no list', check('block', fail('unlisted')), 'unlisted', 'reserved'],
    ['is on a later list only', check('block', fail('reserved')), 'reserved', 'ready'],
    [
      'was not observed and blocks',
      check('block', { status: 'unknown', reason: 'not seen' }),
      'undetermined',
      'reserved',
    ],
    ['was not observed and warns', check('warn', { status: 'unknown', reason: 'not seen' }), 'ready', 'ready'],
    ['was skipped', check('block', { status: 'skip', reason: 'needs --workspace-id' }), 'ready', 'ready'],
    ['broke and blocks', check('block', breaks), 'undetermined', 'reserved'],
    ['lowers its own severity', check('block', { status: 'fail', cause: 'c', severity: 'warn' }), 'reserved', 'ready'],
  ];
  it.each(cases)('a finding that %s', (_, one, verdict, ignored) => {
    expect(judge(subject(), { catalogue: [one] }).verdict).toBe(verdict);
    const lowered = judge(subject(), { catalogue: [one], ignore: [one.id] });
    expect(lowered.verdict).toBe(ignored);
    expect(lowered.findings.some((finding) => finding.ignored === true)).toBe(verdict !== ignored);
  });
});

describe('a machine', () => {
  const [a, b, c] = IDS as [CheckId, CheckId, CheckId];

  it('gets the worst verdict of its findings, whatever their order', () => {
    const checks = [check('block', fail(), a), check('block', fail('impossible'), b), check('warn', fail(), c)];
    expect(judge(subject(), { catalogue: checks }).verdict).toBe('impossible');
    expect(judge(subject(), { catalogue: checks.toReversed() }).verdict).toBe('impossible');
  });

  it('keeps its other findings when one check breaks', () => {
    const broken: Check = {
      ...check('block', fail(), a),
      judge: () => {
        throw new TypeError('x is undefined');
      },
    };
    const { findings } = judge(subject(), { catalogue: [broken, check('block', fail(), b)] });
    expect(findings.map(({ status }) => status)).toEqual(['error', 'fail']);
    expect(findings[0]?.reason).toBe('the check itself broke: x is undefined');
  });

  it('counts what passed but lists it on request only', () => {
    const checks = [check('block', { status: 'pass' }, a)];
    const quiet = judge(subject(), { catalogue: checks });
    expect([quiet.findings.length, Object.values(quiet.counts)]).toEqual([0, [{ pass: 1 }]]);
    expect(judge(subject(), { catalogue: checks, passed: true }).findings.map(({ status }) => status)).toEqual([
      'pass',
    ]);
  });

  it('is judged by the named checks or groups alone', () => {
    const checks = [check('block', fail(), a), check('block', { status: 'pass' }, b)];
    expect(judge(subject(), { catalogue: checks, only: [b] }).verdict).toBe('ready');
  });

  it('is told where another release judges otherwise', () => {
    const one: Check = {
      ...check('block', fail()),
      judge: ({ agent, release }) => (release === agent.releases[0] ? fail() : { status: 'pass' }),
    };
    const [finding] = judge(subject(), { catalogue: [one] }).findings;
    expect(finding?.otherwise).toEqual([{ release: '1.19.0', status: 'pass' }]);
  });
});

it('worse() follows the published order', () => {
  expect(worse('ready', 'impossible')).toBe('impossible');
  expect(worse('not-ready', 'undetermined')).toBe('not-ready');
  expect(worse('reserved', 'undetermined')).toBe('undetermined');
});

it('findings are shared only when they are made from the same, whatever differs', () => {
  const outcome = {
    status: 'fail',
    cause: 'c',
    evidence: { measured: 'm', required: 'r', route: 'direct', durationMs: 1 },
    fix: [{ text: 't', command: 'x' }],
    verdict: 'refused',
  } as const;
  const made: Made = {
    id: IDS[0] as CheckId,
    outcome,
    severity: 'block',
    ignored: false,
    verdict: 'refused',
    otherwise: [{ release: '1', status: 'pass' }],
  };
  const others: Made[] = [
    { ...made, id: IDS[1] as CheckId },
    { ...made, severity: 'warn' },
    { ...made, ignored: true },
    { ...made, verdict: 'reserved' },
    { ...made, otherwise: [] },
    { ...made, otherwise: [{ release: '2', status: 'pass' }] },
    { ...made, outcome: { ...outcome, cause: 'd' } },
    ...Object.keys(outcome.evidence).map(
      (field) => ({ ...made, outcome: { ...outcome, evidence: { ...outcome.evidence, [field]: 'other' } } }) as Made,
    ),
    { ...made, outcome: { ...outcome, fix: [{ text: 't', command: 'y' }] } },
    { ...made, outcome: { ...outcome, fix: [{ text: 'u', command: 'x' }] } },
    { ...made, outcome: { status: 'unknown', reason: 'not seen' } },
    { ...made, outcome: { status: 'skip', reason: 'not seen' } },
    { ...made, outcome: { status: 'skip', reason: 'not asked' }, otherwise: [] },
    { ...made, outcome: { status: 'unknown', reason: 'not asked' }, otherwise: [] },
    { ...made, outcome: { status: 'unknown', reason: 'not asked' }, severity: 'warn', otherwise: [] },
  ];
  expect(new Set([made, ...others].map(findingOf)).size).toBe(others.length + 1);
  expect(findingOf(structuredClone(made))).toBe(findingOf(made));
});
