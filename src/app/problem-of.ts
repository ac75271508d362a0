import { EXIT, Problem } from '../problem.ts';

/**
 * Any error as a Problem. What nobody foresaw is our bug: it says so without the foreign message, which may quote a secret;
 * --debug shows where it happened.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({
    code: 'AZMON-INTERNAL',
    exit: EXIT.internal,
    message: 'azmon made a mistake of its own',
    why: `an error that nobody foresaw (${error instanceof Error ? error.name : typeof error})`,
    fix: [{ text: 'run the same command with --debug and report what it prints after "caused by"' }],
    cause: error,
  });
}
