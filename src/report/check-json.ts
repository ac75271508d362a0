import type { Finding } from '../check/check.ts';
import type { CheckedTarget, CheckRun } from '../check/checked.ts';
import type { Judgement } from '../check/judge.ts';
import { TEXT } from '../check/text.ts';
import { exitName } from '../problem.ts';
import { causesOf } from './causes.ts';
import { problemRecord } from './problem.ts';

/** `result` of the envelope of `azmon check`: a target each, then the same by cause. Pure. */
export function checkResult(run: CheckRun): Record<string, unknown> {
  return {
    asOf: run.asOf,
    ...(run.only === undefined ? {} : { only: run.only }),
    targets: run.targets.map(targetResult),
    causes: causesOf(run.targets).map(({ fixes, ...cause }) => ({
      ...cause,
      fixes: fixes.map(({ fix, count }) => ({ ...fix, count })),
    })),
    summary: { ...summaryOf(run.targets), retired: run.retired },
  };
}

/** One target: also what an NDJSON line says of it. */
export function targetResult(checked: CheckedTarget): Record<string, unknown> {
  const { target, machine, line, labels, durationMs, exit } = checked;
  const head = { target, machine, line, labels, exitCode: exit, durationMs };
  if ('problem' in checked) return { ...head, status: exitName(exit), error: problemRecord(checked.problem) };
  const { system, page, verdict, stranded, generations } = checked.assessment;
  return {
    ...head,
    status: exitName(exit),
    verdict,
    page,
    stranded,
    system,
    generations: generations.map(generationResult),
  };
}

function generationResult(generation: Judgement): Record<string, unknown> {
  const { agent, title, release, verdict, counts, findings } = generation;
  return { agent, title, release, verdict, counts, findings: findings.map(findingResult) };
}

const results = new WeakMap<Finding, object>();

/** The finding with the reason why it matters; made once, because machines share their findings. */
function findingResult(finding: Finding): object {
  if (finding.status !== 'fail') return finding;
  const text: { why: string } = TEXT[finding.id];
  const result = results.get(finding) ?? { ...finding, why: text.why };
  results.set(finding, result);
  return result;
}

/** How many targets ended with which verdict; those that could not be judged count as `error`. */
function summaryOf(targets: readonly CheckedTarget[]): Record<string, unknown> {
  const verdicts: Record<string, number> = {};
  for (const checked of targets) {
    const word = 'problem' in checked ? 'error' : checked.assessment.verdict;
    verdicts[word] = (verdicts[word] ?? 0) + 1;
  }
  const stranded = targets.filter((checked) => 'assessment' in checked && checked.assessment.stranded).length;
  return { total: targets.length, verdicts, stranded };
}
