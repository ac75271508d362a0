import type { Finding } from '../check/check.ts';
import type { CheckedTarget } from '../check/checked.ts';
import { TEXT } from '../check/text.ts';
import type { Fix } from '../problem.ts';

/** One cause, and every machine that has it: the unit in which a fleet is repaired. */
export interface Cause {
  readonly id: string;
  readonly cause: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Finding['severity'];
  readonly status: Finding['status'];
  readonly verdict: Finding['verdict'];
  readonly docs: string;
  /** What is known of a single machine's unanswered question beyond its cause. */
  readonly measured?: string;
  /** Titles of the generations that are judged so. */
  readonly agents: readonly string[];
  readonly targets: readonly string[];
  /** Distinct fixes, the most frequent first. */
  readonly fixes: readonly { readonly fix: Fix; readonly count: number }[];
}

interface Gathering {
  readonly finding: Finding;
  readonly agents: Set<string>;
  /** In order, each once: targets come one after the other. */
  readonly targets: string[];
  readonly fixes: Map<string, { fix: Fix; count: number }>;
}

/** Groups what is not as it should be by check and cause, the most frequent first, mere information last. Pure. */
export function causesOf(targets: readonly CheckedTarget[]): Cause[] {
  const byCause = new Map<string, Gathering>();
  for (const checked of targets) {
    if (!('assessment' in checked)) continue;
    for (const generation of checked.assessment.generations)
      for (const finding of generation.findings.filter(isNotable))
        collect(byCause, checked.target, generation.title, finding);
  }
  return [...byCause.values()]
    .map(toCause)
    .sort((a, b) => Number(isInformation(a)) - Number(isInformation(b)) || b.targets.length - a.targets.length);
}

const isInformation = ({ severity, status }: Cause): boolean => severity === 'info' && status === 'fail';

/** Failed or not observable: what a reader has to know. What Azure would not tell is always said, for it was asked by name. */
export const isNotable = (finding: Finding): boolean =>
  finding.status === 'fail' ||
  finding.status === 'error' ||
  (finding.status === 'unknown' && (finding.severity === 'block' || finding.group === 'cloud'));

function collect(byCause: Map<string, Gathering>, target: string, agent: string, finding: Finding): void {
  const key = `${finding.id}\n${finding.cause ?? finding.reason ?? finding.status}`;
  const known: Gathering = byCause.get(key) ?? { finding, agents: new Set(), targets: [], fixes: new Map() };
  const isNew = known.targets.at(-1) !== target;
  known.agents.add(agent);
  if (isNew) known.targets.push(target);
  for (const fix of isNew ? finding.fix : []) {
    const name = fix.command ?? fix.text;
    known.fixes.set(name, { fix, count: (known.fixes.get(name)?.count ?? 0) + 1 });
  }
  byCause.set(key, known);
}

function toCause({ finding, agents, targets, fixes }: Gathering): Cause {
  const text: { why: string } = TEXT[finding.id];
  return {
    id: finding.id,
    cause: finding.cause ?? finding.reason ?? finding.status,
    title: finding.title,
    why: text.why,
    severity: finding.severity,
    status: finding.status,
    verdict: finding.verdict,
    docs: finding.docs,
    ...(finding.status === 'unknown' && targets.length === 1 && finding.evidence?.measured !== undefined
      ? { measured: finding.evidence.measured }
      : {}),
    agents: [...agents],
    targets,
    fixes: [...fixes.values()].sort((a, b) => b.count - a.count),
  };
}
