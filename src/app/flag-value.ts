import { Problem } from '../problem.ts';
import { TAKES } from './flags.ts';

/** As much of an oclif flag as is needed to read its value from elsewhere than the command line. */
export interface ReadableFlag {
  readonly type: string;
  readonly multiple?: boolean | undefined;
  readonly options?: readonly string[] | undefined;
  readonly parse?: ((input: never, context: never, flag: never) => Promise<unknown>) | undefined;
}

export type Declared = Readonly<Record<string, ReadableFlag>>;

/** Why a value is refused; it is not repeated, it may be a secret. */
export type Refuse = (why: string | undefined) => Problem;

/** The value of a flag that is no boolean, held to the same rules as on the command line. Words are those of a flag that takes several. */
export async function flagValue(
  name: string,
  words: readonly string[],
  flag: ReadableFlag,
  refuse: Refuse,
): Promise<unknown> {
  const read = await Promise.all(words.map((word) => readOne(name, word, flag, refuse)));
  return flag.multiple === true ? read : read[0];
}

/** `a, b` -> a and b, where the flag takes several. */
export const wordsOf = (text: string, flag: ReadableFlag): readonly string[] =>
  flag.multiple === true
    ? text
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '')
    : [text];

async function readOne(name: string, value: string, flag: ReadableFlag, refuse: Refuse): Promise<unknown> {
  if (flag.options !== undefined && !flag.options.includes(value))
    throw refuse(`it takes one of: ${flag.options.join(', ')}`);
  try {
    return flag.parse === undefined ? value : await flag.parse(value as never, {} as never, flag as never);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw refuse(TAKES[name] === undefined ? undefined : `it takes ${TAKES[name]}`);
  }
}
