import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** The installation needs root: directly, or by sudo. */
export const privilegeRoot = linuxCheck({
  id: 'privilege.root',
  severity: 'block',
  judge({ facts, system }) {
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
  },
});
