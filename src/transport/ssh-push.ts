import type { Subprocess } from 'execa';
import type { LocalFiles, PushedFile, PushRequest } from '../ports-scripts.ts';
import { EXIT, Problem, type ProblemDetails } from '../problem.ts';
import { type ChildEnd, runChild } from './child.ts';
import type { SshTransportOptions } from './ssh.ts';
import { type SshTarget, sshArguments } from './ssh-arguments.ts';
import { changeWords } from './ssh-failure.ts';
import { lastLine } from './ssh-words.ts';

/** Nothing is waited for longer when a folder is taken away again. */
const REMOVE_MS = 30_000;

/**
 * Copies a file to a Linux machine, into a folder that only the user who logs in can read, and sees that all of it came. A copy that
 * broke off is removed over there. Throws AZMON-PUSH-SPACE, AZMON-PUSH-FAILED (7), AZMON-PUSH-LOST (12), and what ssh-failure.ts has.
 */
export async function pushToLinux(
  target: SshTarget,
  request: PushRequest,
  options: SshTransportOptions,
): Promise<PushedFile> {
  const name = plainName(request.name);
  const { bytes, content } = await filesOf(options).measure(request.file);
  const end = await runChild({
    ...{ file: 'ssh', args: sshArguments(target, options, receive(name, bytes)), env: options.env },
    ...{ values: { LC_ALL: 'C' }, timeoutMs: request.timeoutMs, signal: request.signal },
    feed: (child) => void pour(content(), child),
    ownGroup: !options.interactive,
  });
  const folder = /^azmon-folder:(\/[\w./-]+)$/m.exec(end.stdout)?.[1];
  if (folder === undefined || !/^azmon-whole$/m.test(end.stdout))
    throw new Problem({ ...pushWords(end, target, options), target: target.key });
  return { path: `${folder}/${name}`, remove: () => discard(`exec rm -rf -- ${folder}`, target, options) };
}

export function filesOf({ files }: SshTransportOptions): LocalFiles {
  if (files === undefined) throw new TypeError('this transport was given no files');
  return files;
}

/** The caller chooses it, from what a bundle is called. */
export function plainName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new TypeError('not a name for a file that is copied');
  return name;
}

/** /var/tmp first: /tmp is in memory on many systems, and a bundle has 150 MB. A copy that is too short is removed by the machine itself. */
const receive = (name: string, bytes: number): string =>
  [
    'umask 077; trap "" PIPE HUP TERM;',
    'd=$(mktemp -d /var/tmp/azmon-XXXXXXXXXX 2>/dev/null || mktemp -d /tmp/azmon-XXXXXXXXXX) || exit 91;',
    'echo; echo "azmon-folder:$d";',
    `cat > "$d/${name}" && [ "$(wc -c < "$d/${name}")" -eq ${bytes} ] && echo azmon-whole && exit 0;`,
    'rm -rf -- "$d"; exit 92',
  ].join(' ');

/** As much as the connection takes, and not more of it in memory. */
async function pour(content: AsyncIterable<Uint8Array>, { stdin }: Subprocess): Promise<void> {
  if (stdin == null) return;
  stdin.on('error', () => {});
  try {
    for await (const piece of content) {
      if (stdin.destroyed) return;
      if (!stdin.write(piece)) await drained(stdin);
    }
  } catch {
    // What came over there is too short, and that is what is told.
  }
  stdin.end();
}

const drained = (stdin: NonNullable<Subprocess['stdin']>): Promise<void> =>
  new Promise((resolve) => {
    for (const event of ['drain', 'close', 'error']) stdin.once(event, () => resolve());
  });

export function pushWords(
  end: ChildEnd,
  target: SshTarget,
  options: SshTransportOptions,
): Omit<ProblemDetails, 'target'> {
  if (/No space left|Disk quota exceeded/i.test(end.stderr)) return noSpace();
  if (end.ended === 'timeout') return pushLost('its time was up');
  const known = changeWords({
    end: { ...end, stdout: /^azmon-folder:/m.test(end.stdout) ? 'begun' : '' },
    target,
    options,
  });
  if (known !== undefined) return known;
  const said = lastLine(end.stderr);
  if (end.exitCode === 255 || end.exitCode === undefined) return pushLost(said ?? 'the connection ended');
  return {
    code: 'AZMON-PUSH-FAILED',
    exit: EXIT.failed,
    message: 'the file could not be copied to the machine',
    why: said === undefined ? `the copy ended with ${end.exitCode}` : `the machine says: ${said}`,
    fix: [{ text: 'let the machine fetch it itself: name the bundle by its https address' }],
  };
}

const noSpace = (): Omit<ProblemDetails, 'target'> => ({
  code: 'AZMON-PUSH-SPACE',
  exit: EXIT.failed,
  message: 'the machine has no room for the file',
  why: 'its folder for temporary files is full; the part that came was removed again',
  fix: [{ text: 'make room there: see df -h /var/tmp /tmp' }],
  retryable: true,
});

const pushLost = (why: string): Omit<ProblemDetails, 'target'> => ({
  code: 'AZMON-PUSH-LOST',
  exit: EXIT.unavailable,
  message: 'the connection broke while a file was copied to the machine',
  why: `${why}; the part that came is removed by the machine itself`,
  fix: [{ text: 'run the same command again' }],
  retryable: true,
});

/** Never throws: what could not be taken away holds no secret, and the run itself has something else to tell. */
export async function discard(line: string, target: SshTarget, options: SshTransportOptions): Promise<void> {
  await runChild({
    ...{ file: 'ssh', args: sshArguments(target, options, line), env: options.env, values: { LC_ALL: 'C' } },
    ...{ timeoutMs: REMOVE_MS, feed: (child) => void child.stdin?.end(), ownGroup: !options.interactive },
  }).catch(() => {});
}
