import { fail, skip } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** No look at the machine tells whether updates are paid for, so it is a reservation and no more. */
export const extendedUpdates = windowsCheck({
  id: 'windows.extended-updates',
  severity: 'warn',
  when: ({ extendedUpdates }, { id }) => extendedUpdates !== undefined && Object.hasOwn(extendedUpdates, id),
  judge({ release, asOf }, { id }) {
    const end = release.windows.extendedUpdates?.[id];
    if (end === undefined) return skip('needs no Extended Security Updates');
    const required = `Extended Security Updates, to be had until ${end}`;
    // After that day the list does not name the system any more, which is support.listed's matter.
    if (asOf > end) return skip(`Extended Security Updates ended on ${end}`);
    const fix = [
      { text: 'make sure that the machine has Extended Security Updates, or move to Windows Server 2016 or later' },
    ];
    return fail('supported with Extended Security Updates only', { required, fix });
  },
});
