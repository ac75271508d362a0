import type { Journal, JournalLine } from './task.ts';

/** A journal that is kept for this run only. */
export function memoryJournal(): Journal & { readonly lines: readonly JournalLine[] } {
  const lines: JournalLine[] = [];
  return {
    lines,
    async append(line) {
      lines.push(line);
    },
  };
}
