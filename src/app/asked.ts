import { truth } from '../terminal/interactive.ts';

export const OUTPUTS = ['text', 'json', 'ndjson'] as const;
export type Output = (typeof OUTPUTS)[number];

/** How an answer is wanted; the part of the command line that every command understands. */
export interface Asked {
  readonly output: Output;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly color: boolean;
  readonly input: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the common flags before anything is parsed: an error in the command line must already be told in the output that was asked for.
 * Total: knows no command, takes what it understands and leaves the rest (and all that follows `--`) to the parser.
 */
export function askedBy(argv: readonly string[], env: Environment): Asked {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const said = (...names: string[]): boolean => names.some((name) => words.includes(name));
  const on = (name: string, ...flags: string[]): boolean => said(...flags) || truth(env[name]) === true;
  return {
    output: said('--json') ? 'json' : (outputSaid(words, ['--output', '-o']) ?? outputOfEnvironment(env)),
    quiet: on('AZMON_QUIET', '--quiet', '-q'),
    verbose: on('AZMON_VERBOSE', '--verbose', '-v'),
    debug: on('AZMON_DEBUG', '--debug'),
    color: !on('AZMON_NO_COLOR', '--no-color'),
    input: !on('AZMON_NO_INPUT', '--no-input'),
  };
}

/** The last value given counts, as `--output json`, `--output=json`, `-o json`, `-ojson` or `-o=json`. */
function outputSaid(words: readonly string[], names: readonly string[]): Output | undefined {
  const values = words.flatMap((word, index) =>
    names.includes(word) ? [words[index + 1]] : [/^(?:--output=|-o=?)(.+)$/.exec(word)?.[1]],
  );
  return values.filter(isOutput).at(-1);
}

/** oclif itself reads <BIN>_CONTENT_TYPE=json as --json; so does azmon, after its own variable. */
function outputOfEnvironment(env: Environment): Output {
  if (isOutput(env.AZMON_OUTPUT)) return env.AZMON_OUTPUT;
  return env.AZMON_CONTENT_TYPE?.toLowerCase() === 'json' ? 'json' : 'text';
}

const isOutput = (word: string | undefined): word is Output => OUTPUTS.some((output) => output === word);
