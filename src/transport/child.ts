import { kill } from 'node:process';
import type { Subprocess } from 'execa';
import { EXIT, Problem } from '../problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ChildSpec {
  readonly file: string;
  readonly args: readonly string[];
  /** Of azmon; its own variables (AZMON_...) are left out, one of them may hold a workspace key. */
  readonly env: Environment;
  /** Set for this child in addition. */
  readonly values?: Readonly<Record<string, string>>;
  /** Writes the child's stdin, and ends it. */
  readonly feed: (child: Subprocess) => void;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** A process group (and session) of its own, so that all its children can be ended; not where it must ask on the terminal. */
  readonly ownGroup: boolean;
  /** Windows: the arguments are quoted already. */
  readonly verbatim?: true;
  /** Of stdout and of stderr; missing: as much as a probe may print. */
  readonly maxBytes?: number | undefined;
  /** What changes a machine is asked to end before it is killed. */
  readonly gently?: Gently;
}

export interface Gently {
  /** Asks it, after its time is up or the run was cancelled; false: nothing runs that could be asked. */
  readonly ask: (child: Subprocess) => boolean;
  /** So long it may take (milliseconds); then it is killed. */
  readonly forMs: number;
  /** Kills what it started, where the system has no process groups. */
  readonly killTree?: (pid: number) => Promise<unknown>;
}

/** How a child ended. Text beyond the limits ends it as a `flood`; `cancelled` is one that was asked gently. */
export interface ChildEnd {
  readonly ended: 'exit' | 'signal' | 'timeout' | 'cancelled' | 'missing' | 'flood';
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** A probe prints a few thousand bytes; a machine that sends more than this is not answering it. */
const MAX_BYTES = 1024 * 1024;

/** Runs one child to its end and tells how it ended; throws only AZMON-CANCELLED (130). */
export async function runChild(spec: ChildSpec): Promise<ChildEnd> {
  if (spec.signal?.aborted) throw cancelled();
  const { execa } = await import('execa');
  const startedAt = Date.now();
  const child = execa(spec.file, [...spec.args], optionsOf(spec));
  const stop = stopwatch(child as unknown as Subprocess, spec);
  if (child.pid !== undefined) spec.feed(child as unknown as Subprocess);
  const result = await child;
  stop.clear();
  if (stop.reason() === 'cancelled' && spec.gently === undefined) throw cancelled();
  return {
    ended: stop.reason() ?? endOf(result),
    exitCode: result.exitCode,
    stdout: result.stdout,
    stderr: result.stderr,
    startedAt,
    finishedAt: Date.now(),
  };
}

const optionsOf = (spec: ChildSpec) =>
  ({
    env: { ...withoutOurs(spec.env), ...spec.values },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    encoding: 'utf8',
    maxBuffer: spec.maxBytes ?? MAX_BYTES,
    detached: spec.ownGroup,
    windowsHide: true,
    windowsVerbatimArguments: spec.verbatim ?? false,
  }) as const;

function withoutOurs(env: Environment): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(entries.filter(([name]) => !name.toUpperCase().startsWith('AZMON_')));
}

function endOf(result: {
  isMaxBuffer: boolean;
  exitCode?: number | undefined;
  signal?: string | undefined;
}): ChildEnd['ended'] {
  if (result.isMaxBuffer) return 'flood';
  if (result.exitCode !== undefined) return 'exit';
  return result.signal === undefined ? 'missing' : 'signal';
}

/** Ends the child when its time is up or the run is cancelled. */
function stopwatch(child: Subprocess, spec: ChildSpec) {
  let reason: 'timeout' | 'cancelled' | undefined;
  let last: NodeJS.Timeout | undefined;
  const stop = (why: 'timeout' | 'cancelled') => {
    if (reason !== undefined) return;
    reason = why;
    const kill = () => void killed(child, spec);
    if (spec.gently?.ask(child) === true) last = setTimeout(kill, spec.gently.forMs);
    else kill();
  };
  const abort = () => stop('cancelled');
  const timer = setTimeout(() => stop('timeout'), spec.timeoutMs);
  spec.signal?.addEventListener('abort', abort, { once: true });
  return {
    reason: () => reason,
    clear() {
      clearTimeout(timer);
      clearTimeout(last);
      spec.signal?.removeEventListener('abort', abort);
    },
  };
}

async function killed(child: Subprocess, { gently, ownGroup }: ChildSpec): Promise<void> {
  if (child.pid !== undefined) await gently?.killTree?.(child.pid);
  end(child, ownGroup);
}

/** A grandchild that left the group could hold the pipes open for ever, so they are closed too. */
export function end(child: Subprocess, group: boolean): void {
  try {
    if (group && child.pid !== undefined) kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended in this moment, or this system has no process groups.
  }
  child.kill('SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

export const cancelled = (): Problem =>
  new Problem({ code: 'AZMON-CANCELLED', exit: EXIT.interrupted, message: 'the look at the machine was cancelled' });
