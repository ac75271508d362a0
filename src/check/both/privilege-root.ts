import { notObserved, type Outcome, type Subject } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { bothCheck } from './both-check.ts';

/** The installation needs root, directly or by sudo; on Windows an administrator's full token. */
export const privilegeRoot = bothCheck({ id: 'privilege.root', severity: 'block', linux: bySudo, windows: byToken });

function bySudo({ facts, system }: Subject): Outcome {
  const [id, sudo] = [facts['user.id'], facts['user.sudo']];
  if (id === 0 || sudo === 'root') return pass('root');
  if (sudo === 'passwordless') return pass('sudo without a password');
  if (sudo === 'password') return pass('sudo with a password', 'root or sudo');
  if (sudo === 'tty') {
    const fix = [
      { text: 'in sudoers (visudo) add `Defaults:USER !requiretty` with the name of the user in place of USER' },
    ];
    return fail('sudo wants a terminal', { measured: 'requiretty', required: 'root or sudo', fix, severity: 'warn' });
  }
  if (sudo === undefined || id === undefined) return notObserved('whether root can be had');
  const fix = [{ text: 'sign in as root, or have sudo set up for this user' }, ...install(system, 'sudo')];
  return fail('neither root nor sudo', { measured: `user ${id}, no sudo`, required: 'root or sudo', fix });
}

/** An administrator without the full token is refused like anyone else. */
function byToken({ facts }: Subject): Outcome {
  const id = facts['user.id'];
  if (id === undefined || id === null) return notObserved('whether the user is an elevated administrator');
  if (id === 0) return pass('elevated administrator');
  const fix = [
    {
      text: 'look and install from an elevated prompt (Run as administrator)',
      command: 'powershell -NoProfile -Command "Start-Process cmd -Verb RunAs"',
    },
  ];
  return fail('not an elevated administrator', { measured: 'not elevated', required: 'elevated administrator', fix });
}
