import { EXIT, Problem } from '../problem.ts';
import { nearest } from '../target/nearest.ts';

/** What a command takes, for suggestions. */
export interface Known {
  /** As it is typed: `azmon probe linux`. */
  readonly command: string;
  readonly flags: readonly string[];
  readonly options: Readonly<Record<string, readonly string[] | undefined>>;
  /** What flags take whose values are no list of words. */
  readonly takes: Readonly<Record<string, string>>;
}

/**
 * Tells what is wrong with a command line in our own words. oclif's own messages quote what was typed, and that may be a secret:
 * only names of flags that exist (or look like one) are repeated, never a value. Its error classes are not exported, hence the look at their shape.
 */
export function usageProblem(error: unknown, known: Known): Problem {
  if (error instanceof Problem) return unwrapped(error);
  const shape = error as { message?: unknown; flags?: unknown; args?: unknown };
  if (Array.isArray(shape.flags)) return unknownFlags(shape.flags.map(String), known);
  if (Array.isArray(shape.args)) return wrongArguments(shape.args, known);
  const message = String(shape.message ?? '');
  for (const [pattern, tell] of MESSAGES) {
    const flag = pattern.exec(message)?.[1];
    if (flag !== undefined) return tell(flag, known);
  }
  return usage('AZMON-USAGE', 'the command line cannot be understood', known);
}

/** oclif's messages that name a flag, and what is said instead. */
const MESSAGES: readonly (readonly [RegExp, (flag: string, known: Known) => Problem])[] = [
  [/^Expected --([\w-]+)=/, (flag, known) => badValue(flag, known)],
  [
    /^Flag --([\w-]+) expects/,
    (flag, known) => usage('AZMON-FLAG-VALUE', `--${flag} needs a value`, known, taken(flag, known)),
  ],
  [
    /^Flag --([\w-]+) can only be specified once/,
    (flag, known) => usage('AZMON-FLAG-TWICE', `--${flag} is given more than once`, known),
  ],
  [/^Parsing --([\w-]+) /, (flag, known) => badValue(flag, known)],
  [/Missing required flag ([\w-]+)/, (flag, known) => usage('AZMON-FLAG-MISSING', `--${flag} is missing`, known)],
  [/--([\w-]+)/, (flag, known) => usage('AZMON-FLAG-CONFLICT', `--${flag} does not go with the other flags`, known)],
];

const badValue = (flag: string, known: Known): Problem =>
  usage('AZMON-FLAG-VALUE', `--${flag} does not take this value`, known, taken(flag, known));

function taken(flag: string, { options, takes }: Known): string | undefined {
  const words = options[flag] === undefined ? takes[flag] : `one of: ${options[flag].join(', ')}`;
  return words === undefined ? undefined : `it takes ${words}`;
}

function unknownFlags(typed: readonly string[], known: Known): Problem {
  const names = typed.map(flagName);
  const meant = names.map((name) => nearest(name.replace(/^-+/, ''), known.flags)).filter((name) => name !== undefined);
  const why = meant.length === 0 ? undefined : `did you mean ${meant.map((name) => `--${name}`).join(', ')}?`;
  const message = names.length === 1 ? `there is no flag ${names[0]}` : `there are no flags ${names.join(', ')}`;
  return usage('AZMON-FLAG-UNKNOWN', message, known, why);
}

/** The part before any value: `--kye=s3cret` and `-ps3cret` may only be repeated as `--kye` and `-p`. */
function flagName(typed: string): string {
  return /^--[a-z][a-z0-9-]{0,30}(?==|$)/.exec(typed)?.[0] ?? /^-[a-zA-Z]/.exec(typed)?.[0] ?? '--...';
}

function wrongArguments(args: readonly unknown[], known: Known): Problem {
  const missing = args.flatMap((arg) =>
    typeof arg === 'object' && arg !== null && 'name' in arg ? [String(arg.name)] : [],
  );
  if (missing.length > 0) return usage('AZMON-ARGUMENT-MISSING', `${missing.join(' and ')} is missing`, known);
  const count = args.length === 1 ? 'one argument' : `${args.length} arguments`;
  return usage('AZMON-ARGUMENT-EXTRA', `${known.command} is given ${count} too many`, known);
}

function usage(code: string, message: string, known: Known, why?: string): Problem {
  return new Problem({
    code,
    exit: EXIT.usage,
    message,
    ...(why === undefined ? {} : { why }),
    fix: [{ text: 'what it takes', command: `${known.command} --help` }],
  });
}

/** A Problem thrown while a flag was read comes back with oclif's words around it. */
function unwrapped(problem: Problem): Problem {
  const inner = /^Parsing --[\w-]+ \n\t([\s\S]*)\nSee more help with --help$/.exec(problem.message)?.[1];
  if (inner !== undefined) problem.message = inner;
  return problem;
}

/** `azmon chekc`: commands that exist, closest first. What was typed is not repeated. */
export function unknownCommand(typed: string, commands: readonly string[]): Problem {
  const meant = nearest(typed.replaceAll(':', ' '), commands);
  return new Problem({
    code: 'AZMON-COMMAND-UNKNOWN',
    exit: EXIT.usage,
    message: 'there is no such command',
    why: meant === undefined ? `the commands are: ${commands.join(', ')}` : `did you mean azmon ${meant}?`,
    fix: [{ text: 'all commands', command: 'azmon --help' }],
  });
}
