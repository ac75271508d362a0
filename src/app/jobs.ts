import type { Files } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import { parseInventory } from '../target/inventory.ts';
import { parseTarget } from '../target/parse-target.ts';
import { placeOf } from '../target/place.ts';
import { distinct } from './distinct.ts';
import type { Job } from './job.ts';
import { NothingToDo } from './nothing-to-do.ts';
import { INVENTORY_WORDS } from './question.ts';

export interface Named {
  /** Targets of the command line. */
  readonly targets: readonly string[];
  /** Target files, `-` is stdin. */
  readonly file?: readonly string[] | undefined;
  /** Facts files or folders of them, `-` is stdin. */
  readonly facts?: readonly string[] | undefined;
}

/**
 * What there is to do, in the order in which it was named, nothing twice; this machine where nothing was. Never throws a Problem: a
 * target, row or file that cannot be read becomes a job that fails by itself, and the others get their answer. Throws NothingToDo where an
 * answer of azmon is handed on that names no machine.
 */
export async function jobsOf({ targets, file = [], facts = [] }: Named, files: Files): Promise<readonly Job[]> {
  if (targets.length + file.length + facts.length === 0) return named(['local'], files);
  const typed = await named(targets, files);
  const listed = await Promise.all(file.map((path) => orBroken(placeOf(path), () => rowsOf(path, files))));
  const collected = await Promise.all(facts.map((path) => orBroken(placeOf(path), () => factsIn(path, files))));
  const jobs = distinct([...typed, ...listed.flat(), ...collected.flat()]);
  if (jobs.length === 0) throw new NothingToDo();
  return jobs;
}

/** A target typed twice is looked at once: on a command line that is no mistake worth stopping for. */
async function named(targets: readonly string[], files: Files): Promise<readonly Job[]> {
  const jobs = new Map<string, Job>();
  for (const [index, text] of targets.entries()) {
    const name = `argument ${index + 1}`;
    try {
      const target = parseTarget(text);
      jobs.set(target.key, { kind: 'row', row: { line: index + 1, target, labels: {} } });
    } catch (problem) {
      jobs.set(name, broken(name, (await isFile(text, problem, files)) ? fileThere(text) : problem));
    }
  }
  return [...jobs.values()];
}

/** `--facts a b`, or a pattern that the shell spelled out: the flag took the first file, and the others stand alone. */
async function isFile(text: string, problem: unknown, files: Files): Promise<boolean> {
  if (!(problem instanceof Problem) || problem.code === 'AZMON-TARGET-SSH') return false;
  return files.list(text).then(
    () => true,
    () => false,
  );
}

const fileThere = (path: string): Problem =>
  new Problem({
    code: 'AZMON-TARGET-UNKNOWN',
    exit: EXIT.usage,
    message: `${path === '-' ? 'stdin' : `the file ${path}`} is no target`,
    why: 'files are named by flags, and a flag takes one of them: it is repeated for the next',
    fix: [
      { text: `--facts ${path}   where it holds facts of machines` },
      { text: `--file ${path}   where it lists targets` },
    ],
  });

/** What is wrong in a file is named by its line; where several entries share the line, by the number of the entry. */
async function rowsOf(path: string, files: Files): Promise<readonly Job[]> {
  const rows = await parseInventory(await files.read(path), { path, words: INVENTORY_WORDS });
  const onLine = new Map<number, number>();
  for (const { line } of rows) onLine.set(line, (onLine.get(line) ?? 0) + 1);
  return rows.map((row, index): Job => {
    if (!('problem' in row)) return { kind: 'row', row, path };
    const { line, problem } = row;
    const place = onLine.get(line) === 1 ? `:${line}` : `#${index + 1}`;
    return { kind: 'broken', name: `${placeOf(path)}${place}`, line, problem };
  });
}

async function factsIn(path: string, files: Files): Promise<readonly Job[]> {
  const found = await files.list(path);
  if (found.length === 0) throw noFacts(path);
  return found.map((one) => ({ kind: 'facts', path: one }));
}

const noFacts = (path: string): Problem =>
  new Problem({
    code: 'AZMON-FACTS-EMPTY',
    exit: EXIT.usage,
    message: `${path} holds no facts`,
    why: 'there is no file in that folder; hidden files, and folders in it, are left out',
    fix: [{ text: 'name the folder that holds what the probe printed, one file for each machine' }],
  });

async function orBroken(name: string, read: () => Promise<readonly Job[]>): Promise<readonly Job[]> {
  try {
    return await read();
  } catch (problem) {
    return [broken(name === '' ? 'a file without a name' : name, problem)];
  }
}

function broken(name: string, problem: unknown): Job {
  if (problem instanceof Problem) return { kind: 'broken', name, problem };
  throw problem;
}
