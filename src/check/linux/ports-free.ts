import type { Fix } from '../../problem.ts';
import { notObserved, type Subject } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** The local ports of the agent are free. With netstat it looks for another one by itself, without it syslog never arrives. */
export const portsFree = linuxCheck({
  id: 'ports.free',
  severity: 'warn',
  when: ({ ports }) => ports.length > 0,
  judge(subject) {
    const { facts, release } = subject;
    const [used, wanted] = [facts['ports.used'], release.linux.ports];
    if (used === undefined) return notObserved('which ports are in use');
    const taken = wanted.filter((port) => (used ?? '').split(/\s+/).includes(port));
    if (taken.length === 0) return pass('free', wanted.join(' '));
    const holder = holderOf(subject);
    if (holder === 'the agent itself') return pass(`${taken.join(' ')} held by the agent itself`, wanted.join(' '));
    return fail('a port of the agent is taken', {
      measured: `${taken.join(' ')} held by ${holder}`,
      required: `${wanted.join(' ')} free`,
      fix: freeIt(holder),
    });
  },
});

const LAD = 'the Linux diagnostics extension';

/** Sockets name no program without root; the agents that are there tell who it is. */
function holderOf({ facts }: Subject): string {
  if (facts['oms.running'] === true) return 'the agent itself';
  return facts['lad.present'] === true ? LAD : 'another program';
}

function freeIt(holder: string): Fix[] {
  if (holder === LAD) return [{ text: `move ${LAD} to port 25229, or remove it` }];
  return [{ text: 'find out who listens there and move it', command: 'ss -lnptu' }];
}
