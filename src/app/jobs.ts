import type { Files } from '../ports.ts';
import { parseInventory } from '../target/inventory.ts';
import type { Row } from '../target/inventory-row.ts';
import { parseTarget } from '../target/parse-target.ts';
import { INVENTORY_WORDS } from './question.ts';
import type { Job } from './survey.ts';

export interface Named {
  /** Targets of the command line. */
  readonly targets: readonly string[];
  /** Target files, `-` is stdin. */
  readonly file?: readonly string[] | undefined;
  /** Facts files or folders of them, `-` is stdin. */
  readonly facts?: readonly string[] | undefined;
}

/**
 * What there is to do, in the order in which it was named; this machine where nothing was. Throws a Problem (2) for a target of
 * the command line or a whole file that cannot be read; wrong rows of a file become jobs that fail by themselves.
 */
export async function jobsOf({ targets, file = [], facts = [] }: Named, files: Files): Promise<readonly Job[]> {
  const nothing = targets.length + file.length + facts.length === 0;
  const named = (nothing ? ['local'] : targets).map(
    (text, index): Row => ({ line: index + 1, target: parseTarget(text), labels: {} }),
  );
  const jobs: Job[] = withoutRepeats(named).map((row) => ({ kind: 'row', row }));
  for (const path of file) {
    const rows = await parseInventory(await files.read(path), { path, words: INVENTORY_WORDS });
    jobs.push(...rows.map((row): Job => ({ kind: 'row', row, path })));
  }
  for (const path of facts) {
    const paths = await files.list(path);
    jobs.push(...paths.map((one): Job => ({ kind: 'facts', path: one })));
  }
  return jobs;
}

/** A target typed twice is looked at once: on a command line that is no mistake worth stopping for. */
function withoutRepeats(rows: readonly Row[]): readonly Row[] {
  const byKey = new Map(rows.map((row) => ['target' in row ? row.target.key : row.line, row]));
  return [...byKey.values()];
}
