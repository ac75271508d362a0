import type { ScriptRequest, ScriptRun } from '../ports-scripts.ts';
import { type ChildEnd, type Environment, runChild } from './child.ts';
import { GRACE_S, type Heard, launchScript } from './launch-script.ts';
import { lineReader } from './lines.ts';
import { changeOf, secretLines, secretNames } from './script.ts';
import { type Failure, limitsOf, scriptRun } from './script-run.ts';
import * as words from './script-words.ts';

export interface LocalRunOptions {
  readonly env: Environment;
  /** Where templates/wrapper/windows.cmd lies. */
  readonly windowsWrapper?: string | undefined;
}

/** Runs a script on this machine as root. Throws AZMON-SUDO-* (3), AZMON-RUN-TIMEOUT, -FLOOD, -SHELL (7), AZMON-CANCELLED (130). */
export async function runOnUnix(request: ScriptRequest, { env }: LocalRunOptions): Promise<ScriptRun> {
  const { line, feed, gently, output, heard } = launchScript(changeOf(request), request.sudo, request.line);
  const args = ['-c', line];
  const end = await runChild({ ...limitsOf(request), file: 'sh', args, env, feed, gently, ownGroup: true });
  return scriptRun({ end, heard: heard(), output: output(end.stdout) }, 'local', here('sh'));
}

const here =
  (shell: string): Failure =>
  ({ end, heard }) => {
    if (end.ended === 'missing') return words.noShellHere(shell);
    return heard.stage === 'login' ? words.sudoWords(end.stderr) : undefined;
  };

/**
 * cmd.exe cannot read a script from stdin, so the file is run where it lies: parameters are in the environment of this one child, secrets
 * are lines of its stdin. Nobody can ask it to end, so it is given time to end by itself.
 */
export async function runOnWindows(request: ScriptRequest, options: LocalRunOptions): Promise<ScriptRun> {
  const { env, windowsWrapper } = options;
  if (windowsWrapper === undefined) throw new TypeError('nobody said where the wrapper lies');
  const reader = lineReader(request.line ?? (() => {}));
  const end = await runChild({
    ...limitsOf(request),
    file: 'cmd.exe',
    args: ['/d', '/q', '/s', '/c', `""${windowsWrapper}""`],
    env,
    values: { ...request.parameters, AZMON_SECRETS: secretNames(request) },
    feed(child) {
      child.stdout?.on('data', (piece: Uint8Array | string) => reader.write(piece));
      child.stdin?.on('error', () => {});
      child.stdin?.end(secretLines(request));
    },
    gently: { ask: () => true, forMs: GRACE_S * 1000, killTree: (pid) => killTree(pid, env) },
    ownGroup: false,
    verbatim: true,
  });
  reader.end();
  return scriptRun({ end, heard: heardOf(end), output: end.stdout }, 'local', here('cmd.exe'));
}

/** What cmd.exe started does not end with it. Whether this works shows in nothing that could be told. */
async function killTree(pid: number, env: Environment): Promise<void> {
  const { execa } = await import('execa');
  const options = { env: { ...env }, extendEnv: false, reject: false, stdio: 'ignore', timeout: 10_000 } as const;
  await execa('taskkill.exe', ['/t', '/f', '/pid', String(pid)], options);
}

const heardOf = ({ exitCode, ended }: ChildEnd): Heard => ({
  stage: ended === 'exit' ? 'ended' : 'script',
  ...(exitCode === undefined ? {} : { status: exitCode }),
});
