import { AGENTS } from '../agent/index.ts';
import { runsIn } from '../manage/ledger.ts';
import { exitName, worstExit } from '../problem.ts';
import type { ShownAgent } from '../rollout/host-run.ts';
import { agentLines, fact } from './agent-words.ts';
import { machines, type TextOptions } from './check-words.ts';
import { timeWords } from './deploy-words.ts';
import { hostName } from './host-words.ts';
import type { Paint } from './paint.ts';
import { problemLines, problemRecord } from './problem.ts';

export interface ShownOptions extends TextOptions {
  /** Milliseconds since 1970: ages count from here; missing: none is told. */
  readonly now?: number;
}

/** `azmon agent show`: each machine's agent as it tells itself. Of several, what could not be read stands among them. Pure. */
export function shownLines(shown: readonly ShownAgent[], options: ShownOptions): string[] {
  const [only, second] = shown;
  const lines = shown.flatMap((one) => [...oneLines(one, options, second !== undefined), '']);
  // The error says all there is to say.
  if (only !== undefined && second === undefined && only.state === undefined) return [];
  const seen = shown.filter(({ state }) => state?.installed === true).length;
  const exit = worstExit(shown.map((one) => one.exit));
  const total = shown.reduce((sum, { durationMs }) => Math.max(sum, durationMs), 0);
  return [
    ...lines,
    `${options.paint.strong(`${machines(shown.length)}: ${seen} with the ${TITLE}`)}${options.paint.dim(`  ${timeWords(total)}`)}`,
    `exit code ${exit} (${exitName(exit)})`,
  ];
}

const TITLE = AGENTS['log-analytics'].title;

function oneLines(one: ShownAgent, { paint, verbose, now }: ShownOptions, several: boolean): string[] {
  const { state, problem, heartbeatsUnread } = one;
  const system = state === undefined ? '' : `  ${state.system === 'linux' ? 'Linux' : 'Windows'}`;
  return [
    `${paint.strong(hostName(one))}${system}`,
    ...(state === undefined ? [] : agentLines(state, TITLE, paint, now)),
    ...fact('heartbeats', heartbeatsUnread === undefined ? undefined : `not read: ${heartbeatsUnread}`, paint),
    ...ledgerLines(one, verbose, paint),
    ...(problem === undefined || !several ? [] : problemLines(problem, paint).map((line) => `  ${line}`)),
  ];
}

/** What azmon has entered there; each entry with -v. */
function ledgerLines({ ledger = [] }: ShownAgent, verbose: boolean, paint: Paint): string[] {
  if (ledger.length === 0) return [];
  const runs = runsIn(ledger);
  const open = runs.filter(({ ended }) => !ended);
  const count = `${ledger.length} ${ledger.length === 1 ? 'entry' : 'entries'} of ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
  const cut = open.length === 0 ? '' : `; ${open.length} was cut off, and the next run undoes it first`;
  return [
    ...fact('ledger', `${count}${cut}`, paint),
    ...(verbose
      ? ledger.flatMap(({ at, do: verb, kind, what, before }) =>
          fact('', `${at} ${verb}: ${kind} ${what} (before: ${before})`, paint),
        )
      : []),
  ];
}

/** The same as plain data. */
export const shownResult = (shown: readonly ShownAgent[]): Record<string, unknown> => ({
  targets: shown.map(shownAgentResult),
  summary: { total: shown.length, installed: shown.filter(({ state }) => state?.installed === true).length },
});

export function shownAgentResult({
  key,
  durationMs,
  exit,
  state,
  ledger,
  heartbeatsUnread,
  problem,
}: ShownAgent): Record<string, unknown> {
  return {
    ...{ target: key, status: exitName(exit), exitCode: exit, durationMs },
    ...(state === undefined ? {} : { generation: 'log-analytics', agent: state }),
    ...(ledger === undefined ? {} : { ledger }),
    ...(heartbeatsUnread === undefined ? {} : { heartbeatsUnread }),
    ...(problem === undefined ? {} : { error: problemRecord(problem) }),
  };
}
