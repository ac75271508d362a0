import { posix } from 'node:path';
import type { Source } from './source.ts';

/** A rule of the floor plan: what breaks it, one sentence each; none means that it holds. */
export type Rule = (source: Source) => readonly string[];

/** The street. A file imports only from its own room or from one with a lower number. */
const STREET: Readonly<Record<string, number>> = {
  'printable.ts': -1,
  'secret.ts': 0,
  'problem.ts': 0,
  'version.ts': 0,
  target: 1,
  'ports.ts': 2,
  'ports-scripts.ts': 2.5,
  machine: 3,
  workspace: 4,
  agent: 5,
  check: 6,
  method: 7,
  verify: 8,
  manage: 9,
  rollout: 10,
  collection: 11,
  onboard: 12,
  explain: 12,
  report: 13,
  azure: 14,
  transport: 14,
  terminal: 14,
  disk: 14,
  sandbox: 14,
  app: 15,
  commands: 16,
};
const OUTSIDE = 14;

const roomOf = (path: string): string => path.split('/')[1] ?? '';

export const street: Rule = ({ path, imports }) => {
  const room = roomOf(path);
  const number = STREET[room];
  if (number === undefined) return [`${path} is in a room that is not on the floor plan`];
  return imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(path), specifier))
    .filter((target) => target !== 'package.json' || path !== 'src/app/package.ts')
    .flatMap((target) => wrongTurn(path, room, number, target));
};

function wrongTurn(path: string, room: string, number: number, target: string): string[] {
  const other = roomOf(target);
  const there = target.startsWith('src/') ? STREET[other] : undefined;
  if (there === undefined) return [`${path} imports ${target}, which is no room`];
  if (other === room) return [];
  if (there >= number) return [`${path} imports ${target}: ${other} (${there}) is not above ${room} (${number})`];
  if (there === OUTSIDE && !mayGoOut(path, other))
    return [`${path} imports ${target}: only app/ goes outside, and for ${other}/ only app/wiring.ts`];
  return [];
}

/** The terminal is where app/ lives; disk, transport and the like are handed out by wiring. */
const mayGoOut = (path: string, room: string): boolean =>
  path === 'src/app/wiring.ts' || (room === 'terminal' && path.startsWith('src/app/'));

/** Foreign materials: what may be imported in which rooms only, and why. */
const MATERIALS: readonly { readonly what: RegExp; readonly rooms: readonly string[]; readonly why: string }[] = [
  { what: /^@azure(-rest)?\//, rooms: ['azure'], why: 'Azure SDKs are heavy and are hidden behind ports' },
  { what: /^(node:child_process|execa)$/, rooms: ['transport'], why: 'child processes are a way to reach a machine' },
  {
    what: /^(inquirer|@inquirer\/.*|node:readline.*)$/,
    rooms: ['terminal'],
    why: 'questions are asked at the terminal',
  },
  { what: /^(node:)?fs(\/promises)?$/, rooms: ['disk', 'sandbox'], why: 'files are read through a port' },
  { what: /^(node:)?(http|https|http2|dgram)$/, rooms: ['azure', 'sandbox'], why: 'servers live in the sandbox' },
  { what: /^undici$/, rooms: ['disk'], why: 'files are fetched through a port' },
  { what: /^@oclif\//, rooms: ['app', 'commands'], why: 'no subject knows that it is a command line' },
];

export const materials: Rule = ({ path, imports }) =>
  imports.flatMap((specifier) => {
    const material = MATERIALS.find(({ what }) => what.test(specifier));
    if (material === undefined || material.rooms.includes(roomOf(path))) return [];
    return [`${path} imports ${specifier}, which belongs in ${material.rooms.join(', ')}: ${material.why}`];
  });

/** Words that may be said in some rooms only. */
const WORDS: readonly { readonly word: string; readonly rooms: readonly string[]; readonly why: string }[] = [
  {
    word: 'reveal(',
    rooms: ['transport', 'azure', 'disk'],
    why: 'a secret is opened where it is put on a wire, on a stdin, or into a file of its owner',
  },
  { word: 'process.', rooms: ['app', 'terminal'], why: 'what the process knows is handed down' },
  { word: 'console.', rooms: [], why: 'only the base command prints' },
  { word: 'createServer(', rooms: ['sandbox'], why: 'servers live in the sandbox' },
];

export const words: Rule = ({ path, words: said }) =>
  WORDS.filter(({ word, rooms }) => said.has(word) && !rooms.includes(roomOf(path))).map(
    ({ word, why }) => `${path} says ${word}: ${why}`,
  );

export const LIMITS = { functionLines: 50, fileLines: 250 } as const;

/** Tables and texts: as long as their subject is. */
export const EXEMPT = [
  /^src\/agent\/(.*-)?(lists?|releases|endpoints|support|gates|systems)(-.*)?\.ts$/,
  /^src\/check\/[a-z]+\/text\.ts$/,
  /^src\/machine\/facts\.ts$/,
  /^src\/app\/(flags|variables)\.ts$/,
];

export const sizes: Rule = ({ path, lines, functions }) => [
  ...(lines > LIMITS.fileLines && !EXEMPT.some((name) => name.test(path))
    ? [`${path} has ${lines} lines, more than ${LIMITS.fileLines}`]
    : []),
  ...functions
    .filter((fn) => fn.lines > LIMITS.functionLines)
    .map((fn) => `${path}: ${fn.name || 'a function'} has ${fn.lines} lines, more than ${LIMITS.functionLines}`),
];

/** The bundler's account of what went where. */
export interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly entryPoint?: string;
        readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
        readonly inputs: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** What no command may load before it is needed. */
const HEAVY = /(^|\/)(@azure|@azure-rest|inquirer|@inquirer|selfsigned|undici)\/|^src\/sandbox\//;

/** Every source that is loaded as soon as a command's bundle is; what is behind import() is not. */
export function loadedBy(meta: Metafile, output: string, seen = new Set<string>()): Set<string> {
  if (seen.has(output)) return new Set();
  seen.add(output);
  const { inputs, imports } = meta.outputs[output] ?? { inputs: {}, imports: [] };
  const below = imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true);
  return new Set([...Object.keys(inputs), ...below.flatMap(({ path }) => [...loadedBy(meta, path, seen)])]);
}

export function heavyDoors(meta: Metafile): string[] {
  const doors = Object.entries(meta.outputs).filter(([, output]) =>
    /^src\/(commands\/|app\/start\.ts$)/.test(output.entryPoint ?? ''),
  );
  return doors.flatMap(([output]) =>
    [...loadedBy(meta, output)]
      .filter((source) => HEAVY.test(source))
      .map((source) => `${output} loads ${source} at once`),
  );
}
