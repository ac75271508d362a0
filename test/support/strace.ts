import { readFileSync } from 'node:fs';

/** Packages of what a traced run needs (describeWith). */
export const STRACE = { strace: 'strace' };

/**
 * Words in front of a command that write down every program that is started by it, with arguments and whole environment (-v), and all
 * that is written in plain text to files, pipes and terminals; strings at full length (-s). Without both this would prove nothing.
 */
export const straced = (file: string): readonly string[] => [
  ...['strace', '-f', '-v', '-s', '65535', '-e', 'signal=none', '-o', file],
  ...['-e', 'trace=execve,write,pwrite64,writev,pwritev,sendto,sendmsg'],
];

export interface Trace {
  /** The start of the traced program itself: its own arguments and environment. */
  readonly own: string;
  /** Everything after it. */
  readonly rest: string;
  /** Paths of the programs that were started after it. */
  readonly started: readonly string[];
}

export function readTrace(file: string): Trace {
  const text = readFileSync(file, 'utf8');
  const end = text.indexOf('\n');
  const rest = text.slice(end + 1);
  return {
    ...{ own: text.slice(0, end), rest },
    started: [...rest.matchAll(/execve\("([^"]+)".* = 0$/gm)].map(([, path = '']) => path),
  };
}
