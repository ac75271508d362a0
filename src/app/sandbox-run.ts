import { EXIT, type ExitCode, Problem } from '../problem.ts';
import type { Answer } from './answer.ts';
import { type OpenedSandbox, sandboxChild } from './wiring.ts';

export interface RunWish {
  readonly argv: readonly string[];
  /** stdout is a document's: the command's own output goes to stderr. */
  readonly document: boolean;
}

/** Runs a command in the sandbox and ends as it ended. */
export async function runInSandbox(sandbox: OpenedSandbox, { argv, document }: RunWish): Promise<Answer> {
  const [command = '', ...args] = argv;
  const end = await sandboxChild(sandbox, {
    ...{ command, args, stdout: document ? 'stderr' : 'stdout', signals: passSignals },
    // The azmon that runs now, by whatever path it was started.
    script: process.argv[1] ?? '',
  });
  // Not the command: its arguments may hold anything.
  const result = { ...end, origin: sandbox.origin, machines: sandbox.machines };
  // Whatever number the command ended with.
  return { result, exit: end.exitCode as ExitCode, text: [] };
}

/** Ctrl+C on a terminal reaches the whole group, the command included; every other signal only azmon. */
function passSignals(pass: (signal: NodeJS.Signals) => void): () => void {
  const onTerminal = process.stdin.isTTY === true;
  const names: readonly NodeJS.Signals[] = onTerminal ? ['SIGTERM', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const listeners = names.map((name) => [name, () => pass(name)] as const);
  for (const [name, listener] of listeners) process.on(name, listener);
  return () => {
    for (const [name, listener] of listeners) process.off(name, listener);
  };
}

/**
 * What is to be run: what stands after -- in the command line as it was typed, else the arguments as they were parsed. (oclif drops words
 * after -- that stand before it too: `-v -- echo -v`.)
 */
export function commandOf(line: readonly string[], parsed: readonly string[]): readonly string[] {
  const end = line.indexOf('--');
  const argv = end === -1 ? parsed : line.slice(end + 1);
  if (argv.length > 0) return argv;
  throw new Problem({
    code: 'AZMON-ARGUMENT-MISSING',
    exit: EXIT.usage,
    message: 'no command to run',
    why: 'what is to be run in the sandbox stands after --',
    fix: [{ text: 'run a command', command: 'azmon sandbox run -- azmon status' }],
  });
}
