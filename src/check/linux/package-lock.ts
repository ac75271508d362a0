import type { Fix } from '../../problem.ts';
import { fail, notSeen, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** The package database is free. A fresh cloud machine updates itself for minutes after its first boot. */
export const packageLock = linuxCheck({
  id: 'package.lock',
  severity: 'block',
  judge(subject) {
    const lock = subject.facts['package.lock'];
    if (lock === undefined) return notSeen(subject, 'who holds the package lock');
    if (lock === null) return pass('free');
    const [file = '', pid = '', ...name] = lock.split(/\s+/);
    const holder = name.join(' ') || 'a process';
    return fail('the package manager is busy', {
      measured: `${holder} (process ${pid || 'unknown'}) holds ${file}`,
      required: 'no lock held',
      fix: [waitFor(pid)],
    });
  },
});

function waitFor(pid: string): Fix {
  const text = 'wait until it is done, then check again; do not end it and do not remove the lock file';
  return /^\d+$/.test(pid) ? { text, command: `while [ -d /proc/${pid} ]; do sleep 5; done` } : { text };
}
