import { notObserved } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

/** omi and scx without the Log Analytics agent: of Operations Manager, or of a foreign feed with another OpenSSL. */
export const agentScx = linuxCheck({
  id: 'agent.scx',
  severity: 'info',
  when: brings('omi'),
  judge({ facts }) {
    const { 'omi.version': omi, 'scx.version': scx, 'oms.version': oms } = facts;
    if (typeof oms === 'string') return skip('omi and scx belong to the agent that is there');
    const fix = [{ text: 'install with --upgrade: with --install the bundle ends with exit 23 when they are there' }];
    if (typeof scx === 'string')
      return fail('omi and scx are there already', { measured: `scx ${scx}, omi ${omi ?? 'unknown'}`, fix });
    if (omi === undefined || scx === undefined) return notObserved('omi and scx');
    if (omi === null) return pass('not installed');
    const replace = [
      {
        text: 'remove this omi first: one built for another OpenSSL keeps the packages of the agent from being installed',
      },
    ];
    return fail('omi of another feed is there', {
      measured: `omi ${omi}, no scx`,
      required: 'no omi, or that of the bundle',
      fix: replace,
      severity: 'warn',
    });
  },
});
