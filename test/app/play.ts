import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Played {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const STAGE = fileURLToPath(new URL('stage.ts', import.meta.url));

/** Runs a command of stage-commands.ts as a process of its own, away from this terminal and its variables. */
export function play(
  argv: readonly string[],
  options: {
    readonly env?: Record<string, string>;
    /** Sent when the command says its first word on stderr. */
    readonly signal?: NodeJS.Signals;
    readonly closeStdout?: boolean;
    readonly stdoutTo?: string;
  } = {},
): Promise<Played> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [STAGE, ...argv], {
    env: { PATH, ...options.env },
    stdio: ['ignore', options.stdoutTo === undefined ? 'pipe' : openSync(options.stdoutTo, 'w'), 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (data) => {
    stdout += data;
    if (options.closeStdout === true) child.stdout?.destroy();
  });
  child.stderr?.on('data', (data) => {
    stderr += data;
    // Once: the second signal of a kind ends a process at once, whatever it is about to say.
    if (options.signal !== undefined && !child.killed) child.kill(options.signal);
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
}

/** The one JSON document on stdout; throws when there is anything else. */
export const documentOf = ({ stdout }: Played): Document => JSON.parse(stdout) as Document;

export interface Document {
  readonly schema: string;
  readonly command: string;
  readonly status: string;
  readonly exitCode: number;
  readonly result: Record<string, unknown>;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly errors: readonly Record<string, unknown>[];
}
