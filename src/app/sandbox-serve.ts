import { EXIT, type ExitCode } from '../problem.ts';
import { type ShownSandbox, sandboxResult } from '../report/sandbox.ts';
import type { Answer } from './answer.ts';
import { openSandbox } from './sandbox.ts';
import { type SandboxWish, sandboxShell } from './wiring.ts';

/** Serves until a signal comes. `begun` is told as soon as it can be used. Ends with 130 or 143, as everything that a signal ends. */
export async function serveSandbox(flags: SandboxWish, begun: (shown: ShownSandbox) => void): Promise<Answer> {
  const ended = signalled();
  const { close, ...sandbox } = await openSandbox(flags);
  try {
    const shell = await sandboxShell({ ...sandbox, close }, process.argv[1] ?? '');
    const { origin, machines, certificateFile } = sandbox;
    const shown = { origin, machines, certificateFile, variables: shell.variables };
    begun(shown);
    const exit = await ended.finally(shell.close);
    return { result: sandboxResult(shown), exit, text: [] };
  } finally {
    await close();
  }
}

/** The exit code of the first signal; a second one ends the process at once. */
function signalled(): Promise<ExitCode> {
  return new Promise((done) => {
    for (const [name, exit] of [
      ['SIGINT', EXIT.interrupted],
      ['SIGTERM', EXIT.terminated],
    ] as const) {
      let came = false;
      process.on(name, () => {
        if (came) process.exit(exit);
        came = true;
        done(exit);
      });
    }
  });
}
