import type { Verdict } from '../check/check.ts';
import type { System } from '../machine/system.ts';
import { shortTarget } from '../target/resource-id.ts';
import type { Cause } from './causes.ts';
import type { Paint } from './paint.ts';
import { wrapped } from './wrapped.ts';

/** How a report is dressed. */
export interface TextOptions {
  readonly paint: Paint;
  /** Also what passed, what was skipped, and every machine of a cause. */
  readonly verbose: boolean;
}

/** `1 machine`, `37 machines` */
export const machines = (count: number): string => (count === 1 ? '1 machine' : `${count} machines`);

/** `Ubuntu 20.04`, `Windows Server 2019 Datacenter`. */
export function systemName(system: System): string {
  if (system.family === 'windows' || system.name.includes(system.version)) return system.name;
  return `${system.name} ${system.version}`;
}

interface Dress {
  readonly sign: string;
  readonly dress: (text: string) => string;
}

/** The sign and colour of a verdict. */
export function verdictDress(verdict: Verdict, paint: Paint): Dress {
  if (verdict === 'ready') return { sign: paint.symbols.pass, dress: paint.good };
  if (verdict === 'reserved') return { sign: paint.symbols.warn, dress: paint.warn };
  if (verdict === 'undetermined') return { sign: paint.symbols.unknown, dress: paint.warn };
  return { sign: paint.symbols.fail, dress: paint.bad };
}

/** The sign and colour of a cause. */
export function findingDress(cause: Pick<Cause, 'verdict' | 'severity' | 'status'>, paint: Paint): Dress {
  if (cause.status === 'unknown' || cause.status === 'error') return { sign: paint.symbols.unknown, dress: paint.warn };
  if (cause.severity === 'info') return { sign: paint.symbols.info, dress: paint.strong };
  return cause.severity === 'warn' || cause.verdict === 'reserved'
    ? { sign: paint.symbols.warn, dress: paint.warn }
    : { sign: paint.symbols.fail, dress: paint.bad };
}

/** A labelled text below a cause, wrapped where somebody reads; nothing where there is nothing to say. */
export const detail = (label: string, text: string | undefined, paint: Paint): string[] =>
  text === undefined || text === ''
    ? []
    : wrapped(text, paint.width === undefined ? undefined : paint.width - DETAIL).map(
        (line, index) => `    ${paint.dim((index === 0 ? label : '').padEnd(6))}${line}`,
      );

/** Where the text of a detail begins. */
const DETAIL = 10;

/** Text, and the command below it where there is one: a line that can be copied whole. */
export function fixLines(cause: Cause, paint: Paint): string[] {
  return cause.fixes.flatMap(({ fix, count }, index) => {
    const label = index === 0 ? 'fix' : '';
    const share = cause.targets.length > 1 && cause.fixes.length > 1 ? ` (${machines(count)})` : '';
    return [
      ...detail(label, `${fix.text}${share}`, paint),
      ...(fix.command === undefined ? [] : [`          ${paint.strong(aimed(fix.command, cause.targets))}`]),
    ];
  });
}

/** A check does not know of what machine it speaks: without a target its command would look at this one. */
function aimed(command: string, [target, ...others]: readonly string[]): string {
  if (target === undefined || target === 'local' || others.length > 0) return command;
  const word = target.startsWith('facts:') ? `--facts ${target.slice('facts:'.length)}` : shortTarget(target);
  return command.replace(/^azmon check(?= --agent )/, () => `azmon check ${word}`);
}

export const isJudged = (cause: Cause): boolean => cause.status === 'fail';

/** What blocks and could not be answered: a line each, because there is one thing to do about all of them. */
export function unseenLines(causes: readonly Cause[], paint: Paint): string[] {
  const unseen = causes.filter((cause) => !isJudged(cause));
  if (unseen.length === 0) return [];
  const width = Math.max(...unseen.map(({ id }) => id.length));
  return [
    `${paint.warn(paint.symbols.unknown)} ${paint.strong('not observed, so not judged')}`,
    ...unseen.map(({ id, cause, measured, agents, targets }) => {
      const whom = [...(targets.length > 1 ? [machines(targets.length)] : []), ...(agents.length === 1 ? agents : [])];
      const words = `${cause.replace(/^not observed: /, '')}${measured === undefined ? '' : `: ${measured}`}`;
      return `    ${id.padEnd(width)}  ${words}${whom.length === 0 ? '' : paint.dim(`  ${whom.join(', ')}`)}`;
    }),
    '',
  ];
}
