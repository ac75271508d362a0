import { EXIT, Problem } from '../problem.ts';
import { truth } from '../terminal/interactive.ts';
import type { ConfigFile, ConfigValue } from './config-file.ts';
import { type Declared, flagValue, type ReadableFlag, wordsOf } from './flag-value.ts';

/**
 * Values for flags that neither the command line nor a variable gave, held to the same rules. Throws AZMON-CONFIG-VALUE (2) that
 * names the file and the key, never the value.
 */
export async function fromConfig(
  { path, values }: ConfigFile,
  declared: Declared,
  taken: ReadonlySet<string>,
): Promise<Readonly<Record<string, unknown>>> {
  const flags: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const flag = declared[name];
    if (flag === undefined || taken.has(name)) continue;
    flags[name] = await read(name, value, flag, (why) => refused(name, path, why));
  }
  return flags;
}

async function read(
  name: string,
  value: ConfigValue,
  flag: ReadableFlag,
  refuse: (why: string | undefined) => Problem,
): Promise<unknown> {
  if (flag.type === 'boolean') return truth(String(value)) ?? fail(refuse('it takes yes or no'));
  if (typeof value === 'string') return flagValue(name, wordsOf(value, flag), flag, refuse);
  return flag.multiple === true ? flagValue(name, value, flag, refuse) : fail(refuse('it takes one value, not a list'));
}

function fail(problem: Problem): never {
  throw problem;
}

const refused = (name: string, path: string, why: string | undefined): Problem =>
  new Problem({
    code: 'AZMON-CONFIG-VALUE',
    exit: EXIT.usage,
    message: `${name} in ${path} does not take this value`,
    ...(why === undefined ? {} : { why }),
    fix: [{ text: 'correct that line of the file' }],
  });
