import type { CheckedTarget, CheckRun } from '../check/checked.ts';
import { shortTarget } from '../target/resource-id.ts';
import type { Cause } from './causes.ts';
import { causesOf } from './causes.ts';
import type { TextOptions } from './check-words.ts';
import {
  detail,
  findingDress,
  fixLines,
  isJudged,
  machines,
  systemName,
  unseenLines,
  verdictDress,
} from './check-words.ts';
import type { Paint } from './paint.ts';

/** How many machines of a cause are named before the rest is only counted. */
const NAMED = 12;

/** Several machines: by cause first, because that is how they are repaired, then a line each. */
export function fleet(run: CheckRun, options: TextOptions): string[] {
  const { paint } = options;
  const causes = causesOf(run.targets);
  const folder = sharedFolder(run.targets);
  const short = (target: string): string => shortTarget(target.slice(target.startsWith(folder) ? folder.length : 0));
  const width = Math.min(60, Math.max(...run.targets.map(({ target }) => short(target).length)));
  return [
    ...causes.filter(isJudged).flatMap((cause) => [...causeOfFleet(cause, short, options), '']),
    ...unseenLines(causes, paint),
    `${paint.strong('Machines')}${folder === '' ? '' : paint.dim(`  ${folder}...`)}`,
    ...run.targets.map((checked) => machineLine(checked, short(checked.target).padEnd(width), paint)),
    '',
  ];
}

/** `facts:<folder>/` when all facts files lie in one folder: said once, and not in every line. */
function sharedFolder(targets: readonly CheckedTarget[]): string {
  const folders = new Set(targets.map(({ target }) => /^facts:.*[\\/]/.exec(target)?.[0] ?? ''));
  folders.delete('');
  return folders.size === 1 ? ([...folders][0] ?? '') : '';
}

function causeOfFleet(cause: Cause, short: (target: string) => string, { paint, verbose }: TextOptions): string[] {
  const { sign, dress } = findingDress(cause, paint);
  const named = verbose ? cause.targets : cause.targets.slice(0, NAMED);
  const rest = cause.targets.length - named.length;
  return [
    `${dress(sign)} ${paint.strong(`${machines(cause.targets.length)}: ${cause.cause}`)}  ${paint.dim(`${cause.id}  ${cause.agents.join(', ')}`)}`,
    ...fixLines(cause, paint),
    ...detail('on', `${named.map(short).join(', ')}${rest > 0 ? ` and ${rest} more (-v names all)` : ''}`, paint),
    ...detail('docs', cause.docs, paint),
  ];
}

function machineLine(checked: CheckedTarget, name: string, paint: Paint): string {
  if ('problem' in checked) return `  ${paint.bad(paint.symbols.fail)} ${name}  ${paint.bad(checked.problem.message)}`;
  const { assessment } = checked;
  const { sign, dress } = verdictDress(assessment.verdict, paint);
  const each = assessment.generations.map(
    ({ agent, verdict }) => `${agent} ${verdictDress(verdict, paint).dress(verdict.padEnd(12))}`,
  );
  const stranded = assessment.stranded ? paint.warn('  stranded') : '';
  return `  ${dress(sign)} ${name}  ${each.join('  ')}  ${paint.dim(systemName(assessment.system))}${stranded}`;
}
