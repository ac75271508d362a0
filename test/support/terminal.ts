import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** A question as it stands on the screen, and what is typed when it does. */
export type Line = readonly [question: RegExp, answer: string];

/** How long nothing more is drawn before somebody types: a prompt that is still being drawn drops keys. */
const SETTLED_MS = 150;

/**
 * Runs a command in a terminal of its own (`script` of bsdutils) and types each answer when its question stands there; what was on the
 * screen before the last answer does not count. `raw`: all that was written to the terminal; `seen`: the same without control sequences.
 */
export function atTerminal(
  words: readonly string[],
  lines: readonly Line[],
  env: Readonly<Record<string, string>>,
): Promise<{ exit: number; seen: string; raw: string }> {
  const line = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const child = spawn('script', ['-qec', line, '/dev/null'], { env });
  let [raw, from, next] = ['', 0, 0];
  let settled: NodeJS.Timeout | undefined;
  const type = (): void => {
    const [question, answer] = lines[next] ?? [];
    if (question === undefined || answer === undefined || !question.test(stripVTControlCharacters(raw.slice(from))))
      return;
    next += 1;
    from = raw.length;
    child.stdin.write(answer);
  };
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    raw += chunk;
    clearTimeout(settled);
    settled = setTimeout(type, SETTLED_MS);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => {
      clearTimeout(settled);
      resolve({ exit: exit ?? -1, seen: stripVTControlCharacters(raw), raw });
    });
  });
}
