import { METHODS } from '../../agent/agent.ts';
import type { System } from '../../machine/system.ts';
import type { Fix } from '../../problem.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { eitherOf, install } from '../fixes.ts';
import { fail, pass, skip } from '../outcome.ts';
import { bothCheck } from './both-check.ts';
import { handsOf } from './whose-hands.ts';

/** Who installs has root, directly or by sudo; on Windows an administrator's full token. */
export const privilegeRoot = bothCheck({
  id: 'privilege.root',
  severity: 'block',
  linux: (subject) => weighed(subject, bySudo),
  windows: (subject) => weighed(subject, byToken),
});

/** The rights of the user who looks count only where that user installs. */
function weighed(subject: Subject, judge: (subject: Subject) => Outcome): Outcome {
  const { whose, byService } = handsOf(subject);
  if (whose === 'service')
    return skip(`${byService.map((one) => METHODS[one]).join(', ')}: carried out by a service that has all rights`);
  const outcome = judge(subject);
  if (whose === 'user' || outcome.status === 'pass' || outcome.status === 'skip') return outcome;
  if (outcome.status === 'unknown') return { ...outcome, severity: 'info' };
  const [first = 'extension'] = byService;
  const fix = eitherOf([
    { text: `take a method that does without the rights of this user: ${METHODS[first]} (--method ${first})` },
    ...(outcome.fix ?? []),
  ]);
  return { ...outcome, severity: 'info', fix };
}

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
  const fix = eitherOf([{ text: 'sign in as root' }, ...sudoFor(system)]);
  return fail('neither root nor sudo', { measured: `user ${id}, no sudo`, required: 'root or sudo', fix });
}

/** The package alone lets nobody in. */
const sudoFor = (system: System): Fix[] =>
  install(system, 'sudo').map((fix) => ({ ...fix, text: `have root ${fix.text} and let this user use it` }));

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
