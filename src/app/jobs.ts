import type { Files } from '../ports.ts';
import { Problem } from '../problem.ts';
import { parseInventory } from '../target/inventory.ts';
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
 * What there is to do, in the order in which it was named; this machine where nothing was. Never throws a Problem: a target, row
 * or file that cannot be read becomes a job that fails by itself, and the others get their answer.
 */
export async function jobsOf({ targets, file = [], facts = [] }: Named, files: Files): Promise<readonly Job[]> {
  if (targets.length + file.length + facts.length === 0) return named(['local']);
  const listed = await Promise.all(file.map((path) => orBroken(path, () => rowsOf(path, files))));
  const collected = await Promise.all(facts.map((path) => orBroken(path, () => factsIn(path, files))));
  return [...named(targets), ...listed.flat(), ...collected.flat()];
}

/** A target typed twice is looked at once: on a command line that is no mistake worth stopping for. */
function named(targets: readonly string[]): readonly Job[] {
  const jobs = new Map<string, Job>();
  for (const [index, text] of targets.entries()) {
    try {
      const target = parseTarget(text);
      jobs.set(target.key, { kind: 'row', row: { line: index + 1, target, labels: {} } });
    } catch (problem) {
      jobs.set(`argument ${index + 1}`, broken(`argument ${index + 1}`, problem));
    }
  }
  return [...jobs.values()];
}

async function rowsOf(path: string, files: Files): Promise<readonly Job[]> {
  const rows = await parseInventory(await files.read(path), { path, words: INVENTORY_WORDS });
  return rows.map((row) => ({ kind: 'row', row, path }));
}

async function factsIn(path: string, files: Files): Promise<readonly Job[]> {
  return (await files.list(path)).map((one) => ({ kind: 'facts', path: one }));
}

async function orBroken(name: string, read: () => Promise<readonly Job[]>): Promise<readonly Job[]> {
  try {
    return await read();
  } catch (problem) {
    return [broken(name, problem)];
  }
}

function broken(name: string, problem: unknown): Job {
  if (problem instanceof Problem) return { kind: 'broken', name, problem };
  throw problem;
}
