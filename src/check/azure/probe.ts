import type { Outcome, Unprobed } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';

/** Without a look inside, only what Azure tells is judged: this one answer stands for all that was not asked. */
export const probe = azureCheck({
  id: 'cloud.probe',
  severity: 'block',
  judge: ({ vm }, { unprobed }) => {
    if (unprobed === undefined) return pass('by run-command');
    if (unprobed.asked) return unseen(unprobed);
    return fail('the machine itself was not looked at', {
      measured: unprobed.why,
      severity: 'info',
      fix: [{ text: vm.set === undefined ? ONE : SET }],
    });
  },
});

const ONE = 'only what Azure tells was judged; azmon check looks inside too unless it is told --no-probe';
const SET = 'only what Azure tells was judged; an instance that is made like the others can be checked by ssh';

const unseen = ({ why, detail }: Unprobed): Outcome => ({
  status: 'unknown',
  reason: `not observed: ${why}`,
  ...(detail === undefined ? {} : { evidence: { measured: detail } }),
});
