import { resolve } from 'node:path';
import type { ProbeRequest, ProbeRun } from '../ports.ts';
import type { ScriptTransport } from '../ports-scripts.ts';
import { EXIT, Problem } from '../problem.ts';
import { type ChildEnd, type ChildSpec, runChild } from './child.ts';
import { launch } from './launch.ts';
import { type LocalRunOptions, runOnUnix, runOnWindows } from './local-run.ts';
import { opened, scriptOf } from './script.ts';

export interface LocalOptions extends LocalRunOptions {
  /** As Node's process.platform. */
  readonly platform: string;
  /** Where templates/probe/windows.cmd lies. */
  readonly windowsScript: string;
}

/**
 * Looks at the machine azmon runs on, and changes it (local-run.ts). Nothing is copied there: it is here. Throws AZMON-PROBE-TIMEOUT,
 * AZMON-PROBE-FLOOD, AZMON-PROBE-SHELL (7), AZMON-CANCELLED (130).
 */
export function localTransport(options: LocalOptions): ScriptTransport {
  const windows = options.platform === 'win32';
  const [look, change] = windows ? [onWindows, runOnWindows] : [onUnix, runOnUnix];
  return {
    probe: (_target, request) => look(request, options),
    run: (_target, request) => change(request, options),
    push: async (_target, { file }) => ({ path: resolve(file), remove: async () => {} }),
  };
}

async function onUnix(request: ProbeRequest, options: LocalOptions): Promise<ProbeRun> {
  const { line, feed, output } = launch(scriptOf(request), request.sudo);
  const end = await runChild({
    ...limits(request),
    file: 'sh',
    args: ['-c', line],
    env: options.env,
    feed,
    ownGroup: true,
  });
  return runOf(end, output(end.stdout));
}

/** cmd.exe cannot read a script from stdin, so the file is run where it lies; its values are in the environment of this one child. */
async function onWindows(request: ProbeRequest, options: LocalOptions): Promise<ProbeRun> {
  const end = await runChild({
    ...limits(request),
    file: 'cmd.exe',
    // With /s, cmd strips the outer pair of quotes and nothing else, whatever stands in the path.
    args: ['/d', '/q', '/s', '/c', `""${options.windowsScript}""`],
    env: options.env,
    values: opened(request),
    feed: (child) => void child.stdin?.end(),
    ownGroup: false,
    verbatim: true,
  });
  return runOf(end, end.stdout);
}

const limits = (request: ProbeRequest): Pick<ChildSpec, 'timeoutMs' | 'signal'> => ({
  timeoutMs: request.timeoutMs,
  signal: request.signal,
});

function runOf(end: ChildEnd, output: string): ProbeRun {
  const failure = FAILURES[end.ended];
  if (failure !== undefined) throw failure(end);
  return { output, startedAt: end.startedAt, finishedAt: end.finishedAt };
}

const failed = (code: string, message: string, why: string): Problem =>
  new Problem({ code, exit: EXIT.failed, message, why, target: 'local' });

const FAILURES: Partial<Record<ChildEnd['ended'], (end: ChildEnd) => Problem>> = {
  timeout: (end) =>
    failed(
      'AZMON-PROBE-TIMEOUT',
      'the look at this machine took too long',
      `it was ended after ${Math.round((end.finishedAt - end.startedAt) / 1000)} s`,
    ),
  flood: () =>
    failed('AZMON-PROBE-FLOOD', 'the look at this machine printed too much', 'more than a probe ever prints'),
  missing: () =>
    failed('AZMON-PROBE-SHELL', 'the look at this machine could not be started', 'no shell was found in PATH'),
};
