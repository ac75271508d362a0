import { EXIT, Problem } from '../problem.ts';
import { truth } from '../terminal/interactive.ts';
import type { Notice } from './answer.ts';
import { TAKES } from './flags.ts';
import { variableOf } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** As much of an oclif flag as is needed to read its value from a variable. */
interface ReadableFlag {
  readonly type: string;
  readonly multiple?: boolean | undefined;
  readonly options?: readonly string[] | undefined;
  /** In words, where there are no options. */
  readonly takes?: string | undefined;
  readonly parse?: ((input: never, context: never, flag: never) => Promise<unknown>) | undefined;
}

export interface FromEnvironment {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Notice[];
}

/**
 * Values for flags that were not given, from their variables. A yes-or-no variable that says neither is ignored with a warning;
 * any other value is held to the same rules as on the command line.
 */
export async function fromEnvironment(
  declared: Readonly<Record<string, ReadableFlag>>,
  given: ReadonlySet<string>,
  env: Environment,
): Promise<FromEnvironment> {
  const flags: Record<string, unknown> = {};
  const warnings: Notice[] = [];
  for (const [flag, definition] of Object.entries(declared)) {
    const name = variableOf(flag)?.name;
    const value = name === undefined ? undefined : env[name];
    if (name === undefined || value === undefined || value === '' || given.has(flag)) continue;
    const read =
      definition.type === 'boolean'
        ? truth(value)
        : await readValue(name, value, { ...definition, takes: TAKES[flag] });
    if (read === undefined)
      warnings.push({ code: 'AZMON-VARIABLE-IGNORED', message: `${name} says neither yes nor no and is ignored` });
    else flags[flag] = read;
  }
  return { flags, warnings };
}

async function readValue(name: string, value: string, flag: ReadableFlag): Promise<unknown> {
  if (flag.multiple !== true) return readOne(name, value, flag);
  const words = value.split(',').map((word) => word.trim());
  return Promise.all(words.filter((word) => word !== '').map((word) => readOne(name, word, flag)));
}

async function readOne(name: string, value: string, flag: ReadableFlag): Promise<unknown> {
  if (flag.options !== undefined && !flag.options.includes(value))
    throw refused(name, `it takes one of: ${flag.options.join(', ')}`);
  try {
    return flag.parse === undefined ? value : await flag.parse(value as never, {} as never, flag as never);
  } catch (error) {
    throw error instanceof Problem
      ? error
      : refused(name, flag.takes === undefined ? undefined : `it takes ${flag.takes}`);
  }
}

function refused(name: string, why?: string): Problem {
  return new Problem({
    code: 'AZMON-VARIABLE-VALUE',
    exit: EXIT.usage,
    message: `the environment variable ${name} does not take this value`,
    ...(why === undefined ? {} : { why }),
    fix: [{ text: 'all variables', command: 'azmon help environment' }],
  });
}
