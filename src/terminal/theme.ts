import { type Paint, PLAIN, type Symbols } from '../report/paint.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Colours are decided for each stream on its own: `azmon check | less` may still talk in colour on stderr. */
export function paintFor(stream: Stream, env: Environment, platform: string, noColor = false): Paint {
  return {
    ...(takesColour(stream, env, noColor) ? COLOURED : PLAIN),
    symbols: takesUnicode(env, platform) ? GLYPHS : PLAIN.symbols,
    width: stream.isTTY === true ? (stream.columns ?? 80) : undefined,
  };
}

/** An explicit no beats everything; forcing beats what the stream is. See no-color.org, force-color.org, bixense.com/clicolors. */
export function takesColour(stream: Stream, env: Environment, noColor = false): boolean {
  if (noColor || isSet(env.NO_COLOR)) return false;
  if (isForced(env.FORCE_COLOR) || isForced(env.CLICOLOR_FORCE)) return true;
  if (env.FORCE_COLOR === '0' || env.FORCE_COLOR === 'false') return false;
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** POSIX: the first of LC_ALL, LC_CTYPE, LANG that is set decides. Windows: its own terminal and VS Code's know the glyphs, the old console does not. */
export function takesUnicode(env: Environment, platform: string): boolean {
  if (platform === 'win32') return isSet(env.WT_SESSION) || env.TERM_PROGRAM === 'vscode';
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
const isForced = (value: string | undefined): boolean => isSet(value) && value !== '0' && value !== 'false';

/** Only the terminal's own 16 colours: they are readable on whatever background its owner chose. */
const sgr =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001B[${open}m${text}\u001B[${close}m`;

const GLYPHS: Symbols = { pass: '✓', fail: '✗', warn: '!', info: 'i', unknown: '?', skip: '-' };

const COLOURED: Omit<Paint, 'symbols' | 'width'> = {
  strong: sgr(1, 22),
  dim: sgr(2, 22),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
  good: sgr(32, 39),
};
