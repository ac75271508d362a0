import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

/** auoms reads what auditd writes: without auditd its package may fail (exit 22), beside Defender both read. */
export const agentAuditd = linuxCheck({
  id: 'agent.auditd',
  severity: 'info',
  when: brings('auoms'),
  judge({ facts }) {
    const { 'auditd.running': auditd, 'mdatp.present': defender } = facts;
    if (auditd === undefined || auditd === null) return notObserved('auditd');
    if (!auditd) {
      const fix = [
        {
          text: 'start auditd if you want audit events; the installation may report exit 22 for the package auoms without it',
        },
      ];
      return fail('auditd does not run', { measured: 'no auditd', fix });
    }
    if (defender === undefined || defender === null) return notObserved('Microsoft Defender');
    if (!defender) return pass('auditd runs');
    const fix = [{ text: 'watch the load: Microsoft Defender and the agent both read the audit events' }];
    return fail('two readers of audit events', { measured: 'auditd and mdatp', fix });
  },
});
