import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { linuxWrapper } from '../../src/machine/wrapper-script.ts';
import { parseWrapperOutput } from '../../src/manage/wrapper-output.ts';
import type { WrapperRun } from '../../src/manage/wrapper-run.ts';
import type { Lan, SshHost } from './sshd.ts';

const WRAPPER = new URL('../../templates/wrapper/linux.sh', import.meta.url);

/** What a run of the wrapper over ssh came to. */
export interface HostRan {
  readonly exit: number | null;
  readonly run: WrapperRun;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly user?: string;
  /** Runs on the machine in the place of `sh -s`. */
  readonly command?: string;
  /** Each line of stdout as it comes. */
  readonly line?: (line: string) => void;
  /** Sees the ssh client when it was started. */
  readonly started?: (pid: number) => void;
}

/** The wrapper with its values, as it travels. */
export const wrapperText = (values: Readonly<Record<string, string>>): string =>
  linuxWrapper(readFileSync(WRAPPER, 'utf8'), { AZMON_LINES: 'yes', ...values });

/** Runs the wrapper on a machine as azmon does: the text on stdin of a shell over there. */
export function runWrapper(
  lan: Lan,
  host: SshHost,
  values: Readonly<Record<string, string>>,
  options: RunOptions = {},
): Promise<HostRan> {
  return new Promise((resolve) => {
    const command = options.command ?? 'exec sh -s';
    const child = spawn('ssh', ['-F', lan.config, `${options.user ?? 'root'}@${host.name}`, command]);
    if (child.pid !== undefined) options.started?.(child.pid);
    let [stdout, stderr, rest] = ['', '', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) options.line?.(line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(wrapperText(values));
    child.once('close', (exit) => resolve({ exit, run: parseWrapperOutput(stdout), stdout, stderr }));
  });
}
