import type { DeployRun } from '../rollout/deploy-run.ts';
import type { TaskState } from '../rollout/task.ts';
import { detail, type TextOptions } from './check-words.ts';
import { type DeployCause, deployCauses } from './deploy-causes.ts';
import { actionLines, headLines } from './deploy-one.ts';
import { causeHead, namesOf, STATE_WORDS, stateDress } from './deploy-words.ts';
import type { Paint } from './paint.ts';

/** So many causes are told with their fix; the others only stand in the table. */
const IN_FULL = 3;

/** Several machines: the biggest causes with a fix each, then all machines by what became of them. A dry run shows every change. */
export function deployedFleet(run: DeployRun, options: TextOptions): string[] {
  return [...(run.dryRun ? plannedLines(run, options) : []), ...causesTold(deployCauses(run.targets), options)];
}

/** The biggest causes in full, then a table of all. */
export function causesTold(causes: readonly DeployCause[], options: TextOptions): string[] {
  const biggest = causes
    .filter(({ code }) => code !== undefined)
    .sort((a, b) => b.targets.length - a.targets.length)
    .slice(0, options.verbose ? undefined : IN_FULL);
  return [
    ...biggest.flatMap((cause) => [...causeLines(cause, options), '']),
    options.paint.strong('Machines'),
    ...tableLines(causes, options),
    '',
  ];
}

function plannedLines({ targets }: DeployRun, { paint }: TextOptions): string[] {
  return targets.flatMap((target) => {
    const { change } = target;
    if (change === undefined || !SHOWN.includes(target.state)) return [];
    return [...headLines(target, change, paint).slice(0, -1), ...actionLines(change, paint)];
  });
}

/** Of the others their cause is told. */
const SHOWN: readonly TaskState[] = ['planned', 'unchanged'];

function causeLines(cause: DeployCause, { paint, verbose }: TextOptions): string[] {
  const { sign, dress } = stateDress(cause.state, paint);
  const [first, ...others] = cause.fixes;
  const shown = verbose ? cause.fixes : first === undefined ? [] : [first];
  return [
    `${dress(sign)} ${paint.strong(causeHead(cause))}  ${paint.dim(cause.code ?? '')}`,
    ...detail('why', cause.why?.split('\n')[0], paint),
    ...shown.flatMap(({ fix }, index) => [
      `    ${paint.dim((index === 0 ? 'fix' : '').padEnd(6))}${fix.text}`,
      ...(fix.command === undefined ? [] : [`          ${paint.strong(fix.command)}`]),
    ]),
    ...(others.length > 0 && !verbose ? detail('', `and ${others.length} more (-v shows all)`, paint) : []),
    ...detail('on', namesOf(cause, verbose), paint),
    ...detail('docs', cause.docs, paint),
  ];
}

/** A row for each state and cause, its machines below it. */
function tableLines(causes: readonly DeployCause[], { paint, verbose }: TextOptions): string[] {
  const width = Math.max(0, ...causes.map(({ state }) => state.length));
  const digits = Math.max(0, ...causes.map(({ targets }) => String(targets.length).length));
  const indent = ' '.repeat(4 + width + 2 + digits + 2);
  return causes.flatMap((cause) => {
    const { sign, dress } = stateDress(cause.state, paint);
    const count = String(cause.targets.length).padStart(digits);
    return [
      `  ${dress(sign)} ${dress(cause.state.padEnd(width))}  ${count}  ${causeOrWords(cause)}`.trimEnd(),
      ...namesLines(namesOf(cause, verbose), indent, paint),
    ];
  });
}

function causeOrWords({ cause, state }: DeployCause): string {
  const words = STATE_WORDS[state].replace(/^\w+: /, '');
  return cause !== '' ? cause : words === state ? '' : words;
}

/** Wrapped between names where somebody reads on a screen. */
function namesLines(names: string, indent: string, { width, dim }: Paint): string[] {
  if (width === undefined) return [`${indent}${dim(names)}`];
  const lines: string[] = [];
  for (const name of names.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + name.length < width) lines[lines.length - 1] += ` ${name}`;
    else lines.push(name);
  }
  return lines.map((line) => `${indent}${dim(line)}`);
}
