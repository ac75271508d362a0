import { printable } from '../printable.ts';
import type { Problem } from '../problem.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import { placeOf } from '../target/place.ts';

/** One piece of work: a machine to look at, a file of facts, or something that could not be read. Yields one result or, for a file of facts, several. */
export type Job =
  /** `path` is the target file; missing: the command line. */
  | { readonly kind: 'row'; readonly row: TargetRow; readonly path?: string }
  | { readonly kind: 'facts'; readonly path: string }
  /** It could not even be read what was meant; `name` is the file, or the place in it or on the command line. */
  | { readonly kind: 'broken'; readonly name: string; readonly problem: Problem; readonly line?: number };

/** What the result of a job is kept under. A file that holds facts of several machines has a name for each besides. */
export function jobName(job: Job): string {
  if (job.kind === 'row') return job.row.target.key;
  return job.kind === 'facts' ? `facts:${printable(placeOf(job.path))}` : job.name;
}

/** Where a job was named, for people. */
export function jobPlace(job: Job): string {
  if (job.kind === 'broken') return job.name;
  if (job.kind === 'facts') return placeOf(job.path);
  return job.path === undefined ? 'the command line' : `${placeOf(job.path)} line ${job.row.line}`;
}
