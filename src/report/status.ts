import type { MachineState, MachineStatus } from '../manage/machine-state.ts';
import type { StatusRun } from '../manage/status.ts';
import { printable } from '../printable.ts';
import { type ExitCode, exitName } from '../problem.ts';
import { detail, machines, type TextOptions } from './check-words.ts';
import type { Paint } from './paint.ts';
import { countStates } from './status-json.ts';
import { statusOne } from './status-one.ts';
import { statusTable } from './status-table.ts';
import { STATE_NEXT, STATE_ORDER, STATE_WORDS, stateDress } from './status-words.ts';
import { wrapped } from './wrapped.ts';

/** A status and which part of it is shown. */
export interface StatusShown {
  readonly run: StatusRun;
  /** Of the run, those in the states that were asked for. */
  readonly shown: Pick<StatusRun, 'machines' | 'strangers'>;
  readonly wanted?: readonly MachineState[];
  /** The command as it was typed, with its scope and without its output flags: what a next command is made of. */
  readonly command: string;
  readonly freshMs: number;
  /** YYYY-MM-DD */
  readonly asOf: string;
  /** Name of the workspace to which it was limited. */
  readonly workspace?: string;
  readonly exit: ExitCode;
  readonly durationMs: number;
}

/** The report of `azmon status`: one machine in detail, several in a table; how many are in which state, what could not be read, what to do next. Pure. */
export function statusText(status: StatusShown, { paint, verbose }: TextOptions): string[] {
  const { run, shown } = status;
  const all = [...shown.machines, ...shown.strangers].sort(byState);
  const [only, second] = all;
  // The error says all there is to say.
  if (only === undefined && run.problems.length > 0) return [];
  if (only === undefined) return [nothing(status), '', ...sourceLines(run, verbose, paint), ...last(status, paint)];
  const body = second === undefined ? statusOne(only, run.workspaces, paint) : statusTable(all, run.workspaces, paint);
  const several = second === undefined ? [] : [...summary(status, paint), ...nextLines(status, paint)];
  return [...body, '', ...sourceLines(run, verbose, paint), ...several, ...last(status, paint)];
}

const byState = (a: MachineStatus, b: MachineStatus): number =>
  STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const nothing = ({ run, wanted }: StatusShown): string =>
  run.machines.length + run.strangers.length === 0
    ? 'no machine was found'
    : `no machine is in the state ${(wanted ?? []).join(' or ')}`;

/** What could not be read; what could goes without saying. */
function sourceLines({ sources }: StatusRun, verbose: boolean, paint: Paint): string[] {
  const unread = sources.filter(({ read }) => !read);
  if (unread.length === 0) return [];
  return [
    `${paint.warn(paint.symbols.unknown)} ${paint.strong('could not be read: a missing record is no sign of silence there')}`,
    ...unread.flatMap(({ source, why = '' }) => {
      const short = verbose || why.length <= LONGEST_WHY ? why : `${why.slice(0, LONGEST_WHY)} ... (-v shows all)`;
      // Beside its source in a pipe, below it where somebody reads.
      if (short !== '' && paint.width !== undefined)
        return [`    ${printable(source)}`, ...detail('', printable(short), paint)];
      return `    ${printable(source)}${short === '' ? '' : paint.dim(`  ${printable(short)}`)}`;
    }),
    '',
  ];
}

/** Azure explains at length. */
const LONGEST_WHY = 160;

/** States by how much they need somebody, with what each means. */
function summary({ run }: StatusShown, paint: Paint): string[] {
  const counts = countStates(run);
  const present = STATE_ORDER.filter((state) => counts[state] !== undefined);
  const digits = Math.max(...present.map((state) => String(counts[state]).length));
  const width = Math.max(...present.map((state) => state.length));
  return [
    paint.strong(machines(run.machines.length + run.strangers.length)),
    ...present.flatMap((state) => {
      const { sign, dress } = stateDress(state, paint);
      const head = `  ${dress(sign)} ${String(counts[state]).padStart(digits)}  ${dress(state.padEnd(width))}`;
      const at = 4 + digits + 2 + width + 2;
      const words = wrapped(STATE_WORDS[state], paint.width === undefined ? undefined : paint.width - at);
      return words.map((line, index) => `${index === 0 ? `${head}  ` : ' '.repeat(at)}${paint.dim(line)}`);
    }),
    '',
  ];
}

/** How many next commands are offered. */
const NEXT = 2;

function nextLines({ run, command }: StatusShown, paint: Paint): string[] {
  const counts = countStates(run);
  const next = STATE_ORDER.filter((state) => counts[state] !== undefined && STATE_NEXT[state] !== undefined);
  return next.slice(0, NEXT).flatMap((state) => {
    const { text = '', command: then = '' } = STATE_NEXT[state] ?? {};
    return [
      `${paint.dim('next')}  ${state}: ${text}`,
      `      ${paint.strong(`${command} --in-state ${state} --json | ${then}`)}`,
    ];
  });
}

const last = ({ asOf, durationMs, exit, workspace }: StatusShown, paint: Paint): string[] => [
  ...(workspace === undefined ? [] : [`only machines that have to do with the workspace ${workspace}`]),
  paint.dim(`as of ${asOf}, ${(durationMs / 1000).toFixed(1)} s`),
  `exit code ${exit} (${exitName(exit)})`,
];
