import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** omsconfig refuses to install unless the loader knows a libcurl; any TLS flavour of it counts. */
export const curlLibrary = linuxCheck({
  id: 'curl.library',
  severity: 'block',
  when: ({ curl }) => curl !== undefined,
  judge({ facts, system }) {
    const known = facts['curl.library'];
    if (known === undefined) return notObserved('the curl library');
    if (known) return pass('known to the loader');
    return fail('no curl library', {
      measured: 'no libcurl in ldconfig -p',
      required: 'libcurl',
      fix: install(system, 'libcurl'),
    });
  },
});
