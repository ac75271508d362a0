import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** Names of process 1 that start services; upstart and sysvinit both call themselves init. */
const INITS = ['systemd', 'init', 'upstart'];

/** Something starts the agent's services at boot. */
export const initSystem = linuxCheck({
  id: 'init.system',
  severity: 'block',
  judge({ facts, release }) {
    const { 'init.systemd': systemd, 'init.pid1': pid1, 'init.service': service } = facts;
    const required = release.linux.systemd ? 'systemd' : 'systemd, upstart or sysvinit with the command service';
    if (systemd === true) return pass('systemd', required);
    if (systemd === undefined || systemd === null) return notObserved('the init system');
    const measured = `process 1 is ${pid1 ?? 'unknown'}`;
    const fix = [{ text: 'start the machine with its own init system; a container without one is not supported' }];
    if (release.linux.systemd) return fail('systemd does not run', { measured, required, fix });
    if (pid1 === undefined) return notObserved('process 1');
    if (!INITS.includes(pid1 ?? '')) return fail('no init system', { measured, required, fix });
    if (service === undefined || service === null) return notObserved('the command service');
    return service
      ? pass(`${pid1} with service`, required)
      : fail('no command service', { measured: `${measured}, no service`, required, fix });
  },
});
