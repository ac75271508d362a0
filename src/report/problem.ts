import type { Problem } from '../problem.ts';
import { shortTarget } from '../target/resource-id.ts';
import type { Paint } from './paint.ts';
import { wrapped } from './wrapped.ts';

/** A problem as people read it: what, why, the commands that help, where it is documented. */
export function problemLines(problem: Problem, paint: Paint): string[] {
  const where = isNamed(problem) ? '' : `${shortTarget(problem.target ?? '')}: `;
  return [
    `${paint.bad('Error:')} ${where}${problem.message} ${paint.dim(`(${problem.code})`)}`,
    ...labelled(
      'why',
      (problem.why?.split('\n') ?? []).flatMap((line) => within(line, paint)),
      paint,
    ),
    ...labelled('fix', fixes(problem, paint), paint),
    ...labelled('docs', [problem.docs], paint),
  ];
}

/** What is worth knowing besides the answer. */
export function noticeLines({ message, code }: { message: string; code: string }, paint: Paint): string[] {
  const [first = '', ...more] = wrapped(`Warning: ${message} (${code})`, paint.width);
  return [first.replace('Warning:', paint.warn('Warning:')), ...more];
}

/** Problems of files name the file themselves. */
const isNamed = ({ target, message }: Problem): boolean =>
  target === undefined || message.includes(target.replace(/^facts:/, '').replace(/[:#]\d+$/, ''));

/** A label before the first line, the others lined up below it. */
function labelled(label: string, lines: readonly string[], paint: Paint): string[] {
  return lines.map((line, index) => `  ${paint.dim((index === 0 ? label : '').padEnd(5))} ${line}`);
}

/** Text wraps where somebody reads; commands never do. */
const within = (text: string, { width }: Paint): string[] => wrapped(text, width === undefined ? undefined : width - 8);

function fixes(problem: Problem, paint: Paint): string[] {
  const width = Math.max(0, ...problem.fix.map((fix) => fix.command?.length ?? 0));
  const aligned = width > 44 ? 0 : width;
  return problem.fix.flatMap((fix) => {
    if (fix.command === undefined) return within(fix.text, paint);
    if (fix.text === '') return paint.strong(fix.command);
    return `${paint.strong(fix.command)}${' '.repeat(Math.max(0, aligned - fix.command.length))}   ${fix.text}`;
  });
}

/** The record that stands for a problem in `errors` of the JSON envelope: an allow-list, so that nothing else can slip in. */
export function problemRecord(problem: Problem): ProblemRecord {
  return {
    code: problem.code,
    message: problem.message,
    ...(problem.why === undefined ? {} : { cause: problem.why }),
    ...(problem.target === undefined ? {} : { target: problem.target }),
    retryable: problem.retryable,
    fix: problem.fix,
    docs: problem.docs,
  };
}

export interface ProblemRecord {
  readonly code: string;
  readonly message: string;
  readonly cause?: string;
  readonly target?: string;
  readonly retryable: boolean;
  readonly fix: Problem['fix'];
  readonly docs: string;
  /** Only with --debug. */
  readonly stack?: string;
}
