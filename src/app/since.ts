import { EXIT, Problem } from '../problem.ts';
import { durationMs } from './flags.ts';

/** From when on records count: a time, or so long before the first look. */
export type Since = { readonly since: string } | { readonly lookBackMs: number };

const LOOK_BACK_MS = 15 * 60_000;

/**
 * `10m`, or a time with its zone as ISO 8601; nothing given: 15 minutes back, so that a machine that reports is known at once.
 * Throws AZMON-SINCE (2); the text is not repeated.
 */
export function sinceOf(text: string | undefined): Since {
  if (text === undefined) return { lookBackMs: LOOK_BACK_MS };
  const ago = durationMs(text.trim());
  if (ago !== undefined) return { lookBackMs: ago };
  const time = TIME.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN;
  if (!Number.isNaN(time)) return { since: new Date(time).toISOString() };
  throw new Problem({
    code: 'AZMON-SINCE',
    exit: EXIT.usage,
    message: 'it cannot be told what time --since means',
    fix: [{ text: 'write how long ago (10m, 2h), or a time with its zone: 2026-03-02T09:30:00Z' }],
  });
}

/** Without a zone it would be the time of whatever machine azmon runs on. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;
