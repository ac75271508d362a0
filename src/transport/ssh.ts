import type { ProbeRequest, ProbeRun } from '../ports.ts';
import type { LocalFiles, ScriptTransport } from '../ports-scripts.ts';
import type { Target } from '../target/target.ts';
import { type ChildEnd, type Environment, runChild } from './child.ts';
import { launch } from './launch.ts';
import { scriptOf } from './script.ts';
import { type SshOptions, type SshTarget, sshArguments } from './ssh-arguments.ts';
import { sshProblem } from './ssh-failure.ts';
import { pushToLinux } from './ssh-push.ts';
import { runOnLinux } from './ssh-run.ts';
import { pushToWindows, runOnWindows } from './ssh-windows.ts';

export interface SshTransportOptions extends SshOptions {
  readonly env: Environment;
  /** Missing: nothing can be copied. */
  readonly files?: LocalFiles | undefined;
}

/**
 * Looks at a machine through the system's OpenSSH client. Throws Problems that belong to the target: AZMON-SSH-UNREACHABLE (12),
 * AZMON-SSH-HOST-KEY and AZMON-SSH-LOGIN (3), and the others of ssh-failure.ts. An answer that was cut off is returned as it came.
 */
export function sshTransport(options: SshTransportOptions): ScriptTransport {
  return {
    probe: async (target, request) => look(ofSsh(target), request, options),
    run: async (target, request) =>
      request.system === 'windows'
        ? runOnWindows(ofSsh(target), request, options)
        : runOnLinux(ofSsh(target), request, options),
    push: async (target, request) =>
      request.system === 'windows'
        ? pushToWindows(ofSsh(target), request, options)
        : pushToLinux(ofSsh(target), request, options),
  };
}

function ofSsh(target: Target): SshTarget {
  if (target.kind !== 'ssh') throw new TypeError(`not an ssh target: ${target.kind}`);
  return target;
}

async function look(target: SshTarget, request: ProbeRequest, options: SshTransportOptions): Promise<ProbeRun> {
  const { line, feed, output } = launch(scriptOf(request), request.sudo);
  const end = await runChild({
    file: 'ssh',
    args: sshArguments(target, options, line),
    env: options.env,
    values: { LC_ALL: 'C' },
    feed,
    timeoutMs: request.timeoutMs,
    signal: request.signal,
    // In a session of its own ssh could not ask anything on the terminal.
    ownGroup: !options.interactive,
  });
  return answer({ ...end, stdout: output(end.stdout) }, target, options);
}

function answer(end: ChildEnd, target: SshTarget, options: SshTransportOptions): ProbeRun {
  if (!isComplete(end.stdout)) {
    const problem = sshProblem({ end, target, options });
    if (problem !== undefined) throw problem;
  }
  return { output: end.stdout, startedAt: end.startedAt, finishedAt: end.finishedAt };
}

const isComplete = (output: string): boolean => /^probe\.end=ok\r?$/m.test(output);
