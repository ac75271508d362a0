import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Logs of logins, which sshd itself writes. */
const OUTSIDE = /^\/(proc|sys|dev|run)(\/|$)|^\/var\/log\/(wtmp|btmp|lastlog|faillog)$/;

/** Every entry of a root with type, mode, owner, size, modification time and content: equal before and after means nothing was written. */
export function snapshot(root: string): Map<string, string> {
  const seen = new Map<string, string>();
  const walk = (path: string): void => {
    if (OUTSIDE.test(path)) return;
    const full = join(root, path);
    const stats = lstatSync(full);
    const content = stats.isFile()
      ? createHash('sha1').update(readFileSync(full)).digest('hex')
      : stats.isSymbolicLink()
        ? readlinkSync(full)
        : '';
    seen.set(path, `${stats.mode.toString(8)} ${stats.uid}:${stats.gid} ${stats.size} ${stats.mtimeMs} ${content}`);
    if (stats.isDirectory()) for (const name of readdirSync(full).sort()) walk(join(path, name));
  };
  walk('/');
  return seen;
}
