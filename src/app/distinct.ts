import { printable } from '../printable.ts';
import { EXIT, Problem } from '../problem.ts';
import { duplicateRow } from '../target/inventory.ts';
import { placeOf } from '../target/place.ts';
import { type Job, jobName, jobPlace } from './job.ts';
import { Names } from './names.ts';

/**
 * The same jobs, no two of one name: results are kept by name, so the second would hide the first. A machine or a file of facts that
 * was named before becomes a problem of its own, and what could not be read gets a number.
 */
export function distinct(jobs: readonly Job[]): readonly Job[] {
  const names = new Names();
  return jobs.map((job) => {
    const place = jobPlace(job);
    if (job.kind === 'broken') return { ...job, name: names.fresh(printable(job.name), place) };
    const before = names.take(jobName(job), place);
    return before === undefined ? job : repeated(job, before, names);
  });
}

function repeated(job: Exclude<Job, { kind: 'broken' }>, before: string, names: Names): Job {
  const place = jobPlace(job);
  if (job.kind === 'facts')
    return { kind: 'broken', name: names.fresh(jobName(job), place), problem: givenTwice(place) };
  const { row, path = '' } = job;
  const name = names.fresh(printable(`${placeOf(path)}:${row.line}`), place);
  return { kind: 'broken', name, line: row.line, problem: duplicateRow(row.target.key, path, row.line, before) };
}

const givenTwice = (place: string): Problem =>
  new Problem({
    code: 'AZMON-FACTS-DUPLICATE',
    exit: EXIT.usage,
    message: `${place} was given before`,
    why: 'the same facts twice would be one machine twice',
    fix: [{ text: 'give it once' }],
  });
