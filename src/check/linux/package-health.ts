import type { Fix } from '../../problem.ts';
import { fail, notSeen, pass, skip } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

const REPAIRS: Readonly<Record<string, readonly Fix[]>> = {
  dpkg: [
    { text: 'finish what was interrupted', command: 'dpkg --configure -a && apt-get -f install -y' },
    { text: 'look at what remains', command: 'dpkg -C' },
  ],
  rpm: [{ text: 'rebuild the package database', command: 'rm -f /var/lib/rpm/__db.* && rpm --rebuilddb' }],
};

/** A package database that was left half-way refuses the agent's packages as well. */
export const packageHealth = linuxCheck({
  id: 'package.health',
  severity: 'block',
  judge(subject) {
    const [trouble, tool] = [subject.facts['package.trouble'], subject.facts['package.tool']];
    if (tool === null) return skip('there is no package tool');
    if (trouble === undefined) return notSeen(subject, 'the state of the package database');
    if (trouble === null) return pass('nothing to complain of');
    const fix = REPAIRS[tool ?? ''] ?? [{ text: 'repair the package database' }];
    return fail('broken package state', { measured: trouble, required: 'no broken or half-installed package', fix });
  },
});
