import { fail, pass } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';

/** What Azure is doing to the machine itself, or failed to do. */
export const provisioning = azureCheck({
  id: 'cloud.provisioning',
  severity: 'warn',
  when: ({ vm }) => vm.arc === undefined,
  judge: ({ vm: { provisioning: state } }) => {
    const trouble = TROUBLES[state.toLowerCase()];
    return trouble === undefined ? pass(state) : fail(trouble.cause, { ...trouble, measured: state });
  },
});

const WAIT = [{ text: 'wait until Azure is done with it, and ask again' }];

const TROUBLES: Readonly<
  Record<string, { readonly cause: string; readonly severity?: 'block'; readonly fix: readonly { text: string }[] }>
> = {
  creating: { cause: 'Azure is changing the machine', fix: WAIT },
  updating: { cause: 'Azure is changing the machine', fix: WAIT },
  migrating: { cause: 'Azure is changing the machine', fix: WAIT },
  deleting: {
    cause: 'the machine is being deleted',
    severity: 'block',
    fix: [{ text: 'leave it out' }],
  },
  failed: {
    cause: "Azure's last change of the machine failed",
    fix: [{ text: 'look at its activity log; az vm reapply often clears it, as does the next change that succeeds' }],
  },
};
