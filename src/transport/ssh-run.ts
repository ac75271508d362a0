import type { ScriptRequest, ScriptRun } from '../ports-scripts.ts';
import { runChild } from './child.ts';
import { launchScript } from './launch-script.ts';
import { changeOf } from './script.ts';
import { type Failure, limitsOf, scriptRun } from './script-run.ts';
import { lost, sudoWords } from './script-words.ts';
import type { SshTransportOptions } from './ssh.ts';
import { type SshTarget, sshArguments } from './ssh-arguments.ts';
import { changeWords } from './ssh-failure.ts';
import { lastLine } from './ssh-words.ts';

/**
 * Runs a script on a Linux machine as root. Throws what a look throws (ssh-failure.ts), AZMON-SUDO-* (3), AZMON-RUN-TIMEOUT and
 * AZMON-RUN-FLOOD (7), AZMON-RUN-LOST (12) where the connection was cut in the middle, AZMON-CANCELLED (130).
 */
export async function runOnLinux(
  target: SshTarget,
  request: ScriptRequest,
  options: SshTransportOptions,
): Promise<ScriptRun> {
  const { line, feed, gently, output, heard } = launchScript(changeOf(request), request.sudo, request.line);
  const end = await runChild({
    ...limitsOf(request),
    ...{ file: 'ssh', args: sshArguments(target, options, line), env: options.env, values: { LC_ALL: 'C' } },
    ...{ feed, gently },
    // In a session of its own ssh could not ask anything on the terminal.
    ownGroup: !options.interactive,
  });
  return scriptRun({ end, heard: heard(), output: output(end.stdout) }, target.key, failureAt(target, options));
}

export const failureAt =
  (target: SshTarget, options: SshTransportOptions, system: 'linux' | 'windows' = 'linux'): Failure =>
  ({ end, heard, output }) => {
    if (heard.stage === 'script') return cutOff(end.stderr);
    return (
      (heard.stage === 'login' ? sudoWords(end.stderr) : undefined) ??
      changeWords({ end: { ...end, stdout: output }, target, options }, system)
    );
  };

/** ssh says nothing where the script was killed over there, and something where the connection was lost. */
function cutOff(stderr: string): ReturnType<Failure> {
  if (!LOST.test(stderr)) return undefined;
  return lost(`ssh says: ${lastLine(stderr) ?? 'nothing'}`);
}

const LOST =
  /^(?:Connection (?:to|reset|closed)|client_loop|Timeout, server|ssh: |packet_write|Read from|Write failed|Broken pipe|kex_|ssh_dispatch)/im;
