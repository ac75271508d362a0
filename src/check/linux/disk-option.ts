import { notObserved, type Outcome, type Subject } from '../check.ts';
import { fail, hardlySeen, pass } from '../outcome.ts';
import { parseDisks } from './disk-line.ts';

interface MountRule {
  readonly option: string;
  readonly cause: string;
  readonly required: string;
  readonly directories: readonly string[];
  /** What `mount -o remount,` is given. */
  readonly remedy: string;
}

/** Fails when one of the directories lies on a mount that has the option. A chroot may show no mount options at all: unknown. */
export function judgeMounts({ facts }: Subject, rule: MountRule): Outcome {
  if (facts.disk === undefined) return notObserved('how directories are mounted');
  const disks = parseDisks(facts.disk).filter(({ directory }) => rule.directories.includes(directory));
  const bad = disks.filter(({ options }) => options.includes(rule.option));
  if (bad.length > 0) {
    const mounts = [...new Set(bad.map(({ mount, directory }) => mount || directory))];
    const command = mounts.map((mount) => `mount -o remount,${rule.remedy} ${mount}`).join(' && ');
    const safe = mounts.every((mount) => /^\/[\w./-]*$/.test(mount));
    const text = 'mount it again now, and change the option in /etc/fstab (or the mount unit) so that it lasts';
    const measured = bad.map(({ directory, mount }) => `${directory} on ${mount || '?'}`).join(', ');
    return fail(rule.cause, { measured, required: rule.required, fix: [safe ? { text, command } : { text }] });
  }
  const known = disks.filter(({ options }) => options.some((option) => option === 'rw' || option === 'ro'));
  const missing = rule.directories.filter((directory) => !known.some((disk) => disk.directory === directory));
  if (missing.length === 0) return pass('none', rule.required);
  // In a chroot the table of mounts may not know the place; where its space was seen, that alone does not leave the verdict open.
  const spaceSeen = disks.length === rule.directories.length;
  return (spaceSeen ? hardlySeen : notObserved)(`how ${missing.join(', ')} are mounted`);
}
