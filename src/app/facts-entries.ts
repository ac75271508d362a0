import { type FactsEntry, readFacts } from '../machine/facts-file.ts';
import type { Files } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import { type Job, jobName, jobPlace } from './job.ts';
import { Names } from './names.ts';

export type NamedEntry = readonly [name: string, entry: FactsEntry];

/**
 * Reads facts files and names what is in them. Facts may name their machine themselves, and that is only known once they are read; a
 * name that a job or facts before them have is a problem in its place. What comes first is decided by the order of `jobs`, whatever is
 * read first.
 */
export class FactsEntries {
  readonly #names = new Names();
  #turn: Promise<void> = Promise.resolve();

  constructor(jobs: readonly Job[]) {
    for (const job of jobs) this.#names.take(jobName(job), jobPlace(job));
  }

  /** To be called in the order of the jobs. Throws the Problem of a file that cannot be read. */
  async read(job: Extract<Job, { kind: 'facts' }>, files: Files): Promise<readonly NamedEntry[]> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    try {
      const entries = readFacts(await files.read(job.path), job.path);
      if (entries.some(({ target }) => target !== undefined)) await before;
      return entries.map((entry, index) => this.#named(entry, job, entries.length === 1 ? undefined : index + 1));
    } finally {
      resolve(before);
    }
  }

  #named(entry: FactsEntry, job: Job, number: number | undefined): NamedEntry {
    const place = `${jobPlace(job)}${number === undefined ? '' : `, entry ${number}`}`;
    const before = entry.target === undefined ? undefined : this.#names.take(entry.target, place);
    if (entry.target !== undefined && before === undefined) return [entry.target, entry];
    const name = number === undefined ? jobName(job) : this.#names.fresh(`${jobName(job)}:${number}`, place);
    return [name, before === undefined ? entry : { problem: namedBefore(entry.target ?? '', place, before) }];
  }
}

const namedBefore = (target: string, place: string, before: string): Problem =>
  new Problem({
    code: 'AZMON-FACTS-DUPLICATE',
    exit: EXIT.usage,
    message: `${place}: ${target} was named before`,
    why: `${before} names the same machine`,
    fix: [{ text: 'leave one of them out, or give it a "target" of its own' }],
  });
