import { constants } from 'node:os';
import { EXIT, Problem } from '../problem.ts';

/** A program that has this terminal for itself: what it reads and writes is azmon's own stdin, stdout and stderr. */
export interface InheritedChild {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its stdout goes: to azmon's stderr where stdout is kept for a document. */
  readonly stdout: 'stdout' | 'stderr';
  /** Calls back with every signal that is to be passed on; what it returns stops that. */
  readonly signals: (pass: (signal: NodeJS.Signals) => void) => () => void;
}

export interface InheritedEnd {
  /** As a shell has it: 128 and the number of the signal where one ended it. */
  readonly exitCode: number;
  readonly signal?: string;
}

/** Its number among the open files. */
const STDERR = 2;

/** Runs it to its end. Throws AZMON-COMMAND-MISSING (2) where there is no such program, or none that may be run. */
export async function runInherited(spec: InheritedChild): Promise<InheritedEnd> {
  const { execa } = await import('execa');
  // Listening begins first: the child may run, and somebody may send a signal, before this process does its next step.
  const early: NodeJS.Signals[] = [];
  let pass = (signal: NodeJS.Signals): unknown => early.push(signal);
  const stop = spec.signals((signal) => pass(signal));
  const child = execa(spec.command, [...spec.args], optionsOf(spec));
  pass = (signal) => child.kill(signal);
  for (const signal of early) pass(signal);
  const { exitCode, signal, code } = await child.finally(stop);
  if (exitCode !== undefined) return { exitCode };
  if (signal !== undefined) return { exitCode: 128 + numberOf(signal), signal };
  throw missing(code);
}

const optionsOf = ({ env, stdout }: InheritedChild) =>
  ({
    env,
    extendEnv: false,
    reject: false,
    windowsHide: false,
    // Signals are passed on one by one; a child that is slow to end is not killed.
    cleanup: false,
    stdin: 'inherit',
    stdout: stdout === 'stdout' ? 'inherit' : STDERR,
    stderr: 'inherit',
  }) as const;

const numberOf = (signal: string): number => constants.signals[signal as NodeJS.Signals] ?? 0;

/** What was to be run is not repeated: it may be a secret in the wrong place. */
const missing = (code: string | undefined): Problem =>
  new Problem({
    code: 'AZMON-COMMAND-MISSING',
    exit: EXIT.usage,
    message: 'the command after -- could not be started',
    why:
      code === 'EACCES'
        ? 'it is no program, or may not be run'
        : `there is no such command in PATH${code === undefined || code === 'ENOENT' ? '' : ` (${code})`}`,
    fix: [
      { text: 'what stands after -- is run as it stands, without a shell', command: 'azmon sandbox run -- az vm list' },
    ],
  });
