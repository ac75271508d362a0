import { AGENTS } from '../agent/index.ts';
import type { MachineState, MachineStatus } from '../manage/machine-state.ts';
import type { StatusRun } from '../manage/status.ts';
import { EXIT, type ExitCode, worstExit } from '../problem.ts';
import { type StatusShown, statusText } from '../report/status.ts';
import { statusResult, statusRow } from '../report/status-json.ts';
import type { Answer, Notice } from './answer.ts';
import { retirementNotices } from './retirement.ts';

export interface StatusShowing {
  readonly asOf: string;
  readonly freshMs: number;
  /** As typed: what a next command repeats. */
  readonly targets: readonly string[];
  readonly flags: Readonly<Record<string, unknown>>;
  readonly wanted: readonly MachineState[] | undefined;
  /** Name of the workspace to which it was limited. */
  readonly workspace: string | undefined;
  /** What could not be read counts: exit code 5. */
  readonly strict: boolean;
  readonly durationMs: number;
  /** All that Azure said of what could not be read. */
  readonly verbose: boolean;
  readonly each: (row: Record<string, unknown>) => void;
}

/** A status as the answer of the command: which machines are shown, the exit code, what is worth knowing besides. */
export function statusAnswer(run: StatusRun, showing: StatusShowing): Answer {
  const { asOf, freshMs, wanted, durationMs, workspace } = showing;
  const isWanted = ({ state }: MachineStatus): boolean => wanted === undefined || wanted.includes(state);
  const shown: StatusShown = {
    ...{ run, asOf, freshMs, durationMs, exit: exitOf(run, showing), command: commandOf(showing) },
    shown: { machines: run.machines.filter(isWanted), strangers: run.strangers.filter(isWanted) },
    ...(wanted === undefined ? {} : { wanted }),
    ...(workspace === undefined ? {} : { workspace }),
  };
  for (const machine of shown.shown.machines) showing.each(statusRow(machine));
  return {
    result: () => statusResult(shown),
    exit: shown.exit,
    text: (paint) => statusText(shown, { paint, verbose: showing.verbose }),
    warnings: noticesOf(run, asOf),
    errors: run.problems,
  };
}

/** What was named and could not be read ends the run with its own code; what merely stands around counts when asked to. */
function exitOf({ problems, sources }: StatusRun, { strict }: StatusShowing): ExitCode {
  const unread = sources.some(({ read }) => !read);
  return worstExit([...problems.map(({ exit }) => exit), ...(strict && unread ? [EXIT.warnings] : [])]);
}

function noticesOf({ machines, strangers, sources }: StatusRun, asOf: string): Notice[] {
  const seen = new Set([...machines, ...strangers].flatMap(({ agents }) => agents.map(({ agent }) => agent)));
  const retired = Object.values(AGENTS).filter(
    ({ id, retirement }) => seen.has(id) && retirement !== undefined && asOf >= retirement.date,
  );
  const unread = sources.filter(({ read }) => !read).map(({ source }) => source);
  const missing = `could not be read: ${unread.slice(0, NAMED).join(', ')}${unread.length > NAMED ? ` and ${unread.length - NAMED} more` : ''}`;
  return [
    ...(unread.length === 0 ? [] : [{ code: 'AZMON-STATUS-UNREAD', message: missing }]),
    ...retirementNotices(retired),
  ];
}

const NAMED = 3;

/** Flags that say which machines are meant. */
const SCOPE = ['file', 'workspace', 'workspace-id', 'subscription', 'tenant', 'cloud', 'auth', 'config', 'fresh'];

/** The same machines once more, as they were named. */
function commandOf({ targets, flags }: StatusShowing): string {
  const words = SCOPE.flatMap((name) => {
    const values = [flags[name] ?? []].flat() as (string | number)[];
    return values.flatMap((value) => [`--${name}`, name === 'fresh' ? `${Number(value) / 1000}s` : String(value)]);
  });
  return ['azmon status', ...targets.map(quoted), ...words.map(quoted)].join(' ');
}

/** As a POSIX shell and PowerShell both take it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
