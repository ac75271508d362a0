import type { FactKey } from '../../machine/facts.ts';
import type { Fix } from '../../problem.ts';
import { fail, notSeen, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

interface Barrier {
  readonly fact: FactKey & ('nologin' | 'cron.restricted' | 'pam.deny-all');
  readonly cause: string;
  readonly measured: string;
  readonly fix: Fix;
}

/** What keeps a fresh account from `su` and cron, worst first. */
const BARRIERS: readonly Barrier[] = [
  {
    fact: 'nologin',
    cause: 'logins are switched off',
    measured: '/etc/nologin exists',
    fix: { text: 'end the maintenance that put it there', command: 'rm -f /etc/nologin' },
  },
  {
    fact: 'pam.deny-all',
    cause: 'account rules deny the account of the agent',
    measured: 'access.conf denies all others',
    fix: {
      text: 'leave omsagent out of the rule that denies all',
      command: String.raw`sed -i 's/^\([[:blank:]]*-[[:blank:]]*:[[:blank:]]*ALL\)\([[:blank:]]*EXCEPT\)\{0,1\}\([[:blank:]:]\)/\1 EXCEPT omsagent\3/' /etc/security/access.conf`,
    },
  },
  {
    fact: 'cron.restricted',
    cause: 'cron is closed to the account of the agent',
    measured: '/etc/cron.allow does not name omsagent',
    fix: { text: 'allow omsagent to use cron', command: 'echo omsagent >> /etc/cron.allow' },
  },
];

/** The account omsagent, made by the installation, can use su and cron: without them no configuration arrives. */
export const pamAccounts = linuxCheck({
  id: 'pam.accounts',
  severity: 'warn',
  when: brings('omsconfig'),
  judge(subject) {
    const { facts } = subject;
    const met = BARRIERS.filter(({ fact }) => facts[fact] === true);
    const [first] = met;
    if (first !== undefined) {
      const measured = met.map((barrier) => barrier.measured).join('; ');
      return fail(first.cause, { measured, required: 'su and cron for omsagent', fix: met.map(({ fix }) => fix) });
    }
    if (BARRIERS.some(({ fact }) => facts[fact] === undefined)) return notSeen(subject, 'what accounts may do');
    return pass('nothing denies new accounts');
  },
});
