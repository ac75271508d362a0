import { EXIT, Problem } from '../problem.ts';
import { truth } from '../terminal/interactive.ts';
import type { Notice } from './answer.ts';
import { type Declared, flagValue, wordsOf } from './flag-value.ts';
import { variableOf } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface FromEnvironment {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Notice[];
}

/**
 * Values for flags that were not given, from their variables. A yes-or-no variable that says neither is ignored with a warning;
 * any other value is held to the same rules as on the command line.
 */
export async function fromEnvironment(
  declared: Declared,
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
        : await flagValue(flag, wordsOf(value, definition), definition, (why) => refused(name, why));
    if (read === undefined)
      warnings.push({ code: 'AZMON-VARIABLE-IGNORED', message: `${name} says neither yes nor no and is ignored` });
    else flags[flag] = read;
  }
  return { flags, warnings };
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
