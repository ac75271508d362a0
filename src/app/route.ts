/** Where a command line leads. `rest` goes to the command's own parser. */
export type Route =
  | { readonly to: 'command'; readonly id: string; readonly rest: readonly string[] }
  | { readonly to: 'version'; readonly rest: readonly string[] }
  /** `words`: what help is wanted for; none: for azmon itself. */
  | { readonly to: 'help'; readonly words: readonly string[]; readonly rest: readonly string[] }
  | { readonly to: 'nowhere'; readonly words: readonly string[] };

/**
 * Finds the command: the longest run of leading words that is one. Common flags may stand before it (`azmon --json check`).
 * A topic without a command of its own (`azmon probe`) leads to its help. Total.
 */
export function routeOf(argv: readonly string[], ids: readonly string[]): Route {
  const start = leadingFlags(argv);
  const before = argv.slice(0, start);
  const after = argv.slice(start);
  const end = after.indexOf('--');
  const open = end === -1 ? after : after.slice(0, end);
  const words = open.slice(0, open.findIndex((word) => word.startsWith('-')) >>> 0);
  if ([...before, ...open].some((word) => word === '--help' || word === '-h'))
    return { to: 'help', words: commandWords(words, ids), rest: commonOf([...before, ...open]) };
  if (before.includes('--version')) return { to: 'version', rest: before };
  const count = commandWords(words, ids).length;
  const id = words.slice(0, count).join(':');
  if (ids.includes(id)) return { to: 'command', id, rest: [...before, ...after.slice(count)] };
  if (count === words.length && end === -1 && open.length === words.length) return { to: 'help', words, rest: before };
  return { to: 'nowhere', words: words.length > 0 ? words : open };
}

const WITH_VALUE = new Set(['-o', '--output']);

/** How many of the first words are flags (with their values). */
function leadingFlags(argv: readonly string[]): number {
  let index = 0;
  while (argv[index]?.startsWith('-') === true && argv[index] !== '--')
    index += WITH_VALUE.has(argv[index] ?? '') ? 2 : 1;
  return Math.min(index, argv.length);
}

/** The leading words that belong to a command's or a topic's name. */
function commandWords(words: readonly string[], ids: readonly string[]): readonly string[] {
  let count = 0;
  while (count < words.length && isName(words.slice(0, count + 1).join(':'), ids)) count += 1;
  return words.slice(0, count);
}

const isName = (name: string, ids: readonly string[]): boolean =>
  ids.some((id) => id === name || id.startsWith(`${name}:`));

/** The flags that shape an answer; whatever else was typed beside --help does not matter. */
function commonOf(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word, index) => {
    if (WITH_VALUE.has(word)) return [word, ...argv.slice(index + 1, index + 2)];
    return /^(--json|--debug|--no-color|--output=.*|-o.+)$/.test(word) ? [word] : [];
  });
}
