import { isPlain, printable } from '../printable.ts';
import { FACT_KINDS, type FactKey, type MachineFacts } from './facts.ts';
import { narrow } from './narrow.ts';
import { unpack } from './packed-output.ts';

/** A line of the probe's output that says nothing, or nothing possible. */
export interface UnreadableLine {
  /** From 1, of the output as it came, or of what was packed into it. */
  readonly line: number;
  readonly text: string;
}

export interface ProbeOutput {
  readonly facts: MachineFacts;
  /** The probe ran to its end and nothing of its output is missing. */
  readonly complete: boolean;
  readonly unreadable: readonly UnreadableLine[];
}

/** Far beyond any real output; what is longer was not written by the probe. */
const LONGEST_VALUE = 2000;
const MOST_LINES = 1000;
const MOST_UNREADABLE = 20;

/**
 * Reads what a probe printed. Takes any text and never throws: noise before and after, CRLF, a byte order mark, UTF-16,
 * the packed form, and an end that is missing (`complete` is false then). Later lines win over earlier ones of the same key.
 * What a terminal would act on is dropped: facts are shown.
 */
export function parseProbeOutput(text: string): ProbeOutput {
  const output = unpack(narrow(text));
  const lines = output.split('\n');
  const first = lines.findIndex((line) => line.startsWith('probe.version='));
  const reading = new Reading();
  // Nearly all output is plain, and is looked through once as a whole.
  const shown = isPlain(output) ? (line: string) => line : printable;
  for (let index = Math.max(first, 0); index < lines.length; index++) {
    if (reading.take(shown((lines[index] ?? '').trimEnd()), index + 1) === 'end') break;
  }
  return reading.result(first >= 0);
}

class Reading {
  readonly #facts: Record<string, unknown> = {};
  readonly #unreadable: UnreadableLine[] = [];
  #ended = false;

  take(line: string, number: number): 'end' | undefined {
    const cut = line.indexOf('=');
    const key = line.slice(0, Math.max(cut, 0));
    const value = line.slice(cut + 1);
    if (key === 'probe.end') this.#ended = value === 'ok';
    else if (isFactKey(key)) this.#keep(key, value, line, number);
    else if (line !== '' && !/^[a-z][A-Za-z0-9.-]*$/.test(key)) this.#refuse(line, number);
    return this.#ended ? 'end' : undefined;
  }

  result(begun: boolean): ProbeOutput {
    return { facts: this.#facts, complete: begun && this.#ended, unreadable: this.#unreadable };
  }

  #keep(key: FactKey, value: string, line: string, number: number): void {
    if (FACT_KINDS[key] === 'lines') this.#append(key, value);
    else {
      const fact = value === '-' ? null : READERS[FACT_KINDS[key]](value.slice(0, LONGEST_VALUE));
      if (fact === undefined) this.#refuse(line, number);
      else this.#facts[key] = fact;
    }
  }

  #append(key: FactKey, value: string): void {
    const list = (this.#facts[key] ?? []) as string[];
    if (value !== '-' && list.length < MOST_LINES) list.push(value.slice(0, LONGEST_VALUE));
    this.#facts[key] = list;
  }

  #refuse(line: string, number: number): void {
    if (this.#unreadable.length >= MOST_UNREADABLE) return;
    this.#unreadable.push({ line: number, text: Buffer.from(line.slice(0, 120)).toString() });
  }
}

const KEYS: ReadonlySet<string> = new Set(Object.keys(FACT_KINDS));
const isFactKey = (key: string): key is FactKey => KEYS.has(key);

/** How a value is read, by the kind of its fact; undefined: not possible. */
const READERS = {
  text: (value: string) => value,
  count: (value: string) => (/^\d{1,15}$/.test(value) ? Number(value) : undefined),
  flag: (value: string) => (value === 'yes' ? true : value === 'no' ? false : undefined),
} as const;
