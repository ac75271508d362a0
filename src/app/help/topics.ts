import { EXIT, type ExitName } from '../../problem.ts';
import { wrapped } from '../../report/wrapped.ts';
import { VARIABLES } from '../variables.ts';
import { columns } from './columns.ts';
import { EXIT_TEXT, SEVERAL_TARGETS } from './exit-texts.ts';

export interface HelpTopic {
  readonly summary: string;
  /** Lines for a terminal of that width; undefined: not wrapped. */
  readonly lines: (width: number | undefined) => string[];
}

const text = (paragraphs: readonly string[], width: number | undefined): string[] =>
  paragraphs.flatMap((paragraph, index) => [...(index === 0 ? [] : ['']), ...wrapped(paragraph, width)]);

/** `azmon help <topic>`. */
export const TOPICS = {
  environment: {
    summary: 'environment variables and what wins over what',
    lines: (width) => [
      ...text(
        [
          'A flag on the command line wins over its variable, the variable over the configuration file (--config), the file over the default. Yes is 1, t, true, y or yes, no is 0, f, false, n or no, in any case; a yes-or-no variable that says anything else is ignored with a warning.',
        ],
        width,
      ),
      '',
      ...columns(
        VARIABLES.map((variable) => [
          variable.name,
          variable.flag === undefined ? variable.text : `--${variable.flag}: ${variable.text}`,
        ]),
        width,
      ),
    ],
  },
  'exit-codes': {
    summary: 'what the exit codes mean',
    lines: (width) => [
      ...text(['The same number stands in exitCode of the JSON answer, its name in status.'], width),
      '',
      ...columns(
        (Object.keys(EXIT) as ExitName[]).map((name) => [`${String(EXIT[name]).padStart(3)} ${name}`, EXIT_TEXT[name]]),
        width,
      ),
      '',
      ...text(SEVERAL_TARGETS, width),
    ],
  },
  output: {
    summary: 'text, JSON and NDJSON; what goes to which stream',
    lines: (width) =>
      text(
        [
          'The answer goes to stdout, all talk (progress, warnings, errors, questions) to stderr, so that a pipe gets the answer and nothing else.',
          '--json, or --output json, prints exactly one document on stdout, whether the command succeeds, fails, was typed wrongly or is cancelled, and nothing on stderr:',
          '  { "schema": "azmon/v1", "command", "version", "runId", "status", "exitCode", "startedAt", "durationMs", "result", "warnings": [{ "code", "message" }], "errors": [{ "code", "message", "cause", "target", "retryable", "fix": [{ "text", "command" }], "docs" }] }',
          'Times are RFC 3339 in UTC, durations milliseconds, ids and enums kebab case; lists are empty rather than null. Fields may be added at any time; what is there keeps its meaning as long as schema says azmon/v1.',
          '--output ndjson prints one event per line while the work goes on (run.started, target.started, target.step, target.finished, run.finished; sandbox.started of azmon sandbox serve; each with runId, seq and ts); the last line is the document above.',
          'Colour is decided for each stream: none when it is not a terminal, with NO_COLOR, --no-color or TERM=dumb; FORCE_COLOR and CLICOLOR_FORCE switch it on. Symbols are ASCII unless the locale is UTF-8.',
        ],
        width,
      ),
  },
  concepts: {
    summary: 'generations, targets, facts, verdicts',
    lines: (width) =>
      text(
        [
          'Generation: the Log Analytics agent (log-analytics) and its successor, the Azure Monitor Agent (azure-monitor). A machine is judged for each unless --agent names one.',
          'Target: a machine. local is this one, ssh://user@host[:port] one behind ssh; facts collected elsewhere are read with --facts.',
          'Facts: what a small shell probe saw on the machine, as key=value lines. The probe only looks. A fact that is missing was not observed, which is not the same as absent.',
          'Check: one question to the facts, with an id such as python.alias, what was measured and what is required, and a fix for that very system. A check passes, fails, is skipped for a reason, or is unknown because something was not observed.',
          'Verdict: the worst that applies. impossible: no change on the machine helps. refused: it would run, but the way of installing says no. unlisted: on no published list. not-ready: something is missing and can be fixed. undetermined: something that decides was not observed. reserved: works, with a reservation. ready.',
        ],
        width,
      ),
  },
} as const satisfies Readonly<Record<string, HelpTopic>>;

export type TopicName = keyof typeof TOPICS;
export const isTopic = (name: string): name is TopicName => Object.hasOwn(TOPICS, name);
