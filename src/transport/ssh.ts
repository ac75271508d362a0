import type { ProbeRequest, ProbeRun, Transport } from '../ports.ts';
import type { Target } from '../target/target.ts';
import { type ChildEnd, type Environment, runChild } from './child.ts';
import { launch } from './launch.ts';
import { scriptOf } from './script.ts';
import { type SshOptions, type SshTarget, sshArguments } from './ssh-arguments.ts';
import { sshProblem } from './ssh-failure.ts';

export interface SshTransportOptions extends SshOptions {
  readonly env: Environment;
}

/**
 * Looks at a machine through the system's OpenSSH client. Throws Problems that belong to the target: AZMON-SSH-UNREACHABLE (12),
 * AZMON-SSH-HOST-KEY and AZMON-SSH-LOGIN (3), and the others of ssh-failure.ts. An answer that was cut off is returned as it came.
 */
export function sshTransport(options: SshTransportOptions): Transport {
  return { probe: (target, request) => look(target, request, options) };
}

async function look(target: Target, request: ProbeRequest, options: SshTransportOptions): Promise<ProbeRun> {
  if (target.kind !== 'ssh') throw new TypeError(`not an ssh target: ${target.kind}`);
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
