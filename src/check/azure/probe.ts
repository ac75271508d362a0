import { pass, skip } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';

/** Without a look inside, only what Azure tells is judged: this one answer stands for all that was not asked. */
export const probe = azureCheck({
  id: 'cloud.probe',
  severity: 'block',
  judge: (_, { unprobed }) => {
    if (unprobed === undefined) return pass('by run-command');
    return unprobed.asked ? { status: 'unknown', reason: `not observed: ${unprobed.why}` } : skip(unprobed.why);
  },
});
