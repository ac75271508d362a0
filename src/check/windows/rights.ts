import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** Setup needs an administrator's full token: an administrator without it is refused like anyone else. */
export const rights = windowsCheck({
  id: 'windows.rights',
  severity: 'block',
  judge({ facts }) {
    const id = facts['user.id'];
    if (id === undefined || id === null) return notObserved('whether the user is an elevated administrator');
    if (id === 0) return pass('elevated administrator');
    const fix = [
      {
        text: 'look and install from an elevated prompt (Run as administrator)',
        command: 'powershell -NoProfile -Command "Start-Process cmd -Verb RunAs"',
      },
    ];
    return fail('not an elevated administrator', { measured: 'not elevated', required: 'elevated administrator', fix });
  },
});
