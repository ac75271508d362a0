import { fail, pass } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';

/**
 * The generation that is told by rules where its data goes signs in with an identity of the machine: its system-assigned one, else the
 * only user-assigned one; several user-assigned ones and nothing said means no token at all.
 */
export const identity = azureCheck({
  id: 'cloud.identity',
  severity: 'info',
  when: (_, { agent }) => agent.extension.destination === 'rule',
  judge: ({ vm: { identity: there } }) => {
    if (there.system) return pass('system-assigned');
    const [only, second] = there.user;
    if (only === undefined)
      return fail('no managed identity yet', {
        measured: 'none',
        required: 'a managed identity',
        fix: [{ text: 'azmon install extension adds a system-assigned one' }],
      });
    if (second === undefined) return pass('one user-assigned');
    return fail('several user-assigned identities and no system-assigned one', {
      measured: `${there.user.length} user-assigned`,
      required: 'one that is meant',
      severity: 'warn',
      fix: [{ text: 'say which one the agent is to use: azmon install extension --identity RESOURCE-ID' }],
    });
  },
});
