import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

export const pamLibrary = linuxCheck({
  id: 'pam.library',
  severity: 'block',
  when: ({ pam }) => pam === true,
  judge({ facts, system }) {
    const [library, directory] = [facts['pam.library'], facts['pam.directory']];
    const failure = { required: 'libpam.so.0 and /etc/pam.d', fix: install(system, 'pam') };
    if (library === null) return fail('no PAM', { measured: 'no libpam.so.0', ...failure });
    if (directory === false || directory === null) return fail('no PAM', { measured: 'no /etc/pam.d', ...failure });
    if (library === undefined) return notObserved('the PAM library');
    if (directory === undefined) return notObserved('the directory /etc/pam.d');
    return pass(library);
  },
});
