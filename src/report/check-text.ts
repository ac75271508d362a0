import type { Assessment } from '../check/assess.ts';
import type { Finding, Status } from '../check/check.ts';
import type { CheckedTarget, CheckRun } from '../check/checked.ts';
import type { Judgement } from '../check/judge.ts';
import { shortTarget } from '../target/resource-id.ts';
import type { Cause } from './causes.ts';
import { causesOf, isNotable } from './causes.ts';
import { fleet } from './check-fleet.ts';
import type { TextOptions } from './check-words.ts';
import { detail, findingDress, fixLines, isJudged, systemName, unseenLines, verdictDress } from './check-words.ts';
import type { Paint } from './paint.ts';

/** The report of `azmon check` as lines: one machine in full, several by cause and then by machine. Pure. */
export function checkText(run: CheckRun, options: TextOptions): string[] {
  const [only, second] = run.targets;
  if (only === undefined) return ['no targets'];
  return second === undefined ? oneMachine(only, options) : fleet(run, options);
}

function oneMachine(checked: CheckedTarget, { paint, verbose }: TextOptions): string[] {
  if ('problem' in checked) return [];
  const { assessment } = checked;
  const causes = causesOf([checked]);
  return [
    `${paint.strong(shortTarget(checked.target))}  ${systemName(assessment.system)}${paint.dim(`  page of 2020-02-04: ${assessment.page}`)}`,
    '',
    ...generationLines(assessment, paint),
    '',
    ...groupLines(assessment, paint),
    '',
    ...causes
      .filter(isJudged)
      .flatMap((cause) => [...causeInFull(cause, findingsOf(assessment, cause), assessment, paint), '']),
    ...unseenLines(causes, paint),
    ...(verbose ? [...verboseLines(assessment, paint), ''] : []),
  ];
}

/** One line a generation: its verdict and the cause that weighs most. */
function generationLines(assessment: Assessment, paint: Paint): string[] {
  const width = Math.max(...assessment.generations.map((generation) => heading(generation).length));
  return assessment.generations.map((generation) => {
    const worst = generation.findings.find(
      (finding) => finding.verdict === generation.verdict && finding.verdict !== 'ready',
    );
    const reason = worst === undefined ? '' : paint.dim(`  ${worst.cause ?? worst.reason ?? ''}`);
    const { sign, dress } = verdictDress(generation.verdict, paint);
    const words = reason === '' ? generation.verdict : generation.verdict.padEnd(12);
    return `  ${dress(sign)} ${heading(generation).padEnd(width)}  ${dress(words)}${reason}`;
  });
}

/** A generation of one release only goes without its number. */
const heading = ({ title, release }: Judgement): string => (release === 'current' ? title : `${title} ${release}`);

const ORDER: readonly Status[] = ['pass', 'fail', 'unknown', 'error', 'skip'];

/** `python 1/3 passed` for each group, the generations added up, so that a reader sees what was asked at all. */
function groupLines(assessment: Assessment, paint: Paint): string[] {
  const groups = [...new Set(assessment.generations.flatMap((generation) => Object.keys(generation.counts)))];
  const words = groups.map((group) => {
    const sums = ORDER.map((status) =>
      assessment.generations.reduce((sum, { counts }) => sum + (counts[group]?.[status] ?? 0), 0),
    );
    const [passed = 0, failed = 0, unknown = 0, broken = 0] = sums;
    const asked = passed + failed + unknown + broken;
    const dress = failed > 0 ? paint.bad : unknown + broken > 0 ? paint.warn : asked > 0 ? paint.good : paint.dim;
    return dress(asked === 0 ? `${group} skipped` : `${group} ${passed}/${asked}`);
  });
  return rows(words, 6).map((row) => `  ${row.join(paint.dim(', '))}`);
}

function rows<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

const findingsOf = (assessment: Assessment, cause: Cause): Finding[] =>
  assessment.generations
    .flatMap((generation) => generation.findings)
    .filter(
      (finding) => finding.id === cause.id && isNotable(finding) && (finding.cause ?? finding.reason) === cause.cause,
    );

/** What another release of the agent says of the same machine. */
const OTHERWISE: Readonly<Record<Status, string>> = {
  pass: 'takes it as it is',
  fail: 'refuses it',
  skip: 'does not ask for it',
  unknown: 'cannot tell',
  error: 'cannot tell',
};

function causeInFull(cause: Cause, findings: readonly Finding[], assessment: Assessment, paint: Paint): string[] {
  const [finding] = findings;
  const { sign, dress } = findingDress(cause, paint);
  const whom = cause.agents.length === assessment.generations.length ? '' : paint.dim(`  ${cause.agents.join(', ')}`);
  const ignored = finding?.ignored === true ? paint.dim('  (ignored)') : '';
  return [
    `${dress(sign)} ${paint.strong(cause.cause)}  ${paint.dim(cause.id)}${whom}${ignored}`,
    ...detail('found', evidenceText(finding), paint),
    ...detail('why', cause.why, paint),
    ...(finding?.otherwise ?? []).map(
      ({ release, status }) => `    ${paint.dim('but'.padEnd(6))}release ${release} ${OTHERWISE[status]}`,
    ),
    ...fixLines(cause, paint),
    ...detail('docs', cause.docs, paint),
  ];
}

function evidenceText(finding: Finding | undefined): string | undefined {
  const evidence = finding?.evidence;
  if (evidence === undefined) return undefined;
  const { measured, required, route, durationMs } = evidence;
  const parts = [
    measured,
    required === undefined ? undefined : `required: ${required}`,
    route === undefined ? undefined : `route: ${route}`,
  ];
  return [
    ...parts.filter((part) => part !== undefined),
    ...(durationMs === undefined ? [] : [`${durationMs} ms`]),
  ].join('; ');
}

function verboseLines(assessment: Assessment, paint: Paint): string[] {
  return assessment.generations.flatMap((generation) => [
    paint.strong(heading(generation)),
    ...generation.findings.filter((finding) => !isNotable(finding)).map((finding) => quietLine(finding, paint)),
  ]);
}

function quietLine(finding: Finding, paint: Paint): string {
  const { pass, skip, unknown } = paint.symbols;
  const sign =
    finding.status === 'pass' ? paint.good(pass) : finding.status === 'skip' ? paint.dim(skip) : paint.warn(unknown);
  const said = finding.reason ?? evidenceText(finding) ?? '';
  return `  ${sign} ${finding.status.padEnd(8)}${finding.id.padEnd(26)} ${finding.title}${said === '' ? '' : paint.dim(`: ${said}`)}`;
}
