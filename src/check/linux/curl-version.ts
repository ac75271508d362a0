import { compareVersions } from '../../version.ts';
import { notObserved } from '../check.ts';
import { install, update } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** The registration with the workspace is one call of the curl command. */
export const curlVersion = linuxCheck({
  id: 'curl.version',
  severity: 'block',
  when: ({ curl }) => curl !== undefined,
  judge({ facts, release, system }) {
    const wanted = release.linux.curl ?? '0';
    const required = `>= ${wanted}`;
    if (facts['curl.path'] === null)
      return fail('no curl', { measured: 'no such command', required, fix: install(system, 'curl') });
    const line = facts['curl.version'];
    if (line === undefined) return notObserved('the version of curl');
    const version = /^curl (\d[\w.]*)/.exec(line ?? '')?.[1];
    if (version === undefined)
      return fail('curl does not run', { measured: line ?? 'no answer', required, fix: install(system, 'curl') });
    if (compareVersions(version, wanted) >= 0) return pass(version, required);
    return fail('curl too old', { measured: version, required, fix: update(system, 'curl') });
  },
});
