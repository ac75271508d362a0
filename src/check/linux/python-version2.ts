import { hasVersionPrefix } from '../../version.ts';
import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';
import { isPython2, versionOf } from './python-found.ts';

const REQUIRED = 'Python 2.6 or 2.7';

/** Python 2 is there, under whichever name, and runs. */
export const pythonVersion2 = linuxCheck({
  id: 'python.version2',
  severity: 'block',
  when: ({ python }) => python?.versions === '2',
  judge({ facts, system }) {
    const seen = [versionOf(facts, 'python'), versionOf(facts, 'python2')];
    const good = seen.find(isPython2);
    if (typeof good === 'string') return pass(good, REQUIRED);
    const old = seen.find((version) => typeof version === 'string' && hasVersionPrefix(version, '2'));
    if (typeof old === 'string')
      return fail('Python 2 older than 2.6', { measured: old, required: REQUIRED, fix: install(system, 'python2') });
    const [python, python2] = [facts['python.path'], facts['python2.path']];
    if (python2 === undefined || python === undefined) return notObserved('Python 2');
    if (python2 === null)
      return fail('no Python 2', {
        measured: facts['python3.version'] ? `only Python ${facts['python3.version']}` : 'no Python 2',
        required: REQUIRED,
        fix: install(system, 'python2'),
      });
    if (facts['python2.version'] === undefined) return notObserved('the version of Python 2');
    return fail('Python 2 does not run', { measured: python2, required: REQUIRED, fix: install(system, 'python2') });
  },
});
