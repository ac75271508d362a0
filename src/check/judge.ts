import type { AgentId } from '../agent/agent.ts';
import { releaseLabel } from '../agent/release-label.ts';
import { CATALOGUE } from './catalogue.ts';
import type { Check, Finding, Severity, Status, Subject, Verdict } from './check.ts';
import { VERDICTS } from './check.ts';
import { type Answer, findingOf, groupOf, type Otherwise } from './finding.ts';

export interface JudgeOptions {
  /** Ids or groups; missing: every check. */
  readonly only?: readonly string[];
  /** Ids or groups whose failures are lowered one step: block to warning, warning to a hint. `impossible` is never lowered. */
  readonly ignore?: readonly string[];
  /** Whether findings that passed are kept; they are always counted. */
  readonly passed?: boolean;
  readonly catalogue?: readonly Check[];
}

/** What is said of one machine and one generation of the agent. */
export interface Judgement {
  readonly agent: AgentId;
  readonly title: string;
  readonly release: string;
  readonly verdict: Verdict;
  /** By group in catalogue order, then by status. */
  readonly counts: Readonly<Record<string, Partial<Record<Status, number>>>>;
  readonly findings: readonly Finding[];
}

/** Judges a subject by every check that applies. Pure; a check that throws yields an error for itself alone. */
export function judge(subject: Subject, options: JudgeOptions = {}): Judgement {
  const asked: string[] = [];
  const findings: Finding[] = [];
  let verdict: Verdict = 'ready';
  for (const check of options.catalogue ?? CATALOGUE) {
    if (options.only !== undefined && !names(options.only, check.id)) continue;
    const outcome = ask(check, subject);
    if (outcome === undefined) continue;
    asked.push(groupOf(check.id), outcome.status);
    if (outcome.status === 'pass' && options.passed !== true) continue;
    const finding = toFinding(check, outcome, subject, options);
    verdict = worse(verdict, finding.verdict);
    findings.push(finding);
  }
  const { agent, release, system } = subject;
  return {
    agent: agent.id,
    title: agent.title,
    release: releaseLabel(release, system.family),
    verdict,
    counts: countsOf(asked),
    findings,
  };
}

type Counts = Judgement['counts'];

const counted = new Map<string, Counts>();
const MOST_KEPT = 20_000;

/** From group, status, group, status ... Machines of one kind share their counts: ten thousand of them would fill the memory. */
function countsOf(asked: readonly string[]): Counts {
  const key = asked.join();
  const known = counted.get(key);
  if (known !== undefined) return known;
  const counts: Record<string, Partial<Record<Status, number>>> = {};
  for (let index = 0; index < asked.length; index += 2)
    count(counts, asked[index] as string, asked[index + 1] as Status);
  if (counted.size < MOST_KEPT) counted.set(key, counts);
  return counts;
}

function count(counts: Record<string, Partial<Record<Status, number>>>, group: string, status: Status): void {
  const tally = counts[group] ?? {};
  tally[status] = (tally[status] ?? 0) + 1;
  counts[group] = tally;
}

/** The worse of two verdicts, by the order of VERDICTS. */
export function worse(a: Verdict, b: Verdict): Verdict {
  return VERDICTS.indexOf(a) < VERDICTS.indexOf(b) ? a : b;
}

/** Whether a list of ids and groups names a check: `python` and `python.alias` both name `python.alias`. */
export function names(list: readonly string[], id: string): boolean {
  return list.includes(id) || list.includes(groupOf(id));
}

function ask(check: Check, subject: Subject): Answer | undefined {
  try {
    return check.applies(subject) ? check.judge(subject) : undefined;
  } catch (error) {
    return {
      status: 'error',
      reason: `the check itself broke: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function toFinding(check: Check, outcome: Answer, subject: Subject, options: JudgeOptions): Finding {
  const severity = ('severity' in outcome ? outcome.severity : undefined) ?? check.severity;
  const unlowered = verdictOf(outcome, severity);
  const ignored = unlowered !== 'ready' && unlowered !== 'impossible' && names(options.ignore ?? [], check.id);
  const verdict = ignored ? lowered(unlowered) : unlowered;
  return findingOf({
    id: check.id,
    outcome,
    severity,
    ignored,
    verdict,
    otherwise: elsewhere(check, outcome, subject),
  });
}

function verdictOf(outcome: Answer, severity: Severity): Verdict {
  if (outcome.status === 'fail')
    return outcome.verdict ?? (severity === 'block' ? 'not-ready' : severity === 'warn' ? 'reserved' : 'ready');
  if (outcome.status === 'unknown' || outcome.status === 'error')
    return severity === 'block' ? 'undetermined' : 'ready';
  return 'ready';
}

const lowered = (verdict: Verdict): Verdict => (verdict === 'reserved' ? 'ready' : 'reserved');

const NOTHING: Otherwise = [];

/** Where another release of the same agent comes to another status: requirements belong to a release. */
function elsewhere(check: Check, outcome: Answer, subject: Subject): Otherwise {
  if (outcome.status !== 'pass' && outcome.status !== 'fail') return NOTHING;
  return subject.agent.releases
    .filter((release) => release !== subject.release)
    .map((release) => ({
      release: releaseLabel(release, subject.system.family),
      status: ask(check, { ...subject, release })?.status ?? ('skip' as const),
    }))
    .filter(({ status }) => status !== outcome.status && status !== 'unknown' && status !== 'error');
}
