import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { type Disk, parseDisks } from './disk-line.ts';
import { linuxCheck } from './linux-check.ts';

interface Pool {
  readonly name: string;
  readonly availableMb: number;
  readonly neededMb: number;
}

/** Directories on one mount point share its space, so their needs add up. */
export const diskSpace = linuxCheck({
  id: 'disk.space',
  severity: 'block',
  when: ({ diskMb }) => Object.keys(diskMb).length > 0,
  judge({ facts, release }) {
    const needs = Object.entries(release.linux.diskMb);
    const required = needs.map(([directory, mb]) => `${directory} ${mb} MB`).join(', ');
    if (facts.disk === undefined) return notObserved('free disk space');
    const disks = parseDisks(facts.disk);
    const pools = poolsOf(needs, disks);
    const short = pools.filter(({ availableMb, neededMb }) => availableMb < neededMb);
    if (short.length > 0) {
      const measured = short
        .map((pool) => `${pool.name} has ${pool.availableMb} MB, needs ${pool.neededMb} MB`)
        .join('; ');
      return fail('too little disk space', { measured, required, fix: [{ text: `free or add space: ${measured}` }] });
    }
    const unseen = needs
      .filter(([directory]) => diskOf(directory, disks) === undefined)
      .map(([directory]) => directory);
    if (unseen.length > 0) return notObserved(`the free space of ${unseen.join(', ')}`);
    return pass(pools.map(({ name, availableMb }) => `${name} ${availableMb} MB`).join(', '), required);
  },
});

/** The line of the directory itself, or of its nearest parent that was looked at. */
function diskOf(directory: string, disks: readonly Disk[]): Disk | undefined {
  const above = disks.filter((disk) => `${directory}/`.startsWith(disk.directory === '/' ? '/' : `${disk.directory}/`));
  return above.sort((a, b) => b.directory.length - a.directory.length)[0];
}

function poolsOf(needs: readonly (readonly [string, number])[], disks: readonly Disk[]): readonly Pool[] {
  const pools = new Map<string, Pool>();
  for (const [directory, mb] of needs) {
    const disk = diskOf(directory, disks);
    if (disk === undefined) continue;
    const name = disk.mount || disk.directory;
    const availableMb = Math.floor(disk.availableKb / 1024);
    pools.set(name, { name, availableMb, neededMb: mb + (pools.get(name)?.neededMb ?? 0) });
  }
  return [...pools.values()];
}
