import { printable } from '../printable.ts';
import { type LedgerEntry, parseLedgerLine } from './ledger.ts';
import { WRAPPER_RESULTS, type WrapperFailure, type WrapperRun, type WrapperStep } from './wrapper-run.ts';
import { gatherState, type StateLines, stateOf } from './wrapper-state.ts';

/** Something that goes on, one line for people. */
export interface WrapperEvent {
  readonly kind: 'step' | 'wait' | 'say' | 'undo' | 'recovered';
  readonly text: string;
}

/** Read so far. */
interface Draft {
  begun: boolean;
  ended: boolean;
  system?: 'linux' | 'windows';
  run?: string;
  plan: { step: string; text: string }[];
  steps: WrapperStep[];
  said: string[];
  recovered: { run: string; text: string }[];
  undone: { kind: string; what: string }[];
  left: string[];
  failure?: WrapperFailure;
  about: { source?: string; exit?: number; said?: string };
  sha256?: string;
  bytes?: number;
  state: StateLines;
  ledger: LedgerEntry[];
  logs: { path: string; lines: string[] }[];
  result?: WrapperRun['result'];
}

/** What is kept at most: a machine that prints for ever fills no memory. */
const MOST = { said: 200, entries: 2000, logs: 64, logLines: 20_000 } as const;
const LONGEST = 4096;
/** A line of the ledger is not shown, and not cut. */
const LONGEST_LINE = 16_384;

/**
 * Reads what the wrapper prints with `AZMON_LINES=yes` (docs/wrapper.md), line by line as it comes. Total: noise before its first line and
 * behind its last, line ends of either kind, a byte order mark, unknown keys and broken values are passed over; it never throws.
 */
export class WrapperReader {
  readonly #draft: Draft = {
    ...{ begun: false, ended: false, plan: [], steps: [], said: [], recovered: [], undone: [], left: [] },
    ...{ about: {}, state: new Map(), ledger: [], logs: [] },
  };

  /** One line, with or without its end. Answers what is worth showing at once. */
  take(line: string): WrapperEvent | undefined {
    const draft = this.#draft;
    const bare = line
      .slice(0, LONGEST_LINE)
      .replace(/^\ufeff/, '')
      .replace(/[\r\n]+$/, '');
    const at = bare.indexOf('=');
    if (at === -1 || draft.ended) return undefined;
    const [key, raw] = [bare.slice(0, at), bare.slice(at + 1)];
    if (!draft.begun) {
      draft.begun = key === 'wrapper.version' && raw.trim() === '1';
      return undefined;
    }
    if (key === 'ledger') return enter(draft, raw);
    return read(draft, key, printable(raw).slice(0, LONGEST).trim());
  }

  result(): WrapperRun {
    const { begun, ended, system, run, failure, about, sha256, bytes, state, result, ...lists } = this.#draft;
    const seen = system === undefined ? undefined : stateOf(system, state);
    const { plan, steps, said, recovered, undone, left, ledger, logs } = lists;
    return {
      ...(system === undefined ? {} : { system }),
      ...(run === undefined ? {} : { run }),
      ...{ plan: [...plan], steps: [...steps], said: [...said], recovered: [...recovered] },
      ...{ undone: [...undone], left: [...left] },
      ...(failure === undefined ? {} : { failure: { ...failure, ...about } }),
      ...(sha256 === undefined ? {} : { measured: { sha256, ...(bytes === undefined ? {} : { bytes }) } }),
      ...(seen === undefined ? {} : { state: seen }),
      ledger: [...ledger],
      logs: logs.map(({ path, lines }) => ({ path, lines: [...lines] })),
      ...(result === undefined ? {} : { result }),
      complete: begun && ended,
    };
  }
}

/** The whole output at once. */
export function parseWrapperOutput(text: string): WrapperRun {
  const reader = new WrapperReader();
  for (const line of text.split('\n')) reader.take(line);
  return reader.result();
}

function enter(draft: Draft, line: string): undefined {
  const entry = parseLedgerLine(line);
  if (entry !== undefined && draft.ledger.length < MOST.entries) draft.ledger.push(entry);
}

function read(draft: Draft, key: string, value: string): WrapperEvent | undefined {
  if (key.startsWith('state.')) {
    gatherState(draft.state, key.slice('state.'.length), value);
    return undefined;
  }
  return Object.hasOwn(LINES, key) ? LINES[key]?.(draft, value) : undefined;
}

type Reading = (draft: Draft, value: string) => WrapperEvent | undefined;

/** By key; what gives an event is shown while it runs. */
const LINES: Readonly<Record<string, Reading>> = {
  'wrapper.end': quiet((draft, value) => {
    draft.ended = value === 'ok';
  }),
  'wrapper.system': quiet((draft, value) => {
    if (value === 'linux' || value === 'windows') draft.system = value;
  }),
  'wrapper.run': quiet((draft, value) => {
    draft.run = value;
  }),
  plan: quiet((draft, value) => {
    const [step, text] = parted(value);
    push(draft.plan, { step, text });
  }),
  step: takeStep,
  wait: (_, text) => ({ kind: 'wait', text }),
  say: (draft, text) => {
    draft.said.push(text);
    if (draft.said.length > MOST.said) draft.said.shift();
    return { kind: 'say', text };
  },
  recovered: (draft, value) => {
    const [run, text] = parted(value);
    push(draft.recovered, { run, text });
    return { kind: 'recovered', text: text === '' ? run : text };
  },
  undo: (draft, value) => {
    const [kind, what] = parted(value);
    push(draft.undone, { kind, what });
    return { kind: 'undo', text: value };
  },
  left: quiet((draft, value) => push(draft.left, value)),
  // What it failed for first is the cause; what went wrong in the undo stands in `left`.
  fail: quiet((draft, value) => {
    const [word, text] = parted(value);
    draft.failure ??= { word, text };
  }),
  'fail.source': quiet(({ about }, value) => {
    about.source ??= value;
  }),
  'fail.exit': quiet(({ about }, value) => {
    if (/^-?\d{1,10}$/.test(value)) about.exit ??= Number(value);
  }),
  'fail.said': quiet(({ about }, value) => {
    about.said ??= value;
  }),
  'measured.sha256': quiet((draft, value) => {
    if (/^[0-9a-f]{64}$/i.test(value)) draft.sha256 = value.toLowerCase();
  }),
  'measured.bytes': quiet((draft, value) => {
    if (/^\d{1,15}$/.test(value)) draft.bytes = Number(value);
  }),
  'log.file': quiet(({ logs }, path) => {
    if (logs.length < MOST.logs) logs.push({ path, lines: [] });
  }),
  log: quiet(({ logs }, line) => {
    const lines = logs.at(-1)?.lines;
    if (lines !== undefined && lines.length < MOST.logLines) lines.push(line);
  }),
  result: quiet((draft, value) => {
    const word = WRAPPER_RESULTS.find((one) => one === value);
    if (word !== undefined) draft.result = word;
  }),
};

function quiet(read: (draft: Draft, value: string) => void): Reading {
  return (draft, value) => {
    read(draft, value);
    return undefined;
  };
}

const ENDS: Readonly<Record<string, WrapperStep['state']>> = {
  ...{ begin: 'begun', done: 'done', skipped: 'skipped', failed: 'failed' },
};

/** The end of a step takes the place of its beginning; without words of its own it keeps those. */
function takeStep({ steps }: Draft, value: string): WrapperEvent | undefined {
  const [step, rest] = parted(value);
  const [word, text] = parted(rest);
  const state = Object.hasOwn(ENDS, word) ? ENDS[word] : undefined;
  if (state === undefined) return undefined;
  const at = state === 'begun' ? -1 : steps.findLastIndex((one) => one.step === step && one.state === 'begun');
  if (at === -1) push(steps, { step, state, text });
  else steps[at] = { step, state, text: text === '' ? (steps[at]?.text ?? '') : text };
  if (state === 'done') return undefined;
  const shown = text === '' ? step : text;
  return { kind: 'step', text: state === 'begun' ? shown : `${step} ${word}${text === '' ? '' : `: ${text}`}` };
}

const push = <T>(list: T[], one: T): void => {
  if (list.length < MOST.entries) list.push(one);
};

const parted = (value: string): [first: string, rest: string] => {
  const at = value.indexOf(' ');
  return at === -1 ? [value, ''] : [value.slice(0, at), value.slice(at + 1).trim()];
};
