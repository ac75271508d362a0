import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SshHost } from './sshd.ts';

/** Mounts, logs and caches; what dpkg and the tools for accounts keep of the state before; the stamp of sudo's lecture. */
const OUTSIDE =
  /^\/(proc|sys|dev|run|tmp|var\/log|var\/cache)\/|^\/var\/lib\/dpkg\/[a-z]+-old$|^\/etc\/(passwd|group|shadow|gshadow)-$|^\/var\/lib\/sudo\/lectured(\/|$)/;
/** Processes that come and go with a look at the machine; a probe's limits end by themselves, a second later. */
const PASSING = /^\S+ (sshd: |ps |sh -c |\[|\(sd-|sleep 1$)/;

/** How a machine is, but for modification times: paths, packages, processes. */
export interface MachineState {
  readonly paths: ReadonlyMap<string, string>;
  readonly packages: readonly string[];
  readonly processes: readonly string[];
}

/** Takes about half a second. */
export function stateOf(host: SshHost): MachineState {
  const lines = (command: string): string[] => host.run(command).split('\n').filter(Boolean).sort();
  return {
    paths: pathsOf(host.root),
    packages: lines('dpkg -l | tail -n +6'),
    processes: lines('ps -ww -eo user:32,args --no-headers')
      .map((line) => line.replace(/ +/, ' '))
      .filter((line) => !PASSING.test(line)),
  };
}

/** What is different, one line each: `+` came, `-` is gone, `~` was and is. Empty: exactly as before. */
export function changes(before: MachineState, after: MachineState): string[] {
  return [
    ...changedPaths(before.paths, after.paths),
    ...changedLines('package', before.packages, after.packages),
    ...changedLines('process', before.processes, after.processes),
  ];
}

function changedPaths(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const all = [...new Set([...before.keys(), ...after.keys()])].sort();
  return all.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (was === is) return [];
    if (was === undefined) return [`+ ${path} ${is}`];
    return [is === undefined ? `- ${path} ${was}` : `~ ${path} ${was} -> ${is}`];
  });
}

function changedLines(what: string, before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  const came = after.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...left.map((line) => `- ${what} ${line}`), ...came.map((line) => `+ ${what} ${line}`)];
}

function pathsOf(root: string): Map<string, string> {
  const seen = new Map<string, string>();
  walk(root, '/', (path, stats, full) => {
    if (OUTSIDE.test(path)) return;
    const content = stats.isFile()
      ? seenIn(full, stats, 'sha1', (text) => createHash('sha1').update(text).digest('hex'))
      : stats.isSymbolicLink()
        ? readlinkSync(full)
        : '';
    seen.set(path, `${stats.mode.toString(8)} ${stats.uid}:${stats.gid} ${content}`.trim());
  });
  return seen;
}

/** Paths of regular files, outside /proc and /sys, that hold one of the texts. */
export function filesHolding(root: string, texts: readonly string[]): string[] {
  const found: string[] = [];
  walk(root, '/', (path, stats, full) => {
    if (!stats.isFile()) return;
    const holds = seenIn(full, stats, texts.join('\n'), (content) =>
      texts.some((text) => content.includes(text)) ? 'yes' : 'no',
    );
    if (holds === 'yes') found.push(path);
  });
  return found.sort();
}

const NOT_FILES = /^\/(proc|sys|dev)\//;

/** What goes away meanwhile is passed over. */
function walk(root: string, path: string, see: (path: string, stats: BigIntStats, full: string) => void): void {
  if (NOT_FILES.test(path)) return;
  const full = join(root, path);
  const stats = lstatSync(full, { throwIfNoEntry: false, bigint: true });
  if (stats === undefined) return;
  there(() => see(path, stats, full));
  if (stats.isDirectory()) for (const name of there(() => readdirSync(full)) ?? []) walk(root, join(path, name), see);
}

const known = new Map<string, string>();

/** Looks at the content of a file, once for as long as it is the same: nobody sets the time of a change by hand. */
function seenIn(full: string, stats: BigIntStats, what: string, look: (content: Buffer) => string): string {
  const key = `${what} ${stats.dev}:${stats.ino} ${stats.size} ${stats.ctimeNs}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const saw = look(readFileSync(full));
  known.set(key, saw);
  return saw;
}

function there<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
