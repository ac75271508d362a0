import type { Subprocess } from 'execa';
import type { ProbeRequest } from '../ports.ts';
import { end, type Gently } from './child.ts';
import { ASK, answerOnce, BEGIN, ignored } from './launch.ts';
import { lineReader } from './lines.ts';

/** How a script that may change the machine gets into a shell there, and what is heard of it. */
export interface ScriptLaunch {
  /** As in Launch: one line of sh without a single quote. */
  readonly line: string;
  readonly feed: (child: Subprocess) => void;
  readonly gently: Gently;
  /** Of all that the child printed: what belongs to the script. */
  readonly output: (stdout: string) => string;
  readonly heard: () => Heard;
}

export interface Heard {
  /** `login`: no shell answered; `shell`: the script was not there yet; `script`: it ran, and nobody knows to what end. */
  readonly stage: 'login' | 'shell' | 'script' | 'ended';
  /** As the shell has it: 128 and more for a signal. */
  readonly status?: number;
}

/** For a password that was asked for, opened when it is sent. */
type Sudo = ProbeRequest['sudo'];

/** So long a script that was asked to end has the programs that it runs to itself: a package tool is not cut in two. */
export const GRACE_S = 20;
/** So long it may then take to clean up, after they were ended too. */
const CLEAN_UP_S = 40;
/** Until the child is gone after its script has ended; a service that it started may hold its stdout open for ever. */
const AFTER_MS = 3000;
const READY = 'azmon-ready';

/**
 * The script runs below a shell that watches stdin: when that ends (azmon was cancelled, its time is up, the connection is cut), the script
 * gets SIGTERM, after a while the whole process group does, and in the end SIGKILL; what the script leaves then goes with it. That shell belongs to root where the script does, so
 * sudo is in nobody's way.
 */
export function launchScript(script: string, sudo: Sudo, line: (text: string) => void = ignored): ScriptLaunch {
  const mark = `azmon-exit-${crypto.randomUUID()}:`;
  let heard: Heard = { stage: 'login' };
  const hear = (child: Subprocess, text: string) => {
    if (heard.stage === 'login' && text.endsWith(BEGIN)) {
      heard = { stage: 'shell' };
      child.stdin?.write(supervisor(Buffer.byteLength(script), mark));
    } else if (heard.stage === 'shell' && text.endsWith(READY)) {
      heard = { stage: 'script' };
      child.stdin?.write(script);
    } else if (heard.stage === 'script') {
      const at = text.indexOf(mark);
      if (at !== 0) line(at < 0 ? text : text.slice(0, at));
      if (at < 0) return;
      heard = { stage: 'ended', status: Number(text.slice(at + mark.length)) };
      finish(child);
    }
  };
  return {
    line: sudo?.password === undefined ? AS_ROOT : AS_ROOT_BY_PASSWORD,
    feed(child) {
      const reader = lineReader((text) => hear(child, text));
      child.stdout?.on('data', (piece: Uint8Array | string) => reader.write(piece));
      child.stdout?.once('end', () => reader.end());
      child.stdin?.on('error', ignored);
      if (sudo?.password !== undefined) answerOnce(child, sudo.password.reveal(), () => heard.stage !== 'login');
    },
    gently: { ask: (child) => askToEnd(child, heard), forMs: (GRACE_S + CLEAN_UP_S + 5) * 1000 },
    output: (stdout) => between(stdout, `${READY}\n`, mark),
    heard: () => heard,
  };
}

function askToEnd(child: Subprocess, { stage }: Heard): boolean {
  child.stdin?.end();
  return stage === 'script' || stage === 'ended';
}

/** Its stdin is left open: the shell that watches it would take an end for the wish to end what is left of the group, services too. */
function finish(child: Subprocess): void {
  const timer = setTimeout(() => end(child, false), AFTER_MS);
  child.stdout?.once('close', () => clearTimeout(timer));
}

function between(text: string, before: string, after: string): string {
  const start = text.indexOf(before);
  if (start < 0) return '';
  const stop = text.indexOf(after, start);
  return text.slice(start + before.length, stop < 0 ? undefined : stop);
}

const LISTENS = `echo ${BEGIN}; exec sh -s`;
const ROOT_ALREADY = `if [ "$(id -u)" = 0 ]; then ${LISTENS}; fi;`;
export const NO_SUDO = 'azmon-no-sudo';
const NEEDS_SUDO = `command -v sudo >/dev/null 2>&1 || { echo ${NO_SUDO} >&2; exit 96; };`;
/** What is asked for is what is needed: somebody may be allowed other commands only. */
const ALLOWED = 'LC_ALL=C sudo -n sh -c : </dev/null';
const AS_ROOT = `${ROOT_ALREADY} ${NEEDS_SUDO} ${ALLOWED} && exec sudo -n sh -c "${LISTENS}"; exit 96`;
const AS_ROOT_BY_PASSWORD = [
  `${ROOT_ALREADY} ${NEEDS_SUDO}`,
  `if ${ALLOWED} >/dev/null 2>&1; then exec sudo -n sh -c "${LISTENS}"; fi;`,
  `exec env LC_ALL=C sudo -S -k -p ${ASK} sh -c "${LISTENS}"`,
].join(' ');

/**
 * Read whole before it runs, so what follows on stdin is left to `head`: the script, and then nothing but the end. The script is in a
 * shell of its own, as it would be without all this.
 */
const supervisor = (bytes: number, mark: string): string => `{
exec 3<&0
trap : TERM
echo ${READY}
(
  head -c ${bytes} <&3
  sh -c '${GUARD}' azmon $$ <&3 3<&- >/dev/null 2>&1 &
) | sh -s 3<&- &
script=$!
trap "asked=yes; kill -s TERM $script 2>/dev/null" TERM
exec 3<&-
wait $script
code=$?
while kill -s 0 $script 2>/dev/null; do
  wait $script
  code=$?
done
if [ -n "\${asked-}" ]; then kill -s TERM 0; fi
echo "${mark}$code"
exit $code
}
`;

/**
 * Who watches outlives neither the script nor stdin. A program of its own: a shell that merely forked would hold the script's stdin open
 * (mksh), and be waited for with it (dash).
 */
const GUARD = `
trap "" TERM HUP PIPE
cat
kill -s TERM $1 || exit
n=0
while [ $n -lt ${GRACE_S + CLEAN_UP_S} ]; do
  if [ $n = ${GRACE_S} ]; then kill -s TERM 0; fi
  sleep 1
  kill -s 0 $1 || break
  n=$((n + 1))
done
kill -s KILL 0
`;
