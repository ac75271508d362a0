import { printable } from '../printable.ts';

/** One change that azmon made on a machine, entered there before it was made (docs/wrapper.md, "The ledger"). */
export interface LedgerEntry {
  readonly seq: number;
  /** ISO 8601 */
  readonly at: string;
  readonly run: string;
  readonly by: string;
  /** The verb of the wrapper. */
  readonly do: string;
  readonly kind: string;
  readonly what: string;
  readonly before: string;
}

const TEXTS = ['at', 'run', 'by', 'do', 'kind', 'what', 'before'] as const;

/** No path is longer; what is, is no entry of ours. */
const LONGEST = 8192;

/** A line of the ledger, read; undefined for anything that is none of this version. Only the known fields are kept. Total. */
export function parseLedgerLine(line: string): LedgerEntry | undefined {
  const raw = line.length > LONGEST ? undefined : objectIn(line);
  if (raw === undefined || raw.v !== 1 || !Number.isSafeInteger(raw.seq) || (raw.seq as number) < 0) return undefined;
  if (!TEXTS.every((name) => typeof raw[name] === 'string')) return undefined;
  const [at = '', run = '', by = '', verb = '', kind = '', what = '', before = ''] = TEXTS.map((name) =>
    printable(raw[name] as string),
  );
  return { seq: raw.seq as number, at, run, by, do: verb, kind, what, before };
}

function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Runs in it, oldest first, and whether each came to its end; one that did not is undone by the next. */
export function runsIn(
  entries: readonly LedgerEntry[],
): readonly { readonly run: string; readonly verb: string; readonly at: string; readonly ended: boolean }[] {
  const runs = new Map<string, { run: string; verb: string; at: string; ended: boolean }>();
  for (const { run, do: verb, at, kind } of [...entries].sort((a, b) => a.seq - b.seq)) {
    const known = runs.get(run) ?? { run, verb, at, ended: false };
    runs.set(run, { ...known, ended: known.ended || kind === 'end' });
  }
  return [...runs.values()];
}
