import { windowsWrapper } from '../machine/wrapper-script.ts';
import type { PushedFile, PushRequest, ScriptRequest, ScriptRun } from '../ports-scripts.ts';
import { EXIT, Problem, type ProblemDetails } from '../problem.ts';
import { type ChildEnd, type ChildSpec, runChild } from './child.ts';
import { GRACE_S } from './launch-script.ts';
import { lineReader } from './lines.ts';
import { secretLines, secretNames } from './script.ts';
import { limitsOf, scriptRun } from './script-run.ts';
import type { SshTransportOptions } from './ssh.ts';
import { type SshTarget, sftpArguments, sshCommand } from './ssh-arguments.ts';
import { changeWords } from './ssh-failure.ts';
import { filesOf, plainName } from './ssh-push.ts';
import { failureAt } from './ssh-run.ts';
import { lastLine } from './ssh-words.ts';

/**
 * Machines with the OpenSSH server of Windows, whose default shell is cmd.exe or PowerShell. What is run there is `cmd /d /c` and words
 * without quotes, blanks or other characters that only one of them acts on: it means the same in both. cmd.exe reads no script from
 * stdin, so the script lies in a folder of its own below the home of the login for as long as it runs; no secret is in it.
 */

const SCRIPT = 'run.cmd';
const TIDY_MS = 30_000;
const COPY_MS = 120_000;

/** As runOnLinux of ssh-run.ts; and AZMON-SSH-SFTP (7) where the server there takes no files. */
export async function runOnWindows(
  target: SshTarget,
  request: ScriptRequest,
  options: SshTransportOptions,
): Promise<ScriptRun> {
  const parameters = { ...request.parameters, AZMON_SECRETS: secretNames(request) };
  const scratch = await filesOf(options).scratch(SCRIPT, windowsWrapper(request.windows, parameters));
  const folder = folderName();
  try {
    const copy = [`mkdir ${folder}`, `put ${localWord(scratch.path)} ${folder}/${SCRIPT}`];
    await sftp(target, options, copy, { timeoutMs: COPY_MS, signal: request.signal });
    return await call(`${folder}\\${SCRIPT}`, target, request, options);
  } finally {
    await scratch.remove();
    await tidy(folder, target, options);
  }
}

async function call(
  path: string,
  target: SshTarget,
  request: ScriptRequest,
  options: SshTransportOptions,
): Promise<ScriptRun> {
  const reader = lineReader(request.line ?? (() => {}));
  const end = await runChild({
    ...limitsOf(request),
    ...sshSpec(target, options, `cmd /d /c ${path}`),
    feed(child) {
      child.stdout?.on('data', (piece: Uint8Array | string) => reader.write(piece));
      child.stdin?.on('error', () => {});
      child.stdin?.end(secretLines(request));
    },
    // Nobody can ask it to end over there, so it is given time to end by itself.
    gently: { ask: () => true, forMs: GRACE_S * 1000 },
  });
  reader.end();
  return scriptRun({ end, output: end.stdout, heard: heardOf(end) }, target.key, failureAt(target, options, 'windows'));
}

/** ssh has 255 for itself, and hands on the exit code of everything else. */
function heardOf({ ended, exitCode, stdout }: ChildEnd) {
  if (ended === 'exit' && exitCode !== undefined && exitCode !== 255)
    return { stage: 'ended', status: exitCode } as const;
  return { stage: stdout === '' ? 'login' : 'script' } as const;
}

/** Copies a file to a Windows machine by sftp, into a folder of its own. Throws AZMON-SSH-SFTP, AZMON-PUSH-FAILED (7). */
export async function pushToWindows(
  target: SshTarget,
  request: PushRequest,
  options: SshTransportOptions,
): Promise<PushedFile> {
  const name = plainName(request.name);
  // Whether it can be read is seen before anybody connects.
  await filesOf(options).measure(request.file);
  const folder = folderName();
  const remove = () => tidy(folder, target, options);
  try {
    const said = await sftp(
      target,
      options,
      [`mkdir ${folder}`, `put ${localWord(request.file)} ${folder}/${name}`, 'pwd'],
      request,
    );
    return { path: `${homeIn(said)}\\${folder}\\${name}`, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** `Remote working directory: /C:/Users/ops` */
function homeIn(said: string): string {
  const home = /^Remote working directory: \/?(.+?)\/?\r?$/m.exec(said)?.[1];
  if (home === undefined) throw new TypeError('sftp does not tell where it is');
  return home.replaceAll('/', '\\');
}

const folderName = (): string => `azmon-${crypto.randomUUID()}`;

/** A path of this machine among the words of sftp, which takes what stands between double quotes as it is, but for these two. */
const localWord = (path: string): string => `"${path.replaceAll(/["\\]/g, '\\$&')}"`;

/** Runs sftp; the first command that fails ends it. */
async function sftp(
  target: SshTarget,
  options: SshTransportOptions,
  commands: readonly string[],
  limits: Pick<ChildSpec, 'timeoutMs' | 'signal'>,
): Promise<string> {
  const end = await runChild({
    ...{ timeoutMs: limits.timeoutMs, signal: limits.signal },
    ...sshSpec(target, options, ''),
    ...{ file: 'sftp', args: sftpArguments(target, options) },
    feed: (child) => {
      child.stdin?.on('error', () => {});
      child.stdin?.end(commands.map((command) => `${command}\n`).join(''));
    },
  });
  if (end.ended !== 'exit' || end.exitCode !== 0)
    throw new Problem({ ...sftpWords(end, target, options), target: target.key });
  return end.stdout;
}

function sftpWords(end: ChildEnd, target: SshTarget, options: SshTransportOptions): Omit<ProblemDetails, 'target'> {
  const known = changeWords({ end: { ...end, stdout: '', exitCode: 255 }, target, options }, 'windows');
  if (known !== undefined && known.code !== 'AZMON-SSH-FAILED') return known;
  const said = lastLine(end.stderr) ?? 'nothing';
  const code = /subsystem|Connection closed|Received message too long/i.test(end.stderr)
    ? 'AZMON-SSH-SFTP'
    : 'AZMON-PUSH-FAILED';
  return {
    code,
    exit: EXIT.failed,
    message: 'nothing could be copied to the machine by sftp',
    why: `sftp says: ${said}`,
    fix: [
      {
        text: 'see that its sshd_config has a line "Subsystem sftp sftp-server.exe", and that the disk there has room',
      },
      { text: 'or print the script and run it on the machine', command: 'azmon install windows --script' },
    ],
  };
}

const sshSpec = (target: SshTarget, options: SshTransportOptions, command: string) =>
  ({
    ...{ file: 'ssh', args: sshCommand(target, options, command), env: options.env, values: { LC_ALL: 'C' } },
    ownGroup: !options.interactive,
  }) as const;

/** On every path, and with its own time: the run may have been cancelled. Never throws. */
async function tidy(folder: string, target: SshTarget, options: SshTransportOptions): Promise<void> {
  await runChild({
    ...sshSpec(target, options, `cmd /d /c rmdir /s /q ${folder}`),
    ...{ timeoutMs: TIDY_MS, feed: (child) => void child.stdin?.end() },
  }).catch(() => {});
}
